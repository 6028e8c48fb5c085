"""Unpacked streams: all bytes when whole, only whole lines when not."""

from __future__ import annotations

import gzip
import io

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.io.readers.format import HEAD_BYTES
from backlinkbot.io.readers.unpack import Unpacked, unpacked_head


def unpacked(stored: bytes) -> tuple[bytes, str]:
    stream = Unpacked(io.BytesIO(stored), stored[:4])
    return stream.read(), stream.damage


@given(st.binary(max_size=100_000), st.sampled_from(["gzip", "zstd", "two members"]))
def test_whole_streams_come_back_whole(data: bytes, coding: str) -> None:
    stored = {
        "gzip": gzip.compress(data),
        "zstd": zstandard.compress(data),
        "two members": gzip.compress(data[:10]) + gzip.compress(data[10:]),
    }[coding]
    assert unpacked(stored) == (data, "")


@pytest.mark.parametrize("missing", [1, 8, 9, 100, 1000])
def test_a_cut_stream_ends_after_a_whole_line(missing: int) -> None:
    lines = "".join(f"{n},https://a.example/{n * 7919}\n" for n in range(3000)).encode()
    data, damage = unpacked(gzip.compress(lines)[:-missing])
    assert damage
    assert data.endswith(b"\n")
    assert lines.startswith(data)


def test_a_cut_utf16_stream_ends_after_a_whole_line() -> None:
    text = "\ufeff" + "".join(f"{n}\thttps://a.example/{n}\n" for n in range(3000))
    data, damage = unpacked(gzip.compress(text.encode("utf-16-le"))[:-50])
    assert damage
    assert data.decode("utf-16").endswith("\n")


def test_bytes_without_lines_pass_through() -> None:
    data = bytes(5_000_000)
    assert unpacked(gzip.compress(data)) == (data, "")


def test_the_head_of_a_bomb_is_no_larger_than_any_head() -> None:
    assert unpacked_head(gzip.compress(bytes(100_000_000))[:HEAD_BYTES]) == bytes(HEAD_BYTES)


def test_the_head_of_a_cut_file_is_what_there_is() -> None:
    assert b"line 0\n".startswith(unpacked_head(gzip.compress(b"line 0\n")[:-9])[:7])
