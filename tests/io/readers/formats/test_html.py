"""One saved HTML page as a capture: its address, its day, its end."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import CUT_HEADER, RawPage, Rejects
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read, recognise
from backlinkbot.io.readers.stored import file_source

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SAVED_AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
BARE = """<!doctype html><html><head><link rel="canonical" href="https://a.example/x"></head>
<body><p>Words <a href="https://b.example/">b</a></p></body></html>"""
PAGE = BARE.replace("<head>", '<head><meta property="og:url" content="https://a.example/x">')
SILENT = "<!doctype html><html><body><p>Words <a href=/y>y</a></p></body></html>"


def saved(folder: Path, html: str | bytes, name: str = "page.html") -> Path:
    path = folder / name
    path.write_bytes(html.encode() if isinstance(html, str) else html)
    os.utime(path, (SAVED_AT.timestamp(), SAVED_AT.timestamp()))
    return path


def one(path: Path, **told: object) -> tuple[RawPage, Reading]:
    reading = Reading(Rejects(), NOW, **told)  # type: ignore[arg-type]  # the fields of a reading
    (page,) = read(file_source(path), reading)
    assert isinstance(page, RawPage)
    return page, reading


@pytest.mark.parametrize(
    "html",
    [
        PAGE,
        "\ufeff" + PAGE,
        "<!-- saved from url=(0020)https://a.example/x -->\n<html>",
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "x" "y"><html>',
        PAGE.encode("utf-16"),
        gzip.compress(PAGE.encode()),
    ],
)
def test_a_page_is_recognised_by_its_content(tmp_path: Path, html: str | bytes) -> None:
    assert recognise(file_source(saved(tmp_path, html, "data.csv"))) == "html"


def test_a_page_is_seen_when_its_file_was_changed_and_its_evidence_is_the_file(
    tmp_path: Path,
) -> None:
    path = saved(tmp_path, PAGE)
    page, reading = one(path)
    assert (page.url, page.fetched_at, page.evidence) == (
        "https://a.example/x",
        SAVED_AT,
        str(path),
    )
    assert reading.rows == 1
    assert reading.notes == [
        "read as the page https://a.example/x (its canonical link), seen on 2026-03-04, when its "
        "file was last changed"
    ]


def test_what_the_user_says_goes_before_what_the_page_says(tmp_path: Path) -> None:
    path = saved(tmp_path, PAGE)
    page, _ = one(path, base_url="https://c.example/z#part", as_of=date(2025, 5, 6))
    assert page.url == "https://c.example/z"
    assert page.fetched_at == datetime(2025, 5, 6, tzinfo=UTC)


def test_a_file_from_the_future_was_seen_now(tmp_path: Path) -> None:
    path = saved(tmp_path, PAGE)
    os.utime(path, (NOW.timestamp() + 9e6, NOW.timestamp() + 9e6))
    assert one(path)[0].fetched_at == NOW


def test_a_page_that_does_not_tell_its_address_is_refused_with_what_is_missing(
    tmp_path: Path,
) -> None:
    with pytest.raises(BadInput, match=r"page\.html is an HTML page .* --base-url https://"):
        one(saved(tmp_path, SILENT))


def test_a_page_with_nothing_but_a_canonical_link_is_refused_until_the_user_says_what_it_is(
    tmp_path: Path,
) -> None:
    path = saved(tmp_path, BARE)
    with pytest.raises(BadInput, match=r"has the canonical link https://a\.example/x and nothing"):
        one(path)
    copy = saved(tmp_path, PAGE.replace('content="https://a', 'content="https://copy'))
    with pytest.raises(BadInput, match=r"and names https://copy\.example/x as well: a copy"):
        one(copy)
    page, reading = one(path, base_url="canonical")
    assert page.url == "https://a.example/x"
    assert "(its canonical link, as --base-url canonical says)" in reading.notes[0]
    assert one(path, base_url="https://copy.example/x")[0].url == "https://copy.example/x"


def test_the_word_canonical_leaves_a_page_with_a_better_word_as_it_is(tmp_path: Path) -> None:
    html = "<!-- saved from url=(0022)https://copy.example/x -->" + BARE
    page, reading = one(saved(tmp_path, html), base_url="canonical")
    assert page.url == "https://copy.example/x"
    assert "(the comment of the browser that saved it)" in reading.notes[0]


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="mailto:me"):
        one(saved(tmp_path, SILENT), base_url="mailto:me@a.example")


@pytest.mark.parametrize(("html", "is_cut"), [(PAGE, False), (PAGE.partition("</p>")[0], True)])
def test_a_page_without_an_end_is_marked_as_cut(tmp_path: Path, html: str, is_cut: bool) -> None:  # noqa: FBT001 - a case's value
    page, _ = one(saved(tmp_path, html))
    assert any(name == CUT_HEADER for name, _ in page.headers) == is_cut


def test_a_page_of_more_than_16_mib_is_counted(tmp_path: Path) -> None:
    path = saved(tmp_path, PAGE + " " * (16 * 1024 * 1024))
    reading = Reading(Rejects(), NOW)
    assert list(read(file_source(path), reading)) == []
    assert sum(reading.rejects.counts.values()) == 1
