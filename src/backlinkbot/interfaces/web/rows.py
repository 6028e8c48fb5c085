"""What the pages with long lists share: rows or none, files of them, and saved filters."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from backlinkbot.app.export import write_tables
from backlinkbot.app.filters import list_filters
from backlinkbot.core.errors import BadInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Response

    from backlinkbot.app.profile import FoundRows, RowQuestion
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.filters import SavedFilter
    from backlinkbot.interfaces.gate import Asked
    from backlinkbot.interfaces.web.wishes import Target, Wishes

    Verb = Callable[[Workspace, str, RowQuestion], FoundRows]

ENDINGS = ("csv", "xlsx", "parquet", "json")
EVERY_ROW = 1 << 40


def found_or_none(ask: Callable[[], FoundRows]) -> FoundRows | None:
    """The rows, or None where the index knows nothing of the site yet."""
    try:
        return ask()
    except NotFound:
        return None


def file_of(
    asked: Asked, verb: Verb, target: Target, wishes: Wishes, name: str, ending: str
) -> Response:
    """All rows that fit as a file to be saved; cells that would run as formulas are disarmed.

    Raises:
        BadInput: a kind of file that we do not write, a wish that cannot be.
        NotFound: nothing is known of the site.
    """
    if ending not in ENDINGS:
        raise BadInput(f"cannot write .{ending}; there are: {', '.join(ENDINGS)}")
    if wishes.errors:
        raise BadInput(next(iter(wishes.errors.values())))
    question = replace(wishes.question, limit=EVERY_ROW, offset=0)
    found = verb(asked.workspace, target.domain, question)
    folder = tempfile.TemporaryDirectory(prefix="backlinkbot-export-")
    path = Path(folder.name) / f"{target.domain}-{name}.{ending}"
    write_tables(iter([found.table]), path, f".{ending}")
    return FileResponse(path, filename=path.name, background=BackgroundTask(folder.cleanup))


def saved_filters(asked: Asked, domain: str, list_name: str) -> list[SavedFilter]:
    """The saved filters of a list."""
    return list_filters(asked.workspace, domain, list_name)
