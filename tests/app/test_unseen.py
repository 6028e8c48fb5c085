"""Who counts as a source of links, before it is told how many nobody saw."""

from __future__ import annotations

import pyarrow as pa

from backlinkbot.app.unseen import _histories


def test_readers_of_archives_are_one_source_and_looks_at_known_links_are_none() -> None:
    told = [(["ahrefs", "verify"], 2), (["verify"], 1), (["warc", "wat"], 3), (["ahrefs"], 4)]
    table = pa.table(
        {"reporters": [names for names, _ in told], "count": [count for _, count in told]}
    )
    assert _histories(table) == {("ahrefs",): 6, ("archives",): 3}
