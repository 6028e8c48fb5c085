"""A directed graph as compressed sparse rows, built from unsorted edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.blocks import cores, run, spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST_GRAPH = 2**32 - 1  # ids are 32 bits wide: half the memory traffic of 64
# More buckets than this and the scatter's open cache lines no longer fit the first-level cache.
MOST_BUCKETS = 1024
EDGES_PER_BUCKET = 1 << 17  # a bucket's rows and values then stay in the second-level cache


@dataclass(frozen=True, slots=True)
class Rows:
    """Neighbours of row i: `neighbours[offsets[i]:offsets[i + 1]]`, ascending, none twice.

    `weights` runs beside `neighbours`; None where every edge weighs the same. The arrays may be
    memory-mapped files: every kernel reads them by ranges of rows.
    """

    offsets: NDArray[np.int64]
    neighbours: NDArray[np.uint32]
    weights: NDArray[np.float32] | None = None

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.offsets) - 1

    def row(self, i: int) -> NDArray[np.uint32]:
        """The neighbours of row `i`."""
        return self.neighbours[self.offsets[i] : self.offsets[i + 1]]


@dataclass(frozen=True, slots=True)
class Graph:
    """A directed graph; row v of `incoming` holds the sources that link to v.

    `out_degree`: distinct targets per node; `self_loops`, `repeats`: edges given and dropped.
    """

    incoming: Rows
    out_degree: NDArray[np.uint32]
    self_loops: int = 0
    repeats: int = 0

    @property
    def nodes(self) -> int:
        """How many nodes, linked or not."""
        return self.incoming.count

    @property
    def edges(self) -> int:
        """How many distinct edges between different nodes."""
        return len(self.incoming.neighbours)

    def in_degree(self) -> NDArray[np.int64]:
        """Distinct sources per node."""
        return np.diff(self.incoming.offsets)

    def outgoing(self, workers: int = 0) -> Rows:
        """The same graph by source: row u holds the targets of u. Takes a second set of arrays."""
        targets = np.repeat(np.arange(self.nodes, dtype=np.uint32), self.in_degree())
        built = grouped(
            targets,
            np.asarray(self.incoming.neighbours),
            self.nodes,
            weights=self.incoming.weights,
            workers=workers,
        )
        return built.rows


@dataclass(frozen=True, slots=True)
class Grouped:
    """Rows that `grouped` made, and what it dropped."""

    rows: Rows
    self_loops: int
    repeats: int


def graph_of(
    source: NDArray[np.uint32],
    target: NDArray[np.uint32],
    nodes: int,
    *,
    weights: NDArray[np.float32] | None = None,
    workers: int = 0,
) -> Graph:
    """The graph of edges source[i] → target[i] in any order, ids 0..nodes-1.

    Self loops are dropped; of repeated edges the one with the greatest weight stays; both are
    counted. `workers` 0 means all cores.

    Raises:
        BadInput: an id is not below `nodes`, columns of different length, a weight that is not
            a finite number ≥ 0.
    """
    made = grouped(source, target, nodes, weights=weights, workers=workers)
    return Graph(
        made.rows,
        degrees(made.rows.neighbours, nodes, workers=workers),
        self_loops=made.self_loops,
        repeats=made.repeats,
    )


def grouped(
    source: NDArray[np.uint32],
    target: NDArray[np.uint32],
    nodes: int,
    *,
    weights: NDArray[np.float32] | None = None,
    shard: tuple[int, int] | None = None,
    workers: int = 0,
) -> Grouped:
    """Edges grouped by target: two-level partition, so that random writes stay in cache.

    Level one scatters the edges into buckets of neighbouring targets, level two counts and sorts
    inside each bucket. `shard`: only the rows first..last are made, all targets lie in there.
    """
    workers = workers or cores()
    first, last = shard or (0, nodes)
    source, target = _ids(source, 0, nodes), _ids(target, first, last)
    if len(source) != len(target) or (weights is not None and len(weights) != len(target)):
        raise BadInput("the columns of an edge list differ in length")
    bits = None if weights is None else _weight_bits(weights)
    wanted = _Bands(first, last - first, _bucket_shift(last - first, len(target)))
    starts, rows, values, loops = _scattered(source, target, bits, wanted, workers)
    offsets, kept = _sorted_buckets(starts, rows, values, wanted, workers)
    neighbours, kept_weights = _unpacked(kept, offsets, wanted, workers)
    repeats = len(target) - loops - len(neighbours)
    return Grouped(Rows(offsets, neighbours, kept_weights), loops, repeats)


def degrees(values: NDArray[np.uint32], nodes: int, *, workers: int = 0) -> NDArray[np.uint32]:
    """How often each id 0..nodes-1 stands in `values`."""
    from backlinkbot.logic.graph.kernels.partition import count_values

    def count(span: tuple[int, int]) -> NDArray[np.int64]:
        counts = np.zeros(nodes, np.int64)
        count_values(values[span[0] : span[1]], counts)
        return counts

    # One count array per piece: few pieces, so that they do not outweigh the graph.
    pieces = max(1, min(workers or cores(), len(values) // max(nodes, 1)))
    counts = [np.zeros(nodes, np.int64), *run(count, spans(len(values), pieces), pieces)]
    return np.asarray(np.sum(counts, axis=0), np.uint32)


@dataclass(frozen=True, slots=True)
class _Bands:
    """How the rows first..first + count are cut into buckets of 2 ** shift rows."""

    first: int
    count: int
    shift: int

    def __len__(self) -> int:
        return max(1, (self.count + (1 << self.shift) - 1) >> self.shift)

    def rows(self, bucket: int) -> tuple[int, int]:
        """First and last row of a bucket, counted from `first`."""
        return bucket << self.shift, min(self.count, (bucket + 1) << self.shift)


def _ids(ids: NDArray[np.uint32], first: int, last: int) -> NDArray[np.uint32]:
    if last > LARGEST_GRAPH:
        raise BadInput(f"a graph of {last:,} nodes is over the limit of {LARGEST_GRAPH:,}")
    if len(ids) and not first <= int(ids.min()) <= int(ids.max()) < last:
        wrong = int(ids.min()) if int(ids.min()) < first else int(ids.max())
        raise BadInput(f"an edge names node {wrong}, which is not among {first} to {last - 1}")
    return np.ascontiguousarray(ids, dtype=np.uint32)


def _weight_bits(weights: NDArray[np.float32]) -> NDArray[np.uint32]:
    """The bits of each weight; those of floats ≥ 0 sort like the numbers themselves."""
    if len(weights) and not (np.isfinite(weights).all() and float(weights.min()) >= 0):
        raise BadInput("a link weight is negative or not a number")
    # Adding zero turns -0.0, whose bits would sort last, into 0.0.
    return (np.ascontiguousarray(weights, dtype=np.float32) + np.float32(0)).view(np.uint32)


def _bucket_shift(nodes: int, edges: int) -> int:
    """How many low bits of a target are inside its bucket."""
    buckets = max(1, min(MOST_BUCKETS, edges // EDGES_PER_BUCKET))
    width = max(1, -(-nodes // buckets))
    return int(width - 1).bit_length()


def _scattered(
    source: NDArray[np.uint32],
    target: NDArray[np.uint32],
    bits: NDArray[np.uint32] | None,
    bands: _Bands,
    workers: int,
) -> tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[Any], int]:
    """Level one: bucket starts, rows and values in bucket order, and how many self loops."""
    from backlinkbot.logic.graph.kernels import partition

    first, shift = bands.first, bands.shift
    pieces = spans(len(target), workers)
    counts = np.zeros((max(len(pieces), 1), len(bands)), np.int64)

    def count(i: int) -> int:
        a, b = pieces[i]
        return partition.count_buckets(source[a:b], target[a:b], first, shift, counts[i])

    loops = sum(run(count, range(len(pieces)), workers))
    starts = np.concatenate(([0], np.cumsum(counts.sum(axis=0)))).astype(np.int64)
    cursors = starts[:-1] + np.cumsum(counts, axis=0) - counts
    rows = np.empty(starts[-1], np.uint32)
    values = np.empty(starts[-1], np.uint32 if bits is None else np.uint64)

    def put(i: int) -> None:
        a, b = pieces[i]
        edges = source[a:b], target[a:b]
        if bits is None:
            partition.scatter(*edges, first, shift, cursors[i], rows, values)
        else:
            partition.scatter_weighted(*edges, bits[a:b], first, shift, cursors[i], rows, values)

    run(put, range(len(pieces)), workers)
    return starts, rows, values, loops


def _sorted_buckets(
    starts: NDArray[np.int64],
    rows: NDArray[np.uint32],
    values: NDArray[Any],
    bands: _Bands,
    workers: int,
) -> tuple[NDArray[np.int64], list[NDArray[Any]]]:
    """Level two: offsets of all rows and, bucket by bucket, the values that stay."""
    from backlinkbot.logic.graph.kernels.partition import rows_of_bucket

    lengths = np.zeros(bands.count, np.int64)
    key_shift = values.dtype.type(32 if values.dtype == np.uint64 else 0)

    def settle(bucket: int) -> NDArray[Any]:
        a, b = int(starts[bucket]), int(starts[bucket + 1])
        first, last = bands.rows(bucket)
        scratch = np.empty(b - a, values.dtype)
        kept = rows_of_bucket(
            rows[a:b], values[a:b], first, key_shift, lengths[first:last], scratch
        )
        # The bucket's own part of `values` is read for the last time: reuse it for what stays.
        values[a : a + kept] = scratch[:kept]
        return values[a : a + kept]

    kept = run(settle, range(len(bands)), workers)
    offsets = np.zeros(bands.count + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets, kept


def _unpacked(
    kept: list[NDArray[Any]], offsets: NDArray[np.int64], bands: _Bands, workers: int
) -> tuple[NDArray[np.uint32], NDArray[np.float32] | None]:
    """Neighbours and weights without the gaps that dropped repeats left."""
    neighbours = np.empty(offsets[-1], np.uint32)
    weights = np.empty(offsets[-1], np.float32) if kept[0].dtype == np.uint64 else None

    def copy(bucket: int) -> None:
        at = int(offsets[bands.rows(bucket)[0]])
        part = kept[bucket]
        if weights is None:
            neighbours[at : at + len(part)] = part
            return
        neighbours[at : at + len(part)] = part >> np.uint64(32)
        bits = (part & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        weights[at : at + len(part)] = bits.view(np.float32)

    run(copy, range(len(kept)), workers)
    return neighbours, weights
