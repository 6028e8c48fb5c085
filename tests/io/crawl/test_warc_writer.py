from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.crawl import Outcome
from backlinkbot.core.facts import Rejects
from backlinkbot.io.crawl.fetched import Fetched
from backlinkbot.io.crawl.recovery import recovered, stored_answer
from backlinkbot.io.crawl.requests import Exchange, Request
from backlinkbot.io.crawl.warc_writer import WarcWriter
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.formats.warc import reporter_of
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.source import sources

AT = datetime(2026, 11, 21, 10, 0, 0, tzinfo=UTC)
URL = "https://a.example/page?x=1"


def answer(body: bytes = b"<html>hi", **changes: object) -> Fetched:
    headers = (
        ("Content-Type", "text/html"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", "20"),
        ("X-Odd", "caf\xe9"),
    )
    one = Fetched(
        url=URL,
        final_url=URL,
        status=200,
        reason="OK",
        headers=headers,
        body=body,
        is_cut=False,
        is_unread=False,
        fetched_at=AT,
        ip="192.0.2.1",
        hops=(),
        took_s=0.25,
        request_headers=(("Host", "a.example"), ("User-Agent", "BacklinkBot/0.1")),
    )
    return replace(one, **changes)  # type: ignore[arg-type]  # by name


def exchange(fetched: Fetched | None = None, **changes: object) -> Exchange:
    one = Exchange(Request(URL, "a.example", via="http://b.example/"), Outcome.PAGE, AT, fetched)
    return replace(one, **changes)  # type: ignore[arg-type]  # by name


def written(folder: Path, *exchanges: Exchange) -> tuple[WarcWriter, list[int]]:
    writer = WarcWriter(folder, "one", "BacklinkBot/0.1 (test)", AT)
    return writer, [writer.write(one).offset for one in exchanges]


def test_another_reader_finds_request_answer_and_what_we_know(tmp_path: Path) -> None:
    writer, _ = written(tmp_path, exchange(answer()))
    writer.seal()
    with (tmp_path / "one.warc.gz").open("rb") as file:
        records = [
            (r.record_type, r.headers.asdict(), r.reader.read())
            for r in ArchiveIterator(file, parse_http=False, strict_mode=True)
        ]
    kinds = [kind for kind, _, _ in records]
    assert kinds == [
        WarcRecordType.warcinfo,
        WarcRecordType.request,
        WarcRecordType.response,
        WarcRecordType.metadata,
    ]
    _, headers, block = records[2]
    assert headers["WARC-Target-URI"] == URL
    assert headers["WARC-IP-Address"] == "192.0.2.1"
    assert headers["WARC-Date"] == "2026-11-21T10:00:00Z"
    assert block.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nX-Crawler-Content-Encoding: gzip\r\n" in block
    assert b"X-Odd: caf\xe9\r\n" in block
    assert block.endswith(b"\r\nContent-Length: 8\r\n\r\n<html>hi")
    assert records[1][2].startswith(b"GET /page?x=1 HTTP/1.1\r\nHost: a.example\r\n")
    assert b"outcome: page\r\nvia: http://b.example/\r\n" in records[3][2]
    assert records[3][1]["WARC-Concurrent-To"] == headers["WARC-Record-ID"]


def test_our_own_reader_gives_the_page_and_says_where_it_is(tmp_path: Path) -> None:
    writer, offsets = written(tmp_path, exchange(answer(b"<html><a href=/x>y</a>")))
    writer.seal()
    source = next(iter(sources([str(tmp_path / "one.warc.gz")], Rejects())))
    reading = Reading(Rejects(), AT, reporter=reporter_of(source.head()))
    page = next(iter(read(source, reading)))
    assert page.reporter == "crawl"
    assert page.evidence.endswith(f"one.warc.gz@{offsets[0]}")
    assert (page.url, page.status, page.body) == (URL, 200, b"<html><a href=/x>y</a>")


def test_an_archive_of_others_is_reported_as_warc(shared_data: Path) -> None:
    path = shared_data / "warc" / "cc-slice-15-hosts.warc.gz"
    source = next(iter(sources([str(path)], Rejects())))
    assert reporter_of(source.head()) == "warc"


def test_a_refusal_is_one_record_that_says_why(tmp_path: Path) -> None:
    one = exchange(None, outcome=Outcome.FORBIDDEN, reason="Disallow: /", sentence="a\r\nb")
    writer, offsets = written(tmp_path, one)
    writer.close()
    found = list(recovered(tmp_path / "one.warc.gz.open", offsets[0]))
    assert [(f.outcome, f.reason, f.fetched) for f in found] == [
        (Outcome.FORBIDDEN, "Disallow: /", None)
    ]


def test_an_unchanged_page_is_a_revisit(tmp_path: Path) -> None:
    one = exchange(answer(b"", status=304), outcome=Outcome.NOT_MODIFIED)
    writer, offsets = written(tmp_path, one)
    writer.close()
    path = tmp_path / "one.warc.gz.open"
    with path.open("rb") as file:
        assert any(ArchiveIterator(file, record_types=WarcRecordType.revisit))
    assert stored_answer(path, offsets[0]) is None
    assert next(recovered(path, 0)).outcome is Outcome.NOT_MODIFIED


def test_what_was_written_is_recovered_as_it_was(tmp_path: Path) -> None:
    one = exchange(answer(b"x" * 100_000, is_cut=True))
    writer, offsets = written(tmp_path, one, exchange(answer(b"<html>two")))
    writer.close()
    path = tmp_path / "one.warc.gz.open"
    first, second = recovered(path, 0)
    assert first.fetched
    assert (first.fetched.body, first.fetched.is_cut) == (b"x" * 100_000, True)
    assert (first.fetched.took_s, first.fetched.ip) == (0.25, "192.0.2.1")
    assert ("X-Odd", "caf\xe9") in first.fetched.headers
    assert [first.offset, second.offset] == offsets
    assert next(recovered(path, offsets[1])).fetched == second.fetched
    stored = stored_answer(path, offsets[1])
    assert stored
    assert stored.body == b"<html>two"
    assert stored_answer(tmp_path / "gone.warc.gz", 0) is None


@given(cut=st.integers(0, 1_500))
def test_cut_anywhere_whole_exchanges_stay_and_the_rest_goes(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    writer = WarcWriter(folder, "one", "agent", AT)
    ends = [writer.size_bytes, *(writer.write(exchange(answer())).end for _ in range(2))]
    writer.close()
    path = folder / "one.warc.gz.open"
    with path.open("r+b") as file:
        file.truncate(max(ends[0], ends[-1] - cut))
    size = path.stat().st_size
    whole = sum(end <= size for end in ends[1:])
    assert len(list(recovered(path, 0))) == whole
    assert path.stat().st_size == ends[whole]
    goes_on = WarcWriter(folder, "one", "agent", AT)
    goes_on.write(exchange(answer()))
    goes_on.close()
    assert len(list(recovered(path, 0))) == whole + 1


def test_headers_from_the_web_cannot_break_out_of_their_line(tmp_path: Path) -> None:
    hostile = (("X-A", "b\r\nWARC-Type: response"), ("X\r\nY", "z"))
    writer, _ = written(tmp_path, exchange(answer(headers=hostile, ip="1.2.3.4\r\nWARC-X: y")))
    writer.seal()
    with (tmp_path / "one.warc.gz").open("rb") as file:
        records = list(ArchiveIterator(file, parse_http=False))
        assert len(records) == 4
        assert all("WARC-X" not in record.headers.asdict() for record in records)
