"""Tables that are read without loading them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from backlinkbot.core.errors import NotFound
from backlinkbot.io.outputs.mapped import read_mapped, write_mapped
from backlinkbot.io.outputs.place import remove_beside

TABLE = pa.table(
    {
        "name": ["a", None, "ü"],
        "seen": pa.array([datetime(2026, 10, 1, tzinfo=UTC), None, None], pa.timestamp("s", "UTC")),
        "sources": pa.array([["x", "y"], [], None], pa.list_(pa.string())),
    }
)


@pytest.mark.parametrize("table", [TABLE, TABLE.slice(0, 0), pa.concat_tables([TABLE, TABLE])])
def test_what_was_written_is_read(tmp_path: Path, table: pa.Table) -> None:
    path = tmp_path / "new" / "t.arrow"
    write_mapped(path, table)
    assert read_mapped(path) == table
    assert [one.name for one in path.parent.iterdir()] == ["t.arrow"]


@pytest.mark.parametrize("length", [0, 7, 200])
def test_a_file_that_is_not_whole_is_none(tmp_path: Path, length: int) -> None:
    path = tmp_path / "t.arrow"
    write_mapped(path, TABLE)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(NotFound, match="cannot be read"):
        read_mapped(path)
    with pytest.raises(NotFound):
        read_mapped(tmp_path / "none.arrow")


def test_only_the_folders_beside_go(tmp_path: Path) -> None:
    for name in ("old", "older", "new"):
        write_mapped(tmp_path / name / "t.arrow", TABLE)
    held = read_mapped(tmp_path / "old" / "t.arrow")
    remove_beside(tmp_path / "new")
    assert [one.name for one in tmp_path.iterdir()] == ["new"]
    assert held == TABLE
