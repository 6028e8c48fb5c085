"""Bringing an index of the layout before to the present one, when it is written to."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.io.durable import digest_of, sync
from backlinkbot.io.index.database import connect, writing
from backlinkbot.io.index.manifest import LAYOUT_VERSION, name_of
from backlinkbot.io.index.sql import named
from backlinkbot.io.index.statements import filled
from backlinkbot.io.index.stored import SHAPES, Kind, schema, voice_fields

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from backlinkbot.io.index.database import Budget
    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.manifest import Manifest, SealedFile

NOTHING = (
    'cast(null as struct(file ubigint, "at" timestamp_s, seen timestamp_s, began timestamp_s)[])'
)
NEW = "tellers"  # the column that layout 5 adds, in voices too
CHANGED = (Kind.LINKS, Kind.EDGES)


def upgrade(layout: Layout, old: Manifest | None, budget: Budget) -> bool:
    """Publish the same state in the present layout; whether that was needed.

    Only for who holds the writer's lock.

    Layout 5 remembers every file that told a link or an edge. Of what is older the files of the
    places kept are known, as before. Killed on the way, the index is as it was.

    Raises:
        Refused: disk or memory are too small; the index is as it was.
    """
    if old is None or old.layout == LAYOUT_VERSION:
        return False
    number = layout.next_number()
    building = layout.drafts / f"{number:06d}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    with writing(layout.folder):
        database = connect(budget, layout.drafts / "spill")
        try:
            files = tuple(
                _rewritten(layout, file, database, building, number)
                if file.kind in CHANGED
                else file
                for file in old.files
            )
        finally:
            database.close()
        for folder in sorted(building.iterdir()):
            sync(folder)
            folder.rename(layout.segments / folder.name)
        building.rmdir()
        sync(layout.segments)
    new = replace(
        old,
        name=name_of(number, old.created_at),
        files=files,
        layout=LAYOUT_VERSION,
        restores=old.restores or old.name,
    )
    layout.publish(new)
    return True


def _rewritten(
    layout: Layout,
    file: SealedFile,
    database: duckdb.DuckDBPyConnection,
    building: Path,
    number: int,
) -> SealedFile:
    """The file under its name in a segment of its own, in the order of the segments before."""
    segment = f"{file.segment}-{number:06d}"
    (building / segment).mkdir(exist_ok=True)
    path = building / segment / file.name
    parts = {
        "columns": ", ".join(_column(name) for name in schema(file.kind).names),
        "row_group": str(SHAPES[file.kind].row_group),
    }
    statement = filled(named("upgrade.sql")["rewritten"], parts)
    database.execute(statement, {"old": str(layout.path(file)), "path": str(path)})
    sync(path)
    return replace(file, segment=segment, size_bytes=path.stat().st_size, blake2b=digest_of(path))


def _column(name: str) -> str:
    """A column as it was, or what stands for it where the layout before had none."""
    if name == NEW:
        return f"{NOTHING} as {NEW}"
    if name != "voices":
        return f'"{name}"'
    fields = (
        f"'{field.name}': " + (NOTHING if field.name == NEW else f'v."{field.name}"')
        for field in voice_fields()
    )
    return f"list_transform(voices, lambda v: {{{', '.join(fields)}}}) as voices"
