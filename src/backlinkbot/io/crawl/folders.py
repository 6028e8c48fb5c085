"""The folders of crawls: one each, with its frontier and its archives; held by one process."""

from __future__ import annotations

import fcntl
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Refused
from backlinkbot.io.crawl.frontier import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = "LOCK"


def unfinished(crawls: Path, ending: str = "") -> Path | None:
    """The newest crawl that was not finished, of those whose name ends so."""
    if not crawls.is_dir():
        return None
    names = sorted(
        (one for one in crawls.iterdir() if one.name.endswith(ending) and (one / NAME).is_file()),
        key=lambda one: one.name,
        reverse=True,
    )
    return next((one for one in names if not _is_finished(one)), None)


def _is_finished(folder: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{folder / NAME}?mode=ro", uri=True)) as file:
            row = file.execute("select value from told where name = 'is_finished'").fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(row) and row[0] == "true"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Alone among the processes that work in a folder of crawls; the lock goes with the process.

    Raises:
        Refused: another process works on it, or the place cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("ab")
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(
                f"another process fetches into {folder.name}, and two at once would not know of "
                "each other's pauses; try again when it has ended"
            ) from error
        yield
