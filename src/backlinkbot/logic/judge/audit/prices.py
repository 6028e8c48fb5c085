"""Whether a line of a disavow file would cost more authority than it saves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Points that round to none: no line is held back for them.
NOTHING = 0.05
# What a line saves where the links are artificial. Nobody can measure what such links cost; counted
# is the least that shows on a scale of 100.
SAVED = 0.1


@dataclass(frozen=True, slots=True)
class Prices:
    """What the links of units bring: points of authority (by trust) that are lost without them.

    `together`: points lost without all of them; `note`: why some or all are not priced.
    """

    by_unit: Mapping[str, float] = field(default_factory=dict)
    together: float | None = None
    note: str = ""

    def points(self, unit: str) -> float | None:
        """What the links of a unit bring; None where it is not priced."""
        return self.by_unit.get(unit)

    def refusal(self, unit: str, probability: float) -> str:
        """Why a line costs more than it saves, in one sentence; empty where it does not.

        With this probability, 0..1, the links are artificial, and the line saves what they cost;
        else they are honest, and it throws away what they bring.
        """
        points = self.by_unit.get(unit, 0.0)
        cost, saved = (1 - probability) * points, probability * SAVED
        if points < NOTHING or cost <= saved:
            return ""
        return (
            f"it would cost {points:.1f} points of authority, and the links are artificial with a "
            f"probability of {probability:.0%} only; have them removed instead, or write the line "
            "with --force"
        )
