"""A directed graph as compressed sparse rows, built from unsorted edges."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.blocks import cores, run, spans

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    Level one scatters the edges into buckets of neighbouring targets, level two sorts each bucket
    by row and source, digit by digit. `shard`: only the rows first..last are made, all targets
    lie in there.
    """
    workers = workers or cores()
    if nodes > LARGEST_GRAPH:
        raise BadInput(f"a graph of {nodes:,} nodes is over the limit of {LARGEST_GRAPH:,}")
    if len(source) != len(target) or (weights is not None and len(weights) != len(target)):
        raise BadInput("the columns of an edge list differ in length")
    first, last = shard or (0, nodes)
    edges = _Edges(
        np.ascontiguousarray(source, np.uint32),
        np.ascontiguousarray(target, np.uint32),
        np.empty(0, np.float32) if weights is None else _checked(weights),
        nodes,
    )
    bands = _Bands(first, last - first, _bucket_shift(last - first, len(target)))
    starts, keys, moved, loops = _scattered(edges, bands, workers)
    rows = _settled(starts, keys, moved, edges.source_bits, bands, workers)
    if weights is None:
        rows = Rows(rows.offsets, rows.neighbours)
    return Grouped(rows, loops, len(target) - loops - len(rows.neighbours))


def degrees(values: NDArray[np.uint32], nodes: int, *, workers: int = 0) -> NDArray[np.uint32]:
    """How often each id 0..nodes-1 stands in `values`."""
    from backlinkbot.logic.graph.kernels.partition import count_values

    def count(span: tuple[int, int]) -> NDArray[np.uint32]:
        counts = np.zeros(nodes, np.uint32)
        count_values(values[span[0] : span[1]], counts)
        return counts

    # One count array per piece: few pieces, so that they do not outweigh the graph.
    pieces = max(1, min(workers or cores(), len(values) // max(nodes, 1)))
    total = np.zeros(nodes, np.uint32)
    for counts in run(count, spans(len(values), pieces), pieces):
        total += counts
    return total


def count_into(counts: Sequence[NDArray[np.uint32]], columns: Sequence[NDArray[np.uint32]]) -> None:
    """Add to `counts[k]` how often each id stands in `columns[k]`; a thread per column."""
    from backlinkbot.logic.graph.kernels.partition import count_values

    run(lambda k: count_values(columns[k], counts[k]), range(len(columns)), len(columns))


@dataclass(frozen=True, slots=True)
class _Edges:
    """Unsorted edges between `nodes` nodes; `weight` is empty where all weigh the same."""

    source: NDArray[np.uint32]
    target: NDArray[np.uint32]
    weight: NDArray[np.float32]
    nodes: int

    @property
    def source_bits(self) -> int:
        """How many bits hold any source."""
        return max(1, (self.nodes - 1).bit_length())

    def part(
        self, a: int, b: int
    ) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float32]]:
        """The edges a..b - 1."""
        return self.source[a:b], self.target[a:b], self.weight[a:b]


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


def _checked(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    if len(weights) and not (np.isfinite(weights).all() and float(weights.min()) >= 0):
        raise BadInput("a link weight is negative or not a number")
    return np.ascontiguousarray(weights, dtype=np.float32)


def _bucket_shift(nodes: int, edges: int) -> int:
    """How many low bits of a target are inside its bucket."""
    buckets = max(1, min(MOST_BUCKETS, edges // EDGES_PER_BUCKET))
    width = max(1, -(-nodes // buckets))
    return int(width - 1).bit_length()


def _scattered(
    edges: _Edges, bands: _Bands, workers: int
) -> tuple[NDArray[np.int64], NDArray[Any], NDArray[np.float32], int]:
    """Level one: bucket starts, keys and weights in bucket order, and how many self loops."""
    from backlinkbot.logic.graph.kernels import partition

    first, last, shift = bands.first, bands.first + bands.count, bands.shift
    pieces = spans(len(edges.target), workers)
    counts = np.zeros((max(len(pieces), 1), len(bands)), np.int64)

    def count(i: int) -> int:
        source, target, _ = edges.part(*pieces[i])
        limits = edges.nodes, first, last, shift
        loops, wrong = partition.count_buckets(source, target, *limits, counts[i])
        if wrong >= 0:
            raise _stranger(int(source[wrong]), int(target[wrong]), edges.nodes, (first, last))
        return loops

    loops = sum(run(count, range(len(pieces)), workers))
    starts = np.concatenate(([0], np.cumsum(counts.sum(axis=0)))).astype(np.int64)
    cursors = starts[:-1] + np.cumsum(counts, axis=0) - counts
    keys = np.empty(starts[-1], np.uint32 if shift + edges.source_bits <= 32 else np.uint64)  # noqa: PLR2004 - the width of the type
    moved = np.empty(starts[-1] if len(edges.weight) else 0, np.float32)

    def put(i: int) -> None:
        cuts = first, shift, edges.source_bits
        partition.scatter(*edges.part(*pieces[i]), *cuts, cursors[i], keys, moved)

    run(put, range(len(pieces)), workers)
    return starts, keys, moved, loops


def _stranger(source: int, target: int, nodes: int, shard: tuple[int, int]) -> BadInput:
    """The words for an edge that names a node which is not there."""
    if source >= nodes:
        return BadInput(f"an edge names node {source}, which is not among 0 to {nodes - 1}")
    first, last = shard
    return BadInput(f"an edge names node {target}, which is not among {first} to {last - 1}")


def _settled(
    starts: NDArray[np.int64],
    keys: NDArray[Any],
    weights: NDArray[np.float32],
    source_bits: int,
    bands: _Bands,
    workers: int,
) -> Rows:
    """Level two: the rows of all buckets, sorted, each neighbour once."""
    from backlinkbot.logic.graph.kernels import partition

    lengths = np.zeros(bands.count, np.int64)
    neighbours = np.empty(len(keys), np.uint32)
    kept_weights = np.empty(len(weights), np.float32)
    kept = np.zeros(len(bands), np.int64)
    longest = int(np.diff(starts).max(initial=0))
    waiting: SimpleQueue[int] = SimpleQueue()
    # The largest buckets first, so that none of them is left over for one thread at the end.
    for bucket in np.argsort(-np.diff(starts), kind="stable").tolist():
        waiting.put(bucket)

    def lane(_: int) -> None:
        # Memory that every bucket uses again: fresh pages would cost as much as sorting.
        spare = np.empty(longest, keys.dtype)
        spare_weights = np.empty(longest if len(weights) else 0, np.float32)
        while True:
            try:
                bucket = waiting.get_nowait()
            except Empty:
                return
            a, b = int(starts[bucket]), int(starts[bucket + 1])
            given = keys[a:b], weights[a:b]
            other = spare[: b - a], spare_weights[: b - a]
            swapped = partition.sort_keys(*given, *other, bands.shift + source_bits)
            first, last = bands.rows(bucket)
            ordered, heavy = other if swapped else given
            kept[bucket] = partition.rows_of_keys(
                ordered, heavy, source_bits, lengths[first:last], neighbours[a:b], kept_weights[a:b]
            )

    run(lane, range(max(1, min(workers, len(bands)))), workers)
    offsets = np.zeros(bands.count + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    for values in (neighbours, kept_weights):
        _close_gaps(values, starts, kept)
    return Rows(offsets, neighbours[: offsets[-1]], kept_weights[: offsets[-1]])


def _close_gaps(values: NDArray[Any], starts: NDArray[np.int64], kept: NDArray[np.int64]) -> None:
    """Move the buckets together over the gaps that dropped repeats left."""
    from backlinkbot.logic.graph.kernels.partition import move_down

    if not len(values):
        return
    to = 0
    for start, count in zip(starts.tolist(), kept.tolist(), strict=False):
        if to != start:
            move_down(values, start, to, count)
        to += count
