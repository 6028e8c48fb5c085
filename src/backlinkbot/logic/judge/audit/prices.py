"""Whether a line of a disavow file would cost more authority than it saves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Less than a tenth of a point moves no score that anybody looks at; intervals are wider.
LEAST_COST = 0.1


@dataclass(frozen=True, slots=True)
class Price:
    """What the links of one unit bring, in points of authority that would be lost without them.

    `points`: by trust, which cannot be bought: what a line would cost; `by_links`: by links alone
    (PageRank), which can: the strength that a line would give up, and with it the reproach.
    """

    points: float
    by_links: float

    @property
    def refusal(self) -> str:
        """Why a line costs more than it saves, in one sentence; empty where it does not."""
        if self.points < LEAST_COST or self.points <= self.by_links:
            return ""
        return (
            f"it would cost {self.points:.1f} points of authority and give up only "
            f"{max(self.by_links, 0.0):.1f} points that could have been bought: trusted sites "
            "stand behind this one; have the links removed instead, or write it with --force"
        )


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices by unit; `together`: points lost without all of them; `note`: why some are missing."""

    by_unit: Mapping[str, Price] = field(default_factory=dict)
    together: float | None = None
    note: str = ""

    def points(self, unit: str) -> float | None:
        """What the links of a unit bring; None where it is not priced."""
        price = self.by_unit.get(unit)
        return price.points if price else None

    def refusal(self, unit: str) -> str:
        """Why a line for the unit costs more than it saves; empty where that is not known."""
        price = self.by_unit.get(unit)
        return price.refusal if price else ""
