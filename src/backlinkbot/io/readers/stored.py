"""One thing to read, whatever it is stored as: its head, its bytes, its digest."""

from __future__ import annotations

import io
import sys
from hashlib import blake2b
from typing import TYPE_CHECKING, BinaryIO

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.format import HEAD_BYTES, Head
from backlinkbot.io.readers.unpack import BUFFER_BYTES, Unpacked, unpacked_head

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from _typeshed import WriteableBuffer

    from backlinkbot.io.readers.format import Source

DIGEST_BYTES = 16  # 128 bits: files are told apart, nobody has to be kept from forging one
REPLAY_BYTES = (
    64 * 1024 * 1024
)  # of a stream kept to be read again: larger than any vendor's export


class Metered(io.RawIOBase):
    """A binary stream that knows how far it was read, and the digest of its bytes if it shall.

    It reads on until it has as much as was asked for, where a pipe or a socket gives less at a
    time: a head must not be short only because the network was slow.
    """

    def __init__(self, raw: io.RawIOBase, name: str, *, with_digest: bool) -> None:
        super().__init__()
        self._name = name
        self.count = 0
        self.digest: str | None = None
        self._raw = raw
        self._hash = blake2b(digest_size=DIGEST_BYTES) if with_digest else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view):
            count = self._some_into(view[done:])
            if not count:
                break
            done += count
        self.count += done
        if self._hash is not None:
            self._hash.update(view[:done])
            self.digest = self._hash.hexdigest() if done < len(view) else None
        return done

    def _some_into(self, view: memoryview) -> int:
        try:
            return self._raw.readinto(view) or 0
        except OSError as error:
            raise _unreadable(self._name, error) from error

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


def _unreadable(name: str, error: OSError) -> BadInput:
    return BadInput(f"{name} cannot be read: {error.strerror or error}")


class StoredSource:
    """A source that can be opened from its start as often as it is asked."""

    def __init__(
        self,
        name: str,
        opener: Callable[[], io.RawIOBase],
        *,
        size_bytes: int | None = None,
        path: Path | None = None,
        is_slow_to_open: bool = False,
    ) -> None:
        self.name = name
        self.size_bytes = size_bytes
        self._opener = opener
        self.path = path
        self._is_slow_to_open = is_slow_to_open
        self._head: Head | None = None
        self._meter: Metered | None = None
        self._unpacked: Unpacked | None = None
        self._digest: str | None = None
        self._waiting: io.BufferedReader | None = None  # opened for the head, not read beyond it

    def head(self) -> Head:
        if self._head is None:
            opened = self._fresh()
            raw = opened.peek(HEAD_BYTES)[:HEAD_BYTES]
            self._head = Head(self.name, raw, unpacked_head(raw))
            if self._is_slow_to_open:
                self._waiting = opened
            else:
                opened.close()
        return self._head

    def open_raw(self) -> BinaryIO:
        opened, self._waiting = self._waiting or self._fresh(), None
        return opened

    def open(self) -> BinaryIO:
        head = self.head().raw
        self._unpacked = Unpacked(self.open_raw(), head[:4])
        return io.BufferedReader(self._unpacked, BUFFER_BYTES)

    def position(self) -> int:
        return self._meter.count if self._meter else 0

    def digest(self) -> str | None:
        if self._meter and self._meter.digest:
            self._digest = self._meter.digest
        if self._digest is None and self.path is not None:
            try:
                with self.path.open("rb", buffering=0) as stored:
                    self._digest = digest_of(stored)
            except OSError as error:
                raise _unreadable(self.name, error) from error
        return self._digest

    def damage(self) -> str:
        return self._unpacked.damage if self._unpacked else ""

    def beside(self) -> Sequence[Source]:
        if self.path is None:
            return ()
        return [
            file_source(other)
            for other in sorted(self.path.parent.iterdir())
            if other != self.path and other.is_file() and not other.name.startswith(".")
        ]

    def _fresh(self) -> io.BufferedReader:
        if self._meter and self._meter.digest:
            self._digest = self._meter.digest
        try:
            opened = self._opener()
        except OSError as error:
            raise _unreadable(self.name, error) from error
        self._meter = Metered(opened, self.name, with_digest=self.path is None)
        return io.BufferedReader(self._meter, HEAD_BYTES)


class _Replay:
    """Opens a stream that can be read once as if it could be read again, while it is small."""

    def __init__(self, name: str, opener: Callable[[], BinaryIO]) -> None:
        self._name = name
        self._opener = opener
        self._stream: BinaryIO | None = None
        self._has_ended = False
        self._kept: bytearray | None = bytearray()

    def __call__(self) -> io.RawIOBase:
        if self._kept is None:
            raise BadInput(
                f"{self._name} can be read only once, and its format needs two readings; "
                "save it to a file and read that"
            )
        return _Replayed(self)

    def chunk(self, at: int, size: int) -> bytes:
        """Bytes from position `at`; from memory while they are there, else from the stream."""
        if self._kept is not None and at < len(self._kept):
            return bytes(self._kept[at : at + size])
        fresh = self._fresh(size)
        if self._kept is not None:
            self._kept += fresh
            if len(self._kept) > REPLAY_BYTES:
                self._kept = None
        return fresh

    def _fresh(self, size: int) -> bytes:
        """The stream's next bytes; it is opened when first asked and closed at its end."""
        if self._has_ended:
            return b""
        self._stream = self._stream or self._opener()
        fresh = self._stream.read(size)
        if not fresh:
            self._has_ended = True
            self._stream.close()
        return fresh


class _Replayed(io.RawIOBase):
    """One reading of a `_Replay`."""

    def __init__(self, replay: _Replay) -> None:
        super().__init__()
        self._replay = replay
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        fresh = self._replay.chunk(self._at, len(view))
        view[: len(fresh)] = fresh
        self._at += len(fresh)
        return len(fresh)


def file_source(path: Path) -> StoredSource:
    """A regular file."""
    return StoredSource(
        str(path),
        lambda: path.open("rb", buffering=0),
        size_bytes=path.stat().st_size,
        path=path,
    )


def stream_source(name: str, opener: Callable[[], BinaryIO]) -> StoredSource:
    """A pipe: opened and read once, and again only while it is smaller than `REPLAY_BYTES`."""
    return StoredSource(name, _Replay(name, opener))


def unreadable_source(name: str, sentence: str) -> StoredSource:
    """A place that holds nothing to read; who asks for its bytes gets `BadInput(sentence)`."""

    def refuse() -> io.RawIOBase:
        raise BadInput(sentence)

    return StoredSource(name, refuse)


def standard_input() -> StoredSource:
    """What is piped into the program."""
    return stream_source("standard input", lambda: sys.stdin.buffer)


def zip_member_source(path: Path, member: str, size_bytes: int) -> StoredSource:
    """One file inside a zip, named `archive.zip/member.csv`."""
    return StoredSource(f"{path}/{member}", lambda: _ZipMember(path, member), size_bytes=size_bytes)


class _ZipMember(io.RawIOBase):
    """The bytes of one file in a zip, which is open as long as they are read."""

    def __init__(self, path: Path, member: str) -> None:
        super().__init__()
        from zipfile import ZipFile

        self._archive = ZipFile(path)
        self._stream = self._archive.open(member)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        fresh = self._stream.read(len(view))
        view[: len(fresh)] = fresh
        return len(fresh)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._archive.close()
        super().close()


def digest_of(stored: BinaryIO | io.RawIOBase) -> str:
    """BLAKE2b of everything a stream still has."""
    total = blake2b(digest_size=DIGEST_BYTES)
    while chunk := stored.read(BUFFER_BYTES):
        total.update(chunk)
    return total.hexdigest()
