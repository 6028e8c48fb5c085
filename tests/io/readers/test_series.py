"""Plain series of new referring domains."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.series import SeriesRead, read_series

Read = Callable[[str], SeriesRead]
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(text: str) -> SeriesRead:
        path = tmp_path / "series.csv"
        path.write_text(text, "utf-8")
        return read_series(path, NOW)

    return of


def test_numbers_alone_are_weeks_that_end_today(read: Read) -> None:
    found = read("3\n5\n\n8\n")
    assert found.new == (3, 5, 8)
    assert found.first == date(2026, 11, 2)
    assert found.spam is None


def test_days_are_added_up_and_weeks_without_a_row_had_nothing(read: Read) -> None:
    found = read("date,count\n2026-01-06,1\n2026-01-11,2\n2026-01-20,4\n")
    assert (found.first, found.new) == (date(2026, 1, 5), (3, 0, 4))


def test_a_header_is_not_needed(read: Read) -> None:
    assert read("2026-W02;7\n2026-W03;9\n").new == (7, 9)


def test_columns_beside_the_count_are_found_by_their_names(read: Read) -> None:
    found = read("Week,New,Lost,Spam,Same anchor,Host\n2026-01-05,10,1,4,3,2\n")
    assert (found.new, found.lost, found.spam) == ((10,), (1,), (4,))
    assert (found.repeated, found.one_host, found.known) == ((3,), (2,), None)


def test_bad_rows_are_counted_with_file_row_and_reason_and_good_ones_kept(read: Read) -> None:
    found = read("week,count\n2026-01-05,7\nyesterday,8\n2026-01-12,-3\n2026-01-19,x\n2026-01-26\n")
    assert found.new == (7,)
    assert sum(found.rejects.counts.values()) == 4
    assert ("date that cannot be read", "series.csv:3", "yesterday") in found.rejects.examples


def test_more_of_a_sign_than_new_domains_is_told_and_cut(read: Read) -> None:
    found = read("week,count,spam\n2026-01-05,7,9\n")
    assert found.spam == (7,)
    assert sum(found.rejects.counts.values()) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("week,count\n", "header alone"),
        ("a\nb\n", "whole number"),
        ("week,count\n1926-01-05,1\n2026-01-05,1\n", "must be wrong"),
        ("1,2,3\n4,5,6\n", "names no column of counts"),
    ],
)
def test_what_is_no_series_is_refused_in_one_sentence(read: Read, text: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        read(text)


def test_months_and_ambiguous_dates_are_said_to_be_assumed(read: Read) -> None:
    months = "".join(f"2026-{month:02}-01,30\n" for month in range(1, 9))
    assert any("wrong if the rows are months" in note for note in read("d,count\n" + months).notes)
    assert any("day/month/year" in note for note in read("date,count\n03/04/2026,5\n").notes)


def test_numbers_with_thousands_marks_and_empty_decimals_are_read(read: Read) -> None:
    assert read('week,count\n2026-01-05,"1,204"\n2026-01-12,12.0\n').new == (1204, 12)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_dated_and_bare_numbers_give_the_same_series(counts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bare, dated = Path(folder) / "a.txt", Path(folder) / "b.csv"
        bare.write_text("\n".join(map(str, counts)), "utf-8")
        first = date(2026, 11, 16) - timedelta(weeks=len(counts) - 1)
        days = (first + timedelta(weeks=at) for at in range(len(counts)))
        rows = (f"{day},{count}" for day, count in zip(days, counts, strict=True))
        dated.write_text("week,count\n" + "\n".join(rows), "utf-8")
        one, other = read_series(bare, NOW), read_series(dated, NOW)
    assert one.new == other.new == tuple(counts)
    assert one.first == other.first == first
