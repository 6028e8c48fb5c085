from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.table.contradicted import SEEN_AFTER_LOSS

Rows = Callable[..., list[dict[str, Any]]]

HEADER = "Referring page title,Referring page URL,Domain rating,UR,Target URL,Anchor,First seen,"
ROW = "One,https://blog.example/a,1,12,https://our.example/,brand,2026-01-02 03:04:05,"


def _one(rows: Rows, last: str, lost: str) -> dict[str, Any]:
    (found,) = rows(f"{HEADER}Last seen,Lost\n{ROW}{last},{lost}\n".encode(), "a.csv")
    return found


def test_a_link_seen_after_its_loss_is_not_lost_and_its_row_is_told(
    rows: Rows, reading: Reading
) -> None:
    found = _one(rows, "2026-09-01 00:00:00", "2026-08-20 10:00:00")
    first = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert found["lost_on"] is None
    assert (found["first_seen"], found["last_seen"], found["seen_at"]) == (first, first, first)
    ((reason, place, _),) = reading.rejects.examples
    assert (reason, place.rpartition("/")[2]) == (SEEN_AFTER_LOSS, "a.csv:2")


def test_lost_on_the_day_of_the_last_sighting_is_lost(rows: Rows, reading: Reading) -> None:
    found = _one(rows, "2026-09-01 12:00:00", "2026-09-01")
    assert found["lost_on"] == found["last_seen"] == datetime(2026, 9, 1, 12, tzinfo=UTC)
    assert not reading.rejects.counts


@pytest.mark.parametrize("lost", ["2026-09-02", ""])
def test_what_does_not_contradict_itself_stays(rows: Rows, reading: Reading, lost: str) -> None:
    found = _one(rows, "2026-09-01 12:00:00", lost)
    assert (found["lost_on"] is None) == (not lost)
    assert found["last_seen"] == datetime(2026, 9, 1, 12, tzinfo=UTC)
    assert not reading.rejects.counts


def test_a_link_on_a_page_that_no_longer_counts_is_seen_after_its_loss(
    rows: Rows, reading: Reading
) -> None:
    table = f"{HEADER}Last seen,Lost,Lost status\n{ROW}2026-09-01,2026-08-20,noindex\n"
    (found,) = rows(table.encode(), "a.csv")
    assert found["lost_on"] == datetime(2026, 8, 20, tzinfo=UTC)
    assert found["last_seen"] == datetime(2026, 9, 1, tzinfo=UTC)
    assert found["lost_reason"] == "noindexed"
    assert not reading.rejects.counts
