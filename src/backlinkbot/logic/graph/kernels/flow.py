"""One step of several random walks at once: every row gathers what its sources pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

ONE, TWO, THREE, FOUR = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
TILE = 4


@inlined
def _arriving(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    v: int,
    given: NDArray[Any],
) -> float:
    """What the sources of row v pass on; four independent sums, so that gathers overlap.

    `weights` may be empty: then every edge weighs 1.
    """
    # Unsigned, because a signed index is checked for being negative at every read.
    i = np.uint64(offsets[v])
    end = np.uint64(offsets[v + 1])
    a = 0.0
    b = 0.0
    c = 0.0
    d = 0.0
    if len(weights) > 0:
        while i < end:
            a += weights[i] * given[neighbours[i]]
            i += ONE
        return a
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
    weights: NDArray[np.float32],
    first: int,
    last: int,
    damping: float,
    everywhere: float,
    at_seeds: float,
    seed_bits: NDArray[Any],
    bit: int,
    share: NDArray[np.float64],
    given: NDArray[Any],
    given_next: NDArray[Any],
    sums: NDArray[np.float64],
) -> None:
    """One walk over rows first..last; `sums` gets its L1 change and its mass.

    Rows that pass nothing on are not looked at: nobody needs their score before the walk stands
    still.
    """
    change = 0.0
    mass = 0.0
    has_seeds = len(seed_bits) > 0
    for v in range(first, last):
        part = share[v]
        if part == 0:
            given_next[v] = 0
            continue
        value = everywhere + damping * _arriving(offsets, neighbours, weights, v, given)
        if has_seeds and (np.uint64(seed_bits[v]) >> np.uint64(bit)) & np.uint64(1):
            value += at_seeds
        change += abs(value - given[v] / part)
        mass += value
        given_next[v] = value * part
    sums[0] = change
    sums[1] = mass


@compiled
def score_one(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    first: int,
    last: int,
    damping: float,
    everywhere: float,
    at_seeds: float,
    seed_bits: NDArray[Any],
    bit: int,
    given: NDArray[Any],
    score: NDArray[Any],
) -> None:
    """Scores of rows first..last by one more step of a walk."""
    has_seeds = len(seed_bits) > 0
    for v in range(first, last):
        value = everywhere + damping * _arriving(offsets, neighbours, weights, v, given)
        if has_seeds and (np.uint64(seed_bits[v]) >> np.uint64(bit)) & np.uint64(1):
            value += at_seeds
        score[v] = value


@inlined
def _gather(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    minds: NDArray[np.float64],
    v: int,
    given: NDArray[Any],
    gathered: NDArray[np.float64],
) -> None:
    """As `_arriving`, per column; `minds[k]`: 1 where column k counts weights, else 0.

    The columns are a multiple of four: four sums stay in registers over a row, which is then read
    again for the next four from the first-level cache.
    """
    start = np.uint64(offsets[v])
    end = np.uint64(offsets[v + 1])
    for four in range(0, given.shape[1], TILE):
        k0 = np.uint64(four)
        k1, k2, k3 = k0 + ONE, k0 + TWO, k0 + THREE
        a = 0.0
        b = 0.0
        c = 0.0
        d = 0.0
        i = start
        if len(weights) == 0:
            while i < end:
                u = neighbours[i]
                a += given[u, k0]
                b += given[u, k1]
                c += given[u, k2]
                d += given[u, k3]
                i += ONE
        else:
            while i < end:
                u = neighbours[i]
                # A factor of exactly 1 where weights do not count, so that all are one loop.
                more = np.float64(weights[i]) - 1.0
                a += (1.0 + minds[k0] * more) * given[u, k0]
                b += (1.0 + minds[k1] * more) * given[u, k1]
                c += (1.0 + minds[k2] * more) * given[u, k2]
                d += (1.0 + minds[k3] * more) * given[u, k3]
                i += ONE
        gathered[k0] = a
        gathered[k1] = b
        gathered[k2] = c
        gathered[k3] = d


@inlined
def _settle(
    everywhere: NDArray[np.float64],
    damping: NDArray[np.float64],
    at_seeds: NDArray[np.float64],
    marks: np.uint64,
    bits: NDArray[np.int64],
    values: NDArray[np.float64],
) -> None:
    """Turn what a node gathered into its scores; `marks`: the walks whose seed it is, by bit."""
    for k in range(len(damping)):
        values[k] = everywhere[k] + damping[k] * values[k]
    if marks:
        for k in range(len(damping)):
            if bits[k] >= 0 and (marks >> np.uint64(bits[k])) & np.uint64(1):
                values[k] += at_seeds[k]


@compiled
def step_many(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    minds: NDArray[np.float64],
    first: int,
    last: int,
    damping: NDArray[np.float64],
    everywhere: NDArray[np.float64],
    at_seeds: NDArray[np.float64],
    seed_bits: NDArray[Any],
    bits: NDArray[np.int64],
    plain_share: NDArray[np.float64],
    weighted_share: NDArray[np.float64],
    given: NDArray[Any],
    given_next: NDArray[Any],
    sums: NDArray[np.float64],
) -> None:
    """Several walks as the columns of `given`, in one scan of the edges; see `step_one`.

    Columns where `minds` is 0 ignore the weights and use `plain_share`, which is 0 for nodes
    without targets; the others use weights and `weighted_share`. `bits[k]`: which bit of
    `seed_bits` marks the seeds of column k, -1 for none. `given` has as many columns as `minds`,
    a multiple of four, of which those beyond `damping`'s length are padding.
    """
    columns = len(damping)
    gathered = np.zeros(given.shape[1], np.float64)
    change = np.zeros(columns, np.float64)
    mass = np.zeros(columns, np.float64)
    for v in range(first, last):
        plain = plain_share[v]
        if plain == 0:
            given_next[v, :] = 0
            continue
        _gather(offsets, neighbours, weights, minds, v, given, gathered)
        _settle(everywhere, damping, at_seeds, np.uint64(seed_bits[v]), bits, gathered)
        weighted = weighted_share[v]
        # A node that passes nothing on in weighted walks is at rest in them.
        width = 1.0 / plain
        weighted_width = 1.0 / weighted if weighted > 0 else 0.0
        rests = 1.0 if weighted > 0 else 0.0
        for k in range(columns):
            # One of the two factors is 1 and the other 0, so that no column needs a branch.
            minded = minds[k]
            ignored = 1.0 - minded
            value = gathered[k]
            before = given[v, k] * (ignored * width + minded * weighted_width)
            change[k] += abs(value - before) * (ignored + minded * rests)
            mass[k] += value
            given_next[v, k] = value * (ignored * plain + minded * weighted)
    sums[:, 0] += change
    sums[:, 1] += mass


@compiled
def score_many(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    weights: NDArray[np.float32],
    minds: NDArray[np.float64],
    first: int,
    last: int,
    damping: NDArray[np.float64],
    everywhere: NDArray[np.float64],
    at_seeds: NDArray[np.float64],
    seed_bits: NDArray[Any],
    bits: NDArray[np.int64],
    given: NDArray[Any],
    score: NDArray[Any],
) -> None:
    """Scores of rows first..last by one more step; `score[k]` is the column of walk k."""
    columns = len(damping)
    gathered = np.zeros(given.shape[1], np.float64)
    for v in range(first, last):
        _gather(offsets, neighbours, weights, minds, v, given, gathered)
        _settle(everywhere, damping, at_seeds, np.uint64(seed_bits[v]), bits, gathered)
        for k in range(columns):
            score[k, v] = gathered[k]


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
