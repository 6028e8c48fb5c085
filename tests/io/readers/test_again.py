"""Pages found again where their evidence says they stand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backlinkbot.core.facts import RawPage, Rejects
from backlinkbot.io.readers.again import Shelf
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import file_source

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def pages_of(path: Path) -> list[RawPage]:
    found = read(file_source(path), Reading(Rejects(), NOW))
    return [page for page in found if isinstance(page, RawPage) and page.body]


@pytest.mark.parametrize("name", ["cc-slice-15-hosts.warc.gz", "ia-2008-38-hosts.arc.gz"])
def test_every_page_of_an_archive_is_found_again(shared_data: Path, name: str) -> None:
    from backlinkbot.core.urls import canonical

    path = shared_data / "warc" / name
    shelf = Shelf([], NOW)
    for page in pages_of(path)[:40]:
        url = canonical(page.url)
        assert url is not None
        again = shelf.page(page.evidence, url)
        assert again is not None
        assert (again.body, again.evidence) == (page.body, page.evidence)


def archive(path: Path, *bodies: str) -> Path:
    parts = []
    for number, body in enumerate(bodies):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://site.org/{number}\r\n"
            f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        parts.append(head.encode() + http + b"\r\n\r\n")
    path.write_bytes(b"".join(parts))
    return path


def test_a_plain_archive_that_was_moved_into_our_folder_is_found_by_its_name(
    tmp_path: Path,
) -> None:
    path = archive(tmp_path / "a.warc", "<html>one", "<html>two")
    first, second = pages_of(path)
    (tmp_path / "crawls" / "x").mkdir(parents=True)
    path.rename(tmp_path / "crawls" / "x" / "a.warc")
    shelf = Shelf([tmp_path / "crawls"], NOW)
    for page in (first, second):
        again = shelf.page(page.evidence, page.url)
        assert again is not None
        assert again.body == page.body


def test_nothing_is_read_where_something_else_stands_by_now(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.warc", "<html>one", "<html>two")
    first, second = pages_of(path)
    shelf = Shelf([], NOW)
    assert shelf.page(second.evidence, first.url) is None
    assert shelf.page(f"{path}@99999", first.url) is None
    assert shelf.page(f"{path}@7", first.url) is None
    assert shelf.page("gone.warc.gz@1", first.url) is None
    assert shelf.page("links.csv:17", first.url) is None
    assert shelf.page("", first.url) is None


def test_a_saved_page_is_read_again_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "saved.html"
    path.write_text("<!doctype html><html><body>ann@site.org</body></html>", "utf-8")
    again = Shelf([], NOW).page(str(path), "https://site.org/saved")
    assert again is not None
    assert b"ann@site.org" in again.body
