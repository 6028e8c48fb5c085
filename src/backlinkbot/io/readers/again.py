"""Reads a page once more from where its evidence says it stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import RawPage, Rejects
from backlinkbot.core.urls import canonical
from backlinkbot.io.readers.archive import Archive
from backlinkbot.io.readers.format import Reading, formats
from backlinkbot.io.readers.members import GZIP_MAGIC, ZSTD_MAGIC
from backlinkbot.io.readers.read import recognise
from backlinkbot.io.readers.records import records_of_member
from backlinkbot.io.readers.stored import file_source
from backlinkbot.io.readers.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from backlinkbot.io.readers.stored import StoredSource

HTML = "html"


class Shelf:
    """Files that evidence names, found again where they were read or in some folders of ours."""

    def __init__(self, folders: Sequence[Path], seen_at: datetime) -> None:
        self._folders, self._seen_at = folders, seen_at
        self._paths: dict[str, Path | None] = {}
        self._sources: dict[Path, tuple[StoredSource, str] | None] = {}

    def page(self, evidence: str, url: str) -> RawPage | None:
        """The page of that address which stands there; None where it does no more.

        A file that holds another page there by now was changed: then nothing is read.
        """
        name, at, offset = evidence.rpartition("@")
        if not (at and offset.isdigit()):
            name, offset = evidence, ""
        path = self._path(name)
        source = self._source(path) if path else None
        if source is None:
            return None
        try:
            found = next(self._pages(*source, int(offset or 0), url), None)
        except (BadInput, OSError):
            return None
        if found is None or canonical(found.url) != url:
            return None
        return replace(found, evidence=evidence)

    def _path(self, name: str) -> Path | None:
        if name not in self._paths:
            self._paths[name] = next(self._candidates(name), None)
        return self._paths[name]

    def _candidates(self, name: str) -> Iterator[Path]:
        own = Path(name)
        if not name or "\0" in name:
            return
        if own.is_file():
            yield own
        for folder in self._folders:
            yield from (path for path in folder.rglob("*") if path.name == own.name)

    def _source(self, path: Path) -> tuple[StoredSource, str] | None:
        if path not in self._sources:
            source = file_source(path)
            try:
                self._sources[path] = (source, recognise(source))
            except (BadInput, OSError):
                self._sources[path] = None
        return self._sources[path]

    def _pages(
        self, source: StoredSource, format_name: str, offset: int, url: str
    ) -> Iterator[RawPage]:
        reading = Reading(Rejects(), self._seen_at, base_url=url)
        archive = formats[format_name]
        if format_name == HTML and not offset:
            yield from (page for page in archive.read(source, reading) if isinstance(page, RawPage))
        elif isinstance(archive, Archive) and source.path is not None:
            head = source.head().raw
            if head.startswith(ZSTD_MAGIC):  # its members may need a dictionary before them
                return
            with source.path.open("rb") as stored:
                stored.seek(offset)
                walk = Walk(stored, head, offset if head.startswith(GZIP_MAGIC) else 0)
                if not walk.next_member():
                    return
                found = records_of_member(walk, source.name, reading, archive.grammar)
                for record in islice(found, 1):
                    if (page := archive.page(record, reading)) is not None:
                        yield page
