from __future__ import annotations

import codecs
import gzip
from hashlib import sha256
from pathlib import Path

from backlinkbot.io.samples.write import write_all
from backlinkbot.logic.tiny_web.world import make_world


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_web_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        write_all(make_world(sites=70, months=8), folder)
    assert digests(first) == digests(second)
    assert len(digests(first)) > 25


def test_every_file_is_reported_with_its_rows(tmp_path: Path) -> None:
    written = write_all(make_world(sites=70, months=8), tmp_path)
    assert {file.path for file in written} == {p for p in tmp_path.rglob("*") if p.is_file()}
    assert all(file.rows > 0 for file in written)


def test_exports_have_the_quirks_of_real_ones(tmp_path: Path) -> None:
    written = write_all(make_world(sites=70, months=8), tmp_path)
    starts = {file.path.name.partition("-ahrefs")[2]: file.path.read_bytes() for file in written}
    assert starts["-backlinks.csv"].startswith(codecs.BOM_UTF16_LE + '"Ref'.encode("utf-16-le"))
    assert b"Traffic ," in starts["-referringdomains.csv"]
    semrush = next(f.path for f in written if "semrush" in f.path.name)
    assert semrush.read_bytes().startswith(codecs.BOM_UTF8)


def test_each_record_of_an_archive_is_a_gzip_member_of_its_own(tmp_path: Path) -> None:
    written = write_all(make_world(sites=70, months=8), tmp_path)
    archive = next(file for file in written if file.format == "warc")
    assert archive.path.read_bytes().count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00") >= archive.rows
    assert gzip.decompress(archive.path.read_bytes()).startswith(b"WARC/1.1\r\n")
