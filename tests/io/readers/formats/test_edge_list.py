"""Edge lists: every layout, the real UK host graph row by row, ids without names refused."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Facts, Rejects
from backlinkbot.io.readers.edges import edge_columns, edge_layout
from backlinkbot.io.readers.format import Head, Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import file_source

Rows = Callable[..., list[dict[str, object]]]
UK = "graphs/ukwa-1996-hosts.tsv.gz"


def test_every_row_of_the_uk_host_graph_is_an_edge_or_counted(
    shared_data: Path, reading: Reading
) -> None:
    found = list(read(file_source(shared_data / UK), reading))
    edges = sum(facts.batch.num_rows for facts in found if isinstance(facts, Facts))
    assert reading.rejects.counts == {
        # 10,311 as written, and 26 more that differ only in case or a final dot
        "link of a name to itself": 10_337,
        "name that no host can have": 98,
        "name without a dot, which is no host on the web": 192,
    }
    assert reading.rows == 184_433 == edges + sum(reading.rejects.counts.values())
    assert any("1039 names were written in upper case" in note for note in reading.notes)


def test_the_names_of_the_uk_host_graph_are_those_of_its_description(
    shared_data: Path, reading: Reading
) -> None:
    source = file_source(shared_data / UK)
    layout = edge_layout(source.head())
    assert layout is not None
    assert layout.has_year
    names: set[str] = set()
    selves = 0
    for columns in edge_columns(source, layout, reading):
        sources, targets = columns.sources.to_pylist(), columns.targets.to_pylist()
        names.update(sources, targets)
        selves += sum(one == two for one, two in zip(sources, targets, strict=True))
    assert len(names) == 58_842
    assert len({name.lower() for name in names}) == 58_135
    assert selves == 10_311


def test_a_row_of_the_uk_layout_keeps_its_year_count_and_place(rows: Rows) -> None:
    (row,) = rows(b"1996|www.A.example|b.example\t7\n", "uk.tsv")
    assert (row["source"], row["target"], row["links"]) == ("www.a.example", "b.example", 7)
    assert (row["source_domain"], row["level"]) == ("a.example", "host")
    assert row["first_seen"] == datetime(1996, 1, 1, tzinfo=UTC)
    assert row["last_seen"] == datetime(1996, 12, 31, tzinfo=UTC)
    assert str(row["evidence"]).endswith("uk.tsv:1")


@pytest.mark.parametrize(
    "text",
    [
        "a.example\tb.example\nb.example\tc.example\n",
        "a.example,b.example\r\nb.example,c.example\r\n",
        "a.example b.example\nb.example c.example",
        "source;target\na.example;b.example\nb.example;c.example\n",
        "# a comment\n\nfrom,to,weight\na.example,b.example,1\nb.example,c.example,1\n",
        "a.example\tb.example\t1\n\nb.example\tc.example\t1\n",
    ],
)
def test_every_layout_gives_the_same_edges(rows: Rows, text: str) -> None:
    found = rows(text.encode())
    assert [(row["source"], row["target"]) for row in found] == [
        ("a.example", "b.example"),
        ("b.example", "c.example"),
    ]
    assert {row["level"] for row in found} == {"domain"}


def test_evidence_is_the_line_in_the_file_whatever_was_left_out(rows: Rows) -> None:
    lines = [f"a{n}.example,b{n}.example" for n in range(1, 101)]
    lines[0], lines[4], lines[9], lines[49] = "# c", "odd,one,out,here", "", "a.example"
    found = rows("\n".join(lines).encode())
    assert [int(str(row["evidence"]).rpartition(":")[2]) for row in found] == [
        n for n in range(1, 101) if n not in {1, 5, 10, 50}
    ]


def test_what_is_no_edge_is_counted_with_its_line(rows: Rows, reading: Reading) -> None:
    good = "".join(f"a{n}.example\tb{n}.example\t2\n" for n in range(60))
    bad = "x y.example\tb.example\t1\nlocalhost\tb.example\t1\nc.example\tC.example.\t1\n"
    bad += "a.example\tb.example\t0\na.example\tb.example\n"
    assert len(rows((good + bad).encode())) == 60
    assert reading.rejects.counts == {
        "name that no host can have": 1,
        "name without a dot, which is no host on the web": 1,
        "link of a name to itself": 1,
        "count of links that is not a whole number from 1": 1,
        "line with another number of columns": 1,
    }
    assert ("name without a dot, which is no host on the web", 62) in [
        (reason, int(place.rpartition(":")[2])) for reason, place, _ in reading.rejects.examples
    ]


def test_the_day_the_user_tells_is_when_the_edges_were_seen(
    tmp_path: Path, reading: Reading
) -> None:
    reading.as_of = date(2026, 5, 4)
    path = tmp_path / "edges"
    path.write_text("a.example\tb.example\n")
    (facts,) = read(file_source(path), reading)
    assert isinstance(facts, Facts)
    (row,) = facts.batch.to_pylist()
    assert row["last_seen"] == datetime(2026, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize("text", ["0\t1\n1\t2\n", "0 1\n1 2\n", "0,1\n1,2\n"])
def test_links_between_numbers_belong_to_no_domain(rows: Rows, text: str) -> None:
    with pytest.raises(BadInput, match="numbers, not names"):
        rows(text.encode())


def test_the_cnr_graph_is_read_as_ids(shared_data: Path, reading: Reading) -> None:
    source = file_source(shared_data / "graphs" / "cnr-2000.edges.tsv.gz")
    layout = edge_layout(source.head())
    assert layout is not None
    assert layout.has_ids
    arcs, selves, top = 0, 0, 0
    for columns in edge_columns(source, layout, reading):
        sources, targets = columns.sources.to_numpy(), columns.targets.to_numpy()
        arcs += len(sources)
        selves += int((sources == targets).sum())
        top = max(top, int(sources.max()), int(targets.max()))
    assert (arcs, selves, top) == (3_216_152, 87_442, 325_556)


def test_weighted_ids_keep_their_weights(tmp_path: Path) -> None:
    path = tmp_path / "edges"
    path.write_bytes(gzip.compress(b"0 1 0.5\n1 2 1.5\nx 3 1\n" + b"2 3 2\n" * 60))
    source, reading = file_source(path), Reading(Rejects(), datetime(2026, 1, 1, tzinfo=UTC))
    layout = edge_layout(source.head())
    assert layout is not None
    (columns,) = edge_columns(source, layout, reading)
    assert columns.counts is not None
    assert columns.counts.to_pylist()[:3] == ["0.5", "1.5", "2"]
    assert len(columns.sources) == len(columns.targets) == len(columns.counts) == 62
    assert sum(reading.rejects.counts.values()) == 1


@pytest.mark.parametrize(
    "text",
    [b"", b"hello world\n", b"https://a.example/,https://b.example/\n", b"1,a.example\n", b"a,b\n"],
)
def test_other_texts_are_no_edge_lists(text: bytes) -> None:
    assert edge_layout(Head("x", text, text)) is None
