"""Estimates out of a few counts: Chapman's for two lists, a lower bound after Chao for more."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backlinkbot.logic.judge.unseen.lists import Lists

NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Range:
    """A number with the interval that holds it in 95 of 100 cases, if its assumptions hold."""

    value: float
    low: float
    high: float


def around(seen: float, hidden: float, variance: float) -> Range:
    """`seen` plus `hidden` with a log-normal interval for what is hidden (Chao 1987).

    It never reaches below what was seen.
    """
    if hidden <= 0:
        wide = NORMAL_95 * math.sqrt(max(variance, 0.0))
        return Range(seen, seen, seen + wide)
    spread = math.exp(NORMAL_95 * math.sqrt(math.log1p(variance / hidden**2)))
    return Range(seen + hidden, seen + hidden / spread, seen + hidden * spread)


def chapman(first: int, second: int, both: int) -> Range:
    """How many there are in all, from two independent lists and those on both (Chapman 1951)."""
    total = (first + 1) * (second + 1) / (both + 1) - 1
    spread = (first + 1) * (second + 1) * (first - both) * (second - both)
    variance = spread / ((both + 1) ** 2 * (both + 2))
    seen = first + second - both
    return around(seen, total - seen, variance)


def lower_bound(lists: Lists) -> Range:
    """At least so many there are, from those on one list alone and on two alone.

    Where some things are easier to see than others, for every list alike, this is still below the
    truth (Chao 1987, for lists of unequal size: each pair of lists gives such a bound, and this is
    their pooled one). The low end of its interval holds in about 19 of 20 cases.
    """
    alone = [float(lists.alone(n)) for n in range(len(lists.names))]
    products = sum(a * b for a, b in combinations(alone, 2))
    twice = float(lists.times(2))
    hidden = products / (twice + 1)
    slopes = [sum(alone) - one for one in alone]
    spread = sum(slope**2 * one for slope, one in zip(slopes, alone, strict=True))
    doubt = (spread / products**2 if products else 0.0) + 1 / (twice + 1)
    return around(float(lists.seen), hidden, hidden**2 * doubt)
