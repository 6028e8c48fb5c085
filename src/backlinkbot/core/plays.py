"""A competitor's plays: which of its new links belong together, and what that was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # known at run time, so that plays can be read from a file
from enum import StrEnum
from typing import Any


class PlayKind(StrEnum):
    """How links were earned, bought or placed; the value is the word shown to the user."""

    GUEST_POSTS = "guest-post run"
    DIGITAL_PR = "digital-PR burst"
    ASSET = "data or tool asset"
    RESOURCES = "resource-page campaign"
    GIVING = "scholarship or sponsorship"
    DIRECTORIES = "directory blast"
    NETWORK = "PBN"
    TRICKLE = "organic trickle"


class Cost(StrEnum):
    """What a play costs whoever repeats it, in money and hours together."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Allowed(StrEnum):
    """Whether search engines' published rules allow a play."""

    YES = "allowed"
    LIMITED = "with limits"
    NO = "against the rules"


@dataclass(frozen=True, slots=True)
class PlayLink:
    """One link of a play. `is_dated`: it is known when the link began, not only when it was seen.

    `signs`: why it counts as one, in plain words; `authority`: None where it is not known.
    """

    source_domain: str
    source_url: str
    target_url: str
    anchor: str
    placement: str
    day: date
    is_dated: bool
    followed: bool | None
    authority: float | None
    signs: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """Part of the JSON document of `plays --json`."""
        return {
            "source_domain": self.source_domain,
            "source_url": self.source_url,
            "target_url": self.target_url,
            "anchor": self.anchor,
            "placement": self.placement,
            "day": self.day.isoformat(),
            "is_dated": self.is_dated,
            "followed": self.followed,
            "authority": None if self.authority is None else round(self.authority, 1),
            "signs": list(self.signs),
        }


@dataclass(frozen=True, slots=True)
class Advice:
    """What a play is to somebody who would repeat it.

    `may_repeat`: whether we could, and `needs`: what would be needed for it.
    """

    cost: Cost
    cost_reason: str
    allowed: Allowed
    rule: str
    may_repeat: bool
    needs: str

    def as_document(self) -> dict[str, Any]:
        """Part of the JSON document of `plays --json`."""
        return {
            "cost": self.cost.value,
            "cost_reason": self.cost_reason,
            "allowed": self.allowed.value,
            "rule": self.rule,
            "may_repeat": self.may_repeat,
            "needs": self.needs,
        }


@dataclass(frozen=True, slots=True)
class Play:
    """Links that belong together.

    `asset`: the page that most of them lead to; `about`: words that its members' titles have in
    common; `confidence`: how sure it is that this is that kind of play, 0..1; `domains`: referring
    domains; `median_authority`: of those that are known, None where none is; `open_to_us`: how many
    of them never linked to our site, and `our_page`: the page of ours that is like the asset (None
    and empty where no site of ours is known to compete, or the play is not to be repeated);
    `reasons`: plain sentences.
    """

    kind: PlayKind
    name: str
    begins: date
    ends: date
    asset: str
    asset_share: float
    about: tuple[str, ...]
    domains: int
    followed_share: float | None
    median_authority: float | None
    confidence: float
    advice: Advice
    reasons: tuple[str, ...]
    links: tuple[PlayLink, ...]
    open_to_us: int | None = None
    our_page: str = ""

    def as_document(self) -> dict[str, Any]:
        """Part of the JSON document of `plays --json`."""
        return {
            "play": self.kind.value,
            "name": self.name,
            "begins": self.begins.isoformat(),
            "ends": self.ends.isoformat(),
            "asset": self.asset,
            "asset_share": round(self.asset_share, 3),
            "about": list(self.about),
            "referring_domains": self.domains,
            "followed_share": None
            if self.followed_share is None
            else round(self.followed_share, 3),
            "median_authority": (
                None if self.median_authority is None else round(self.median_authority, 1)
            ),
            "confidence": round(self.confidence, 3),
            **self.advice.as_document(),
            "open_to_us": self.open_to_us,
            "our_page": self.our_page or None,
            "reasons": list(self.reasons),
            "links": [link.as_document() for link in self.links],
        }


@dataclass(frozen=True, slots=True)
class Month:
    """New referring domains of a month (its first day) by play, in the order of `PlayKind`."""

    month: date
    domains: dict[PlayKind, int]

    def as_document(self) -> dict[str, Any]:
        """Part of the JSON document of `plays --json`."""
        total = sum(self.domains.values())
        return {
            "month": self.month.isoformat()[:7],
            "referring_domains": total,
            "by_play": {kind.value: count for kind, count in self.domains.items()},
            "share": {
                kind.value: round(count / max(1, total), 3) for kind, count in self.domains.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Plays:
    """All plays of a competitor, the largest first, and its strategy over time.

    `undated`: referring domains of whose first link only is known when it was seen; they are in the
    plays, and not in `months`. `ours`: the site of ours that it competes with, empty where none is
    known. `notes`: what could not be judged, in plain sentences.
    """

    domain: str
    as_of: date
    since: date | None
    plays: tuple[Play, ...]
    trickle: Play | None
    months: tuple[Month, ...]
    referring_domains: int
    undated: int
    ours: str = ""
    notes: tuple[str, ...] = ()

    @property
    def in_no_play(self) -> int:
        """Referring domains with no link in any play; the trickle has other links of theirs too."""
        members = {link.source_domain for play in self.plays for link in play.links}
        return self.referring_domains - len(members)

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `plays DOMAIN --json`."""
        return {
            "domain": self.domain,
            "ours": self.ours or None,
            "as_of": self.as_of.isoformat(),
            "since": self.since.isoformat() if self.since else None,
            "referring_domains": self.referring_domains,
            "undated": self.undated,
            "plays": [play.as_document() for play in self.plays],
            "trickle": self.trickle.as_document() if self.trickle else None,
            "months": [month.as_document() for month in self.months],
            "notes": list(self.notes),
        }
