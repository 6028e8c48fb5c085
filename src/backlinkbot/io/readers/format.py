"""What an import format is: something that recognises a file by its content and reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO, Protocol

from backlinkbot.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from backlinkbot.core.facts import Facts, RawPage, Rejects

HEAD_BYTES = 256 * 1024  # enough for a header row, the first records, and a WAT's first links


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a source, as stored (`raw`) and with compression undone (`plain`)."""

    name: str
    raw: bytes
    plain: bytes


class Source(Protocol):
    """One thing to read: a file, standard input, or an http(s) address."""

    @property
    def name(self) -> str:
        """What the user calls it: shown in messages and used as evidence."""
        ...

    @property
    def size_bytes(self) -> int | None:
        """Stored size, None when unknown."""
        ...

    @property
    def path(self) -> Path | None:
        """The file that it is, which others may open and read any part of; None for the rest."""
        ...

    def head(self) -> Head:
        """Its first `HEAD_BYTES`; may be asked any number of times."""
        ...

    def open_raw(self) -> BinaryIO:
        """The bytes as stored, from the start."""
        ...

    def open(self) -> BinaryIO:
        """The bytes with gzip or zstd undone, from the start."""
        ...

    def position(self) -> int:
        """How many stored bytes were read so far: for the progress bar."""
        ...

    def digest(self) -> str | None:
        """BLAKE2b of the stored bytes; of a stream only known when it was read to its end."""
        ...

    def damage(self) -> str:
        """Where `open` broke off and why, one sentence; empty while all is well."""
        ...

    def beside(self) -> Sequence[Source]:
        """The other files of its folder (a graph's names beside its edges); none for streams."""
        ...


@dataclass(slots=True)
class Reading:
    """What a reader is told, and where it says what it left out.

    `target`: the site an export is about, where the file does not say; `base_url`: the address of
    an HTML page, where it does not tell it; `reporter`: who says what a table of any kind or a WARC
    holds;
    `mapping`: ours -> the file's column, from `--map`; `seen_at`: used where a format tells no
    date; `as_of`: the date of a rank list or graph, where the user tells; `rows`: raised by the
    reader at every record, line or row it looks at; `notes`: what the user should know (the order
    of day and month that was found …); `truncated`: the reader sets it when the source ended in
    the middle.
    """

    rejects: Rejects
    seen_at: datetime
    target: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    as_of: date | None = None
    base_url: str = ""
    reporter: str = ""
    rows: int = 0
    notes: list[str] = field(default_factory=list)
    truncated: bool = False


class Format(Protocol):
    """One import format; its module registers one object: `formats.add("warc")(Warc())`."""

    def recognises(self, head: Head) -> bool:
        """Whether the content is of this format; never by file name alone."""
        ...

    def read(self, source: Source, reading: Reading) -> Iterator[Facts | RawPage]:
        """Stream the source's facts, or pages still to be read; bounded memory.

        Raises:
            BadInput: the source as a whole cannot be used; one sentence says why.
        """
        ...


formats: Registry[Format] = Registry("format", "backlinkbot.io.readers.formats")
