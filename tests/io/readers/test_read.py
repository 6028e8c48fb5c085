"""Recognising sources by content, and what is said about those that are none of ours."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
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
        (b"\x89PNG\r\n\x1a\n\0", "begins with the bytes 89 50 4e 47 0d 0a 1a 0a"),
        (b"ab\0\0\0\1\2\3rest", "begins with the bytes 61 62 00"),
        ("héllo wörld, no data at all".encode(), 'begins with "héllo wörld, no data at all"'),
    ],
)
def test_what_is_no_input_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        recognise(file_source(saved(tmp_path, data)))


def _packed(form: int | None, *, is_gzipped: bool = False) -> bytes:
    """An archive of one HTML page, stored as it is: a tar of this form, or a zip where None."""
    page, out = b"<!doctype html><html><a href='https://b.example/'>b</a></html>", io.BytesIO()
    if form is None:
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("page.html", page)
    else:
        with tarfile.open(fileobj=out, mode="w:gz" if is_gzipped else "w", format=form) as packed:
            member = tarfile.TarInfo("site/page.html")
            member.size = len(page)
            packed.addfile(member, io.BytesIO(page))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_packed(tarfile.USTAR_FORMAT), "is a tar archive; unpack it"),
        (_packed(tarfile.GNU_FORMAT), "is a tar archive; unpack it"),
        (_packed(tarfile.PAX_FORMAT, is_gzipped=True), "is a tar archive; unpack it"),
        (_packed(tarfile.USTAR_FORMAT).replace(b"ustar", b"\0" * 5), "is a tar archive"),
        (_packed(None), "is a zip or an office document; unpack it"),
        (b"7z\xbc\xaf\x27\x1c\0\4<html>", "is a 7z archive; unpack it"),
        (b"Rar!\x1a\x07\x01\0<html>", "is a rar archive; unpack it"),
    ],
)
def test_an_archive_of_pages_is_called_so_and_not_read_as_one_page(
    tmp_path: Path, data: bytes, said: str
) -> None:
    if b"ustar" not in data and data[148:156].strip(b" \0").isdigit():  # of the oldest form
        head = bytearray(data[:512])
        head[148:156] = b" " * 8
        data = data[:148] + b"%06o\0 " % sum(head) + data[156:]
    with pytest.raises(BadInput, match=said):
        recognise(file_source(saved(tmp_path, data)))


@pytest.mark.parametrize(
    "data",
    [
        b"source_url,source_domain,target_url,anchor,placement,placement_probability\n"
        b"https://a.example/,a.example,https://b.example/,x,content,0.9\n",
        b"\xef\xbb\xbfSource URL;Target URL;Placement probability\nhttps://a.example/;b;1\n",
        b"domain,authority,authority_low,authority_high\na.example,3,1,5\n",
        b"reason,place,text\nno target URL,a.csv:3,x\n",
        b'[\n{"source_url": "https://a.example/", "source_domain": "a.example"}\n]',
        b'{"source_url": "https://a.example/"}\n{"source_url": "https://b.example/"}\n',
    ],
)
def test_our_own_export_is_no_source(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadInput, match="Backlink Bot's own export"):
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
