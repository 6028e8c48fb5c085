"""Geometry of the small charts of a page: numbers in, SVG coordinates out.

Coordinates are whole numbers in a box that the page stretches to its own width, so that words
(which stand outside of the drawing) keep their size on a phone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.logic.reports.document import Bar, Moment

WIDTH, HEIGHT, FLOW_HEIGHT = 1000, 300, 100
TICKS = 4  # grid lines aimed at: fewer say nothing, more are noise
BAR_FILL = 0.7  # of a week's width
STEPS = (1, 2, 5, 10)
LABELLED_MOMENTS = 4  # dates under the axis that still fit side by side on a phone


@dataclass(frozen=True, slots=True)
class Tick:
    """One grid line: its number, its y in the drawing, and its share of the height from the top."""

    value: int
    y: int
    share: float


@dataclass(frozen=True, slots=True)
class Box:
    """One drawn bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class TimelineShape:
    """A line with the area under it, bars of weekly gains (up) and losses (down), and labels."""

    line: str
    area: str
    won: tuple[Box, ...]
    lost: tuple[Box, ...]
    zero: float
    ticks: tuple[Tick, ...]
    labels: tuple[Moment, ...]
    most_won: int
    most_lost: int


def nice_ticks(highest: int) -> tuple[int, ...]:
    """Round numbers from 0 to at least `highest`, about `TICKS` steps of 1, 2 or 5 times ten."""
    if highest <= 0:
        return (0, 1)
    rough = max(1.0, highest / TICKS)
    power = 10 ** math.floor(math.log10(rough))
    step = next(int(power * step) for step in STEPS if power * step >= rough)
    count = math.ceil(highest / step)
    return tuple(step * place for place in range(count + 1))


def timeline_shape(moments: Sequence[Moment]) -> TimelineShape:
    """The drawing of a timeline of at least two moments."""
    ticks = nice_ticks(max(one.level for one in moments))
    top = ticks[-1]
    step = WIDTH / (len(moments) - 1)
    points = [
        (round(place * step, 1), round(HEIGHT * (1 - one.level / top), 1))
        for place, one in enumerate(moments)
    ]
    line = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
    won, lost, zero = _flows(moments)
    every = max(1, math.ceil((len(moments) - 1) / (LABELLED_MOMENTS - 1)))
    return TimelineShape(
        line=line,
        area=f"{line} L{WIDTH} {HEIGHT} L0 {HEIGHT} Z",
        won=won,
        lost=lost,
        zero=zero,
        ticks=tuple(
            Tick(value, round(HEIGHT * (1 - value / top)), round(100 * (1 - value / top), 2))
            for value in ticks
        ),
        labels=(*moments[:-1:every][: LABELLED_MOMENTS - 1], moments[-1]),
        most_won=max(one.won for one in moments),
        most_lost=max(one.lost for one in moments),
    )


def _flows(moments: Sequence[Moment]) -> tuple[tuple[Box, ...], tuple[Box, ...], float]:
    most_won = max(one.won for one in moments)
    most_lost = max(one.lost for one in moments)
    unit = FLOW_HEIGHT / max(1, most_won + most_lost)
    zero = round(most_won * unit, 1)
    slot = WIDTH / len(moments)
    width = round(slot * BAR_FILL, 1)
    won, lost = [], []
    for place, one in enumerate(moments):
        x = round(place * slot + (slot - width) / 2, 1)
        if one.won:
            height = round(one.won * unit, 1)
            won.append(Box(x, round(zero - height, 1), width, height))
        if one.lost:
            lost.append(Box(x, zero, width, round(one.lost * unit, 1)))
    return tuple(won), tuple(lost), zero


def percentages(bars: Sequence[Bar]) -> tuple[float, ...]:
    """Length of each bar in per cent of the longest."""
    longest = max((bar.value for bar in bars), default=0) or 1
    return tuple(round(100 * bar.value / longest, 2) for bar in bars)


def shares(bars: Sequence[Bar]) -> tuple[float, ...]:
    """Part of each bar in per cent of their sum."""
    whole = sum(bar.value for bar in bars) or 1
    return tuple(round(100 * bar.value / whole, 2) for bar in bars)
