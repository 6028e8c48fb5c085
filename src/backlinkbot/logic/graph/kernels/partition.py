"""Loops that turn unsorted edges into rows: count, scatter into buckets, sort within a bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIGIT_BITS = 11  # a table of 2,048 counters stays in the first-level cache


@compiled
def count_buckets(
    source: NDArray[np.uint32],
    target: NDArray[np.uint32],
    nodes: int,
    first: int,
    last: int,
    shift: int,
    counts: NDArray[np.int64],
) -> tuple[int, int]:
    """Add to `counts` how many edges fall into each bucket of rows; self loops, and a bad edge.

    The row of an edge is its target less `first`; a bucket holds 2 ** `shift` rows. A bad edge is
    the place of one whose source is not below `nodes` or whose target is not in first..last - 1;
    -1 where there is none.
    """
    loops = 0
    wrong = -1
    for i in range(len(target)):
        if source[i] >= nodes or target[i] < first or target[i] >= last:
            wrong = i
        elif source[i] == target[i]:
            loops += 1
        else:
            counts[(target[i] - first) >> shift] += 1
    return loops, wrong


@compiled
def scatter(
    source: NDArray[np.uint32],
    target: NDArray[np.uint32],
    weight: NDArray[np.float32],
    first: int,
    shift: int,
    source_bits: int,
    cursor: NDArray[np.int64],
    keys: NDArray[Any],
    weights: NDArray[np.float32],
) -> None:
    """Put every edge that is no self loop into its bucket, in the order they come.

    An edge's key is its row within the bucket, then its source in the low `source_bits` bits.
    `weight` may be empty; else it goes along into `weights`.
    """
    inside = (np.int64(1) << shift) - 1
    for i in range(len(target)):
        if source[i] != target[i]:
            row = np.int64(target[i]) - first
            bucket = row >> shift
            at = cursor[bucket]
            cursor[bucket] = at + 1
            keys[at] = ((row & inside) << source_bits) | np.int64(source[i])
            if len(weight) > 0:
                weights[at] = weight[i]


@compiled
def sort_keys(
    keys: NDArray[Any],
    weights: NDArray[np.float32],
    spare_keys: NDArray[Any],
    spare_weights: NDArray[np.float32],
    bits: int,
) -> bool:
    """Sort by the low `bits` bits, digit by digit; True where the result is in the spare arrays."""
    passes = max(1, (bits + DIGIT_BITS - 1) // DIGIT_BITS)
    width = (bits + passes - 1) // passes
    size = 1 << width
    counts = np.zeros((passes, size), np.int64)
    digit = size - 1
    for i in range(len(keys)):
        key = np.int64(keys[i])
        for p in range(passes):
            counts[p, (key >> (p * width)) & digit] += 1
    swapped = False
    for p in range(passes):
        shift = p * width
        if len(keys) > 0 and counts[p, (np.int64(keys[0]) >> shift) & digit] == len(keys):
            continue
        total = np.int64(0)
        for d in range(size):
            here = counts[p, d]
            counts[p, d] = total
            total += here
        for i in range(len(keys)):
            key = keys[i]
            place = (np.int64(key) >> shift) & digit
            at = counts[p, place]
            counts[p, place] = at + 1
            spare_keys[at] = key
            if len(weights) > 0:
                spare_weights[at] = weights[i]
        keys, spare_keys = spare_keys, keys
        weights, spare_weights = spare_weights, weights
        swapped = not swapped
    return swapped


@compiled
def rows_of_keys(
    keys: NDArray[Any],
    weights: NDArray[np.float32],
    source_bits: int,
    lengths: NDArray[np.int64],
    neighbours: NDArray[np.uint32],
    kept_weights: NDArray[np.float32],
) -> int:
    """Write the sources of sorted keys, each once, with its greatest weight; how many are kept.

    `lengths`: how many each row keeps (all zero before).
    """
    low = (np.int64(1) << source_bits) - 1
    kept = 0
    before = np.int64(-1)
    for i in range(len(keys)):
        key = np.int64(keys[i])
        if key != before:
            neighbours[kept] = key & low
            if len(weights) > 0:
                kept_weights[kept] = weights[i]
            lengths[key >> source_bits] += 1
            kept += 1
            before = key
        elif len(weights) > 0 and weights[i] > kept_weights[kept - 1]:
            kept_weights[kept - 1] = weights[i]
    return kept


@compiled
def move_down(values: NDArray[Any], start: int, to: int, count: int) -> None:
    """Copy `count` values from `start` to the lower place `to` of the same array."""
    for i in range(count):
        values[to + i] = values[start + i]


@compiled
def count_values(values: NDArray[np.uint32], counts: NDArray[np.uint32]) -> None:
    """Add to `counts` how often each value occurs."""
    for i in range(len(values)):
        counts[values[i]] += np.uint32(1)
