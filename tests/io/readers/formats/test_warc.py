"""WARC: what real archives give, counted and explained; hostile and strange records."""

from __future__ import annotations

import gzip
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from backlinkbot.core.facts import RawPage
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import file_source

Record = Callable[..., bytes]
Pack = Callable[[list[bytes]], bytes]
ReadBytes = Callable[..., list[RawPage]]

# Per archive: records, pages with a body, answers without one, and every record left out.
COUNTS: dict[str, tuple[int, int, int, dict[str, int]]] = {
    "warc/cc-2024-22-one-page.warc.gz": (
        4,
        1,
        0,
        {"warcinfo record": 1, "request record": 1, "metadata record": 1},
    ),
    "warc/cc-slice-15-hosts.warc.gz": (
        50,
        16,
        0,
        {"warcinfo record": 1, "request record": 17, "metadata record": 16},
    ),
    # 140 of its 299 responses are HTML: these 94, and 46 of the 47 redirects and errors.
    "warc/ia-2008-38-hosts.warc.gz": (
        822,
        94,
        47,
        {
            "warcinfo record": 1,
            "request record": 261,
            "metadata record": 261,
            "response that is not HTTP": 38,
            "response that is not HTML": 120,
        },
    ),
    "warc/revisit.warc": (
        32,
        4,
        1,
        {
            "warcinfo record": 2,
            "request record": 15,
            "revisit record without body": 5,
            "response that is not HTML": 5,
        },
    ),
    "warc/resource-records.warc": (
        8,
        1,
        1,
        {
            "warcinfo record": 1,
            "request record": 2,
            "metadata record": 1,
            "resource record that is not an HTML page": 2,
        },
    ),
    "warc/clipped.warc.gz": (1, 1, 0, {}),
    "pages/multi-domain-pages.warc.gz": (594, 593, 0, {"warcinfo record": 1}),
}


@pytest.mark.parametrize("name", COUNTS)
def test_every_record_of_a_real_archive_is_read_or_counted(
    shared_data: Path, reading: Reading, name: str
) -> None:
    records, full, empty, left_out = COUNTS[name]
    found = list(read(file_source(shared_data / name), reading))
    bodies = Counter(bool(page.body) for page in found if isinstance(page, RawPage))
    assert (bodies[True], bodies[False]) == (full, empty)
    assert reading.rejects.counts == left_out
    assert reading.rows == records == full + empty + sum(left_out.values())
    assert reading.truncated is ("clipped" in name)


def test_the_clipped_page_is_kept_and_marked_as_cut(shared_data: Path, reading: Reading) -> None:
    (page,) = read(file_source(shared_data / "warc" / "clipped.warc.gz"), reading)
    assert isinstance(page, RawPage)
    assert page.headers[-1] == ("warc-truncated", "unspecified")
    assert len(page.body) > 70_000


def test_the_2008_crawl_gives_its_hosts_and_statuses(shared_data: Path, reading: Reading) -> None:
    found = list(read(file_source(shared_data / "warc" / "ia-2008-38-hosts.warc.gz"), reading))
    hosts = Counter(urlsplit(page.url).hostname for page in found if isinstance(page, RawPage))
    assert (len(hosts), hosts["www.archive.org"]) == (7, 132)
    assert Counter(page.status for page in found if isinstance(page, RawPage)) == {
        200: 94,
        404: 40,
        302: 5,
        301: 2,
    }


def test_a_page_carries_what_its_record_tells(record: Record, read_bytes: ReadBytes) -> None:
    block = b"HTTP/1.1 200 OK\r\nX-Robots-Tag: NoIndex\r\nContent-Type: text/html\r\n\r\n<p>"
    (page,) = read_bytes(record(block=block, more="WARC-IP-Address: 192.0.2.7\r\n"), "x.warc")
    assert page.headers == (("x-robots-tag", "NoIndex"), ("content-type", "text/html"))
    assert (page.body, page.ip, page.reporter, page.form) == (b"<p>", "192.0.2.7", "warc", "html")
    assert page.fetched_at is not None
    assert page.fetched_at.isoformat() == "2026-01-02T03:04:05+00:00"
    assert page.evidence.endswith("x.warc@0")


@pytest.mark.parametrize(
    ("media_type", "body", "expected"),
    [
        (b"Content-Type: text/html; charset=x\r\n", b"x", 1),
        (b"content-type: APPLICATION/XHTML+XML\r\n", b"x", 1),
        (b"", b"<!doctype html>", 1),
        (b"", b"GIF89a", 0),
        (b"Content-Type: image/png\r\n", b"<html>", 0),
    ],
)
def test_a_page_is_what_says_or_looks_that_it_is_html(
    record: Record, read_bytes: ReadBytes, media_type: bytes, body: bytes, expected: int
) -> None:
    found = read_bytes(record(block=b"HTTP/1.1 200 OK\r\n" + media_type + b"\r\n" + body))
    assert len(found) == expected


def test_redirects_and_errors_are_pages_without_a_body(
    record: Record, read_bytes: ReadBytes
) -> None:
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /there\r\n\r\n<p>moved</p>"
    gone = b"HTTP/1.1 410 Gone\r\nContent-Type: image/png\r\n\r\n"
    found = read_bytes(record(block=moved) + record(block=gone))
    assert [(page.status, page.body) for page in found] == [(301, b""), (410, b"")]
    assert found[0].headers == (("location", "/there"),)


def test_an_html_resource_is_a_page(record: Record, read_bytes: ReadBytes) -> None:
    (page,) = read_bytes(record("resource", block=b"<p>saved</p>", media_type="text/html"))
    assert (page.status, page.body) == (200, b"<p>saved</p>")


def test_a_body_that_unpacks_without_end_is_refused(
    record: Record, read_bytes: ReadBytes, reading: Reading
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    bomb = record(block=head + gzip.compress(bytes(100_000_000)))
    (page,) = read_bytes(bomb + record(url="https://b.example/"))
    assert page.url == "https://b.example/"
    assert reading.rejects.counts["page unpacks to more than 16 MiB"] == 1


def test_a_page_larger_than_any_page_is_refused(
    record: Record, pack: Pack, read_bytes: ReadBytes, reading: Reading
) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"<p>" * 8_000_000
    (page,) = read_bytes(pack([record(block=block), record(url="https://b.example/")]))
    assert page.url == "https://b.example/"
    assert reading.rejects.counts["page larger than 16 MiB"] == 1


def test_what_the_crawler_cut_is_told(record: Record, read_bytes: ReadBytes) -> None:
    (page,) = read_bytes(record(more="WARC-Truncated: length\r\n"))
    assert page.headers[-1] == ("warc-truncated", "length")


MEASURE = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from backlinkbot.core.facts import Rejects
    from backlinkbot.io.readers.format import Reading
    from backlinkbot.io.readers.read import read
    from backlinkbot.io.readers.stored import file_source

    reading = Reading(Rejects(), datetime(2026, 11, 1, tzinfo=UTC))
    pages = sum(1 for _ in read(file_source(Path(sys.argv[1])), reading))
    told = Path("/proc/self/status").read_text()  # getrusage would tell the parent's peak
    print(pages, int(told.partition("VmHWM:")[2].split()[0]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells no peak memory")
def test_memory_does_not_grow_with_the_archive(tmp_path: Path, record: Record, pack: Pack) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    video = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n" + bytes(60_000_000)
    some = pack([record(block=head + b"<p>%d</p>" % n * 20_000) for n in range(20)])
    largest = pack([record(block=head + b"<p>x</p>" * 2_000_000), record(block=video)])
    path = tmp_path / "large.warc.gz"
    with path.open("wb") as archive:
        archive.write(pack([record("warcinfo", block=b"software: test\r\n")]))
        for _ in range(100):  # 0.4 GB unpacked, and two huge records among them
            archive.write(some)
        archive.write(largest)
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(MEASURE), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    pages, peak_mb = map(int, told.stdout.split())
    assert pages == 2001
    assert peak_mb < 200, f"{peak_mb} MB"
