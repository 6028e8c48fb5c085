"""Bodies undone from gzip, deflate, brotli and zstd, never beyond a limit."""

from __future__ import annotations

import io
import zlib
from typing import Protocol

GZIP_OR_ZLIB = 47  # wbits of zlib: either header, found out by itself
RAW_DEFLATE = -15
ZLIB_CHECK = 31  # RFC 1950 §2.2: the first two bytes are a multiple of this
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_WINDOW_BYTES = 8 * 1024 * 1024  # RFC 9659: the most that a browser must allow
READ_BYTES = 256 * 1024


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
    """Gzip (also several members in a row) and both things that are called deflate."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(GZIP_OR_ZLIB)
        self._has_begun = False
        self._held = b""

    def feed(self, piece: bytes, room: int) -> bytes:
        piece = self._held + piece
        if not self._has_begun:
            if len(piece) < len(GZIP_MAGIC):
                self._held = piece
                return b""
            self._begin(piece)
        self._held = b""
        plain = bytearray()
        while piece and len(plain) < room:
            if self._unpacker.eof:
                if not piece.startswith(GZIP_MAGIC):
                    break  # rubbish after the end is nobody's page
                self._unpacker = zlib.decompressobj(GZIP_OR_ZLIB)
            try:
                plain += self._unpacker.decompress(piece, room - len(plain))
            except zlib.error as error:
                raise DamagedBody(f"the body does not unpack: {error}") from error
            piece = self._unpacker.unused_data
        return bytes(plain)

    def finish(self, room: int) -> bytes:  # noqa: ARG002 - nothing is held back
        if self._has_begun and not self._unpacker.eof:
            raise DamagedBody("the packed body breaks off")
        return b""

    def _begin(self, piece: bytes) -> None:
        self._has_begun = True
        is_zlib = piece[0] & 15 == zlib.DEFLATED and int.from_bytes(piece[:2]) % ZLIB_CHECK == 0
        if not is_zlib and not piece.startswith(GZIP_MAGIC):
            self._unpacker = zlib.decompressobj(RAW_DEFLATE)


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
    """Unpacked when all has come: the library bounds what it gives only when it is pulled."""

    def __init__(self) -> None:
        self._packed = bytearray()

    def feed(self, piece: bytes, room: int) -> bytes:  # noqa: ARG002 - given at the end
        self._packed += piece
        return b""

    def finish(self, room: int) -> bytes:
        import zstandard

        if not self._packed:
            return b""
        plain = bytearray()
        unpacker = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES)
        with unpacker.stream_reader(io.BytesIO(self._packed), read_across_frames=True) as reader:
            try:
                while len(plain) < room and (
                    piece := reader.read(min(READ_BYTES, room - len(plain)))
                ):
                    plain += piece
            except zstandard.ZstdError as error:
                raise DamagedBody(f"the body does not unpack: {error}") from error
        return bytes(plain)


_MAKERS: dict[str, type[_Zlib] | type[_Brotli] | type[_Zstd]] = {
    "gzip": _Zlib,
    "x-gzip": _Zlib,
    "deflate": _Zlib,
    "br": _Brotli,
    "zstd": _Zstd,
}
ACCEPT_ENCODING = "gzip, deflate, br, zstd"
