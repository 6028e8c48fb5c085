"""Whose silent votes for a target count when stronger ones of the same owner are lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.rivals import Owned


@dataclass(frozen=True)
class Heirs:
    """All votes for one target that have an owner, counted or silent, the strongest first.

    `node[i]` gives a vote of the weight `given[i]`, `is_counted[i]` whether it counts now;
    `groups[i]`: its owners, none of which owns the target. Votes without an owner are nobody's
    heirs and are left out.
    """

    node: NDArray[np.int64]
    given: NDArray[np.float64]
    is_counted: NDArray[np.bool_]
    groups: tuple[tuple[int, ...], ...]

    @classmethod
    def nobody(cls) -> Heirs:
        """Where no owner is known."""
        return cls(np.empty(0, np.int64), np.empty(0), np.empty(0, np.bool_), ())

    @classmethod
    def of(
        cls,
        owned: Owned,
        target: int,
        sources: NDArray[np.int64],
        given: NDArray[np.float64],
        counted: NDArray[np.float64],
    ) -> Heirs:
        """`sources` link to the target; their links weighed `given`, and weigh `counted` now."""
        is_own = np.zeros(owned.count, np.bool_)
        is_own[owned.group[owned.pairs_of(np.array([target]))[0]]] = True
        pair, place = owned.pairs_of(sources)
        outside = ~is_own[owned.group[pair]]
        of_target = np.unique(place[~outside])
        known, first = np.unique(place, return_index=True)
        length = np.diff(np.append(first, len(place)))
        may_vote = ~np.isin(known, of_target) & (given[known] > 0)
        known, first, length = known[may_vote], first[may_vote], length[may_vote]
        order = np.argsort(-owned.strength[pair[first]] * given[known], kind="stable")
        known, first, length = known[order], first[order], length[order]
        return cls(
            node=sources[known],
            given=given[known],
            is_counted=counted[known] > 0,
            groups=tuple(
                tuple(owned.group[pair[a : a + n]].tolist())
                for a, n in zip(first.tolist(), length.tolist(), strict=True)
            ),
        )

    def of_each(
        self, lost: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """What else changes when each of these nodes alone loses its link.

        Position in `lost`, whose vote changes, and by what weight: above 0 for one that comes.
        """
        at = {node: i for i, node in enumerate(self.node.tolist())}
        place, changed = [], []
        for n, node in enumerate(lost.tolist()):
            i = at.get(node)
            if i is not None and self.is_counted[i] and self._family[i]:
                found = self._changes({i}, self._family[i])
                place += [n] * len(found)
                changed += found
        return np.array(place, np.int64), self.node[[i for i, _ in changed]], _weights(changed)

    def of_all(self, lost: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Whose votes change, and by what weight, when all these nodes lose their links."""
        if self.is_counted.all():
            return np.empty(0, np.int64), np.empty(0)
        gone = set(np.flatnonzero(np.isin(self.node, lost)).tolist())
        changed = self._changes(gone, tuple(range(len(self.node))))
        return self.node[[i for i, _ in changed]], _weights(changed)

    def _changes(self, gone: set[int], asked: tuple[int, ...]) -> list[tuple[int, float]]:
        """Position and weight of each vote among `asked` that comes or goes; not those `gone`."""
        taken: set[int] = set()
        found = []
        for i in asked:
            if i in gone:
                continue
            counts = taken.isdisjoint(self.groups[i])
            if counts:
                taken.update(self.groups[i])
            if counts != self.is_counted[i]:
                found.append((i, float(self.given[i] if counts else -self.given[i])))
        return found

    @cached_property
    def _family(self) -> dict[int, tuple[int, ...]]:
        """By position: the positions that it may bear on through shared owners, ascending.

        Empty where all of these count already, since then none can come.
        """
        head = list(range(len(self.node)))

        def leader(i: int) -> int:
            while head[i] != i:
                head[i] = head[head[i]]
                i = head[i]
            return i

        by_group: dict[int, int] = {}
        for i, groups in enumerate(self.groups):
            for group in groups:
                head[leader(i)] = leader(by_group.setdefault(group, i))
        families: dict[int, list[int]] = {}
        for i in range(len(head)):
            families.setdefault(leader(i), []).append(i)
        found: dict[int, tuple[int, ...]] = {}
        for members in families.values():
            told = () if self.is_counted[members].all() else tuple(members)
            found |= dict.fromkeys(members, told)
        return found


def _weights(changed: list[tuple[int, float]]) -> NDArray[np.float64]:
    return np.array([weight for _, weight in changed], np.float64)
