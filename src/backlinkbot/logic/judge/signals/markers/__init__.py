"""Markers of artificial links, one file each: from the suspects' columns to a strength 0..1."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Mark
from backlinkbot.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from backlinkbot.core.audit import Family
    from backlinkbot.logic.judge.suspicion import Suspects


class Level(StrEnum):
    """What a marker speaks of: each link, or each linking domain."""

    LINK = "link"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Marks:
    """One marker's answer for every link or domain.

    `strength`: 0 (not there) .. 1 (as clear as it gets), NaN where nothing is known to tell by;
    `say`: the plain sentence for one row that has strength; `show`: its evidence.
    """

    strength: NDArray[np.float32]
    say: Callable[[int], str]
    show: Callable[[int], tuple[str, ...]] = field(default=lambda _row: ())


@dataclass(frozen=True, slots=True)
class Marker:
    """One rule: its family, what it speaks of, and its version, which changes with its results."""

    family: Family
    level: Level
    version: int
    find: Callable[[Suspects], Marks]

    def mark(self, name: str, marks: Marks, row: int) -> Mark:
        """What was found in one row, in words."""
        strength = float(marks.strength[row])
        return Mark(name, self.family, self.version, strength, marks.say(row), marks.show(row))


markers: Registry[Marker] = Registry("marker", __name__)


def marker(
    name: str, family: Family, level: Level, *, version: int = 1
) -> Callable[[Callable[[Suspects], Marks]], Callable[[Suspects], Marks]]:
    """Register a function as the marker `name`."""

    def register(find: Callable[[Suspects], Marks]) -> Callable[[Suspects], Marks]:
        markers.add(name)(Marker(family, level, version, find))
        return find

    return register
