"""What servers told of pages in earlier crawls: asked with it, they send only what changed."""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.core.urls.ids import url_id
from backlinkbot.io.crawl.fetched import Validators

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "pages.db"
_TABLE = """
create table if not exists pages (
    url integer primary key, etag text not null, modified text not null,
    archive text not null, place integer not null
)
"""


class Known(NamedTuple):
    """A page as it was fetched last; `archive`: its file below the folder of all crawls."""

    url: str
    validators: Validators
    archive: str
    offset: int


class Remembered:
    """The pages of all crawls of a workspace that can be asked for conditionally."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._file = sqlite3.connect(
            folder / NAME, timeout=30, isolation_level=None, check_same_thread=False
        )
        self._file.execute("pragma journal_mode = wal")
        self._file.execute("pragma synchronous = normal")
        self._file.execute(_TABLE)
        row = self._file.execute("select exists (select 1 from pages)").fetchone()
        self._is_empty = not row[0]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def of(self, url: str) -> Known | None:
        """What is known of a page, if its archive is still there."""
        if self._is_empty:  # a first crawl asks for nothing
            return None
        with self._lock:
            row = self._file.execute(
                "select etag, modified, archive, place from pages where url = ?", [url_id(url)]
            ).fetchone()
        if row is None or not (self._folder / row[2]).is_file():
            return None
        return Known(url, Validators(row[0], row[1]), row[2], row[3])

    def keep(self, pages: Iterable[Known]) -> None:
        """Remember pages as they are now."""
        rows = [(url_id(a), b.etag, b.modified, c, d) for a, b, c, d in pages]
        if not rows:
            return
        with self._lock:
            self._file.execute("begin immediate")
            self._file.executemany("insert or replace into pages values (?, ?, ?, ?, ?)", rows)
            self._file.execute("commit")
