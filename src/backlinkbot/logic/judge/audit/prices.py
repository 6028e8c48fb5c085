"""Whether a line of a disavow file would cost more authority or visits than it saves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backlinkbot.logic.judge.audit.visits import Visits

if TYPE_CHECKING:
    from collections.abc import Mapping

# Points that round to none: no line is held back for them.
NOTHING = 0.05
# What a line saves where the links are artificial. Nobody can measure what such links cost; counted
# is the least that shows on a scale of 100.
SAVED = 0.1
# The same in visits a month: fewer than one nobody notices.
SAVED_VISITS = 1.0
# Below, links are more likely honest than not and stay; from here on their owner may be asked.
LIKELY, NEARLY_SURE = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Prices:
    """What the links of units bring: points of authority (by trust) that are lost without them.

    `together`: points lost without all of them; `note`: why some or all are not priced; `visits`:
    what the links bring in readers.
    """

    by_unit: Mapping[str, float] = field(default_factory=dict)
    together: float | None = None
    note: str = ""
    visits: Visits = field(default_factory=Visits)

    def points(self, unit: str) -> float | None:
        """What the links of a unit bring; None where it is not priced."""
        return self.by_unit.get(unit)

    def refusal(self, unit: str, probability: float) -> str:
        """Why a line costs more than it saves, in one sentence; empty where it does not.

        With this probability, 0..1, the links are artificial, and the line saves what they cost;
        else they are honest, and it throws away what they bring. Readers who come by a link stay
        when it is disavowed; they count because whom they visit is no farm.
        """
        points, visits = self.by_unit.get(unit, 0.0), self.visits.of(unit) or 0.0
        honest = 1 - probability
        lost = []
        if points >= NOTHING and honest * points > probability * SAVED:
            lost.append(f"it would cost {points:.1f} points of authority")
        if honest * visits > probability * SAVED_VISITS:
            lost.append(f"its links bring about {visits:,.0f} visits a month")
        if not lost:
            return ""
        return f"{' and '.join(lost)}, and {_what_then(probability)}"


def _what_then(probability: float) -> str:
    """What to do about links that are not worth a line: the cheaper thing first."""
    said = f"the links are artificial with a probability of {probability:.0%}"
    if probability < LIKELY:
        return f"{said} only: keep them; --force writes the line all the same"
    if probability < NEARLY_SURE:
        return f"{said}: look at them first; --force writes the line all the same"
    return f"{said}: have them removed instead, or write the line with --force"
