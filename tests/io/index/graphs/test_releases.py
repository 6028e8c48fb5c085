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

from backlinkbot.core.errors import Broken, NotFound
from backlinkbot.io.index.graphs.releases import (
    about_release,
    current_release,
    look_up,
    look_up_domains,
    publish_release,
    put_in_force,
    release_named,
    release_schema,
    releases,
    settled_release,
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
        "basis",
    ]  # fmt: skip


def test_rows_say_what_they_stand_on_even_in_a_release_older_than_that_column(
    tmp_path: Path,
) -> None:
    old = rows("a.org").drop_columns(["basis"])
    path = tmp_path / "2026-01-01-old.parquet"
    about = {"backlinkbot.basis": "links only"}
    pq.write_table(pa.Table.from_batches([old]).replace_schema_metadata(about), path)
    assert look_up(path, ["a.org"]).column("basis").to_pylist() == ["links only"]


def test_drafts_of_killed_writers_are_swept_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f".x.parquet.{dead.pid}").touch()
    alive = tmp_path / f".y.parquet.{os.getpid()}"
    alive.touch()
    path = publish_release(tmp_path, DAY, "a" * 12, [rows("a.org")], {})
    assert {p.name for p in tmp_path.iterdir()} == {alive.name, path.name, "CURRENT"}


def test_releases_are_listed_by_day_and_one_is_in_force(tmp_path: Path) -> None:
    later = publish_release(tmp_path, DAY, "b" * 12, [rows("a.org", "b.org")], {"basis": "trust"})
    earlier = publish_release(
        tmp_path, date(2026, 8, 1), "c" * 12, [rows("a.org")], {}, in_force=False
    )
    found = releases(tmp_path)
    assert [one.path for one in found] == [earlier, later]
    assert [one.is_in_force for one in found] == [False, True]
    assert [one.nodes for one in found] == [1, 2]
    assert found[1].about == {"basis": "trust"}


def test_a_release_is_called_by_its_name_or_an_unmistakable_beginning(tmp_path: Path) -> None:
    first = publish_release(tmp_path, DAY, "ab" * 6, [rows("a.org")], {})
    second = publish_release(tmp_path, DAY, "ac" * 6, [rows("a.org")], {})
    assert release_named(tmp_path, first.stem).path == first
    assert release_named(tmp_path, first.name).path == first
    assert release_named(tmp_path, "2026-11-01-ac").path == second
    assert release_named(tmp_path, "acac").path == second
    for unclear in ("2026-11-01", "a"):
        with pytest.raises(NotFound, match="more than one"):
            release_named(tmp_path, unclear)
    for unknown in ("2027", "", "../x"):
        with pytest.raises(NotFound):
            release_named(tmp_path, unknown)


def test_a_damaged_release_is_listed_with_its_fault_and_said_when_asked(tmp_path: Path) -> None:
    path = publish_release(tmp_path, DAY, "a" * 12, [rows("a.org")], {})
    path.write_bytes(b"PAR1 no more")
    (found,) = releases(tmp_path)
    assert found.fault
    assert settled_release(tmp_path) is None
    with pytest.raises(Broken, match=path.stem):
        release_named(tmp_path, path.stem)
    with pytest.raises(Broken):
        look_up(path, ["a.org"])


def test_settled_is_what_was_chosen_or_the_indexs(tmp_path: Path) -> None:
    assert settled_release(tmp_path) is None
    other = publish_release(tmp_path, DAY, "a" * 12, [rows("a.org")], {"series": ""})
    assert settled_release(tmp_path) is None
    put_in_force(tmp_path, other, chosen=True)
    assert getattr(settled_release(tmp_path), "path", None) == other
    assert current_release(tmp_path) == other
    index = publish_release(tmp_path, DAY, "b" * 12, [rows("a.org")], {"series": "index"})
    assert getattr(settled_release(tmp_path), "path", None) == index


def test_domains_are_looked_up_as_they_stand_then_by_their_registered_domain(
    tmp_path: Path,
) -> None:
    batch = rows("example.org", "www.example.org", "Weird Name")
    path = publish_release(tmp_path, DAY, "a" * 12, [batch], {})
    asked = ["WWW.example.org", "blog.example.org", "Weird Name", "nobody.net"]
    found = look_up_domains(path, asked)
    assert found.column("domain").to_pylist() == asked
    assert found.column("authority").to_pylist() == [1, 0, 2, None]
