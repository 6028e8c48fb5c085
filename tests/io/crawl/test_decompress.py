"""Bodies unpacked piece by piece, whatever the pieces are."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress
from random import Random

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.io.crawl.decompress import DamagedBody, decoder_for

MIB = 1024 * 1024


def raw_deflate(plain: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(plain) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "brotli": ("br", lambda plain: brotli.compress(plain, quality=3)),
    "zstd": ("zstd", zstandard.compress),
}


def unpacked(packed: bytes, coding: str, step: int = 1_000, room: int = 10 * MIB) -> bytes:
    decoder = decoder_for(coding)
    assert decoder is not None
    plain = bytearray()
    for at in range(0, len(packed), step):
        plain += decoder.feed(packed[at : at + step], room - len(plain))
        if len(plain) == room:
            return bytes(plain)
    return bytes(plain + decoder.finish(room - len(plain)))


@pytest.mark.parametrize("name", PACKERS)
@given(plain=st.binary(max_size=3_000), step=st.integers(1, 4_000))
def test_what_was_packed_comes_out_again(name: str, plain: bytes, step: int) -> None:
    coding, pack = PACKERS[name]
    assert unpacked(pack(plain), coding, step) == plain


@pytest.mark.parametrize("name", ["gzip", "zstd"])
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_members_in_a_row_are_one_body(name: str, step: int) -> None:
    coding, pack = PACKERS[name]
    assert unpacked(pack(b"one ") + pack(b"") + pack(b"two"), coding, step) == b"one two"


def test_rubbish_behind_the_end_is_left() -> None:
    assert unpacked(gzip.compress(b"page") + b"\n\n<!-- -->", "gzip") == b"page"


@pytest.mark.parametrize("name", PACKERS)
def test_half_a_body_is_told_to_be_half(name: str) -> None:
    coding, pack = PACKERS[name]
    packed = pack(Random(0).randbytes(5_000))  # noqa: S311 - the same in every run
    for length in (len(packed) // 2, len(packed) - 1):
        with pytest.raises(DamagedBody):
            unpacked(packed[:length], coding)


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("step", [16_384, 10**9])
def test_a_bomb_fills_no_more_than_a_few_megabytes(name: str, step: int) -> None:
    coding, pack = PACKERS[name]
    bomb = pack(bytes(64 * MIB))
    tracemalloc.start()
    try:
        assert unpacked(bomb, coding, step, room=MIB) == bytes(MIB)
        assert tracemalloc.get_traced_memory()[1] < 20 * MIB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("coding", ["", "identity", "utf-8", "none", "sdch"])
def test_what_is_no_coding_is_nothing_to_undo(coding: str) -> None:
    assert decoder_for(coding) is None


@pytest.mark.parametrize("coding", ["gzip, gzip", "br,zstd"])
def test_two_codings_are_refused(coding: str) -> None:
    with pytest.raises(DamagedBody, match="more than once"):
        decoder_for(coding)


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd"]))
def test_rubbish_ends_in_bytes_or_in_one_kind_of_error(body: bytes, coding: str) -> None:
    with suppress(DamagedBody):
        assert isinstance(unpacked(body, coding), bytes)
