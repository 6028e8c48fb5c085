"""The strategy over time: new referring domains of each month by play."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.plays import Month, PlayKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.logic.prospect.plays.grouping import Grouped
    from backlinkbot.logic.prospect.plays.units import Units

EPOCH = date(1970, 1, 1)


def months_of(units: Units, found: Sequence[Grouped]) -> tuple[Month, ...]:
    """Every month from the first to the last, each new site once, with its first link.

    A site whose first link ever is not among these, or has no known day, is in none.
    """
    kinds = tuple(PlayKind)
    kind_of = np.full(units.rows, kinds.index(PlayKind.TRICKLE), dtype=np.int64)
    for group in found:
        kind_of[group.rows] = kinds.index(group.play)
    rows = np.flatnonzero(units.is_dated & units.is_site_day)
    _, first = np.unique(units.domain[rows], return_index=True)
    counts: Counter[tuple[date, PlayKind]] = Counter()
    for row in rows[first].tolist():
        day = EPOCH + timedelta(days=int(units.day[row]))
        counts[day.replace(day=1), kinds[kind_of[row]]] += 1
    if not counts:
        return ()
    told = sorted({month for month, _ in counts})
    return tuple(
        Month(month, {kind: counts[month, kind] for kind in kinds})
        for month in _every(told[0], told[-1])
    )


def _every(first: date, last: date) -> list[date]:
    found = [first]
    while found[-1] < last:
        found.append((found[-1] + timedelta(days=31)).replace(day=1))
    return found
