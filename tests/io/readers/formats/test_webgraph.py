"""Graph files given to ingest: vertices beside edges make edges between names."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Facts
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read, recognise
from backlinkbot.io.readers.stored import file_source

VERTICES = b"0\tcom.example\t3\n1\torg.example.shop\t1\n2\tuk.co.example\t2\n"


def write(folder: Path, **files: bytes) -> None:
    for name, data in files.items():
        (folder / f"g-domain-{name}.txt.gz").write_bytes(gzip.compress(data))


def edges_of(folder: Path, reading: Reading) -> list[tuple[str, str, str]]:
    source = file_source(folder / "g-domain-edges.txt.gz")
    assert recognise(source) == "webgraph-edges"
    found = [facts for facts in read(source, reading) if isinstance(facts, Facts)]
    rows = [row for facts in found for row in facts.batch.to_pylist()]
    return [(row["source"], row["target"], row["level"]) for row in rows]


def test_edges_get_the_names_of_the_vertices_beside_them(tmp_path: Path, reading: Reading) -> None:
    write(tmp_path, vertices=VERTICES, edges=b"0\t1\n2\t0\n")
    assert edges_of(tmp_path, reading) == [
        ("example.com", "shop.example.org", "domain"),
        ("example.co.uk", "example.com", "domain"),
    ]


def test_without_counts_of_hosts_the_nodes_are_hosts(tmp_path: Path, reading: Reading) -> None:
    write(
        tmp_path,
        vertices=VERTICES.replace(b"\t3", b"").replace(b"\t1\n", b"\n").replace(b"\t2\n", b"\n"),
        edges=b"0\t1\n",
    )
    assert edges_of(tmp_path, reading)[0][2] == "host"


def test_ids_without_a_name_and_self_links_are_counted(tmp_path: Path, reading: Reading) -> None:
    write(tmp_path, vertices=VERTICES, edges=b"0\t1\n0\t9\n4294967295\t1\n2\t2\n")
    assert len(edges_of(tmp_path, reading)) == 1
    assert reading.rejects.counts == {
        "link of a number that the vertices file does not name": 2,
        "link of a name to itself": 1,
    }


def test_the_vertices_with_the_most_similar_name_are_taken(
    tmp_path: Path, reading: Reading
) -> None:
    write(tmp_path, vertices=VERTICES, edges=b"0\t1\n")
    (tmp_path / "another-vertices.txt").write_bytes(b"0\tnet.wrong\n1\tnet.other\n")
    assert edges_of(tmp_path, reading)[0][0] == "example.com"


def test_without_vertices_the_numbers_belong_to_no_domain(tmp_path: Path, reading: Reading) -> None:
    write(tmp_path, edges=b"0\t1\n1\t2\n")
    with pytest.raises(BadInput, match="put its vertices file beside it"):
        edges_of(tmp_path, reading)


def test_vertices_alone_are_no_links_and_say_so(tmp_path: Path, reading: Reading) -> None:
    write(tmp_path, vertices=VERTICES)
    source = file_source(tmp_path / "g-domain-vertices.txt.gz")
    assert recognise(source) == "webgraph-vertices"
    assert list(read(source, reading)) == []
    assert "names 3 nodes" in reading.notes[0]


def test_one_id_named_twice_is_refused(tmp_path: Path, reading: Reading) -> None:
    write(tmp_path, vertices=VERTICES, edges=b"0\t1\n")
    (tmp_path / "g-domain-vertices-2.txt").write_bytes(VERTICES)
    (tmp_path / "g-domain-vertices.txt.gz").rename(tmp_path / "g-domain-vertices-1.txt.gz")
    with pytest.raises(BadInput, match="name one id twice"):
        edges_of(tmp_path, reading)
