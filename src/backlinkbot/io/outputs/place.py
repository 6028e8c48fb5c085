"""Puts a finished file in its place: whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replaced(path: Path, writer: str = "") -> Iterator[Path]:
    """A draft beside `path` that takes its place when the block ends well, and goes when not.

    `writer`: tells the drafts of several writers of one file apart.

    Raises:
        Refused: the place cannot be written to.
    """
    draft = path.with_name(f".{path.stem}.draft{writer}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(path)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            draft.unlink()


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with replaced(path) as draft, draft.open("w", encoding="utf-8", newline="") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    with replaced(path) as draft, draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def remove_beside(folder: Path) -> None:
    """Remove the other folders in a folder's own; one that somebody holds may stay."""
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def keep_newest(folder: Path, most: int) -> None:
    """Of the folders in a folder keep so many, those written last; one that is held may stay."""
    written: list[tuple[int, Path]] = []
    for path in folder.iterdir():
        with suppress(OSError):  # another process removed it in between
            written.append((path.stat().st_mtime_ns, path))
    for _, old in sorted(written)[:-most]:
        shutil.rmtree(old, ignore_errors=True)
