"""Recognising sources by content, and what is said about those that are none of ours."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import recognise
from backlinkbot.io.readers.stored import file_source

ARCHIVES = {
    "cc-2024-22-one-page.warc.gz": "warc",
    "cc-2024-22-one-page.warc.wat.gz": "wat",
    "cc-slice-15-hosts.warc.gz": "warc",
    "clipped.warc.gz": "warc",
    "ia-2008-38-hosts.arc.gz": "arc",
    "ia-2008-38-hosts.warc.gz": "warc",
    "resource-records.warc": "warc",
    "revisit.warc": "warc",
}


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "given"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("name", "expected"), ARCHIVES.items())
def test_archives_are_recognised_under_any_name(
    shared_data: Path, tmp_path: Path, name: str, expected: str
) -> None:
    path = saved(tmp_path, (shared_data / "warc" / name).read_bytes())
    assert recognise(file_source(path)) == expected


def test_extracted_text_is_refused_with_what_to_read_instead(shared_data: Path) -> None:
    wet = file_source(shared_data / "warc" / "cc-2024-22-one-page.warc.wet.gz")
    with pytest.raises(BadInput, match="no links; read the WARC or WAT"):
        recognise(wet)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PK\x03\x04xx", "unpack it"),
        (b"\xd0\xcf\x11\xe0", "Excel"),
        (b"PAR1", "Parquet"),
        (b"crawl-data/CC-MAIN-2026-01/segments/1/wat/x.gz\n", "read the parts"),
        (b"From: <Saved by Blink>\r\nSubject: x\r\n", "MHTML"),
        (b"<?xml version='1.0'?>", "is XML"),
        (b"SQLite format 3\0", "SQLite"),
        (b"BZh91AY", "gzip and zstd can"),
        (b"hello\x07 world\nmore", 'begins with "hello? world"'),
    ],
)
def test_what_is_no_input_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        recognise(file_source(saved(tmp_path, data)))


def test_a_cut_table_gives_its_whole_rows_and_says_that_it_is_cut(
    rows: Callable[..., list[dict[str, object]]], reading: Reading
) -> None:
    lines = "".join(f"{n},site-{n}.example\n" for n in range(1, 5000))
    found = rows(gzip.compress(lines.encode())[:-500])
    assert 1000 < len(found) < 4999
    assert found[-1]["domain"] == f"site-{len(found)}.example"
    assert reading.truncated
    assert "whole rows" in reading.notes[-1]
