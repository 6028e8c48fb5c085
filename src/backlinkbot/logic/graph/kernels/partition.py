"""Loops that turn unsorted edges into rows: count, scatter into buckets, sort within a bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

INSERTION_SORT_UP_TO = 24  # shorter rows are sorted faster in place than by a general sort


@compiled
def count_buckets(
    source: NDArray[np.uint32],
    target: NDArray[np.uint32],
    first: int,
    shift: int,
    counts: NDArray[np.int64],
) -> int:
    """Add to `counts` how many edges fall into each bucket of rows; returns the self loops.

    The row of an edge is its target less `first`; a bucket holds 2 ** `shift` rows.
    """
    loops = 0
    for i in range(len(target)):
        if source[i] == target[i]:
            loops += 1
        else:
            counts[(target[i] - first) >> shift] += 1
    return loops


@compiled
def scatter(
    source: NDArray[np.uint32],
    target: NDArray[np.uint32],
    first: int,
    shift: int,
    cursor: NDArray[np.int64],
    rows: NDArray[np.uint32],
    values: NDArray[np.uint32],
) -> None:
    """Put every edge that is no self loop into its bucket, in the order they come."""
    for i in range(len(target)):
        if source[i] != target[i]:
            row = target[i] - first
            bucket = row >> shift
            at = cursor[bucket]
            cursor[bucket] = at + 1
            rows[at] = row
            values[at] = source[i]


@compiled
def scatter_weighted(
    source: NDArray[np.uint32],
    target: NDArray[np.uint32],
    weight_bits: NDArray[np.uint32],
    first: int,
    shift: int,
    cursor: NDArray[np.int64],
    rows: NDArray[np.uint32],
    values: NDArray[np.uint64],
) -> None:
    """As `scatter`; the value is the source in the high half and the weight's bits below it."""
    for i in range(len(target)):
        if source[i] != target[i]:
            row = target[i] - first
            bucket = row >> shift
            at = cursor[bucket]
            cursor[bucket] = at + 1
            rows[at] = row
            values[at] = (np.uint64(source[i]) << np.uint64(32)) | np.uint64(weight_bits[i])


@compiled
def _sort(row: NDArray[np.uint64]) -> None:
    if len(row) > INSERTION_SORT_UP_TO:
        for i in range(1, len(row)):
            if row[i - 1] > row[i]:
                row.sort()
                return
        return
    for i in range(1, len(row)):
        value = row[i]
        j = i
        while j > 0 and row[j - 1] > value:
            row[j] = row[j - 1]
            j -= 1
        row[j] = value


@compiled
def rows_of_bucket(
    rows: NDArray[np.uint32],
    values: NDArray[np.uint64],
    first: int,
    key_shift: int,
    lengths: NDArray[np.int64],
    sorted_values: NDArray[np.uint64],
) -> int:
    """Sort one bucket by row then value, keep the last of equal keys; returns how many are kept.

    `first`: the bucket's first row; `lengths`: kept values per row (filled); `sorted_values`: as
    long as `values`, the kept ones stand at its start; key = value >> `key_shift`.
    """
    start = np.zeros(len(lengths) + 1, np.int64)
    for i in range(len(rows)):
        start[rows[i] - first + 1] += 1
    for r in range(len(lengths)):
        start[r + 1] += start[r]
    cursor = start[:-1].copy()
    for i in range(len(rows)):
        r = rows[i] - first
        sorted_values[cursor[r]] = values[i]
        cursor[r] += 1
    kept = 0
    for r in range(len(lengths)):
        row = sorted_values[start[r] : start[r + 1]]
        _sort(row)
        before = kept
        for i in range(len(row)):
            if i + 1 == len(row) or row[i] >> key_shift != row[i + 1] >> key_shift:
                sorted_values[kept] = row[i]
                kept += 1
        lengths[r] = kept - before
    return kept


@compiled
def count_values(values: NDArray[np.uint32], counts: NDArray[np.int64]) -> None:
    """Add to `counts` how often each value occurs."""
    for i in range(len(values)):
        counts[values[i]] += 1
