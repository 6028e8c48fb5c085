"""Archives the whole way into the index: their parts, their cut pages, their dead addresses."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from backlinkbot.app.ingest import FileReport, ingest
from backlinkbot.app.ingest import pages as parts
from backlinkbot.app.profile import LinkQuestion, links
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import NotFound
from backlinkbot.io.engines.local import Killed
from backlinkbot.io.readers.archive import Span

LINK = "<p>see <a href=https://t.example/>t</a>"


def record(url: str, day: int, html: str, *, is_cut: bool = False) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html.encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-01-{day:02}T03:04:05Z\r\nContent-Type: application/http\r\n"
        + ("WARC-Truncated: length\r\n" if is_cut else "")
        + f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def write(path: Path, *members: bytes) -> str:
    path.write_bytes(b"".join(gzip.compress(member, mtime=0) for member in members))
    return str(path)


def one(workspace: Workspace, place: str) -> FileReport:
    (report,) = ingest(workspace, [place]).files
    return report


def states(workspace: Workspace) -> list[str]:
    states: list[str] = (
        links(workspace, "t.example", LinkQuestion(limit=None)).table["state"].to_pylist()
    )
    return states


@pytest.mark.parametrize(("is_cut", "state"), [(True, "live"), (False, "lost")])
def test_a_link_missing_from_a_page_that_was_cut_is_not_lost(
    workspace: Workspace, tmp_path: Path, *, is_cut: bool, state: str
) -> None:
    one(workspace, write(tmp_path / "a.warc.gz", record("https://a.example/", 1, LINK)))
    again = record("https://a.example/", 9, "<p>The page begins, and", is_cut=is_cut)
    one(workspace, write(tmp_path / "b.warc.gz", again))
    assert states(workspace) == [state]
    assert workspace.index.pages("a.example")["cut"].to_pylist() == [is_cut]


def test_a_dead_address_is_reported_and_the_other_files_are_read(
    workspace: Workspace, tmp_path: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/gone.warc.gz").respond_with_data(status=404)
    dead = httpserver.url_for("/gone.warc.gz")
    good = write(tmp_path / "a.warc.gz", record("https://a.example/", 1, LINK))
    done = ingest(workspace, [dead, good])
    assert "gone.warc.gz" in done.files[0].error
    assert done.files[1].error == ""
    assert states(workspace) == ["live"]
    with pytest.raises(NotFound, match=r"gone\.warc\.gz"):
        ingest(workspace, [dead])


def test_pages_that_share_a_member_with_a_hostile_one_are_read(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killing(work: Any, batches: Any, **_: object) -> Iterator[Any]:
        """Workers that die of every member, and of pages of `bad.example`."""
        for batch in batches:
            for item in batch:
                is_bad = isinstance(item, Span) or "bad" in item.url
                yield Killed(item, "took more than 1 s of CPU") if is_bad else work([item])

    monkeypatch.setattr("backlinkbot.app.ingest.map_batches", killing)
    first = record("https://first.example/", 1, LINK)
    many = b"".join(record(f"https://{name}.example/", 1, LINK) for name in ("b", "bad", "c"))
    alone = record("https://alone.example/", 1, LINK)
    report = one(workspace, write(tmp_path / "a.warc.gz", first, many, alone))
    assert (report.pages, report.rows) == (5, 5)
    assert report.rejects == {"page took more than 1 s of CPU": 2}
    assert states(workspace) == ["live"] * 3


def test_batches_hold_pages_or_spans_and_never_too_much(tmp_path: Path) -> None:
    span = Span(tmp_path, "a", 0, 1, 3 * 1024 * 1024)
    small = span._replace(plain_bytes=10)
    sizes = [len(batch) for batch in parts.batched([span, span, span, *[small] * 200])]
    assert sizes == [2, 1 + 127, 73]
