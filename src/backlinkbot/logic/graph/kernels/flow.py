"""One step of several random walks at once: every row gathers what its sources pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def step_one(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    first: int,
    last: int,
    damping: float,
    everywhere: float,
    at_seeds: float,
    seed_bits: NDArray[np.uint64],
    bit: int,
    share: NDArray[Any],
    given: NDArray[Any],
    score: NDArray[Any],
    given_next: NDArray[Any],
    sums: NDArray[np.float64],
) -> None:
    """One unweighted walk over rows first..last; `sums` gets residual and mass left at dead ends.

    The inner loop of PageRank: four independent sums, so that gathers overlap.
    """
    residual = 0.0
    dead_end = 0.0
    mask = np.uint64(1) << np.uint64(bit)
    for v in range(first, last):
        a = 0.0
        b = 0.0
        c = 0.0
        d = 0.0
        i = offsets[v]
        end = offsets[v + 1]
        while i + 4 <= end:
            a += given[neighbours[i]]
            b += given[neighbours[i + 1]]
            c += given[neighbours[i + 2]]
            d += given[neighbours[i + 3]]
            i += 4
        while i < end:
            a += given[neighbours[i]]
            i += 1
        value = everywhere + damping * ((a + b) + (c + d))
        if len(seed_bits) > 0 and seed_bits[v] & mask:
            value += at_seeds
        residual += abs(value - score[v])
        score[v] = value
        given_next[v] = value * share[v]
        if share[v] == 0:
            dead_end += value
    sums[0] = residual
    sums[1] = dead_end


@compiled
def step_many(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    plain: int,
    first: int,
    last: int,
    damping: NDArray[np.float64],
    everywhere: NDArray[np.float64],
    at_seeds: NDArray[np.float64],
    seed_bits: NDArray[np.uint64],
    bits: NDArray[np.int64],
    plain_share: NDArray[Any],
    weighted_share: NDArray[Any],
    given: NDArray[Any],
    score: NDArray[Any],
    given_next: NDArray[Any],
    sums: NDArray[np.float64],
) -> None:
    """Several walks as the columns of `given`, in one scan of the edges.

    The first `plain` columns ignore the weights and use `plain_share`; the others use both.
    `bits[k]`: which bit of `seed_bits` marks the seeds of column k, -1 for none.
    """
    columns = given.shape[1]
    gathered = np.zeros(columns, np.float64)
    has_weights = len(weights) > 0
    for v in range(first, last):
        gathered[:] = 0.0
        for i in range(offsets[v], offsets[v + 1]):
            u = neighbours[i]
            for k in range(plain):
                gathered[k] += given[u, k]
            weight = weights[i] if has_weights else np.float32(1)
            for k in range(plain, columns):
                gathered[k] += weight * given[u, k]
        for k in range(columns):
            value = everywhere[k] + damping[k] * gathered[k]
            if bits[k] >= 0 and (seed_bits[v] >> np.uint64(bits[k])) & np.uint64(1):
                value += at_seeds[k]
            share = plain_share[v] if k < plain else weighted_share[v]
            sums[k, 0] += abs(value - score[v, k])
            score[v, k] = value
            given_next[v, k] = value * share
            if share == 0:
                sums[k, 1] += value


@compiled
def row_sums(
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    sums: NDArray[np.float64],
) -> None:
    """Add every edge's weight to the sum of its source."""
    for i in range(len(neighbours)):
        sums[neighbours[i]] += weights[i]


@compiled
def two_step_returns(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    share: NDArray[np.float64],
    first: int,
    last: int,
    returns: NDArray[np.float64],
) -> None:
    """Per row v the sum over w, linked both ways, of the chance v→w times the chance w→v."""
    has_weights = len(weights) > 0
    for v in range(first, last):
        total = 0.0
        for i in range(offsets[v], offsets[v + 1]):
            w = neighbours[i]
            low = offsets[w]
            high = offsets[w + 1]
            end = high
            while low < high:
                middle = (low + high) // 2
                if neighbours[middle] < v:
                    low = middle + 1
                else:
                    high = middle
            if low < end and neighbours[low] == v:
                there = weights[low] if has_weights else np.float32(1)
                back = weights[i] if has_weights else np.float32(1)
                total += there * share[v] * back * share[w]
        returns[v] = total
