"""An index of the layout before goes on: read as it is, and brought to the present when written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backlinkbot.core.errors import Refused
from backlinkbot.io.durable import digest_of, write_and_swap
from backlinkbot.io.index.read import Index

if TYPE_CHECKING:
    from backlinkbot.io.index.layout import Layout

A, B, T = "a.example/1", "b.example/1", "t.example/x"


def _filled(web: Any) -> Index:
    """Links of one and of several reporters, in two segments, one row replaced; as layout 4."""
    web.put(web.link(A, T, 1, evidence="one.warc@1"), web.link(B, T, 1, by="ahrefs"))
    moz = web.link(A, T, 5, by="moz", evidence="two.csv:2")
    web.put(moz, web.edge("c.example", "t.example"), web.page(A, 1), at=101)
    _as_layout_4(web.index.layout)
    web.index.close()
    return Index.open(web.index.layout.folder)


def _as_layout_4(layout: Layout) -> None:
    for name in layout.names():
        manifest = layout.load(name)
        for file in manifest.files:
            path = layout.path(file)
            pq.write_table(_without(pq.read_table(path)), path)
        whole = tuple(
            replace(f, size_bytes=layout.path(f).stat().st_size, blake2b=digest_of(layout.path(f)))
            for f in manifest.files
        )
        _write(layout, replace(manifest, files=whole, layout=4))


def _write(layout: Layout, manifest: Any) -> None:
    from backlinkbot.io.index.manifest import encoded

    write_and_swap(layout.manifest_path(manifest.name), encoded(manifest))


def _without(table: pa.Table) -> pa.Table:
    if "voices" in table.column_names:
        place = table.schema.get_field_index("voices")
        inner = [f for f in table.schema.field("voices").type.value_type if f.name != "tellers"]
        table = table.set_column(
            place,
            "voices",
            pa.array(table["voices"].to_pylist(), pa.list_(pa.struct(inner))),
        )
    return table.drop_columns(["tellers"]) if "tellers" in table.column_names else table


def test_an_index_of_layout_4_is_read_and_has_no_faults(web: Any) -> None:
    before = web.index.links("t.example")
    assert before.num_rows == 0
    with _filled(web) as index:
        assert index.verify() == []
        assert index.count_links("t.example") == 2
        assert index.layout.load(index.layout.current_name() or "").layout == 4


def test_the_first_writer_brings_it_to_the_present_layout_and_the_answers_stay(web: Any) -> None:
    with _filled(web) as index:
        links, names = index.links("t.example"), index.layout.names()
        index.begin().abandon()
        manifest = index.layout.load(index.layout.current_name() or "")
        assert (manifest.layout, manifest.restores) == (5, names[-1])
        assert index.links("t.example").equals(links)
        assert index.verify() == []
        index.begin().abandon()
        assert index.layout.current_name() == manifest.name


def test_what_was_brought_over_is_merged_forgotten_compacted_and_undone_as_ever(web: Any) -> None:
    with _filled(web) as index:
        other = type(web)(index)
        again = web.link(A, T, 9, by="moz", evidence="three.csv:2")
        other.put(again, at=102, sources=(web.source("3", name="three.csv", reporter="moz"),))
        assert other.links()[0]["last_seen"] == web.day(9)
        index.forget([web.source("3", name="three.csv")], web.day(103))
        assert other.links()[0]["last_seen"] == web.day(5)
        index.forget([web.source("2", name="two.csv")], web.day(104))
        assert other.links()[0]["sources"] == ["warc"]
        index.compact(web.day(105))
        assert [row["sources"] for row in other.links()] == [["warc"], ["ahrefs"]]
        assert index.verify() == []


def test_undo_reaches_back_into_the_layout_before(web: Any) -> None:
    with _filled(web) as index:
        other = type(web)(index)
        index.undo(web.day(102))
        assert other.links()[0]["sources"] == ["warc"]
        other.put(web.link(B, T, 9, by="moz"), at=103)
        assert [row["sources"] for row in other.links()] == [["warc"], ["ahrefs", "moz"]]
        assert index.verify() == []


@pytest.mark.parametrize("version", [3, 6])
def test_another_layout_is_refused_in_a_sentence_and_repair_leaves_it_alone(
    web: Any, version: int
) -> None:
    web.put(web.link(A, T, 1))
    layout = web.index.layout
    _write(layout, replace(layout.load(layout.current_name()), layout=version))
    web.index.close()
    with pytest.raises(Refused, match=rf"layout {version} and this version reads 4 and 5; move"):
        Index.open(layout.folder)
    with pytest.raises(Refused, match=rf"layout {version}"):
        Index.repair(layout.folder)
    assert layout.names()
