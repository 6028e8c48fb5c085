"""Who links where others link, and whose vote for a target counts when several have one owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def counted_sources(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    number: NDArray[np.int32],
    first: int,
    last: int,
    count: NDArray[np.int64],
) -> None:
    """Per row how many of its sources have a number (≥ 0)."""
    for v in range(first, last):
        found = 0
        for i in range(offsets[v], offsets[v + 1]):
            if number[neighbours[i]] >= 0:
                found += 1
        count[v] = found


@compiled
def telling_targets(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    number: NDArray[np.int32],
    is_telling: NDArray[np.bool_],
    count: NDArray[np.int64],
) -> None:
    """Per numbered source how many of the telling rows hold it."""
    for v in range(len(offsets) - 1):
        if is_telling[v]:
            for i in range(offsets[v], offsets[v + 1]):
                u = number[neighbours[i]]
                if u >= 0:
                    count[u] += 1


@compiled
def target_sets(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    slot: NDArray[np.int32],
    is_telling: NDArray[np.bool_],
    name: NDArray[np.int32],
    cursor: NDArray[np.int64],
    sets: NDArray[np.int32],
) -> None:
    """Write the name of every telling row into the set of each source with a slot, ascending."""
    for v in range(len(offsets) - 1):
        if is_telling[v]:
            for i in range(offsets[v], offsets[v + 1]):
                s = slot[neighbours[i]]
                if s >= 0:
                    sets[cursor[s]] = name[v]
                    cursor[s] += 1


@compiled
def min_hashes(
    starts: NDArray[np.int64],
    sets: NDArray[np.int32],
    key: NDArray[np.uint32],
    factors: NDArray[np.uint64],
    first: int,
    last: int,
    hashes: NDArray[np.uint32],
) -> None:
    """Per set the least hash of its members' keys under each factor (Broder 1997)."""
    for s in range(first, last):
        for k in range(len(factors)):
            least = np.uint32(0xFFFFFFFF)
            for i in range(starts[s], starts[s + 1]):
                mixed = (np.uint64(key[sets[i]]) + np.uint64(1)) * factors[k]
                mixed ^= mixed >> np.uint64(29)
                mixed *= np.uint64(0xBF58476D1CE4E5B9)
                found = np.uint32(mixed >> np.uint64(32))
                least = min(least, found)
            hashes[s, k] = least


@compiled
def likeness(
    starts: NDArray[np.int64],
    sets: NDArray[np.int32],
    one: NDArray[np.int32],
    other: NDArray[np.int32],
    first: int,
    last: int,
    share: NDArray[np.float64],
) -> None:
    """Per pair of sets what they share, over what they hold together (Jaccard), 0..1."""
    for p in range(first, last):
        i = starts[one[p]]
        j = starts[other[p]]
        end_i = starts[one[p] + 1]
        end_j = starts[other[p] + 1]
        length = (end_i - i) + (end_j - j)
        common = 0
        while i < end_i and j < end_j:
            a = sets[i]
            b = sets[j]
            if a == b:
                common += 1
                i += 1
                j += 1
            elif a < b:
                i += 1
            else:
                j += 1
        share[p] = common / (length - common)


@compiled
def mute(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    is_muted: NDArray[np.bool_],
    first: int,
    last: int,
    weights: NDArray[np.float32],
) -> int:
    """Set the weight of every link of a muted source to 0; returns how many had one."""
    muted = 0
    for i in range(offsets[first], offsets[last]):
        if is_muted[neighbours[i]]:
            muted += weights[i] > 0
            weights[i] = 0
    return muted


@compiled
def silence(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    vote: NDArray[np.float64],
    group_starts: NDArray[np.int64],
    groups: NDArray[np.int32],
    first: int,
    last: int,
    stamp: NDArray[np.int64],
    weights: NDArray[np.float32],
) -> int:
    """Set the weight of every vote to 0 whose owner has a stronger counted vote, or is the target.

    `vote`: what a source passes on per unit of weight. `stamp` is scratch, one cell per group,
    below 0 at first. Returns how many votes were silenced.
    """
    silenced = 0
    for v in range(first, last):
        has_owner = group_starts[v] < group_starts[v + 1]
        places = _owned_places(offsets[v], offsets[v + 1], neighbours, group_starts)
        if len(places) == 0 or (len(places) == 1 and not has_owner):
            continue
        strength = np.empty(len(places), np.float64)
        for k in range(len(places)):
            strength[k] = -vote[neighbours[places[k]]] * weights[places[k]]
        _takes(v, v, group_starts, groups, stamp)
        for i in places[np.argsort(strength, kind="mergesort")]:
            if not _takes(neighbours[i], v, group_starts, groups, stamp):
                silenced += weights[i] > 0
                weights[i] = 0
    return silenced


@compiled
def _owned_places(
    first: int, last: int, neighbours: NDArray[np.uint32], group_starts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where in first..last the sources stand that belong to a group."""
    count = 0
    for i in range(first, last):
        count += group_starts[neighbours[i]] < group_starts[neighbours[i] + 1]
    found = np.empty(count, np.int64)
    count = 0
    for i in range(first, last):
        if group_starts[neighbours[i]] < group_starts[neighbours[i] + 1]:
            found[count] = i
            count += 1
    return found


@compiled
def _takes(
    node: int,
    target: int,
    group_starts: NDArray[np.int64],
    groups: NDArray[np.int32],
    stamp: NDArray[np.int64],
) -> bool:
    """Take the vote of a node's groups for a target, unless one of them has voted already."""
    for g in range(group_starts[node], group_starts[node + 1]):
        if stamp[groups[g]] == target:
            return False
    for g in range(group_starts[node], group_starts[node + 1]):
        stamp[groups[g]] = target
    return True
