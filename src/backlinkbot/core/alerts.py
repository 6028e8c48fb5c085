"""Alerts: what a watched site's owner is told, how urgently, and what he does not want to hear."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


class Importance(StrEnum):
    """How soon somebody should know."""

    CRITICAL = "critical"  # at once
    DIGEST = "digest"  # with the rest of the day or week
    QUIET = "quiet"  # kept in the history, told to programs, never to people


class AlertKind(StrEnum):
    """What an alert is about, beside the kinds of changes; the value is shown to the user."""

    STRONG_LOST = "strong link lost"
    PAGE_BROKEN = "our page is broken"
    SPIKE = "spike of new links"
    WAVE = "negative SEO"
    BURST = "burst of a rival"
    MORE = "more changes"
    CHANGE = "change"


EVERY = ("day", "week")  # how often a digest comes


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to tell of one site; its id is the same whenever the same thing is found.

    `about`: the referring domain, page or week it is about; `change`: a word of `ChangeKind` where
    it is one; `facts`: what it tells, none of which is told by another; `batch`: what was raised
    together; `notice`: the notice that tells it, empty while none does; `document`: the change as
    JSON.
    """

    id: str
    site: str
    kind: AlertKind
    importance: Importance
    about: str
    sentence: str
    raised_at: datetime
    on: date | None = None
    change: str = ""
    is_ours: bool = True
    batch: str = ""
    notice: str = ""
    told_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    facts: tuple[str, ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict)

    def as_document(self) -> dict[str, Any]:
        """The alert as JSON; names are a contract."""
        return {
            "id": self.id,
            "site": self.site,
            "is_ours": self.is_ours,
            "kind": self.kind.value,
            "importance": self.importance.value,
            "change": self.change or None,
            "about": self.about,
            "sentence": self.sentence,
            "on": self.on.isoformat() if self.on else None,
            "raised_at": _told(self.raised_at),
            "told_at": _told(self.told_at),
            "acknowledged_at": _told(self.acknowledged_at),
            "acknowledged_by": self.acknowledged_by or None,
        }


@dataclass(frozen=True, slots=True)
class Rules:
    """What the owner of a site wants to be told; `quiet`: words of `ChangeKind` or `AlertKind`.

    `least_authority` 0..100: changes of referring domains below it are quiet; where theirs is not
    known nothing is below. `digest`: one of `EVERY`; `digest_at`: when the last was put together.
    """

    site: str
    least_authority: float = 0.0
    quiet: tuple[str, ...] = ()
    digest: str = "day"
    digest_at: datetime | None = None

    def as_document(self) -> dict[str, Any]:
        """The rules as JSON."""
        return {
            "site": self.site,
            "least_authority": self.least_authority,
            "quiet": list(self.quiet),
            "digest": self.digest,
            "digest_at": _told(self.digest_at),
        }


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a site was watched: up to which snapshot, and what it knew."""

    site: str
    snapshot: str
    newest_at: datetime | None
    watched_at: datetime


def _told(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
