"""One file fetched into a folder: resumed where it stopped, verified before it gets its name."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from backlinkbot.core.errors import BadInput, Unreachable
from backlinkbot.io.readers.members import GZIP_MAGIC, Clipped, Damaged, members_of
from backlinkbot.io.readers.remote import ChangedError, Download, Fetch, Version
from backlinkbot.io.readers.stored import DIGEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

CHUNK_BYTES = 1024 * 1024
ATTEMPTS = 2  # what arrives damaged twice is damaged where it lies


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as we have it: its address there, and what to know it by."""

    name: str
    url: str
    size_bytes: int
    blake2b: str
    etag: str
    modified: str


def fetch_file(url: str, path: Path, fetch: Fetch, told: Callable[[int, int | None], None]) -> Kept:
    """Fetch `url` to `path`; `told` hears the bytes so far and their total, where known.

    A download that was broken off, also by the end of the program, goes on where it stopped. The
    file gets its name only when its size is what the server said and, where it is gzip, every
    checksum in it is right.

    Raises:
        NotFound: there is nothing at the address.
        Unreachable: it does not answer, or it arrives damaged again and again.
        BadInput: the folder cannot be written to, or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _fetched(url, path, fetch, told)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror or error}") from error


def _fetched(url: str, path: Path, fetch: Fetch, told: Callable[[int, int | None], None]) -> Kept:
    reason = ""
    for _ in range(ATTEMPTS):
        version = _fetch_rest(url, path, fetch, told)
        try:
            kept = _verified(path, url, version)
        except (Clipped, Damaged) as error:
            reason = str(error)
            _forget(path)
            continue
        _part(path).replace(path)
        _version_file(path).unlink(missing_ok=True)
        return kept
    raise Unreachable(f"{url} arrives damaged: {reason}")


def digest_and_check(stored: BinaryIO) -> str:
    """The digest of a stored file; all gzip members are unpacked on the way to check them.

    Raises:
        Clipped, Damaged: it is gzip, and not whole.
    """
    head = stored.read(len(GZIP_MAGIC))
    stored.seek(0)
    total = blake2b(digest_size=DIGEST_BYTES)
    if head == GZIP_MAGIC:
        members = members_of(stored, head)
        while members.next_member():
            while members.piece():
                pass
        stored.seek(0)
    while chunk := stored.read(CHUNK_BYTES):
        total.update(chunk)
    return total.hexdigest()


def _fetch_rest(
    url: str, path: Path, fetch: Fetch, told: Callable[[int, int | None], None]
) -> Version:
    """Bring the part file to its full length; from the start when the file there has changed."""
    start, version = _state(path)
    try:
        return _append(Download(url, fetch, start=start, version=version), path, told)
    except ChangedError:
        if not start:
            raise
    _forget(path)
    return _append(Download(url, fetch), path, told)


def _append(download: Download, path: Path, told: Callable[[int, int | None], None]) -> Version:
    with download, _part(path).open("ab") as part:
        part.truncate(download.position)
        noted: Version | None = None
        while chunk := download.read(CHUNK_BYTES):
            if download.version != noted and download.version is not None:
                noted = download.version
                _version_file(path).write_bytes(msgspec.json.encode(asdict(noted)))
            part.write(chunk)
            told(download.position, noted.size_bytes if noted else None)
        part.flush()
        os.fsync(part.fileno())
        return download.version or Version()


def _verified(path: Path, url: str, version: Version) -> Kept:
    part = _part(path)
    size = part.stat().st_size
    if version.size_bytes is not None and size != version.size_bytes:
        raise Damaged(f"{size} bytes came where the server announced {version.size_bytes}")
    with part.open("rb") as stored:
        digest = digest_and_check(stored)
    return Kept(path.name, url, size, digest, version.etag, version.modified)


def _state(path: Path) -> tuple[int, Version | None]:
    """How far an earlier download came and of which version; (0, None) to begin anew."""
    part, noted = _part(path), _version_file(path)
    if not part.is_file() or not noted.is_file():
        return 0, None
    try:
        version = msgspec.json.decode(noted.read_bytes(), type=Version)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return 0, None
    return (part.stat().st_size, version) if version.validator else (0, None)


def _forget(path: Path) -> None:
    _part(path).unlink(missing_ok=True)
    _version_file(path).unlink(missing_ok=True)


def _part(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _version_file(path: Path) -> Path:
    return path.with_name(path.name + ".part.json")
