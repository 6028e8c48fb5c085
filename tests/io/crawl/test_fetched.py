"""What an answer's headers say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backlinkbot.io.crawl.fetched import Fetched

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def fetched(*headers: tuple[str, str], status: int = 503) -> Fetched:
    return Fetched(
        url="http://a.example/", final_url="http://a.example/", status=status, reason="",
        headers=headers, body=b"", is_cut=False, is_unread=False, fetched_at=AT, ip="", hops=(),
        took_s=0.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "wait_s"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sat, 21 Nov 2026 10:05:00 GMT", 300.0),
        ("Saturday, 21-Nov-26 10:05:00 GMT", 300.0),
        ("Sat, 21 Nov 2026 11:05:00 +0100", 300.0),
        ("Sat Nov 21 10:05:00 2026", 300.0),
        ("Fri, 20 Nov 2026 10:05:00 GMT", 0.0),
        ("9" * 500, 999_999_999_999.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("²", None),
        ("Sat, 99 Nov 2026 10:05:00 GMT", None),
        ("Sat, 21 Nov 99999999999 10:05:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, wait_s: float | None) -> None:
    assert fetched(("Retry-After", value)).retry_after_s == wait_s


def test_without_the_header_nothing_is_asked() -> None:
    assert fetched().retry_after_s is None


@pytest.mark.parametrize("status", [200, 300, 304, 305, 306, 404])
def test_a_location_is_no_redirect_without_its_status(status: int) -> None:
    assert fetched(("Location", "/b"), status=status).redirect_to is None


@pytest.mark.parametrize(
    ("value", "kind"),
    [("Text/HTML; charset=utf-8", "text/html"), ("", ""), (" text/plain ", "text/plain")],
)
def test_the_media_type_is_read_without_its_parameters(value: str, kind: str) -> None:
    assert fetched(("content-TYPE", value)).media_type == kind
