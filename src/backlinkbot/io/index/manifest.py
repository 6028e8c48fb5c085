"""The manifest of a snapshot: which sealed files it is made of, and their digests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Broken, Refused
from backlinkbot.core.nouns import Snapshot
from backlinkbot.io.index.stored import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LAYOUT_VERSION = 5  # 4 did not know of every file that told a link
READ_VERSIONS = (4, LAYOUT_VERSION)  # what is older lacks facts that only its sources have


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One Parquet file: its name (unique in the index), where, what is in it, and its digest.

    `low`, `high`: its range of buckets; `least`, `greatest`: first and last domain; `dead`: rows
    that newer files replace.
    """

    name: str
    segment: str
    kind: Kind
    low: int
    high: int
    rows: int
    size_bytes: int
    blake2b: str
    least: str = ""
    greatest: str = ""
    dead: int = 0

    def covers(self, bucket: int) -> bool:
        """Whether rows of this bucket may be in it."""
        return self.low <= bucket <= self.high


@dataclass(frozen=True, slots=True)
class RankList:
    """A list of ranked sites: its name, its newest date, and how many sites it names there."""

    name: str
    sites: int
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """One published state: its counts and its files, oldest segment first.

    `restores`: the snapshot whose state this is again, empty where it is a new one; `compacts`: the
    one just before it that gives the same answers out of other files.
    """

    name: str
    created_at: datetime
    links: int
    pages: int
    edges: int
    referring_domains: int
    files: tuple[SealedFile, ...]
    rank_lists: tuple[RankList, ...] = ()
    restores: str = ""
    compacts: str = ""
    layout: int = LAYOUT_VERSION

    @property
    def snapshot(self) -> Snapshot:
        """What the rest of the product sees of it."""
        return Snapshot(
            self.name, self.created_at, self.links, self.pages, self.edges, self.referring_domains
        )

    @property
    def number(self) -> int:
        """Its place in the line of snapshots, from 1."""
        return int(self.name.split("-")[0])

    def of(self, kind: Kind, low: int = 0, high: int = 255) -> tuple[SealedFile, ...]:
        """The files of a kind that may hold rows of these buckets."""
        return tuple(f for f in self.files if f.kind == kind and f.low <= high and f.high >= low)

    def segments(self) -> tuple[str, ...]:
        """Its segments, oldest first."""
        return tuple(sorted({f.segment for f in self.files}))

    @property
    def is_scattered(self) -> bool:
        """Whether there are several segments, or rows that are no longer alive."""
        return len(self.segments()) > 1 or any(file.dead for file in self.files)

    def without(self, segments: Iterable[str]) -> Manifest:
        """The same manifest less the files of these segments."""
        gone = set(segments)
        return replace(self, files=tuple(f for f in self.files if f.segment not in gone))


def name_of(number: int, moment: datetime) -> str:
    """The name of a snapshot: its place in the line, and when (UTC) it was published."""
    return f"{number:06d}-{moment:%Y%m%dT%H%M%SZ}"


def encoded(manifest: Manifest) -> bytes:
    """The manifest as JSON that a person can read."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def decoded(text: bytes, path: Path) -> Manifest:
    """The manifest out of its JSON.

    Raises:
        Broken: the file is no manifest.
        Refused: it is of a layout that this version does not read.
    """
    import msgspec

    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.MsgspecError as error:
        raise Broken(f"{path} is damaged ({error}); run `backlinkbot index repair`") from error
    if manifest.layout not in READ_VERSIONS:
        raise Refused(
            f"{path} has layout {manifest.layout} and this version reads "
            f"{' and '.join(map(str, READ_VERSIONS))}; move the index's folder away and ingest its "
            "sources again, or use the version that wrote it"
        )
    return manifest
