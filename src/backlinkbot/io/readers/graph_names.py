"""A small graph of numbered nodes put back into names; whole releases go through `release`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls import unreversed_name
from backlinkbot.io.readers.delimited import Block, Layout, text_blocks
from backlinkbot.io.readers.edge_names import Names, edge_batch
from backlinkbot.io.readers.edges import EdgeColumns, edge_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from backlinkbot.core.facts import Facts
    from backlinkbot.io.readers.edges import EdgeLayout
    from backlinkbot.io.readers.format import Head, Reading, Source

REPORTER = "web-graph"
MAX_NAMES = 5_000_000  # half a gigabyte of names: beyond it a graph is for `measure --release`
SAMPLE_LINES = 100
NO_SUCH_NODE = "link of a number that the vertices file does not name"

_VERTEX = re.compile(r"(\d{1,10})\t([^\s,;|/]+)(?:\t(\d+))?\r?\Z")


@dataclass(frozen=True, slots=True)
class GraphNames:
    """Host names by id (their place in the array; null where an id has no name) and the level."""

    hosts: pa.Array
    level: str


def looks_like_vertices(head: Head) -> bool:
    """Whether every line at the beginning is an id, one higher each time, and a reversed name."""
    lines = head.plain.decode("utf-8", "replace").split("\n")[:SAMPLE_LINES]
    if len(lines) > 1:
        lines.pop()
    rows = [_VERTEX.match(line) for line in lines]
    found = [row for row in rows if row is not None]
    if not found or len(found) < len(rows) or all(row[2].isdigit() for row in found):
        return False
    ids = [int(row[1]) for row in found]
    return ids == list(range(ids[0], ids[0] + len(ids)))


def graph_names(vertices: Sequence[Source], reading: Reading) -> GraphNames:
    """The names of all vertices files of one graph.

    Raises:
        BadInput: too many names to hold, or one id named twice.
    """
    import numpy as np
    import pyarrow as pa

    layout = _layout(vertices[0].head())
    ids: list[pa.Array] = []
    names: list[str] = []
    for source in vertices:
        for block in _vertex_blocks(source, layout, reading):
            ids.append(block.columns[0])
            names += [unreversed_name(name) for name in block.columns[1].to_pylist()]
            if len(names) > MAX_NAMES:
                raise BadInput(
                    f"{source.name} names more than {MAX_NAMES:,} nodes, too many to be read as "
                    "links; rank the whole release with `measure --release`"
                )
    numbers = np.concatenate([array.cast(pa.int64()).to_numpy() for array in ids] or [np.empty(0)])
    if len(np.unique(numbers)) < len(numbers):
        raise BadInput(f"{vertices[0].name} and the files beside it name one id twice")
    hosts = np.full(int(numbers.max(initial=-1)) + 1, None, dtype=object)
    hosts[numbers.astype(np.int64)] = names
    level = "domain" if "hosts" in layout.names else "host"
    return GraphNames(pa.array(hosts, pa.string()), level)


def graph_edges(
    source: Source, layout: EdgeLayout, graph: GraphNames, reading: Reading
) -> Iterator[Facts]:
    """Edge facts of a graph's edges file; ids without a name are counted."""
    names = Names()
    for columns in edge_columns(source, layout, reading):
        named = _named(columns, graph, source.name, reading)
        yield edge_batch(named, names, graph.level, REPORTER, source.name, reading)


def _layout(head: Head) -> Layout:
    first = head.plain.partition(b"\n")[0]
    return Layout("\t", ("id", "name", "hosts")[: first.count(b"\t") + 1])


def _vertex_blocks(source: Source, layout: Layout, reading: Reading) -> Iterator[Block]:
    import pyarrow as pa
    import pyarrow.compute as pc

    from backlinkbot.io.readers.delimited import NOT_NUMBERS

    with source.open() as stream:
        for block in text_blocks(stream, source.name, layout, reading.rejects):
            good = pc.match_substring_regex(block.columns[0], r"^[0-9]{1,9}$")
            kept = good.to_numpy(zero_copy_only=False)
            for line in block.lines[~kept].tolist():
                reading.rejects.add(NOT_NUMBERS, f"{source.name}:{line}")
            ids = block.columns[0].filter(good).cast(pa.uint32())
            yield Block((ids, block.columns[1].filter(good)), block.lines[kept])


def _named(columns: EdgeColumns, graph: GraphNames, name: str, reading: Reading) -> EdgeColumns:
    import pyarrow as pa
    import pyarrow.compute as pc

    size = pa.scalar(max(len(graph.hosts), 1), pa.uint32())
    ids = [columns.sources, columns.targets]
    inside = [pc.less(column, size) for column in ids]
    hosts = [
        graph.hosts.take(pc.if_else(mask, column, pa.scalar(None, pa.uint32())))
        for mask, column in zip(inside, ids, strict=True)
    ]
    good = pc.and_(hosts[0].is_valid(), hosts[1].is_valid())
    kept = good.to_numpy(zero_copy_only=False)
    for row in (~kept).nonzero()[0]:
        text = f"{ids[0][row].as_py()}\t{ids[1][row].as_py()}"
        reading.rejects.add(NO_SUCH_NODE, f"{name}:{columns.lines[row]}", text)
    counts = None if columns.counts is None else columns.counts.filter(good)
    return EdgeColumns(hosts[0].filter(good), hosts[1].filter(good), counts, columns.lines[kept])
