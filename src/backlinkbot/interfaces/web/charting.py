"""Small drawings of pages: the line beside a number, columns of parts; values in, places out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 96.0, 28.0, 2.0
STEP, TALL = 10.0, 100.0  # of columns of parts


def spark_path(values: Sequence[float]) -> str:
    """The line through the values in a box of 96 x 28; empty for fewer than two."""
    if len(values) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    least, most = min(values), max(values)
    room, step = HEIGHT - 2 * EDGE, (WIDTH - 2 * EDGE) / (len(values) - 1)
    span = (most - least) or 1
    flat = most == least
    points = (
        (EDGE + at * step, HEIGHT / 2 if flat else HEIGHT - EDGE - room * (value - least) / span)
        for at, value in enumerate(values)
    )
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)


@dataclass(frozen=True, slots=True)
class Stack:
    """One part of a column: where it stands in a box of `STEP` a column x 100, and of what."""

    column: int
    part: int
    x: float
    y: float
    height: float


def stacked(columns: Sequence[Sequence[float]]) -> list[Stack]:
    """Columns of parts one above the other, on one scale; parts of nothing are left out."""
    most = max((sum(parts) for parts in columns), default=0)
    found: list[Stack] = []
    for column, parts in enumerate(columns):
        level = 0.0
        for part, value in enumerate(parts):
            if value:
                height = TALL * value / most
                level += height
                found.append(Stack(column, part, column * STEP, TALL - level, height))
    return found
