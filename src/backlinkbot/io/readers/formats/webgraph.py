"""Common Crawl's web graphs as text: vertices with reversed names, and edges between ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.edges import edge_layout
from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.graph_names import graph_edges, graph_names, looks_like_vertices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.facts import Facts
    from backlinkbot.io.readers.format import Head, Reading, Source

TAB = "\t"


class Vertices:
    """The names of a graph's nodes: no facts in themselves, they are read with the edges."""

    def recognises(self, head: Head) -> bool:
        return looks_like_vertices(head)

    def read(self, source: Source, reading: Reading) -> Iterator[Facts]:
        names = graph_names([source], reading)
        reading.rows += len(names.hosts)
        reading.notes.append(
            f"{source.name} names {len(names.hosts)} nodes; the links are in the edges file"
        )
        yield from ()


class Edges:
    """Edge facts of a graph whose vertices file lies in the same folder."""

    def recognises(self, head: Head) -> bool:
        layout = edge_layout(head)
        return layout is not None and layout.has_ids and layout.delimiter == TAB

    def read(self, source: Source, reading: Reading) -> Iterator[Facts]:
        layout = edge_layout(source.head())
        vertices = _vertices_of(source)
        if layout is None or not vertices:
            raise BadInput(
                f"{source.name} links numbers, not names, so its links belong to no domain; "
                "`measure --edges` can rank it, or put its vertices file beside it"
            )
        yield from graph_edges(source, layout, graph_names(vertices, reading), reading)


def _vertices_of(edges: Source) -> list[Source]:
    """The vertices files beside an edges file whose names are most like its own."""
    found = [source for source in edges.beside() if looks_like_vertices(source.head())]
    likeness = {source.name: _common_start(source.name, edges.name) for source in found}
    best = max(likeness.values(), default=0)
    return [source for source in found if likeness[source.name] == best]


def _common_start(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


formats.add("webgraph-vertices")(Vertices())
formats.add("webgraph-edges")(Edges())
