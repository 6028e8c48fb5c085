"""Breadth-first search from hundreds of nodes at once, one bit per starting node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDS = 4  # 64-bit words per node: what is seen and what is new then share one cache line
BATCH = WORDS * 64


@compiled
def _ones(word: np.uint64) -> int:
    """How many bits are set."""
    x = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def _weight_of(word: np.uint64, weights: NDArray[np.float64]) -> float:
    """Sum of the weights whose bits are set."""
    total = 0.0
    while word:
        lowest = word & (~word + np.uint64(1))
        total += weights[_ones(lowest - np.uint64(1))]
        word ^= lowest
    return total


@compiled
def _push(
    offsets: NDArray[np.int64],
    targets: NDArray[np.uint32],
    active: NDArray[np.uint32],
    seen: NDArray[np.uint64],
    frontier: NDArray[np.uint64],
    touched: NDArray[np.uint32],
) -> int:
    """Hand every active node's bits to its targets and clear them; returns how many are touched."""
    found = 0
    for u in active:
        f0, f1, f2, f3 = frontier[u, 0], frontier[u, 1], frontier[u, 2], frontier[u, 3]
        frontier[u, :] = 0
        for e in range(offsets[u], offsets[u + 1]):
            v = targets[e]
            n0 = f0 & ~seen[v, 0]
            n1 = f1 & ~seen[v, 1]
            n2 = f2 & ~seen[v, 2]
            n3 = f3 & ~seen[v, 3]
            if not n0 | n1 | n2 | n3:
                continue
            if not seen[v, 4] | seen[v, 5] | seen[v, 6] | seen[v, 7]:
                touched[found] = v
                found += 1
            seen[v, 4] |= n0
            seen[v, 5] |= n1
            seen[v, 6] |= n2
            seen[v, 7] |= n3
    return found


@compiled
def _weight(new: NDArray[np.uint64], weights: NDArray[np.float64], same: bool) -> float:  # noqa: FBT001
    """Weight of the starting nodes that have just arrived."""
    total = 0.0
    for w in range(WORDS):
        if new[w] and same:
            total += weights[0] * _ones(new[w])
        elif new[w]:
            total += _weight_of(new[w], weights[w * 64 :])
    return total


@compiled
def _any(words: NDArray[np.uint64]) -> bool:
    """Whether any bit of the first words is set."""
    return bool(words[0] | words[1] | words[2] | words[3])


@compiled
def _merge(words: NDArray[np.uint64], more: NDArray[np.uint64]) -> None:
    for w in range(WORDS):
        words[w] |= more[w]


@compiled
def _has(words: NDArray[np.uint64], bit: int) -> bool:
    return bool((words[bit >> 6] >> np.uint64(bit & 63)) & np.uint64(1))


@compiled
def search_batch(
    push_offsets: NDArray[np.int64],
    push_targets: NDArray[np.uint32],
    pass_offsets: NDArray[np.int64],
    pass_targets: NDArray[np.uint32],
    first: int,
    weights: NDArray[np.float64],
    seen: NDArray[np.uint64],
    frontier: NDArray[np.uint64],
    active: NDArray[np.uint32],
    touched: NDArray[np.uint32],
    reached: NDArray[np.uint32],
    totals: NDArray[np.float64],
    own: NDArray[np.float64],
) -> int:
    """Search from the givers first, first + 1, … at once; returns the deepest level.

    Givers push to takers, takers pass on to givers (`logic.graph.quotient`). Adds to
    `totals[taker]` the sum over givers of weight / level, and to `own[edge]`, for an edge from a
    taker to one of the givers searched from, 1 / level. `seen` (per taker: seen words, then new
    words) and `frontier` (per giver) are all zero at the start and again at the end; `active`,
    `touched` and `reached` are scratch.
    """
    last = first + len(weights)
    for i in range(len(weights)):
        frontier[first + i, i >> 6] |= np.uint64(1) << np.uint64(i & 63)
        active[i] = first + i
    same = bool((weights == weights[0]).all())
    count = len(weights)
    known = 0
    level = 0
    while count > 0:
        level += 1
        found = _push(push_offsets, push_targets, active[:count], seen, frontier, touched)
        count = 0
        for t in range(found):
            v = touched[t]
            new = seen[v, WORDS:]
            if not _any(seen[v]):
                reached[known] = v
                known += 1
            totals[v] += _weight(new, weights, same) / level
            for e in range(pass_offsets[v], pass_offsets[v + 1]):
                giver = pass_targets[e]
                if first <= giver < last and _has(new, giver - first):
                    own[e] += 1 / level
                if not _any(frontier[giver]):
                    active[count] = giver
                    count += 1
                _merge(frontier[giver], new)
            _merge(seen[v], new)
            new[:] = 0
    for r in range(known):
        seen[reached[r], :] = 0
    return level
