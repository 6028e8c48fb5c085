"""Tables as the asker takes them: pages in JSON, or all rows as CSV or Parquet."""

from __future__ import annotations

import shutil
from enum import StrEnum
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Header, Query
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from backlinkbot.app.export import write_tables
from backlinkbot.core.cells import plain
from backlinkbot.interfaces.api.paging import stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from backlinkbot.interfaces.gate import Asked

MOST_TABLE_ROWS = 1_000_000  # of a table in one file
PARQUET = "application/vnd.apache.parquet"
CSV = "text/csv"


class Format(StrEnum):
    """How a table is given out."""

    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


MEDIA = {Format.CSV: CSV, Format.PARQUET: PARQUET}
# What routes with a table say of their other answers
AS_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A page as JSON; all rows as CSV or Parquet.",
        "content": {
            CSV: {"schema": {"type": "string"}},
            PARQUET: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


def formatted(
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    format: Annotated[  # noqa: A002 - what users call it
        Format | None, Query(description="The kind of answer; stands above `Accept`.")
    ] = None,
) -> Format:
    """The format that is wished for: by `?format=`, else by Accept, else JSON."""
    if format is not None:
        return format
    wished = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    return next((one for one, media in MEDIA.items() if media in wished), Format.JSON)


Formatted = Annotated[Format, Depends(formatted)]


def rows_of(table: pa.Table) -> list[Any]:
    """The rows of a small table as JSON has them."""
    return [plain(row) for row in table.to_pylist(maps_as_pydicts="lossy")]


def table_file(asked: Asked, table: pa.Table, name: str, wished: Format) -> FileResponse:
    """A table as a file; cells that a spreadsheet would run are disarmed."""
    return made_file(asked, name, wished, lambda path: write_tables(iter([table]), path) and None)


def made_file(
    asked: Asked, name: str, wished: Format, write: Callable[[Path], object]
) -> FileResponse:
    """A file that `write` makes, sent and then removed."""
    folder = Path(mkdtemp(prefix="backlinkbot-"))
    path = folder / f"{name}.{wished.value}"
    try:
        write(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    told = stamp(asked)
    headers = {
        "backlinkbot-snapshot": told["snapshot"] or "",
        "backlinkbot-as-of": told["as_of"].isoformat(),
        "vary": "accept",
    }
    return FileResponse(
        path,
        headers=headers,
        media_type=MEDIA[wished],
        filename=path.name,
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )
