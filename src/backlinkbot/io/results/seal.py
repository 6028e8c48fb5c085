"""Writing results so that a crash leaves the old state or the new: sync, then one rename."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def sync(path: Path) -> None:
    """Bring a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def swap(path: Path, content: bytes) -> None:
    """Put `content` in place of a file: readers see the old or the new, whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    sync(path.parent)


def digest_of(path: Path) -> str:
    """The blake2b of a file, 32 hex digits."""
    with path.open("rb") as content:
        return blake2b(content.read(), digest_size=16).hexdigest()


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Alone among the processes that write there; the lock goes with the process.

    Raises:
        Refused: another process is writing.
    """
    with (folder / "LOCK").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(
                f"another process is importing results into {folder}; try again when it has ended"
            ) from error
        yield
