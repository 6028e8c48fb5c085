"""Writing that survives a crash: files are synced before anything points at them."""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CHUNK_BYTES = 1 << 20


def sync(path: Path) -> None:
    """Bring a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_and_swap(path: Path, content: bytes) -> None:
    """Put `content` in place of the file in one rename: readers see the old or the new, whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    sync(path.parent)


def digest_of(path: Path) -> str:
    """The blake2b of a file, 32 hex digits."""
    digest = blake2b(digest_size=16)
    with path.open("rb") as content:
        while chunk := content.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
