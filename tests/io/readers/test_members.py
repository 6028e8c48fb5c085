"""Members of stored files: all bytes back, offsets that open, bombs that stay small, resync."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.io.readers.members import (
    PLAIN_STEP_BYTES,
    Clipped,
    Damaged,
    Members,
    members_of,
)

SOME_BYTES = st.lists(st.binary(min_size=1, max_size=200_000), min_size=1, max_size=5)


def members(stored: bytes) -> Members:
    return members_of(io.BytesIO(stored), stored[:4])


def all_of(walked: Members) -> list[tuple[int, bytes]]:
    found = []
    while walked.next_member():
        plain = b""
        while piece := walked.piece():
            plain += piece
        found.append((walked.start, plain))
    return found


def rest_of(walked: Members, into: bytearray | None = None) -> None:
    while piece := walked.piece():
        if into is not None:
            into += piece


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


@given(SOME_BYTES)
def test_gzip_members_come_back_with_the_offset_that_opens_them(parts: list[bytes]) -> None:
    stored = b"".join(gzip.compress(part, mtime=0) for part in parts)
    found = all_of(members(stored))
    assert [plain for _, plain in found] == parts
    for start, plain in found:
        assert all_of(members(stored[start:]))[0] == (0, plain)


@given(SOME_BYTES)
def test_zstd_frames_come_back_with_the_offset_that_opens_them(parts: list[bytes]) -> None:
    stored = b"".join(zstd(part) for part in parts)
    found = all_of(members(stored))
    assert [plain for _, plain in found] == parts
    assert all(all_of(members(stored[start:]))[0][1] == plain for start, plain in found)


@given(st.binary(max_size=300_000).filter(lambda data: data[:2] != b"\x1f\x8b"))
def test_plain_bytes_are_one_member(data: bytes) -> None:
    assert all_of(members(b"text" + data)) == [(0, b"text" + data)]


def test_a_gzip_bomb_comes_in_small_pieces() -> None:
    walked = members(gzip.compress(bytes(50_000_000)))
    assert walked.next_member()
    sizes = [len(piece) for piece in iter(walked.piece, b"")]
    assert sum(sizes) == 50_000_000
    assert max(sizes) <= PLAIN_STEP_BYTES


def test_a_zstd_bomb_comes_in_bounded_pieces() -> None:
    walked = members(zstandard.compress(bytes(200_000_000)))
    assert walked.next_member()
    sizes = [len(piece) for piece in iter(walked.piece, b"")]
    assert sum(sizes) == 200_000_000
    assert max(sizes) <= 32 * 1024 * 1024


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_a_cut_member_gives_what_it_has_and_says_so(pack: Callable[[bytes], bytes]) -> None:
    data = bytes(range(256)) * 2000
    stored = pack(data)[:-20]
    walked = members(stored)
    assert walked.next_member()
    plain = bytearray()
    with pytest.raises(Clipped):
        rest_of(walked, plain)
    assert data.startswith(plain)


def test_a_wrong_checksum_is_damage() -> None:
    stored = bytearray(gzip.compress(b"some text" * 100))
    stored[-5] ^= 1
    walked = members(bytes(stored))
    assert walked.next_member()
    with pytest.raises(Damaged):
        rest_of(walked)


def test_after_damage_the_next_whole_member_is_found() -> None:
    parts = [gzip.compress(f"part {n}".encode() * 1000, mtime=0) for n in range(3)]
    broken = bytearray(parts[1])
    broken[30] ^= 0xFF
    walked = members(parts[0] + bytes(broken) + parts[2])
    assert walked.next_member()
    assert walked.piece()
    assert not walked.piece()
    assert walked.next_member()
    with pytest.raises(Damaged):
        rest_of(walked)
    while walked.resync():
        try:
            assert walked.next_member()
            last = walked.piece()
            break
        except Damaged:
            continue
    assert last == b"part 2" * 1000
    assert walked.start == len(parts[0]) + len(parts[1])


def test_zero_bytes_between_members_are_stepped_over() -> None:
    stored = gzip.compress(b"one", mtime=0) + bytes(512) + gzip.compress(b"two", mtime=0)
    assert [plain for _, plain in all_of(members(stored))] == [b"one", b"two"]


def test_rubbish_after_the_last_member_is_damage() -> None:
    walked = members(gzip.compress(b"one") + b"rubbish")
    assert walked.next_member()
    while walked.piece():
        pass
    with pytest.raises(Damaged):
        walked.next_member()


@pytest.mark.parametrize("pack", [bytes, zstd])
def test_a_zstd_dictionary_in_the_first_frame_is_used(pack: Callable[[bytes], bytes]) -> None:
    samples: list[bytes | bytearray | memoryview[int]] = [
        f"<html><p>sample number {n} of many like it</p>".encode() * 9 for n in range(500)
    ]
    dictionary = zstandard.train_dictionary(4096, samples)
    told = pack(dictionary.as_bytes())
    frame = zstandard.ZstdCompressor(dict_data=dictionary).compress(samples[3])
    aside = b"\x5d\x2a\x4d\x18" + len(told).to_bytes(4, "little") + told
    assert all_of(members(aside + frame)) == [(len(aside), bytes(samples[3]))]
