"""The lists that were made of the same things: who is on which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

HALF = 0.5  # put to each cell of a table, so that none is empty (Haldane 1956)


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
        """From counts by set of names; beyond `most` lists the smallest become one."""
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
