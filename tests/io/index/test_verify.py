"""Damage is found, named, and repaired as far as it can be."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.core.errors import Broken
from backlinkbot.io.index.read import Index
from backlinkbot.io.index.stored import Kind

A, B, T = "a.example/1", "b.example/1", "t.example/x"


def _files(web: Any) -> list[Path]:
    return sorted(web.index.layout.segments.rglob("*.parquet"))


def _reopened(web: Any) -> Index:
    web.index.close()
    return Index.open(web.index.layout.folder)


def test_a_fresh_index_and_an_empty_one_have_no_faults(web: Any) -> None:
    assert web.index.verify() == []
    web.put(web.link(A, T, 1), web.page(A, 1), web.edge("b.example", "t.example"))
    web.put(web.link(A, T, 2), web.page(A, 2), web.page(B, 2))
    assert web.index.verify() == []


def test_a_flipped_bit_anywhere_is_found(web: Any) -> None:
    web.put(web.link(A, T, 1), web.page(A, 1), web.rank("a.example", 3))
    chance = random.Random(6)  # noqa: S311  # which bit to flip, not a secret
    for path in _files(web) * 2:
        whole = path.read_bytes()
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(content))
        assert [fault.file for fault in web.index.verify()] == [path.name]
        path.write_bytes(whole)
    assert web.index.verify() == []


def test_asking_a_damaged_index_says_what_to_do(web: Any) -> None:
    web.put(web.link(A, T, 1))
    web.index.close()
    for damage in (b"", b"no Parquet", b"PAR1" + b"\xff" * 400 + b"PAR1"):
        next(web.index.layout.segments.rglob("links*")).write_bytes(damage)
        with _reopened(web) as index, pytest.raises(Broken, match="index verify"):
            index.links("t.example")


def test_a_missing_and_a_shortened_file_are_told_apart(web: Any) -> None:
    web.put(web.link(A, T, 1), web.page(A, 1))
    first, second = _files(web)[:2]
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    said = [fault.sentence for fault in web.index.verify()]
    assert said[0].endswith("is missing")
    assert "bytes instead of" in said[1]


def test_repair_goes_back_to_the_last_whole_snapshot(web: Any) -> None:
    first = web.put(web.link(A, T, 1), web.link(B, T, 1), web.page(A, 1), web.page(B, 1))
    web.put(web.link("c.example/1", T, 2), at=101)
    newest = web.index.layout.segments / "000002"
    next(newest.glob("links*")).write_bytes(b"damaged")
    web.index.close()
    said = Index.repair(web.index.layout.folder)
    with _reopened(web) as index:
        assert index.current() == first
        assert index.verify() == []
        assert index.count_links("t.example") == 2
    assert said[0] == f"went back to snapshot {first.name}, the last one that is whole"
    assert not newest.exists()


def test_repair_keeps_the_whole_segments_where_no_snapshot_is_whole(web: Any) -> None:
    many = [web.link(f"s{n}.example/1", T, 1) for n in range(9)]
    web.put(*many)
    web.put(web.link(A, T, 2), at=101, sources=(web.source(),))
    oldest = web.index.layout.segments / "000001"
    next(oldest.glob("links*")).write_bytes(b"damaged")
    web.index.close()
    said = Index.repair(web.index.layout.folder)
    assert "left out the damaged segments 000001 with up to 9 links" in said[0]
    with _reopened(web) as index:
        assert index.verify() == []
        assert index.links("t.example")["source_domain"].to_pylist() == ["a.example"]
        assert index.knows("d1") is not None


def test_a_damaged_pointer_is_said_and_repaired(web: Any) -> None:
    snapshot = web.put(web.link(A, T, 1))
    web.index.close()
    web.index.layout.pointer.write_bytes(b"\xff\xfe nonsense")
    with pytest.raises(Broken, match="index repair"):
        Index.open(web.index.layout.folder)
    said = Index.repair(web.index.layout.folder)
    assert said == [f"went back to snapshot {snapshot.name}, the last one that is whole"]
    with _reopened(web) as index:
        assert index.current() == snapshot


def test_a_damaged_manifest_is_said_and_the_one_before_becomes_current(web: Any) -> None:
    first = web.put(web.link(A, T, 1))
    second = web.put(web.link(B, T, 2), at=101)
    web.index.close()
    web.index.layout.manifest_path(second.name).write_text("{")
    with pytest.raises(Broken, match="index repair"):
        Index.open(web.index.layout.folder)
    said = Index.repair(web.index.layout.folder)
    assert said[0].startswith("removed a manifest that cannot be read")
    with _reopened(web) as index:
        assert index.current() == first
        assert index.links("t.example")["source_domain"].to_pylist() == ["a.example"]


def test_repair_of_a_whole_index_says_and_changes_nothing(web: Any) -> None:
    web.put(web.link(A, T, 1), web.page(A, 1))
    before = {path: path.read_bytes() for path in _files(web)}
    web.index.close()
    assert Index.repair(web.index.layout.folder) == []
    assert {path: path.read_bytes() for path in _files(web)} == before


def test_info_tells_rows_and_bytes(web: Any) -> None:
    assert web.index.info().bytes_a_link is None
    web.put(web.link(A, T, 1), web.page(A, 1))
    info = web.index.info()
    assert dict(info.rows)[Kind.LINKS] == dict(info.rows)[Kind.PAGES] == 1
    assert info.total_bytes == sum(path.stat().st_size for path in _files(web))
    assert info.segments == info.snapshots_kept == 1
