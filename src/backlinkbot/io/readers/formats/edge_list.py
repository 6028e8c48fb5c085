"""Lists of links between hosts or domains: two names a line, or `year|source|target<TAB>count`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.edge_names import named_edges
from backlinkbot.io.readers.edges import edge_layout
from backlinkbot.io.readers.format import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.facts import Facts
    from backlinkbot.io.readers.format import Head, Reading, Source


class EdgeList:
    """Edge facts with the names as hosts; see `io.readers.edges` for what is repaired."""

    def recognises(self, head: Head) -> bool:
        layout = edge_layout(head)
        return layout is not None and not (layout.has_ids and layout.delimiter == "\t")

    def read(self, source: Source, reading: Reading) -> Iterator[Facts]:
        layout = edge_layout(source.head())
        if layout is None:
            raise BadInput(f"{source.name} is no list of links between names")
        if layout.has_ids:
            raise BadInput(
                f"{source.name} links numbers, not names, so its links belong to no domain; "
                "`measure --edges` can rank it, or put its vertices file beside it"
            )
        yield from named_edges(source, layout, reading)


formats.add("edge-list")(EdgeList())
