"""An export that tells days which have not come yet, read on the first of November 2026."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.table.future import NOT_YET

Rows = Callable[..., list[dict[str, Any]]]

HEADER = b"Page ascore,Source title,Source url,Target url,Anchor,Nofollow,First seen,Last seen\n"


def _row(name: str, first: str, last: str) -> bytes:
    return f"1,T,https://{name}.example/,https://our.example/,a,true,{first},{last}\n".encode()


def test_a_date_in_the_future_is_left_empty_and_told_with_its_row(
    rows: Rows, reading: Reading
) -> None:
    found = rows(
        HEADER
        + _row("a", "2025-01-02", "2026-10-31")
        + _row("b", "2026-01-02", "2062-01-02")
        + _row("c", "03/05/2027", "14/01/2027"),
        "export.csv",
    )
    days = [
        tuple(row[name] and row[name].date() for name in ("first_seen", "last_seen", "seen_at"))
        for row in found
    ]
    assert days == [
        (date(2025, 1, 2), date(2026, 10, 31), date(2026, 10, 31)),
        (date(2026, 1, 2), None, None),
        (None, None, None),
    ]
    assert reading.rejects.counts == {NOT_YET: 3}
    places = sorted(place.rpartition("/")[2] for place, text in _told(reading))
    assert places == ["export.csv:3", "export.csv:4", "export.csv:4"]
    assert all("https://" in text for _, text in _told(reading))


def _told(reading: Reading) -> list[tuple[str, str]]:
    return [(place, text) for _, place, text in reading.rejects.examples]


def test_a_day_that_began_elsewhere_is_no_future(rows: Rows, reading: Reading) -> None:
    found = rows(HEADER + _row("a", "2026-11-02", "2026-11-02"))
    assert found[0]["last_seen"].date() == date(2026, 11, 2)
    assert not reading.rejects.counts


def test_an_edge_keeps_no_date_in_the_future(rows: Rows, reading: Reading) -> None:
    reading.target = "our.example"
    found = rows(
        b"Domain,DR,Links to target,Dofollow links,First seen,Lost\n"
        b"a.example,5,7,2,2026-01-02,2031-01-02\n"
    )
    assert [(row["links"], row["first_seen"].date(), row["lost_on"]) for row in found] == [
        (7, date(2026, 1, 2), None)
    ]
    assert reading.rejects.counts == {NOT_YET: 1}
