"""What links brought a site: visits, goals and revenue, and whether its pages gained by them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from backlinkbot.core.visits import VisitImport


class Worked(StrEnum):
    """Whether links moved the pages they lead to; the value is the word shown to the user."""

    LIKELY = "likely"
    UNCLEAR = "unclear"
    NONE_SEEN = "no effect seen"


class Certainty(StrEnum):
    """How sure it is that visits came by this link."""

    PAGE = "the page is named"  # the referrer is the linking page
    ONLY = "the only link"  # the referring domain has one page that links there
    SHARED = "one of several"  # shared out over the links that could have brought them


@dataclass(frozen=True, slots=True)
class Sums:
    """Visits and what came of them.

    `goals` None where no source tells any; `revenue` by currency ("" where the source does not
    say which), never added across currencies.
    """

    visits: float = 0.0
    goals: float | None = None
    revenue: Mapping[str, float] = field(default_factory=dict)

    def as_document(self) -> dict[str, Any]:
        """The sums as JSON."""
        return {
            "visits": round(self.visits, 2),
            "goals": None if self.goals is None else round(self.goals, 2),
            "revenue": {
                money or "unknown": round(self.revenue[money], 2) for money in sorted(self.revenue)
            },
        }


@dataclass(frozen=True, slots=True)
class DomainResult:
    """What one referring domain brought.

    `links`: its pages that link to the site, in the index; 0: it sends visits, and the index knows
    no link of it.
    """

    domain: str
    sums: Sums
    share: float
    links: int

    def as_document(self) -> dict[str, Any]:
        """The row as JSON."""
        return {
            "domain": self.domain,
            **self.sums.as_document(),
            "share": round(self.share, 4),
            "links": self.links,
        }


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What one link brought, and how sure that is; `shared_by`: links that could have been it."""

    source_url: str
    target_url: str
    domain: str
    anchor: str
    sums: Sums
    certainty: Certainty
    shared_by: int = 1

    def as_document(self) -> dict[str, Any]:
        """The row as JSON."""
        return {
            "source_url": self.source_url,
            "target_url": self.target_url,
            "domain": self.domain,
            "anchor": self.anchor,
            **self.sums.as_document(),
            "certainty": self.certainty.value,
            "shared_by": self.shared_by,
        }


@dataclass(frozen=True, slots=True)
class WeekResult:
    """One week (from its Monday on) of the period; None where no source tells it."""

    week: date
    referral_visits: float | None
    search_visits: float | None
    clicks: float | None
    impressions: float | None

    def as_document(self) -> dict[str, Any]:
        """The week as JSON."""
        return {
            "week": self.week.isoformat(),
            "referral_visits": self.referral_visits,
            "search_visits": self.search_visits,
            "clicks": self.clicks,
            "impressions": self.impressions,
        }


@dataclass(frozen=True, slots=True)
class SourceResult:
    """One source of visits: how many days of the period it tells, and its own total."""

    source: str
    days: int
    since: date
    until: date
    referral_visits: float
    files: int
    is_used: bool

    def as_document(self) -> dict[str, Any]:
        """The source as JSON."""
        return {
            "source": self.source,
            "days": self.days,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "referral_visits": round(self.referral_visits, 2),
            "files": self.files,
            "used": self.is_used,
        }


@dataclass(frozen=True, slots=True)
class PageEffect:
    """One page that gained links: its outcome a week before and after, and what like pages did.

    `change`: its change over that of its matches, as a share (0.2: a fifth more than expected).
    """

    page: str
    week: date
    new_domains: int
    before: float
    after: float
    expected: float
    matches: int
    change: float

    def as_document(self) -> dict[str, Any]:
        """The page as JSON."""
        return {
            "page": self.page,
            "week": self.week.isoformat(),
            "new_domains": self.new_domains,
            "before_a_week": round(self.before, 2),
            "after_a_week": round(self.after, 2),
            "expected_a_week": round(self.expected, 2),
            "matches": self.matches,
            "change": round(self.change, 4),
        }


@dataclass(frozen=True, slots=True)
class Effect:
    """Did the links work? Pages that gained links against like pages that did not.

    `outcome`: what was counted ("search clicks"); `change`: mean change over that of the matched
    pages, as a share, with its 95 % interval `low`..`high`; `chance`: how often pages without new
    links seem to gain as much; `before`: the same comparison before the links came, which
    should be about 0. All None where there is not enough to compare.
    """

    word: Worked
    sentence: str
    outcome: str = ""
    change: float | None = None
    low: float | None = None
    high: float | None = None
    chance: float | None = None
    before: float | None = None
    gained: int = 0
    matched: int = 0
    others: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    pages: tuple[PageEffect, ...] = ()
    blind_spots: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The answer as JSON."""
        numbers = {
            name: None if value is None else round(value, 4)
            for name, value in (
                ("change", self.change),
                ("low", self.low),
                ("high", self.high),
                ("chance", self.chance),
                ("before", self.before),
            )
        }
        return {
            "word": self.word.value,
            "sentence": self.sentence,
            "outcome": self.outcome,
            **numbers,
            "pages_that_gained": self.gained,
            "pages_compared": self.matched,
            "pages_without": self.others,
            "left_out": dict(self.left_out),
            "pages": [one.as_document() for one in self.pages],
            "blind_spots": list(self.blind_spots),
        }


@dataclass(frozen=True, slots=True)
class Results:
    """Business results of a site in a period.

    `since`, `until`: first and last day; `total`: referral visits of the source that is used;
    `before`: the same of the like days of the period before, None where one of them is not told;
    `search_clicks`, `search_impressions`: None where no search report covers days of the period;
    `by_domain`, `by_link`: most visits first; `unplaced`: referral visits of domains that link,
    of which nobody can say by which link; `left_out`: bots, spam and more, by reason.
    """

    domain: str
    since: date
    until: date
    sentence: str
    total: Sums
    before: Sums | None
    channels: Mapping[str, float]
    search_clicks: float | None
    search_impressions: float | None
    search_clicks_before: float | None
    by_domain: tuple[DomainResult, ...]
    by_link: tuple[LinkResult, ...]
    unplaced: float
    weeks: tuple[WeekResult, ...]
    sources: tuple[SourceResult, ...]
    left_out: Mapping[str, int]
    effect: Effect
    imports: tuple[VisitImport, ...]
    notes: tuple[str, ...] = ()
    snapshot: str | None = None

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `results --json`."""
        return {
            "domain": self.domain,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "sentence": self.sentence,
            "total": self.total.as_document(),
            "before": self.before.as_document() if self.before else None,
            "channels": {name: round(visits, 2) for name, visits in self.channels.items()},
            "search": {
                "clicks": self.search_clicks,
                "impressions": self.search_impressions,
                "clicks_before": self.search_clicks_before,
            },
            "domains": [one.as_document() for one in self.by_domain],
            "links": [one.as_document() for one in self.by_link],
            "unplaced": round(self.unplaced, 2),
            "weeks": [one.as_document() for one in self.weeks],
            "sources": [one.as_document() for one in self.sources],
            "left_out": dict(self.left_out),
            "effect": self.effect.as_document(),
            "imports": [one.as_document() for one in self.imports],
            "notes": list(self.notes),
            "snapshot": self.snapshot,
        }
