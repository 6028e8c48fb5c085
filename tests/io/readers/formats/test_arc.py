"""ARC: the same crawl in ARC and WARC is the same pages; strange lines; refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import RawPage, Rejects
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import file_source

ReadBytes = Callable[..., list[RawPage]]
VERSION = b"1 1 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"


def block(line: str, body: bytes) -> bytes:
    return f"{line} {len(body)}\n".encode() + body + b"\n"


def arc(*blocks: bytes) -> bytes:
    return block("filedesc://t.arc 0.0.0.0 20080430204825 text/plain", VERSION) + b"".join(blocks)


HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>hello</p>"


def test_arc_and_warc_of_one_crawl_agree_page_for_page(shared_data: Path, reading: Reading) -> None:
    other = Reading(Rejects(), reading.seen_at)
    folder = shared_data / "warc"
    arcs = list(read(file_source(folder / "ia-2008-38-hosts.arc.gz"), reading))
    warcs = list(read(file_source(folder / "ia-2008-38-hosts.warc.gz"), other))
    assert len(arcs) == len(warcs) == 141
    for one, two in zip(arcs, warcs, strict=True):
        assert isinstance(one, RawPage)
        assert isinstance(two, RawPage)
        assert (one.url, one.status, one.headers, one.body, one.fetched_at, one.ip) == (
            two.url,
            two.status,
            two.headers,
            two.body,
            two.fetched_at,
            two.ip,
        )
    for reason in ("response that is not HTTP", "response that is not HTML"):
        assert reading.rejects.counts[reason] == other.rejects.counts[reason]


def test_the_wrongly_gzipped_archive_is_refused_with_what_to_do(
    shared_data: Path, reading: Reading
) -> None:
    source = file_source(shared_data / "warc" / "bad-not-record-gzipped.arc.gz")
    with pytest.raises(BadInput, match=r"compressed as one whole.*gunzip"):
        list(read(source, reading))


def test_fields_are_read_from_both_ends_of_the_line(read_bytes: ReadBytes) -> None:
    line = "http://a.example/a b 192.0.2.7 20080102030405 text/html"
    (page,) = read_bytes(arc(block(line, HTML)))
    assert (page.url, page.ip, page.status) == ("http://a.example/a b", "192.0.2.7", 200)
    assert str(page.fetched_at) == "2008-01-02 03:04:05+00:00"


def test_the_ten_fields_of_version_2_are_read(read_bytes: ReadBytes) -> None:
    line = "http://a.example/ 192.0.2.7 20080102030405 text/html 200 ck - 0 t.arc"
    (page,) = read_bytes(arc(block(line, HTML)))
    assert (page.url, page.body) == ("http://a.example/", b"<p>hello</p>")


def test_an_impossible_date_leaves_the_time_unknown(read_bytes: ReadBytes) -> None:
    (page,) = read_bytes(arc(block("http://a.example/ 192.0.2.7 20081302030405 text/html", HTML)))
    assert page.fetched_at is None


def test_names_and_answers_that_are_no_pages_are_counted(
    read_bytes: ReadBytes, reading: Reading
) -> None:
    found = read_bytes(
        arc(
            block("dns:a.example 192.0.2.1 20080102030405 text/dns", b"20080102\na.example A"),
            block("http://a.example/x 192.0.2.7 20080102030405 no-type", b"no http here"),
            block("http://a.example/ 192.0.2.7 20080102030405 text/html", HTML),
        )
    )
    assert len(found) == 1
    assert reading.rejects.counts == {
        "version block of the archive": 1,
        "response that is not HTTP": 1,
        "response without an HTTP status line": 1,
    }
