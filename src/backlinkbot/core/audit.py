"""The audit of one site: what the judging room concludes about its links."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime


class Advice(StrEnum):
    """What to do about a link, a referring domain or a whole profile, the mildest first."""

    KEEP = "keep"
    REVIEW = "review"
    DISAVOW = "disavow"


class Family(StrEnum):
    """Where evidence comes from; "disavow" needs at least two.

    Two markers of one family may see the same thing twice, markers of different families cannot.
    """

    OWNERS = "owners"  # ids, servers, name servers and templates that sites share
    LINKS = "links"  # who links where: clusters, cores, rings, exchanges
    CONTENT = "content"  # what the pages say, in which language, of what kind they are
    PLACEMENT = "placement"  # where on the page: comments, profiles, hidden, on every page
    ANCHORS = "anchors"  # what the link says
    TIMING = "timing"  # when links and sites appear and vanish


class GroupKind(StrEnum):
    """Which scheme ties sites together; the value is the word shown to the user."""

    LINK_FARM = "link farm"
    PBN = "private blog network"
    DIRECTORY_BLAST = "directory blast"
    COMMENT_BLAST = "comment blast"
    NEGATIVE_SEO = "negative SEO"
    ONE_ANCHOR = "links with one anchor"  # in one time, and nothing else in common


@dataclass(frozen=True, slots=True)
class Group:
    """Referring domains that one hand placed, and how that was seen.

    `members`: units (see `DomainVerdict`), sorted; `links`: their links to the site; `since`: the
    first of them was seen on this day, None where no start is known; `probability`: 0..1 that this
    is such a group; `ties`: plain sentences, the strongest first; `families`: of the ties;
    `sureness`: 0..1 per member, side by side, that it belongs here; `has_scheme`: something speaks
    of links placed to be counted, which one publisher's papers and one company's sites lack.
    """

    name: str
    kind: GroupKind
    members: tuple[str, ...]
    links: int
    since: date | None
    probability: float
    ties: tuple[str, ...]
    families: tuple[Family, ...]
    sureness: tuple[float, ...] = ()
    has_scheme: bool = True

    def as_document(self) -> dict[str, Any]:
        """The group as JSON."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "members": list(self.members),
            "links": self.links,
            "since": self.since.isoformat() if self.since else None,
            "probability": round(self.probability, 4),
            "ties": list(self.ties),
            "families": [family.value for family in self.families],
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """What one marker says of one link or domain: strength 0..1, its sentence, its evidence."""

    marker: str
    family: Family
    version: int
    strength: float
    sentence: str
    evidence: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The mark as JSON."""
        return {
            "marker": self.marker,
            "family": self.family.value,
            "version": self.version,
            "strength": round(self.strength, 4),
            "sentence": self.sentence,
            "evidence": list(self.evidence),
        }


class Choice(StrEnum):
    """What a user decided about a unit; `UNDO` takes the last one back that is in force."""

    KEEP = "keep"
    REMOVE = "remove"  # ask the site's owner to take the links away
    DISAVOW = "disavow"
    UNDO = "undo"


# Asking for removal is under way: somebody has to look again.
DECIDED = {
    Choice.KEEP: Advice.KEEP,
    Choice.REMOVE: Advice.REVIEW,
    Choice.DISAVOW: Advice.DISAVOW,
}


@dataclass(frozen=True, slots=True)
class DomainVerdict:
    """What to do about one referring domain, and why.

    `unit`: what a disavow line would name: the domain, or the full host on a platform that
    strangers share; `probability`: calibrated, 0..1, that the links from here are artificial or
    hostile; `reasons`: up to three sentences, the weightiest first; `marks`: all the markers that
    spoke; `worth_points`: what the links bring in points of authority, None where not priced;
    `referral_visits`: readers a month that come by the links, an estimate, None where not known;
    `group`: name of the group it belongs to, or empty; `protected`: why it is never disavowed
    ("on your keep list", "a well-known site"), or empty.
    """

    domain: str
    unit: str
    verdict: Advice
    probability: float
    families: tuple[Family, ...]
    reasons: tuple[str, ...]
    links: int
    worth_points: float | None = None
    referral_visits: float | None = None
    group: str = ""
    protected: str = ""
    decision: str = ""  # what the user decided, which stands above the verdict
    in_search_console: bool | None = None  # None: no list of the search engine's was given
    in_current_file: bool | None = None  # None: no disavow file in force was given
    marks: tuple[Mark, ...] = ()

    @property
    def standing(self) -> Advice:
        """What holds: the user's decision where there is one, else the verdict."""
        return DECIDED[Choice(self.decision)] if self.decision else self.verdict

    def as_document(self) -> dict[str, Any]:
        """The verdict as JSON; names are a contract."""
        return {
            "domain": self.domain,
            "unit": self.unit,
            "verdict": self.verdict.value,
            "probability": round(self.probability, 4),
            "families": [family.value for family in self.families],
            "reasons": list(self.reasons),
            "links": self.links,
            "worth_points": None if self.worth_points is None else round(self.worth_points, 2),
            "referral_visits": None
            if self.referral_visits is None
            else round(self.referral_visits, 1),
            "group": self.group or None,
            "protected": self.protected or None,
            "decision": self.decision or None,
            "in_search_console": self.in_search_console,
            "in_current_file": self.in_current_file,
            "marks": [mark.as_document() for mark in self.marks],
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about the links of one unit to a site, and when; never changed."""

    site: str
    unit: str
    choice: Choice
    by: str
    at: datetime
    note: str = ""

    def as_document(self) -> dict[str, Any]:
        """The decision as JSON."""
        return {
            "site": self.site,
            "unit": self.unit,
            "decision": self.choice.value,
            "by": self.by,
            "at": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "note": self.note or None,
        }


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """What to do about one link, with its own reasons beside those of its domain."""

    source_url: str
    target_url: str
    anchor: str
    unit: str
    verdict: Advice
    probability: float
    reasons: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """The verdict as JSON."""
        return {
            "source_url": self.source_url,
            "target_url": self.target_url,
            "anchor": self.anchor,
            "unit": self.unit,
            "verdict": self.verdict.value,
            "probability": round(self.probability, 4),
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class Risk:
    """What a search engine's action would look at; `level`: "none", "low", "some" or "high"."""

    level: str
    looks_at: tuple[str, ...]
    sentence: str
    first_steps: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """The risk as JSON."""
        return {
            "level": self.level,
            "looks_at": list(self.looks_at),
            "sentence": self.sentence,
            "first_steps": list(self.first_steps),
        }


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of one site's live backlinks on one day.

    `action`: the sternest advice that applies; `sentence`: the whole audit in one; `error`: how
    often such verdicts were wrong where that was measured, in words; `anchors`, `velocity`,
    `shape`: the documents of those audits; `links`: verdicts of the links that are not to keep.
    """

    domain: str
    as_of: date
    snapshot: str
    backlinks: int
    keep: int
    review: int
    disavow: int
    action: Advice
    sentence: str
    groups: tuple[Group, ...] = ()
    domains: tuple[DomainVerdict, ...] = ()
    links: tuple[LinkVerdict, ...] = ()
    risk: Risk | None = None
    anchors: dict[str, Any] = field(default_factory=dict)
    velocity: dict[str, Any] = field(default_factory=dict)
    shape: dict[str, Any] = field(default_factory=dict)
    error: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `audit DOMAIN --json`; names and shapes are a contract."""
        return {
            "domain": self.domain,
            "as_of": self.as_of.isoformat(),
            "snapshot": self.snapshot,
            "summary": {
                "links": self.backlinks,
                "keep": self.keep,
                "review": self.review,
                "disavow": self.disavow,
                "action": self.action.value,
                "sentence": self.sentence,
            },
            "groups": [group.as_document() for group in self.groups],
            "domains": [verdict.as_document() for verdict in self.domains],
            "links": [verdict.as_document() for verdict in self.links],
            "risk": self.risk.as_document() if self.risk else None,
            "anchors": self.anchors,
            "velocity": self.velocity,
            "shape": self.shape,
            "error": list(self.error),
            "notes": list(self.notes),
        }
