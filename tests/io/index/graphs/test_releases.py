from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backlinkbot.io.index.graphs.releases import (
    about_release,
    current_release,
    look_up,
    publish_release,
    release_schema,
)

DAY = date(2026, 11, 1)


def rows(*names: str) -> pa.RecordBatch:
    columns = [
        pa.array(names)
        if field.name == "node"
        else pa.array(range(len(names)), pa.int64()).cast(field.type)
        for field in release_schema()
    ]
    return pa.record_batch(columns, schema=release_schema())


def test_a_release_is_found_and_says_what_it_is(tmp_path: Path) -> None:
    assert current_release(tmp_path) is None
    path = publish_release(tmp_path, DAY, "abcdef" * 4, [rows("a.org")], {"method": "one"})
    assert path.name == "2026-11-01-abcdefabcdef.parquet"
    assert current_release(tmp_path) == path
    assert about_release(path) == {"method": "one"}


def test_names_are_looked_up_and_strangers_have_no_row(tmp_path: Path) -> None:
    batches = [rows("a.org", "b.org"), rows("c.org")]
    path = publish_release(tmp_path, DAY, "0" * 12, batches, {})
    found = look_up(path, ["c.org", "a.org", "zzz.org"])
    assert sorted(found.column("node").to_pylist()) == ["a.org", "c.org"]


def test_the_newest_publication_is_the_current_one_on_the_same_day(tmp_path: Path) -> None:
    publish_release(tmp_path, DAY, "f" * 12, [rows("a.org")], {})
    second = publish_release(tmp_path, DAY, "1" * 12, [rows("a.org")], {})
    assert current_release(tmp_path) == second


def test_a_failed_write_leaves_the_old_release_and_no_draft(tmp_path: Path) -> None:
    first = publish_release(tmp_path, DAY, "a" * 12, [rows("a.org")], {})

    def broken() -> Iterator[pa.RecordBatch]:
        yield rows("b.org")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        publish_release(tmp_path, DAY, "b" * 12, broken(), {})
    assert current_release(tmp_path) == first
    assert {path.name for path in tmp_path.iterdir()} == {"CURRENT", first.name}


def test_the_columns_are_those_of_the_contract(tmp_path: Path) -> None:
    path = publish_release(tmp_path, DAY, "a" * 12, [rows("a.org")], {})
    assert pq.read_schema(path).names == [
        "node", "authority", "authority_low", "authority_high", "trust", "pagerank",
        "pagerank_percentile", "harmonic", "referring_domains", "inflated_share",
    ]  # fmt: skip


def test_drafts_of_killed_writers_are_swept_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f".x.parquet.{dead.pid}").touch()
    alive = tmp_path / f".y.parquet.{os.getpid()}"
    alive.touch()
    path = publish_release(tmp_path, DAY, "a" * 12, [rows("a.org")], {})
    assert {p.name for p in tmp_path.iterdir()} == {alive.name, path.name, "CURRENT"}
