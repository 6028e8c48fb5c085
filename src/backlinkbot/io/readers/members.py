"""The members of a stored file: gzip members, zstd frames, or the plain bytes as one member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from backlinkbot.core.errors import BacklinkBotError

if TYPE_CHECKING:
    from collections.abc import Callable

    from isal.isal_zlib import Decompress
    from zstandard import ZstdCompressionDict, ZstdDecompressionObj

STORED_STEP_BYTES = 64 * 1024  # read at a time: small members cost one copy of what is left of it
PLAIN_STEP_BYTES = 1024 * 1024  # most that one step may unpack to, however well it was packed
ZSTD_STEP_BYTES = 1024  # a zstd block of 4 bytes can stand for 128 KiB: 1 KiB unpacks to 32 MiB
ZSTD_WINDOW_BYTES = 128 * 1024 * 1024  # what the zstd tool itself accepts without being asked
GZIP_WITH_HEADER = 31  # zlib's window bits for "a gzip header and trailer, largest window"
GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ZSTD_ASIDE_MAGIC = b"\x2a\x4d\x18"  # RFC 8878 §3.1.2: after one byte 0x50-0x5F, a frame to skip
ZSTD_DICTIONARY_BYTE = 0x5D  # the WARC-zstd convention: the first frame to skip is the dictionary
MAX_DICTIONARY_BYTES = 16 * 1024 * 1024


class Clipped(BacklinkBotError):
    """The file ends in the middle of a member."""


class Damaged(BacklinkBotError):
    """The bytes of a member are not what was written."""


class Stream(Protocol):
    """Stored bytes, read from front to back."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; empty at the end."""
        ...


class Members(Protocol):
    """Walks from member to member; within one, hands out plain bytes step by step.

    `start`: stored offset of the member that is open; `is_packed`: whether members are compressed,
    so that a record can only be found again from its member's start.
    """

    start: int
    is_packed: bool

    @property
    def at(self) -> int:
        """Stored offset of the first byte that was not used yet; a member's end at its end."""
        ...

    def next_member(self) -> bool:
        """Open the next member; False at the end of the file.

        Raises:
            Damaged: what follows is no member.
            Clipped: the file ends in what stands between two members.
        """
        ...

    def piece(self) -> bytes:
        """The open member's next plain bytes, empty at its end.

        Raises:
            Clipped: the file ends before the member does.
            Damaged: the stored bytes do not unpack, or their checksum is wrong.
        """
        ...

    def resync(self) -> bool:
        """After damage: go to where a member may start again; False when there is none."""
        ...


class Decoder(Protocol):
    """Undoes one member."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""
        ...

    def step(self, stored: bytes) -> tuple[bytes, bytes]:
        """Some plain bytes, and what of `stored` was not used yet."""
        ...


class GzipDecoder:
    """One gzip member, its CRC checked at the end."""

    def __init__(self) -> None:
        from isal import isal_zlib

        self._error: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # stub is wrong
        self._object: Decompress = isal_zlib.decompressobj(GZIP_WITH_HEADER)

    @property
    def eof(self) -> bool:
        return bool(self._object.eof)

    def step(self, stored: bytes) -> tuple[bytes, bytes]:
        try:
            plain = self._object.decompress(stored, PLAIN_STEP_BYTES)
        except self._error as error:
            raise Damaged(f"the gzip data is damaged ({error})") from error
        rest = self._object.unused_data if self._object.eof else self._object.unconsumed_tail
        return plain, rest


class ZstdDecoder:
    """One zstd frame, its checksum (where it has one) checked at the end."""

    def __init__(self, dictionary: ZstdCompressionDict | None = None) -> None:
        import zstandard

        self._error: type[Exception] = zstandard.ZstdError
        self._object: ZstdDecompressionObj = zstandard.ZstdDecompressor(
            dict_data=dictionary, max_window_size=ZSTD_WINDOW_BYTES
        ).decompressobj()

    @property
    def eof(self) -> bool:
        return bool(self._object.eof)

    def step(self, stored: bytes) -> tuple[bytes, bytes]:
        if not stored:
            return b"", b""
        try:
            plain = self._object.decompress(stored[:ZSTD_STEP_BYTES])
        except self._error as error:
            raise Damaged(f"the zstd data is damaged ({error})") from error
        used = len(stored[:ZSTD_STEP_BYTES]) - len(self._object.unused_data)
        return plain, stored[used:]


class PackedMembers:
    """Members that are compressed one by one."""

    is_packed = True

    def __init__(
        self, raw: Stream, magic: bytes, decoder: Callable[[], Decoder], first: int = 0
    ) -> None:
        self.start = first
        self._raw = raw
        self._new_decoder = decoder
        self._magic = magic
        self._decoder: Decoder | None = None
        self._stored = b""
        self._at = first  # stored offset of the first byte of _stored

    @property
    def at(self) -> int:
        return self._at

    def next_member(self) -> bool:
        self._drop_padding()
        while self._magic == ZSTD_MAGIC and self._stored[1:4] == ZSTD_ASIDE_MAGIC:
            self._step_aside()
        if not self._stored:
            return False
        if not self._stored.startswith(self._magic):
            raise Damaged("the data after the last complete member is not compressed as the rest")
        self.start = self._at
        self._decoder = self._new_decoder()
        return True

    def piece(self) -> bytes:
        decoder = self._decoder
        while decoder is not None and not decoder.eof:
            if not self._stored:
                self._stored = self._raw.read(STORED_STEP_BYTES)
            given = len(self._stored)
            plain, self._stored = decoder.step(self._stored)
            self._at += given - len(self._stored)
            if plain:
                return plain
            if not given and not decoder.eof:
                raise Clipped("the file ends in the middle of a compressed member")
        return b""

    def resync(self) -> bool:
        self._decoder = None
        if self._at == self.start:
            self._advance(1)
        while True:
            found = self._stored.find(self._magic)
            if found >= 0:
                self._advance(found)
                return True
            self._advance(max(0, len(self._stored) - len(self._magic) + 1))
            more = self._raw.read(STORED_STEP_BYTES)
            if not more:
                self._advance(len(self._stored))
                return False
            self._stored += more

    def _drop_padding(self) -> None:
        """Step over zero bytes between members, which tapes and block devices leave behind."""
        while True:
            if len(self._stored) < len(self._magic):
                self._stored += self._raw.read(STORED_STEP_BYTES)
            if not self._stored.startswith(b"\0"):
                return
            self._advance(len(self._stored) - len(self._stored.lstrip(b"\0")))

    def _step_aside(self) -> None:
        """Step over a zstd frame that is not data; a dictionary is kept for the frames to come."""
        is_dictionary = self._at == 0 and self._stored[0] == ZSTD_DICTIONARY_BYTE
        self._need(8)
        size = int.from_bytes(self._stored[4:8], "little")
        if size > MAX_DICTIONARY_BYTES:
            raise Damaged(f"a zstd frame to skip claims {size} bytes, more than any dictionary has")
        self._need(8 + size)
        if is_dictionary:
            dictionary = _dictionary(self._stored[8 : 8 + size])
            self._new_decoder = lambda: ZstdDecoder(dictionary)
        self._advance(8 + size)
        self._drop_padding()

    def _need(self, size: int) -> None:
        """Have this many stored bytes at hand.

        Raises:
            Clipped: the file has not that many.
        """
        while len(self._stored) < size:
            fresh = self._raw.read(STORED_STEP_BYTES)
            if not fresh:
                raise Clipped("the file ends in the middle of a zstd frame")
            self._stored += fresh

    def _advance(self, count: int) -> None:
        self._at += count
        self._stored = self._stored[count:]


class PlainMembers:
    """A file that is not compressed: one member from its first byte to its last."""

    is_packed = False

    def __init__(self, raw: Stream) -> None:
        self.start = self.at = 0
        self._raw = raw
        self._is_open = False

    def next_member(self) -> bool:
        was_open, self._is_open = self._is_open, True
        return not was_open

    def piece(self) -> bytes:
        stored = self._raw.read(STORED_STEP_BYTES)
        self.at += len(stored)
        return stored

    def resync(self) -> bool:
        return False


def _dictionary(stored: bytes) -> ZstdCompressionDict:
    """A zstd dictionary, itself compressed or not."""
    import zstandard

    if stored.startswith(ZSTD_MAGIC):
        with zstandard.ZstdDecompressor().stream_reader(stored) as plain:
            stored = plain.read(MAX_DICTIONARY_BYTES)
    return zstandard.ZstdCompressionDict(stored)


def members_of(raw: Stream, head: bytes, first: int = 0) -> Members:
    """The members of a stored file whose first bytes are `head`; told apart by magic bytes.

    `first`: the offset where `raw` stands; of gzip only, where members need nothing before them.
    """
    if head.startswith(GZIP_MAGIC):
        return PackedMembers(raw, GZIP_MAGIC, GzipDecoder, first)
    if head.startswith(ZSTD_MAGIC) or head[1:4] == ZSTD_ASIDE_MAGIC:
        return PackedMembers(raw, ZSTD_MAGIC, ZstdDecoder)
    return PlainMembers(raw)
