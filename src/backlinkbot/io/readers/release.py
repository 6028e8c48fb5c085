"""A Common Crawl web graph release: fetched by name, kept in a folder, streamed as columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import msgspec

from backlinkbot.core.errors import BadInput, NotFound, Unreachable
from backlinkbot.core.facts import Rejects
from backlinkbot.io.readers.delimited import Layout, id_blocks, vertex_blocks
from backlinkbot.io.readers.downloads import Kept, digest_and_check, fetch_file
from backlinkbot.io.readers.members import Clipped, Damaged
from backlinkbot.io.readers.remote import Fetch
from backlinkbot.io.readers.stored import file_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

Level = Literal["domain", "host"]
Kind = Literal["vertices", "edges", "ranks"]

FOLDER_AT_HOST = "projects/hyperlinkgraph"
MANIFEST = "manifest.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,100}\Z")
_PART_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*\.gz\Z")
MAX_PARTS = 10_000  # a list of parts that is longer is no list of parts


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a download is: the file, which of how many, its bytes so far and in all if known."""

    file: str
    number: int
    files: int
    bytes_done: int
    bytes_total: int | None


def _quiet(_: Progress) -> None:
    """Tell nobody."""


@dataclass
class Release:
    """One release at one level.

    `folder` keeps the files and a manifest with their digests; a second call fetches nothing that
    is there whole. `rejects` counts lines that are no vertex or edge.
    """

    base_url: str
    name: str
    level: Level
    folder: Path
    fetch: Fetch = field(default_factory=Fetch)
    on_progress: Callable[[Progress], None] = _quiet
    rejects: Rejects = field(default_factory=Rejects)

    def __post_init__(self) -> None:
        if not _NAME.match(self.name) or ".." in self.name:
            raise BadInput(
                f"{self.name!r} is no name of a release; they look like cc-main-2025-oct-nov-dec"
            )

    def files(self, kind: Kind) -> list[Path]:
        """The release's files of one kind, in order; fetched and verified if they are not here.

        Raises:
            NotFound: the host has no such release.
            Unreachable: it does not answer, or a file arrives damaged.
        """
        whole = f"{self.name}-{self.level}-{kind}.txt.gz"
        if self.level == "host" and kind != "ranks":
            return self._parts(kind)
        try:
            return [self._file(f"{self._at_host}/{whole}", self.folder / whole, 1, 1)]
        except NotFound:
            return self._parts(kind)

    def vertices(self) -> Iterator[pa.RecordBatch]:
        """Batches of `id` (uint32), `name` (reversed, in the file's order) and `hosts` (uint32).

        `hosts`: how many hosts the domain has; null at host level.
        """
        for path in self.files("vertices"):
            with file_source(path).open() as stream:
                yield from vertex_blocks(stream, path.name, self.rejects)

    def edges(self) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.uint32]]]:
        """Pairs of arrays: the ids that link, and the ids they link to."""
        layout = Layout("\t", ("source", "target"))
        for path in self.files("edges"):
            with file_source(path).open() as stream:
                for block in id_blocks(stream, path.name, layout, self.rejects):
                    yield block.columns[0].to_numpy(), block.columns[1].to_numpy()

    def verify(self) -> list[str]:
        """One sentence for every kept file that is not what was fetched; empty when all are."""
        return [
            sentence
            for name, kept in self._manifest().items()
            if (sentence := _difference(self.folder / name, kept))
        ]

    @property
    def _at_host(self) -> str:
        return f"{self.base_url.rstrip('/')}/{FOLDER_AT_HOST}/{self.name}/{self.level}"

    def _parts(self, kind: Kind) -> list[Path]:
        """The files that the release's list of paths names."""
        name = f"{self.name}-{self.level}-{kind}.paths.gz"
        listed = self._file(f"{self._at_host}/{name}", self.folder / name, 1, 1)
        with file_source(listed).open() as stream:
            paths = [line.strip() for line in stream.read().decode("ascii", "replace").splitlines()]
        paths = [path for path in paths if path]
        if not paths or len(paths) > MAX_PARTS:
            raise Unreachable(f"{self._at_host}/{name} lists {len(paths)} parts")
        for path in paths:
            if not _PART_PATH.match(path) or ".." in path:
                raise Unreachable(
                    f"{self._at_host}/{name} lists {path!r}, which is no path of a part"
                )
        return [
            self._file(
                f"{self.base_url.rstrip('/')}/{path}",
                self.folder / kind / path.rpartition("/")[2],
                number,
                len(paths),
            )
            for number, path in enumerate(paths, 1)
        ]

    def _file(self, url: str, path: Path, number: int, files: int) -> Path:
        """One file, fetched unless the manifest says that it is here whole."""
        name = path.relative_to(self.folder).as_posix()
        kept = self._manifest().get(name)
        if kept and path.is_file() and path.stat().st_size == kept.size_bytes and kept.url == url:
            return path

        def told(done: int, total: int | None) -> None:
            self.on_progress(Progress(name, number, files, done, total))

        fetched = fetch_file(url, path, self.fetch, told)
        self._note(name, fetched)
        return path

    def _manifest(self) -> dict[str, Kept]:
        try:
            noted = (self.folder / MANIFEST).read_bytes()
            return msgspec.json.decode(noted, type=dict[str, Kept])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):  # then all is fetched anew
            return {}

    def _note(self, name: str, kept: Kept) -> None:
        manifest = self._manifest() | {name: kept}
        fresh = self.folder / f"{MANIFEST}.new"
        try:
            fresh.write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
            fresh.replace(self.folder / MANIFEST)
        except OSError as error:
            raise BadInput(f"{fresh} cannot be written: {error.strerror or error}") from error


def _difference(path: Path, kept: Kept) -> str:
    if not path.is_file():
        return f"{path} is missing"
    try:
        with path.open("rb") as stored:
            is_same = digest_and_check(stored) == kept.blake2b
    except (Clipped, Damaged) as error:
        return f"{path}: {error}"
    return "" if is_same else f"{path} is not the file that was fetched"
