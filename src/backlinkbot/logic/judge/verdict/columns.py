"""What the model sees: a row per link and per unit, a column per kind of evidence, all 0..1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family, GroupKind
from backlinkbot.logic.judge.signals.markers import Level, markers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.audit import Group
    from backlinkbot.logic.judge.signals.markers import Marks
    from backlinkbot.logic.judge.suspicion import Suspects

    Floats = NDArray[np.float32]

# The columns beside the markers: how surely the unit is in a placed group, and the same once more
# for each family of evidence that ties the group, since two ways to be tied are more than one.
GROUP = "group"
TIES = tuple(f"group tied by {family.value}" for family in Family)
OF_GROUP = (GROUP, *TIES)
NONE = -1  # in columns of codes into groups


@dataclass(frozen=True, slots=True)
class Evidences:
    """Strengths of all that was found; a marker that knows nothing of a row gives 0 there.

    `names`: the columns: markers in alphabetical order, then `OF_GROUP`; `links`, `units`: rows of
    strengths (a unit's is the mean over those of its links that a marker knows something of, so
    that one odd link of an honest site does not speak for all); `group`, `blast`: of each unit,
    the place among the groups of the one that ties it in most surely, and of the comment blast
    that used it, or `NONE`.
    """

    names: tuple[str, ...]
    links: Floats
    units: Floats
    group: NDArray[np.int64]
    blast: NDArray[np.int64]

    def ordered(self, names: Sequence[str], rows: Floats) -> Floats:
        """`rows` with the columns in the order of `names`; 0 where nothing of the name was read."""
        place = {name: number for number, name in enumerate(self.names)}
        found = np.zeros((len(rows), len(names)), np.float32)
        for at, name in enumerate(names):
            if name in place:
                found[:, at] = rows[:, place[name]]
        return found

    def reordered(self, names: Sequence[str], rows: Floats) -> Floats:
        """The way back: `rows` in the order of `names` with the columns of this; 0 elsewhere."""
        place = {name: number for number, name in enumerate(names)}
        found = np.zeros((len(rows), len(self.names)), np.float32)
        for at, name in enumerate(self.names):
            if name in place:
                found[:, at] = rows[:, place[name]]
        return found


def evidences(suspects: Suspects, marks: Mapping[str, Marks], groups: Sequence[Group]) -> Evidences:
    """All marks and groups as columns."""
    names = (*sorted(marks), *OF_GROUP)
    links = np.zeros((suspects.evidence.rows, len(names)), np.float32)
    units = np.zeros((len(suspects.units), len(names)), np.float32)
    for at, name in enumerate(names[: -len(OF_GROUP)]):
        links[:, at], units[:, at] = _spread(suspects, markers[name].level, marks[name].strength)
    sure, group, blast = _memberships(suspects, groups)
    tied = [[family in one.families for family in Family] for one in groups]
    by_family = np.array([*tied, [False] * len(Family)], np.float32)[group]
    units[:, -len(OF_GROUP) :] = sure[:, None] * np.column_stack((np.ones(len(sure)), by_family))
    links[:, -len(OF_GROUP) :] = units[suspects.unit, -len(OF_GROUP) :]
    return Evidences(names, links, units, group, blast)


def _spread(suspects: Suspects, level: Level, strength: Floats) -> tuple[Floats, Floats]:
    """One marker's strengths by link and by unit.

    What is known of a platform's domain is not known of the strangers on it.
    """
    if level is Level.DOMAIN:
        whole = suspects.is_whole_domain
        own = np.where(whole, np.nan_to_num(strength)[suspects.unit_domain], 0)
        return own[suspects.unit].astype(np.float32), own.astype(np.float32)
    known = ~np.isnan(strength)
    told = np.where(known, strength, 0).astype(np.float32)
    count = np.bincount(suspects.unit, known, len(suspects.units))
    total = np.bincount(suspects.unit, told, len(suspects.units))
    return told, (total / np.maximum(count, 1)).astype(np.float32)


def _memberships(
    suspects: Suspects, groups: Sequence[Group]
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Of each unit: how surely it is in a placed group, which one, and which comment blast."""
    place = {name: code for code, name in enumerate(suspects.units.to_pylist())}
    sure = np.zeros(len(place), np.float32)
    group = np.full(len(place), NONE, np.int64)
    blast = np.full(len(place), NONE, np.int64)
    for at, one in enumerate(groups):
        chances = one.sureness or (1.0,) * len(one.members)
        for name, chance in zip(one.members, chances, strict=True):
            unit = place.get(name, NONE)
            if unit == NONE:
                continue
            if one.kind is GroupKind.COMMENT_BLAST:
                blast[unit] = at
            elif one.probability * chance > sure[unit]:
                sure[unit], group[unit] = one.probability * chance, at
    return sure, group, blast
