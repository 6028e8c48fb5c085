"""Records of archives: offsets that open, damage counted and stepped over, hostile heads."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # no types

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import RawPage
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.records import DAMAGED, NO_LENGTH, NOT_A_RECORD

Record = Callable[..., bytes]
Pack = Callable[[list[bytes]], bytes]
ReadBytes = Callable[..., list[RawPage]]


def pages(count: int, record: Record) -> list[bytes]:
    html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    body = b"".join(b"<p>%d</p>" % (n * n) for n in range(500))
    made = [
        record(url=f"https://a.example/{n}", block=html + b"<p>page %d</p>" % n + body)
        for n in range(count)
    ]
    return [record("warcinfo", block=b"software: test\r\n"), *made]


def urls(found: list[RawPage]) -> list[int]:
    return [int(page.url.rpartition("/")[2]) for page in found]


@pytest.mark.parametrize("coding", ["gzip", "zstd", "plain"])
def test_the_evidence_of_a_page_opens_its_record(
    record: Record, read_bytes: ReadBytes, coding: str
) -> None:
    made = pages(5, record)
    codes: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.compress,
        "zstd": zstandard.compress,
        "plain": bytes,
    }
    code = codes[coding]
    stored = b"".join(code(one) for one in made)
    for page, expected in zip(read_bytes(stored), made[1:], strict=True):
        offset = int(page.evidence.rpartition("@")[2])
        rest = stored[offset:]
        if coding == "gzip":
            rest = gzip.decompress(rest)
        elif coding == "zstd":
            rest = zstandard.ZstdDecompressor().decompressobj().decompress(rest)
        assert rest.startswith(expected)


def test_our_offsets_are_those_of_another_reader(shared_data: Path, read_bytes: ReadBytes) -> None:
    stored = (shared_data / "warc" / "ia-2008-38-hosts.warc.gz").read_bytes()
    ours = {page.url: int(page.evidence.rpartition("@")[2]) for page in read_bytes(stored)}
    theirs = {}
    others = ArchiveIterator(io.BytesIO(stored))
    for other in others:
        if other.rec_type == "response":
            theirs[other.rec_headers.get_header("WARC-Target-URI")] = others.get_record_offset()
    assert ours == {url: theirs[url] for url in ours}


def test_a_damaged_member_costs_its_own_record_only(
    record: Record, pack: Pack, read_bytes: ReadBytes, reading: Reading
) -> None:
    made = pages(6, record)
    stored = bytearray(pack(made))
    stored[len(pack(made[:3])) + 60] ^= 0xFF
    assert urls(read_bytes(bytes(stored))) == [0, 1, 3, 4, 5]
    assert reading.rejects.counts[DAMAGED] == 1


def test_a_record_with_a_wrong_checksum_is_not_trusted(
    record: Record, pack: Pack, read_bytes: ReadBytes, reading: Reading
) -> None:
    made = pages(3, record)
    stored = bytearray(pack(made))
    stored[len(pack(made[:3])) - 6] ^= 0xFF
    assert urls(read_bytes(bytes(stored))) == [0, 2]
    assert reading.rejects.counts[DAMAGED] == 1


@pytest.mark.parametrize("cut", [1, 9, 300, 900])
def test_a_clipped_archive_keeps_everything_before_the_cut(
    record: Record, pack: Pack, read_bytes: ReadBytes, reading: Reading, cut: int
) -> None:
    found = read_bytes(pack(pages(4, record))[:-cut])
    assert urls(found)[:3] == [0, 1, 2]
    assert reading.truncated
    assert "ends in the middle" in reading.notes[0]


def test_rubbish_between_plain_records_is_counted_and_stepped_over(
    record: Record, read_bytes: ReadBytes, reading: Reading
) -> None:
    made = pages(4, record)
    assert urls(read_bytes(b"".join([*made[:3], b"rubbish\nmore\n", *made[3:]]))) == [0, 1, 2, 3]
    assert reading.rejects.counts[NOT_A_RECORD] == 1


@pytest.mark.parametrize("length", ["", "-1", "1e9", "9" * 30, "ten"])
def test_a_record_without_a_length_is_counted(
    record: Record, pack: Pack, read_bytes: ReadBytes, reading: Reading, length: str
) -> None:
    bad = record(length=0).replace(b"Content-Length: 0", f"Content-Length: {length}".encode())
    made = pages(2, record)
    assert urls(read_bytes(pack([*made[:2], bad, *made[2:]]))) == [0, 1]
    assert reading.rejects.counts[NO_LENGTH] == 1


def test_a_length_beyond_the_member_takes_nothing_from_the_next_record(
    record: Record, pack: Pack, read_bytes: ReadBytes
) -> None:
    made = pages(2, record)
    liar = record(url="https://a.example/7", length=10**12)
    assert urls(read_bytes(pack([made[0], liar, *made[1:]]))) == [0, 1]


@pytest.mark.parametrize("coding", [gzip.compress, zstandard.compress])
def test_an_archive_compressed_as_a_whole_is_refused(
    record: Record, read_bytes: ReadBytes, coding: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(BadInput, match="compressed as one whole"):
        read_bytes(coding(b"".join(pages(3, record))))


def test_a_head_without_end_is_counted(
    record: Record, pack: Pack, read_bytes: ReadBytes, reading: Reading
) -> None:
    endless = b"WARC/1.1\r\n" + b"X-Header: y\r\n" * 100_000
    made = pages(1, record)
    assert urls(read_bytes(pack([made[0], endless, made[1]]))) == [0]
    assert reading.rejects.counts[NO_LENGTH] == 1
