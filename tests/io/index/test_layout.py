"""Two processes at one index: one may write, all may read what they opened."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.core.errors import Refused
from backlinkbot.io.index.layout import Layout
from backlinkbot.io.index.read import Index

A, B, T = "a.example/1", "b.example/1", "t.example/x"
READER = """
import sys
from pathlib import Path
from backlinkbot.io.index.read import Index
turns = 0
while turns < 6:
    with Index.open(Path(sys.argv[1])) as index:
        found = index.count_links("t.example")
        assert found == index.current().links, (found, index.current())
        assert index.links("t.example").num_rows == found
    turns += 1
    if turns == 1:
        print("reading", flush=True)
print("done", flush=True)
"""


def test_opening_an_index_makes_nothing_on_disk(tmp_path: Path) -> None:
    with Index.open(tmp_path / "index") as index:
        assert index.current() is None
        assert index.snapshots() == []
        assert index.links("t.example").num_rows == 0
        assert index.knows("d1") is None
    assert not (tmp_path / "index").exists()


def test_a_second_writer_is_refused_with_a_sentence_until_the_first_ends(web: Any) -> None:
    draft = web.index.begin()
    other = Index.open(web.index.layout.folder)
    with pytest.raises(Refused, match="another process is writing to the index"):
        other.begin()
    draft.abandon()
    other.begin().abandon()
    other.close()


def test_a_draft_left_by_a_dead_writer_is_swept_by_the_next(web: Any) -> None:
    web.put(web.link(A, T, 1))
    left = web.index.layout.drafts / "draft" / "links-00000.parquet"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a run")
    unpublished = web.index.layout.segments / "000002"
    unpublished.mkdir()
    web.index.layout.manifest_path("000009-never").write_text("{}")
    web.index.begin().abandon()
    assert not left.exists()
    assert not unpublished.exists()
    assert [s.name for s in web.index.snapshots()] == [web.index.current().name]


def test_a_reader_keeps_its_snapshot_while_another_publishes_and_compacts(web: Any) -> None:
    web.put(web.link(A, T, 1))
    with Index.open(web.index.layout.folder) as reader:
        before = reader.current()
        web.put(web.link(B, T, 2), at=101)
        web.index.compact(web.day(200), kept=timedelta(0))
        assert reader.current() == before
        assert reader.links("t.example").num_rows == 1
        reader.refresh()
        assert reader.links("t.example").num_rows == 2
    web.index.compact(web.day(201), kept=timedelta(0))
    assert [s.name for s in web.index.snapshots()] == [web.index.current().name]


def test_two_processes_read_while_a_third_publishes_again_and_again(web: Any) -> None:
    web.put(web.link(A, T, 1))
    command = [sys.executable, "-W", "error", "-c", READER, str(web.index.layout.folder)]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
    for turn in range(6):
        web.put(web.link(f"s{turn}.example/1", T, turn), at=101 + turn)
    web.index.compact(web.day(200), kept=timedelta(0))
    for reader in readers:
        with reader:
            assert reader.stdout is not None
            assert reader.stdout.read() == "done\n"  # `communicate` would pass over what waits
        assert reader.returncode == 0


def test_old_snapshots_go_when_they_are_old_and_unread(web: Any) -> None:
    first = web.put(web.link(A, T, 1), at=1)
    second = web.put(web.link(B, T, 2), at=2)
    third = web.put(web.link("c.example/1", T, 3), at=30)
    assert [s.name for s in web.index.snapshots()] == [second.name, third.name]
    assert not Layout(web.index.layout.folder).manifest_path(first.name).exists()
