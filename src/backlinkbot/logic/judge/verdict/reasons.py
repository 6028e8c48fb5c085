"""The reasons of a verdict in words: up to three, the weightiest first, of different families."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.signals.markers import Level, markers
from backlinkbot.logic.judge.verdict.columns import GROUP, OF_GROUP, TIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.audit import Family, Group, Mark
    from backlinkbot.logic.judge.signals.markers import Marks
    from backlinkbot.logic.judge.suspicion import Suspects
    from backlinkbot.logic.judge.verdict.columns import Evidences

    Floats = NDArray[np.float32]

MOST_REASONS = 3
SPOKE_FROM = 0.1  # strength below which a marker has nothing to show
REASON_FROM = 0.3  # below, it is listed among the marks and is no reason


@dataclass(frozen=True)
class Speaker:
    """Puts the marks and groups of one audit into words.

    The weights it is given say by how much each column of `evidences` moved the verdict.
    """

    suspects: Suspects
    marks: Mapping[str, Marks]
    groups: Sequence[Group]
    evidences: Evidences

    def of_unit(self, unit: int, weights: Floats) -> tuple[str, ...]:
        """Why this unit."""
        strengths = self.evidences.units[unit]
        return self._said(strengths, weights, unit, lambda name: self._row_of_unit(name, unit))

    def of_link(self, link: int, weights: Floats) -> tuple[str, ...]:
        """Why this link."""
        strengths, unit = self.evidences.links[link], int(self.suspects.unit[link])
        return self._said(strengths, weights, unit, lambda name: self._row_of_link(name, link))

    def marks_of(self, unit: int) -> tuple[Mark, ...]:
        """All markers that spoke of a unit, the strongest first, each by its clearest link."""
        found = []
        for column in np.flatnonzero(self.evidences.units[unit, : -len(OF_GROUP)] > 0).tolist():
            name = self.evidences.names[column]
            row = self._row_of_unit(name, unit)
            if self.marks[name].strength[row] >= SPOKE_FROM:
                found.append(markers[name].mark(name, self.marks[name], row))
        return tuple(sorted(found, key=lambda mark: (-mark.strength, mark.marker)))

    def _said(
        self, strengths: Floats, weights: Floats, unit: int, row_of: Callable[[str], int]
    ) -> tuple[str, ...]:
        """Sentences of different families by weight, then by strength."""
        found: list[str] = []
        taken: set[Family] = set()
        for column in np.lexsort((-strengths, -weights)).tolist():
            name = self.evidences.names[column]
            if strengths[column] < REASON_FROM or len(found) == MOST_REASONS or name in TIES:
                continue
            if name == GROUP:
                group = self.groups[int(self.evidences.group[unit])]
                taken.update(group.families[:1])
                found.append(group_sentence(group))
            elif (family := markers[name].family) not in taken:
                taken.add(family)
                found.append(self.marks[name].say(row_of(name)))
        return tuple(found)

    def _row_of_unit(self, name: str, unit: int) -> int:
        """The row in which a marker speaks clearest of a unit: its domain, or one of its links."""
        if markers[name].level is Level.DOMAIN:
            return int(self.suspects.unit_domain[unit])
        begin, end = self._bounds[unit], self._bounds[unit + 1]
        rows = np.sort(self._order[begin:end])
        return int(rows[np.nan_to_num(self.marks[name].strength[rows]).argmax()])

    def _row_of_link(self, name: str, link: int) -> int:
        is_of_domain = markers[name].level is Level.DOMAIN
        return int(self.suspects.domain[link]) if is_of_domain else link

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        """The links sorted by unit."""
        return np.argsort(self.suspects.unit, kind="stable")

    @cached_property
    def _bounds(self) -> NDArray[np.int64]:
        """Where each unit's links begin in `_order`, and where the last one's end."""
        counts = np.bincount(self.suspects.unit, minlength=len(self.suspects.units))
        return np.concatenate(([0], np.cumsum(counts)))


def group_sentence(group: Group) -> str:
    """That a site belongs to a group, and the group's strongest tie."""
    tie = f" {group.ties[0]}" if group.ties else ""
    return f"It belongs to the {group.name} ({len(group.members)} sites).{tie}"
