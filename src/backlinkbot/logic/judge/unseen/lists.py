"""The lists that were made of the same things: who is on which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

AND = " and "  # between the names of lists that are one
HALF = 0.5  # put to each cell of a table, so that none is empty (Haldane 1956)


SAME = 0.95  # of two lists together are on both: they tell one thing, and count as one


@dataclass(frozen=True, slots=True)
class Lists:
    """`names` of the lists, largest first, and how many are on exactly each set of them.

    `counts`: int64 (2 ** lists,); bit n of the place is list n; place 0, those on none, is 0.
    `merged`: names that were put into the last list.
    """

    names: tuple[str, ...]
    counts: NDArray[np.int64]
    merged: tuple[str, ...] = ()

    @classmethod
    def of(cls, histories: Mapping[tuple[str, ...], int], most: int) -> Lists:
        """From counts by set of names; copies become one list, and beyond `most` the smallest."""
        histories = _without_copies(histories)
        sizes: Counter[str] = Counter()
        for history, count in histories.items():
            for name in set(history):
                sizes[name] += count
        ordered = sorted(sizes, key=lambda name: (-sizes[name], name))
        kept, merged = ordered[:most], ordered[most:]
        place = {name: min(n, most - 1) for n, name in enumerate(ordered)}
        counts = np.zeros(2 ** len(kept), dtype=np.int64)
        for history, count in histories.items():
            counts[sum(1 << n for n in {place[name] for name in history})] += count
        counts[0] = 0
        return cls(tuple(kept), counts, tuple(merged))

    @property
    def seen(self) -> int:
        """How many are on any."""
        return int(self.counts.sum())

    def size(self, one: int) -> int:
        """How many are on a list."""
        return int(self.counts[self._on(one)].sum())

    def alone(self, one: int) -> int:
        """How many are on this list alone."""
        return int(self.counts[1 << one])

    def both(self, one: int, other: int) -> int:
        """How many are on both."""
        return int(self.counts[self._on(one) & self._on(other)].sum())

    def times(self, lists: int) -> int:
        """How many are on exactly so many lists."""
        return int(self.counts[self._listed() == lists].sum())

    def odds(self, one: int, other: int) -> float | None:
        """The odds ratio of two lists among those that a third has; None for two lists."""
        third = self._listed() > self._on(one).astype(int) + self._on(other).astype(int)
        if not third.any():
            return None
        a, b = self._on(one), self._on(other)
        cells = [
            float(self.counts[third & first & second].sum()) + HALF
            for first, second in ((a, b), (~a, ~b), (a, ~b), (~a, b))
        ]
        return cells[0] * cells[1] / (cells[2] * cells[3])

    def _on(self, one: int) -> NDArray[np.bool_]:
        return np.asarray(np.arange(len(self.counts)) >> one & 1, dtype=np.bool_)

    def _listed(self) -> NDArray[np.int64]:
        """On how many lists each place is."""
        places = range(len(self.counts))
        return np.array([place.bit_count() for place in places], dtype=np.int64)


def _without_copies(histories: Mapping[tuple[str, ...], int]) -> Mapping[tuple[str, ...], int]:
    """The same, where lists of nearly the same things are one, named after both."""
    while pair := _copies(histories):
        joined: Counter[tuple[str, ...]] = Counter()
        for history, count in histories.items():
            kept = {AND.join(pair) if name in pair else name for name in history}
            joined[tuple(sorted(kept))] += count
        histories = joined
    return histories


def _copies(histories: Mapping[tuple[str, ...], int]) -> tuple[str, str] | None:
    """The first two lists that are nearly the same; None where no two are."""
    names = sorted({name for history in histories for name in history})
    for one, other in combinations(names, 2):
        either = both = 0
        for history, count in histories.items():
            told = (one in history) + (other in history)
            either += count if told else 0
            both += count if told == len((one, other)) else 0
        if either and both >= SAME * either:
            return one, other
    return None
