"""What changed about the links of watched sites, since when, and whether the web or we changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime


class ChangeKind(StrEnum):
    """What became of links of one site to another; the value is the word shown to the user."""

    NEW = "new"
    NEWLY_KNOWN = "newly known"  # it stood there before, or nobody can tell since when
    BACK = "back"
    LOST = "lost"
    FORGOTTEN = "no longer known"  # what told it was taken out of the index
    NOFOLLOWED = "became nofollow"
    FOLLOWED = "became followed"
    BROKEN = "broken"
    REDIRECTED = "redirected"
    REPAIRED = "repaired"
    BLOCKED = "blocked to us"
    TARGET = "target changed"
    ANCHOR = "anchor changed"
    PLACEMENT = "placement changed"
    SURROUNDINGS = "surroundings changed"


# What only our index can do, never the web.
OF_THE_INDEX = frozenset((ChangeKind.NEWLY_KNOWN, ChangeKind.FORGOTTEN))
WON = frozenset((ChangeKind.NEW, ChangeKind.BACK))


class Basis(StrEnum):
    """How changes were found."""

    SNAPSHOTS = "snapshots"  # two kept snapshots were compared
    DATES = "dates"  # no snapshot of that time is kept: the dates in the newest one tell


@dataclass(frozen=True, slots=True)
class LinkChange:
    """One link that changed: `was`, `now`: the changed fact before and after, empty for none."""

    source_url: str
    target_url: str
    anchor: str
    was: str = ""
    now: str = ""
    fact: str = ""  # its id, equal whenever the same change is found again

    def as_document(self) -> dict[str, Any]:
        """The change of a link as JSON."""
        return {
            "source_url": self.source_url,
            "target_url": self.target_url,
            "anchor": self.anchor or None,
            "was": self.was or None,
            "now": self.now or None,
        }


@dataclass(frozen=True, slots=True)
class DomainChange:
    """One kind of change of the links of one referring domain to one site: told as one thing.

    `is_news`: something happened on the web; else only the index changed, and `index_note` says
    how. `links`: how many changed so, `pages`: on how many pages; `sitewide`: some of them stand on
    most pages of their host; `gained`: the domain links now and did not before, `gone`: it links no
    more; `authority` 0..100 of it, `quality` 0..100 and `strength` of the best of the links, `why`
    its reason in words (None and "unjudged" where too little is known); `on`: the day it began,
    was lost or was seen; `reason`: a word of `LostReason`; `examples`: the best links first;
    `facts`: the ids of all of its links' changes.
    """

    site: str
    kind: ChangeKind
    source_domain: str
    is_news: bool
    links: int
    pages: int
    sentence: str
    sitewide: bool = False
    gained: bool = False
    gone: bool = False
    followed: bool | None = None
    placement: str = ""
    authority: float | None = None
    quality: float | None = None
    strength: str = ""
    why: str = ""
    on: date | None = None
    reason: str = ""
    index_note: str = ""
    examples: tuple[LinkChange, ...] = ()
    facts: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The change as JSON; names are a contract."""
        return {
            "change": self.kind.value,
            "source_domain": self.source_domain,
            "links": self.links,
            "pages": self.pages,
            "sitewide": self.sitewide,
            "referring_domain": "won" if self.gained else "lost" if self.gone else None,
            "followed": self.followed,
            "placement": self.placement or None,
            "authority": None if self.authority is None else round(self.authority, 1),
            "quality": None if self.quality is None else round(self.quality, 1),
            "strength": self.strength or None,
            "why": self.why or None,
            "on": self.on.isoformat() if self.on else None,
            "reason": self.reason or None,
            "index_only": not self.is_news,
            "index_note": self.index_note or None,
            "sentence": self.sentence,
            "examples": [one.as_document() for one in self.examples],
        }


@dataclass(frozen=True, slots=True)
class SiteChanges:
    """What changed for one site.

    `rival_of`: sites of ours that it competes with; `since`: what began or ended earlier is not
    news; `before`: the snapshot compared with, empty where dates told; `until`: the newest day of
    which anything is known; `changes`: news first, the weightiest first; `notes`: plain sentences.
    """

    site: str
    is_ours: bool
    rival_of: tuple[str, ...]
    basis: Basis
    since: datetime
    before: str
    until: date | None
    changes: tuple[DomainChange, ...]
    notes: tuple[str, ...] = ()

    def news(self, *kinds: ChangeKind) -> tuple[DomainChange, ...]:
        """What happened on the web, of these kinds where any are named."""
        return tuple(c for c in self.changes if c.is_news and (not kinds or c.kind in kinds))

    @property
    def index_only(self) -> tuple[DomainChange, ...]:
        """What only the index tells otherwise."""
        return tuple(c for c in self.changes if not c.is_news)

    @property
    def won(self) -> int:
        """Referring domains that began to link; those with further links are not among them."""
        return len({one.source_domain for one in self.news() if one.gained})

    @property
    def lost(self) -> int:
        """Referring domains that link no more."""
        return len({one.source_domain for one in self.news() if one.gone})

    def as_document(self) -> dict[str, Any]:
        """The changes of a site as JSON; names are a contract."""
        news, index_only = self.news(), self.index_only
        return {
            "site": self.site,
            "is_ours": self.is_ours,
            "rival_of": list(self.rival_of),
            "basis": self.basis.value,
            "since": self.since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "before": self.before or None,
            "until": self.until.isoformat() if self.until else None,
            "referring_domains": {"won": self.won, "lost": self.lost},
            "counts": _counts(news),
            "index_only_counts": _counts(index_only),
            "changes": [one.as_document() for one in (*news, *index_only)],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Watched:
    """What `watch` found: the snapshot it looked at, the sites, and the ids of what it raised."""

    snapshot: str
    as_of: date
    sites: tuple[SiteChanges, ...]
    alerts: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `watch --json`; names and shapes are a contract."""
        return {
            "snapshot": self.snapshot,
            "as_of": self.as_of.isoformat(),
            "sites": [one.as_document() for one in self.sites],
            "alerts": list(self.alerts),
        }


def _counts(changes: tuple[DomainChange, ...]) -> dict[str, dict[str, int]]:
    """By kind: how many referring domains, and how many links of theirs."""
    told: dict[str, dict[str, int]] = {}
    for one in changes:
        count = told.setdefault(one.kind.value, {"referring_domains": 0, "links": 0})
        count["referring_domains"] += 1
        count["links"] += one.links
    return told
