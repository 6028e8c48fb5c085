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
    from datetime import date

    from backlinkbot.logic.reports.document import Bar, Lines, Moment

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


@dataclass(frozen=True, slots=True)
class LinesShape:
    """A path for each line, the band behind them (empty: none), marked days as x, labels."""

    paths: tuple[str, ...]
    band: str
    marks: tuple[float, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[date, ...]


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


def lines_shape(block: Lines) -> LinesShape:
    """The drawing of lines over at least two days."""
    told = [v for line in block.lines for v in line.values if v is not None]
    told += [value for value in block.high if value is not None]
    ticks = nice_ticks(math.ceil(max(told, default=0)))
    top, step = ticks[-1], WIDTH / (len(block.days) - 1)

    def point(place: int, value: float) -> str:
        return f"{round(place * step, 1):g} {round(HEIGHT * (1 - value / top), 1):g}"

    def path(values: Sequence[float | None]) -> str:
        words, pen = [], "M"
        for place, value in enumerate(values):
            if value is None:
                pen = "M"
                continue
            words.append(f"{pen}{point(place, value)}")
            pen = "L"
        return " ".join(words)

    held = [
        (place, low, high)
        for place, (low, high) in enumerate(zip(block.low, block.high, strict=True))
        if low is not None and high is not None
    ]
    ends = [point(p, high) for p, _, high in held] + [point(p, low) for p, low, _ in held[::-1]]
    every = max(1, math.ceil((len(block.days) - 1) / (LABELLED_MOMENTS - 1)))
    marked = set(block.marked)
    return LinesShape(
        paths=tuple(path(line.values) for line in block.lines),
        band=f"M{' L'.join(ends)} Z" if ends else "",
        marks=tuple(round(n * step, 1) for n, day in enumerate(block.days) if day in marked),
        ticks=tuple(
            Tick(value, round(HEIGHT * (1 - value / top)), round(100 * (1 - value / top), 2))
            for value in ticks
        ),
        labels=(*block.days[:-1:every][: LABELLED_MOMENTS - 1], block.days[-1]),
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
