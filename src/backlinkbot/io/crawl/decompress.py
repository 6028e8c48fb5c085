"""Bodies undone from gzip, deflate, brotli and zstd, never beyond a limit."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

GZIP_OR_ZLIB = 47  # wbits of zlib: either header, found out by itself
RAW_DEFLATE = -15
ZLIB_CHECK = 31  # RFC 1950 §2.2: the first two bytes are a multiple of this
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_WINDOW_BYTES = 8 * 1024 * 1024  # RFC 9659: the most that a browser must allow


class DamagedBody(Exception):
    """The compressed bytes are none, or break off."""


class Decoder(Protocol):
    """Undoes one coding, piece by piece."""

    def feed(self, piece: bytes, room: int) -> bytes:
        """What the piece unpacks to, at most `room` bytes; the rest is lost.

        Raises:
            DamagedBody: it does not unpack.
        """
        ...

    def finish(self, room: int) -> bytes:
        """What is left when everything was fed, at most `room` bytes.

        Raises:
            DamagedBody: the bytes broke off in the middle.
        """
        ...


def decoder_for(coding: str) -> Decoder | None:
    """The decoder of a Content-Encoding; None where nothing is to be undone.

    Names that nobody registered are taken for nothing, as browsers do: servers send `utf-8` there.

    Raises:
        DamagedBody: more than one coding at once, which nobody honest sends.
    """
    names = [name.strip().lower() for name in coding.split(",")]
    makers = [_MAKERS[name] for name in names if name in _MAKERS]
    if len(makers) > 1:
        raise DamagedBody(f"the body is packed more than once ({coding[:100]})")
    return makers[0]() if makers else None


class _Zlib:
    """Gzip (also several members in a row) and both things that are called deflate.

    A body that does not begin like its coding is taken as it is: servers name gzip and send a page.
    """

    def __init__(self) -> None:
        self._unpacker: zlib._Decompress | None = None
        self._is_plain = False
        self._held = b""

    def feed(self, piece: bytes, room: int) -> bytes:
        piece, self._held = self._held + piece, b""
        if self._is_plain:
            return piece[:room]
        if self._unpacker is None:
            if len(piece) < len(GZIP_MAGIC):
                self._held = piece
                return b""
            self._unpacker = self._begun(piece)
            if self._unpacker is None:
                self._is_plain = True
                return piece[:room]
        return self._fed(self._unpacker, piece, room)

    def finish(self, room: int) -> bytes:
        if self._unpacker is None:
            return self._held[:room]
        if not self._unpacker.eof:
            raise DamagedBody("the packed body breaks off")
        return b""

    def _fed(self, unpacker: zlib._Decompress, piece: bytes, room: int) -> bytes:
        plain = bytearray()
        while piece and len(plain) < room:
            if unpacker.eof:
                if GZIP_MAGIC.startswith(piece):  # half of it: the rest may follow
                    self._held = piece
                    break
                if not piece.startswith(GZIP_MAGIC):
                    break  # rubbish after the end is nobody's page
                self._unpacker = unpacker = zlib.decompressobj(GZIP_OR_ZLIB)
            try:
                plain += unpacker.decompress(piece, room - len(plain))
            except zlib.error as error:
                raise DamagedBody(f"the body does not unpack: {error}") from error
            piece = unpacker.unused_data
        return bytes(plain)

    def _begun(self, head: bytes) -> zlib._Decompress | None:
        return zlib.decompressobj(GZIP_OR_ZLIB) if head.startswith(GZIP_MAGIC) else None


class _Deflate(_Zlib):
    def _begun(self, head: bytes) -> zlib._Decompress | None:
        is_zlib = head[0] & 15 == zlib.DEFLATED and int.from_bytes(head[:2]) % ZLIB_CHECK == 0
        if is_zlib or head.startswith(GZIP_MAGIC):
            return zlib.decompressobj(GZIP_OR_ZLIB)
        return zlib.decompressobj(RAW_DEFLATE)


class _Brotli:
    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped]  # ships no types

        self._unpacker = brotli.Decompressor()
        self._error = brotli.error
        self._has_begun = False

    def feed(self, piece: bytes, room: int) -> bytes:
        plain = bytearray()
        self._has_begun = self._has_begun or bool(piece)
        try:
            plain += self._unpacker.process(piece, output_buffer_limit=room)
            while len(plain) < room and not self._unpacker.can_accept_more_data():
                plain += self._unpacker.process(b"", output_buffer_limit=room - len(plain))
        except self._error as error:
            raise DamagedBody("the body does not unpack") from error
        return bytes(plain[:room])

    def finish(self, room: int) -> bytes:  # noqa: ARG002 - nothing is held back
        if self._has_begun and not self._unpacker.is_finished():
            raise DamagedBody("the packed body breaks off")
        return b""


class _Zstd:
    """The library sets no limit to what it gives, so it gets little at a time.

    A block of four bytes can stand for 128 KiB (RFC 8878 §3.1.1.2): one step of `STEP_BYTES` makes
    8 MiB at the most, of which only what is allowed is kept.
    """

    STEP_BYTES = 256

    def __init__(self) -> None:
        import zstandard

        self._library = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES)
        self._error = zstandard.ZstdError
        self._unpacker = self._library.decompressobj()
        self._has_begun = False

    def feed(self, piece: bytes, room: int) -> bytes:
        plain = bytearray()
        at = 0
        self._has_begun = self._has_begun or bool(piece)
        try:
            while at < len(piece) and len(plain) < room:
                if self._unpacker.eof:  # frames may follow each other
                    self._unpacker = self._library.decompressobj()
                step = piece[at : at + self.STEP_BYTES]
                plain += self._unpacker.decompress(step)
                at += len(step) - len(self._unpacker.unused_data)
        except self._error as error:
            raise DamagedBody(f"the body does not unpack: {error}") from error
        return bytes(plain[:room])

    def finish(self, room: int) -> bytes:  # noqa: ARG002 - nothing is held back
        if self._has_begun and not self._unpacker.eof:
            raise DamagedBody("the packed body breaks off")
        return b""


_MAKERS: dict[str, Callable[[], Decoder]] = {
    "gzip": _Zlib,
    "x-gzip": _Zlib,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}
ACCEPT_ENCODING = "gzip, deflate, br, zstd"
