"""Where the index keeps what inside its folder, and who may write or is reading there."""

from __future__ import annotations

import fcntl
import os
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Broken, Refused
from backlinkbot.io.durable import write_and_swap
from backlinkbot.io.index import manifest as manifests

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.io.index.manifest import Manifest, SealedFile


@dataclass(frozen=True, slots=True)
class Layout:
    """The folder of one index."""

    folder: Path

    @property
    def pointer(self) -> Path:
        """The file that names the current snapshot; swapping it is publishing."""
        return self.folder / "CURRENT"

    @property
    def manifests(self) -> Path:
        return self.folder / "snapshots"

    @property
    def segments(self) -> Path:
        return self.folder / "segments"

    @property
    def drafts(self) -> Path:
        return self.folder / "drafts"

    def path(self, file: SealedFile) -> Path:
        """Where a sealed file lies."""
        return self.segments / file.segment / file.name

    def manifest_path(self, name: str) -> Path:
        return self.manifests / f"{name}.json"

    def current_name(self) -> str | None:
        """The name of the current snapshot, None before the first one is published."""
        try:
            return self.pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise Broken(f"{self.pointer} is damaged; run `backlinkbot index repair`") from error

    def load(self, name: str) -> Manifest:
        """The manifest of a snapshot.

        Raises:
            Broken: it is missing or damaged.
            Refused: it is of a layout that this version does not read.
        """
        path = self.manifest_path(name)
        try:
            return manifests.decoded(path.read_bytes(), path)
        except (FileNotFoundError, OSError, ValueError) as error:
            raise Broken(
                f"{path} cannot be read ({error}); run `backlinkbot index repair`"
            ) from error

    def names(self) -> list[str]:
        """The snapshots that were published and are kept, oldest first."""
        current = self.current_name() or ""
        stems = (path.stem for path in self.manifests.glob("[0-9]*.json"))
        return sorted(stem for stem in stems if stem <= current)

    def next_number(self) -> int:
        """The first number that no snapshot and no segment has taken, published or not."""
        taken = [path.stem for path in self.manifests.glob("[0-9]*.json")]
        taken += [path.name for path in self.segments.glob("[0-9]*")]
        return 1 + max((int(name.split("-")[0]) for name in taken), default=0)

    def make(self) -> None:
        """Make the folders, where they are missing."""
        for folder in (self.manifests, self.segments, self.drafts):
            folder.mkdir(parents=True, exist_ok=True)

    def publish(self, manifest: Manifest) -> None:
        """Write the manifest and let the pointer name it: from here on it is the current one."""
        write_and_swap(self.manifest_path(manifest.name), manifests.encoded(manifest))
        write_and_swap(self.pointer, f"{manifest.name}\n".encode())


class WriterLock:
    """Only one process at a time may change an index; the lock goes with the process."""

    def __init__(self, layout: Layout) -> None:
        layout.make()
        self._file = (layout.folder / "LOCK").open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            raise Refused(
                f"another process is writing to the index in {layout.folder}; "
                "try again when it has ended"
            ) from error
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n".encode())
        self._file.flush()

    def release(self) -> None:
        """Let the next one write; may be called twice."""
        self._file.close()


class Pin:
    """A hold on a snapshot: while it lasts, nobody removes the snapshot's files."""

    def __init__(self, layout: Layout, name: str) -> None:
        """Take the hold.

        Raises:
            FileNotFoundError: the snapshot is gone.
        """
        handle = os.open(layout.manifest_path(name), os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH)
        self._close = weakref.finalize(self, os.close, handle)

    def release(self) -> None:
        """Let go; may be called twice."""
        self._close()


def is_read(layout: Layout, name: str) -> bool:
    """Whether any process holds the snapshot for reading."""
    with layout.manifest_path(name).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
