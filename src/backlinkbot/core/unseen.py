"""How many links nobody has seen: what is estimated from which source knows which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """One list: how many it has, and which share of all (seen and unseen) that is, 0..1."""

    name: str
    seen: int
    alone: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lists: how many both have, and how many they would by chance if they were independent.

    `odds`: over 1 where they see the same more often than two independent lists, told by those
    that a third one has; None where no third one is.
    """

    one: str
    other: str
    both: int
    odds: float | None


@dataclass(frozen=True, slots=True)
class Unseen:
    """How many there are in all.

    `seen`: by any list; `total` with `low` and `high` (95 %), None where nothing can be told, and
    `why` then; `least`: fewer there are hardly, also where some links are seen
    more easily than others (None for fewer than three lists); `method`: which
    estimate it is; `doubts`: plain sentences on what the number stands on.
    """

    seen: int
    total: float | None
    low: float | None
    high: float | None
    least: float | None
    method: str
    why: str
    sources: tuple[Source, ...]
    pairs: tuple[Pair, ...]
    doubts: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """Part of the JSON document of `unseen --json`."""
        return {
            "seen": self.seen,
            "total": _whole(self.total),
            "interval": None if self.total is None else [_whole(self.low), _whole(self.high)],
            "unseen_share": None if not self.total else round(1 - self.seen / self.total, 4),
            "at_least": _whole(self.least),
            "method": self.method,
            "why_not": self.why or None,
            "sources": [
                {
                    "source": one.name,
                    "seen": one.seen,
                    "alone": one.alone,
                    "share": None if one.share is None else round(one.share, 4),
                }
                for one in self.sources
            ],
            "pairs": [
                {
                    "one": pair.one,
                    "other": pair.other,
                    "both": pair.both,
                    "odds": None if pair.odds is None else round(pair.odds, 2),
                }
                for pair in self.pairs
            ],
            "doubts": list(self.doubts),
        }


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)
