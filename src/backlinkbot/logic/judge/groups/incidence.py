"""Who shows what: units and the traits they show, readable from both sides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Incidence:
    """Pairs (unit, trait), each once.

    `unit`, `trait`: side by side, sorted by unit; `units`, `traits`: how many of each there are.
    """

    unit: NDArray[np.int64]
    trait: NDArray[np.int64]
    units: int
    traits: int

    @classmethod
    def of(
        cls, unit: NDArray[np.int64], trait: NDArray[np.int64], units: int, traits: int
    ) -> Incidence:
        """From pairs in any order; those that repeat count once."""
        keys = np.unique(unit.astype(np.int64) * max(1, traits) + trait)
        return cls(keys // max(1, traits), keys % max(1, traits), units, traits)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where the pairs of each unit begin."""
        return _starts(self.unit, self.units)

    @cached_property
    def by_trait(self) -> NDArray[np.int64]:
        """Numbers of the pairs in the order of their traits."""
        return np.argsort(self.trait, kind="stable")

    @cached_property
    def trait_starts(self) -> NDArray[np.int64]:
        """Where the pairs of each trait begin in `by_trait`."""
        return _starts(self.trait, self.traits)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many units show each trait."""
        return np.diff(self.trait_starts)

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """How many traits each unit shows."""
        return np.diff(self.starts)

    def pairs_of_units(self, units: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of the pairs of these units."""
        return spans(self.starts[units], self.starts[units + 1])

    def pairs_of_traits(self, traits: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of the pairs of these traits."""
        return self.by_trait[spans(self.trait_starts[traits], self.trait_starts[traits + 1])]

    def units_of(self, trait: int) -> NDArray[np.int64]:
        """The units that show one trait, ascending."""
        return self.unit[self.by_trait[self.trait_starts[trait] : self.trait_starts[trait + 1]]]


def spans(begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """All numbers from each begin up to its end, one span after the other."""
    lengths = ends - begins
    total = int(lengths.sum())
    if not total:
        return np.empty(0, np.int64)
    offsets = np.repeat(begins - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return np.asarray(offsets + np.arange(total), np.int64)


def _starts(codes: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(codes, minlength=count), out=starts[1:])
    return starts
