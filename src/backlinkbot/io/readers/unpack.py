"""Gzip and zstd undone as a stream; one that breaks off ends at its last whole line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from backlinkbot.io.readers.format import HEAD_BYTES
from backlinkbot.io.readers.members import Clipped, Damaged, members_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

    from backlinkbot.io.readers.members import Members

BUFFER_BYTES = 256 * 1024
LONGEST_TAIL_BYTES = 1024 * 1024  # a "line" longer than this is no text: it is not held back
UTF16_LITTLE = b"\xff\xfe"


class Unpacked(io.RawIOBase):
    """Plain bytes of a stored stream.

    Where the stored bytes end in the middle or do not unpack, the stream ends after the last whole
    line before that place, so that nobody takes half a row for a row; `damage` then says what
    happened in one sentence, and is empty otherwise.
    """

    def __init__(self, raw: BinaryIO, head: bytes) -> None:
        super().__init__()
        self.damage = ""
        self._raw = raw
        self._pieces = self._whole_lines(members_of(raw, head))
        self._piece = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        if not self._piece:
            self._piece = memoryview(next(self._pieces, b""))
        target = memoryview(buffer).cast("B")
        count = min(len(target), len(self._piece))
        target[:count] = self._piece[:count]
        self._piece = self._piece[count:]
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()

    def _whole_lines(self, members: Members) -> Iterator[bytes]:
        """The pieces, each held back from its last line end on until the next one came."""
        held = b""
        line_end: bytes | None = None
        for piece in self._plain(members):
            if line_end is None:
                line_end = b"\n\0" if piece.startswith(UTF16_LITTLE) else b"\n"
            whole = held + piece
            cut = whole.rfind(line_end) + len(line_end)
            if cut < len(line_end) or len(whole) - cut > LONGEST_TAIL_BYTES:
                cut = 0 if len(whole) <= LONGEST_TAIL_BYTES else len(whole)
            held = whole[cut:]
            if cut:
                yield whole[:cut]
        if held and not self.damage:
            yield held

    def _plain(self, members: Members) -> Iterator[bytes]:
        try:
            while members.next_member():
                while piece := members.piece():
                    yield piece
        except (Clipped, Damaged) as error:
            self.damage = str(error)


def unpacked_head(raw: bytes) -> bytes:
    """What the first stored bytes unpack to, as far as they reach; at most `HEAD_BYTES`."""
    members = members_of(io.BytesIO(raw), raw[:4])
    plain = bytearray()
    try:
        while len(plain) < HEAD_BYTES and members.next_member():
            while len(plain) < HEAD_BYTES and (piece := members.piece()):
                plain += piece
    except (Clipped, Damaged):
        pass
    return bytes(plain[:HEAD_BYTES])
