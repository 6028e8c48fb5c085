"""Whose link to a target would be another vote of an owner who has one vote there already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Owned:
    """The nodes whose owner is known: `node[i]` belongs to `group[i]`, ascending by node.

    `strength[i]`: what `node[i]` passes on of trust per unit of a link's weight. `count`: groups
    are 0..count-1.
    """

    node: NDArray[np.int64]
    group: NDArray[np.int32]
    strength: NDArray[np.float64]
    count: int

    @classmethod
    def of(
        cls, node: NDArray[np.int64], group: NDArray[np.int32], strength: NDArray[np.float64]
    ) -> Owned:
        """From pairs, ascending by node, and the strength of each pair's node."""
        return cls(node, group, strength, int(group.max(initial=-1)) + 1)

    @classmethod
    def nobody(cls) -> Owned:
        """Where no owner is known, or votes are not told apart by owner."""
        return cls.of(np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0))

    def pairs_of(self, nodes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The pairs of these nodes, and the position in `nodes` that each belongs to."""
        first = np.searchsorted(self.node, nodes)
        length = np.searchsorted(self.node, nodes, side="right") - first
        place = np.repeat(np.arange(len(nodes)), length)
        within = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
        return np.repeat(first, length) + within, place


@dataclass(frozen=True, slots=True)
class Rivals:
    """The counted votes for one target by owner: group g's is `voter[g]`'s, -1 for none.

    `strength[g]`: how strong that vote is. A group that the target belongs to has `voter` -1 and
    infinite strength: none of its votes counts.
    """

    owned: Owned
    voter: NDArray[np.int64]
    strength: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        owned: Owned,
        target: int,
        sources: NDArray[np.int64],
        weights: NDArray[np.float64],
    ) -> Rivals:
        """`sources` link to the target with these weights; those of weight 0 do not count."""
        voter, strength = np.full(owned.count, -1, np.int64), np.zeros(owned.count)
        if owned.count:
            counted = weights > 0
            nodes, weights = sources[counted], weights[counted]
            pair, place = owned.pairs_of(nodes)
            voter[owned.group[pair]] = nodes[place]
            strength[owned.group[pair]] = owned.strength[pair] * weights[place]
            pair, _ = owned.pairs_of(np.array([target]))
            voter[owned.group[pair]], strength[owned.group[pair]] = -1, np.inf
        return cls(owned, voter, strength)

    def nodes(self) -> NDArray[np.int64]:
        """The nodes whose owner has a vote here, or is the target's; each once."""
        return np.unique(self.owned.node[self.strength[self.owned.group] > 0])

    def against(
        self, nodes: NDArray[np.int64], weights: NDArray[np.float64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
        """Which links of these nodes, each alone and so heavy, would lose to another of its owner.

        Of those that would win, the votes that they would take the place of: position in `nodes`,
        and who gives that vote.
        """
        pair, place = self.owned.pairs_of(nodes)
        group = self.owned.group[pair]
        voter = self.voter[group]
        is_other = voter != nodes[place]
        is_weaker = self.owned.strength[pair] * weights[place] <= self.strength[group]
        loses = np.zeros(len(nodes), np.bool_)
        loses[place[is_other & is_weaker & (self.strength[group] > 0)]] = True
        beaten = is_other & (voter >= 0) & ~loses[place]
        taken = np.unique(np.column_stack((place[beaten], voter[beaten])), axis=0)
        return loses, taken[:, 0], taken[:, 1]

    def at_once(
        self, nodes: NDArray[np.int64], weights: NDArray[np.float64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Which links of these nodes count when all are there, and whose votes go for them."""
        loses, place, voter = self.against(nodes, weights)
        pair, at = self.owned.pairs_of(nodes)
        taken, counts = np.zeros(self.owned.count, np.bool_), ~loses
        known, first, length = np.unique(at, return_index=True, return_counts=True)
        last = first + length
        vote = self.owned.strength[pair[first]] * weights[known]
        # The strongest first, as when votes are counted.
        for n in np.argsort(-vote, kind="stable"):
            node = known[n]
            groups = self.owned.group[pair[first[n] : last[n]]]
            counts[node] &= not taken[groups].any()
            taken[groups] |= counts[node]
        return counts, np.unique(voter[counts[place]])
