"""One step of several random walks at once: every row gathers what its sources pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

ONE, TWO, THREE, FOUR = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)


@inlined
def _arriving(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    v: int,
    given: NDArray[Any],
) -> float:
    """What the sources of row v pass on; four independent sums, so that gathers overlap."""
    # Unsigned, because a signed index is checked for being negative at every read.
    i = np.uint64(offsets[v])
    end = np.uint64(offsets[v + 1])
    a = 0.0
    b = 0.0
    c = 0.0
    d = 0.0
    while i + FOUR <= end:
        a += given[neighbours[i]]
        b += given[neighbours[i + ONE]]
        c += given[neighbours[i + TWO]]
        d += given[neighbours[i + THREE]]
        i += FOUR
    while i < end:
        a += given[neighbours[i]]
        i += ONE
    return (a + b) + (c + d)


@compiled
def step_one(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    first: int,
    last: int,
    damping: float,
    everywhere: float,
    share: NDArray[np.float64],
    given: NDArray[Any],
    given_next: NDArray[Any],
    sums: NDArray[np.float64],
) -> None:
    """One uniform walk over rows first..last; `sums` gets its L1 change and its mass.

    Rows that pass nothing on are not looked at: nobody needs their score before the walk stands
    still.
    """
    change = 0.0
    mass = 0.0
    for v in range(first, last):
        part = share[v]
        if part == 0:
            given_next[v] = 0
            continue
        value = everywhere + damping * _arriving(offsets, neighbours, v, given)
        change += abs(value - given[v] / part)
        mass += value
        given_next[v] = value * part
    sums[0] = change
    sums[1] = mass


@compiled
def score_one(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    first: int,
    last: int,
    damping: float,
    everywhere: float,
    given: NDArray[Any],
    start: int,
    score: NDArray[Any],
) -> None:
    """Scores of rows first..last by one more step of a uniform walk; `score` begins at `start`."""
    for v in range(first, last):
        value = everywhere + damping * _arriving(offsets, neighbours, v, given)
        score[v - start] = value


@inlined
def _gather(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    v: int,
    given: NDArray[Any],
    values: NDArray[np.float64],
) -> None:
    """As `_arriving`, per column: each source is one read of neighbouring memory."""
    columns = given.shape[1]
    for k in range(columns):
        values[k] = 0.0
    i = np.uint64(offsets[v])
    end = np.uint64(offsets[v + 1])
    if len(weights) > 0:
        while i < end:
            u = neighbours[i]
            weight = np.float64(weights[i])
            for k in range(columns):
                values[k] += weight * given[u, k]
            i += ONE
    else:
        while i < end:
            u = neighbours[i]
            for k in range(columns):
                values[k] += given[u, k]
            i += ONE


@inlined
def _settle(
    damping: float,
    everywhere: NDArray[np.float64],
    at_seeds: NDArray[np.float64],
    marks: np.uint64,
    bits: NDArray[np.int64],
    values: NDArray[np.float64],
) -> None:
    """Turn what a node gathered into its scores; `marks`: the walks whose seed it is, by bit."""
    for k in range(len(everywhere)):
        values[k] = everywhere[k] + damping * values[k]
    if marks:
        for k in range(len(bits)):
            if bits[k] >= 0 and (marks >> np.uint64(bits[k])) & np.uint64(1):
                values[k] += at_seeds[k]


@compiled
def step_many(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    first: int,
    last: int,
    damping: float,
    everywhere: NDArray[np.float64],
    at_seeds: NDArray[np.float64],
    seed_bits: NDArray[Any],
    bits: NDArray[np.int64],
    share: NDArray[np.float64],
    given: NDArray[Any],
    given_next: NDArray[Any],
    restless: float,
    sums: NDArray[np.float64],
) -> None:
    """Several walks as the columns of `given`, in one scan of the edges; see `step_one`.

    All have one damping and count weights, or ignore them, alike. `bits[k]`: which bit of
    `seed_bits` marks the seeds of column k, -1 for none. Columns beyond `bits` are padding, which
    stays 0 as `everywhere` is there; `everywhere` and `sums` are as wide as `given`. The third sum
    counts the nodes of which a walk changed by more than `restless` of itself.
    """
    columns = given.shape[1]
    values = np.zeros(columns, np.float64)
    change = np.zeros(columns, np.float64)
    mass = np.zeros(columns, np.float64)
    moved = np.zeros(columns, np.float64)
    for v in range(first, last):
        part = share[v]
        if part == 0:
            given_next[v, :] = 0
            continue
        _gather(offsets, neighbours, weights, v, given, values)
        _settle(damping, everywhere, at_seeds, np.uint64(seed_bits[v]), bits, values)
        width = 1.0 / part
        for k in range(columns):
            step = abs(values[k] - given[v, k] * width)
            change[k] += step
            moved[k] += 1.0 if step > restless * values[k] else 0.0
            mass[k] += values[k]
            given_next[v, k] = values[k] * part
    sums[:, 0] += change
    sums[:, 1] += mass
    sums[:, 2] += moved


@compiled
def score_many(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    first: int,
    last: int,
    damping: float,
    everywhere: NDArray[np.float64],
    at_seeds: NDArray[np.float64],
    seed_bits: NDArray[Any],
    bits: NDArray[np.int64],
    given: NDArray[Any],
    start: int,
    score: NDArray[Any],
) -> None:
    """Scores of rows first..last by one more step; `score[k]` is column k from row `start` on."""
    values = np.zeros(given.shape[1], np.float64)
    for v in range(first, last):
        _gather(offsets, neighbours, weights, v, given, values)
        _settle(damping, everywhere, at_seeds, np.uint64(seed_bits[v]), bits, values)
        for k in range(len(bits)):
            score[k, v - start] = values[k]


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
