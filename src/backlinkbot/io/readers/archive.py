"""The pages of an archive, or where in its file they lie, for whoever reads parts side by side.

An archive of gzip members can be read from any member on. Finding where members begin takes a
tenth of the time of reading the pages in them, and is exact only when every member is unpacked:
what looks like a beginning may be a part of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.members import GZIP_MAGIC
from backlinkbot.io.readers.records import MAX_BLOCK_BYTES, records, records_of, records_of_member
from backlinkbot.io.readers.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import FileIO
    from pathlib import Path

    from backlinkbot.core.facts import RawPage
    from backlinkbot.io.readers.format import Reading, Source
    from backlinkbot.io.readers.records import Grammar, Record


# A member that unpacks to more is read where the archive is read: it holds no page, or too many for
# somebody with little time and memory.
LARGEST_BYTES = 2 * MAX_BLOCK_BYTES


class Span(NamedTuple):
    """One member of an archive, still to be read: its file, and the stored bytes from `start` on.

    `name`: what the user calls the file; `plain_bytes`: what it unpacks to.
    """

    path: Path
    name: str
    start: int
    end: int
    plain_bytes: int

    @property
    def evidence(self) -> str:
        """Where the member is found again."""
        return f"{self.name}@{self.start}"


@runtime_checkable
class Archive(Protocol):
    """A format of records one after the other."""

    @property
    def grammar(self) -> Grammar:
        """How its records begin."""
        ...

    def page(self, record: Record, reading: Reading) -> RawPage | None:
        """The page of a record; None when it holds none, which is counted in the rejects."""
        ...


def pages(archive: Archive, source: Source, reading: Reading) -> Iterator[RawPage]:
    """All pages of an archive.

    Raises:
        BadInput: an archive that was compressed as one whole: nothing in it could be found again.
    """
    yield from _pages(archive, records(source, reading, archive.grammar), reading)


def pages_or_spans(archive: Archive, source: Source, reading: Reading) -> Iterator[RawPage | Span]:
    """The pages of an archive, or spans for `pages_of_spans`, together in the order of the file.

    A file of gzip members gives spans, but pages for very large members and from the first damaged
    one on; a stream, or an archive compressed in another way, gives pages. `reading` hears of the
    pages only.

    Raises:
        BadInput: as for `pages`.
    """
    head = source.head().raw
    if source.path is None or not head.startswith(GZIP_MAGIC):
        yield from pages(archive, source, reading)
        return
    told = (source.name, reading, archive.grammar)
    with source.open_raw() as raw, source.path.open("rb") as again:
        walk = Walk(raw, head)
        if walk.next_member():  # whether the file was compressed as one whole shows here
            yield from _pages(archive, records_of_member(walk, *told), reading)
        while not (walk.is_damaged or walk.is_clipped) and walk.next_member():
            if walk.is_resynced:
                yield from _pages(archive, records_of_member(walk, *told), reading)
                break
            start = walk.offset
            plain_bytes = walk.skip_member()
            if plain_bytes is None:
                again.seek(start)
                walk = Walk(again, head, start)
                break
            if plain_bytes > LARGEST_BYTES:
                again.seek(start)
                large = Walk(again, head, start)
                large.next_member()
                yield from _pages(archive, records_of_member(large, *told), reading)
                continue
            yield Span(source.path, source.name, start, walk.end, plain_bytes)
        yield from _pages(archive, records_of(walk, *told), reading)


def pages_of_spans(archive: Archive, spans: Sequence[Span], reading: Reading) -> Iterator[RawPage]:
    """The pages of spans in the order of one file; what lies between them is not read.

    Raises:
        BadInput: the file is not any more what it was when the spans were found.
    """
    for run in _runs(spans):
        yield from _pages_of_run(archive, run, reading)


def _runs(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """The spans that touch, together; a very large member, read elsewhere, parts them."""
    run: list[Span] = []
    for span in spans:
        if run and span.start != run[-1].end:
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _pages_of_run(archive: Archive, spans: Sequence[Span], reading: Reading) -> Iterator[RawPage]:
    first, last = spans[0], spans[-1]
    with first.path.open("rb", buffering=0) as stored:
        stored.seek(first.start)
        walk = Walk(_Window(stored, last.end - first.start), GZIP_MAGIC, first.start)
        yield from _pages(archive, records_of(walk, first.name, reading, archive.grammar), reading)
    if walk.is_clipped or walk.is_damaged or walk.end != last.end:
        raise BadInput(f"{first.name} was changed while it was read; read it again")


class _Window:
    """A part of a file as if it were all of it."""

    def __init__(self, stored: FileIO, size_bytes: int) -> None:
        self._stored = stored
        self._left = size_bytes

    def read(self, size: int, /) -> bytes:
        fresh = self._stored.read(min(size, self._left))
        self._left -= len(fresh)
        return fresh


def _pages(archive: Archive, found: Iterable[Record], reading: Reading) -> Iterator[RawPage]:
    for record in found:
        page = archive.page(record, reading)
        if page is not None:
            yield page
