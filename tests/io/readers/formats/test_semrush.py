from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backlinkbot.io.readers.format import Reading

Rows = Callable[..., list[dict[str, Any]]]

API = (
    "page_ascore,source_title,source_url,target_url,anchor,external_num,internal_num,nofollow,"
    "first_seen,last_seen\n"
)
PAGES = (
    "Page ascore,Source title,Source url,Target url,Anchor,External links,Internal links,Nofollow,"
    "Sponsored,Ugc,Text,Frame,Form,Image,Sitewide,First seen,Last seen,New link,Lost link\n"
)
ROW = "12,T,https://blog.example/a,https://our.example/,brand,4,20,"


def test_rows_shifted_against_the_header_are_refused(rows: Rows, reading: Reading) -> None:
    found = rows(
        (API + ROW + "false,false,2026-01-02\n" + ROW + "true,2025-01-02,2026-01-02\n").encode()
    )
    assert [row["nofollow"] for row in found] == [True]
    assert reading.rejects.counts == {"columns are shifted against the header": 1}
    assert reading.rejects.examples[0][1].endswith(":2")


def test_names_of_its_pages_and_of_its_api_mean_the_same(rows: Rows) -> None:
    of_api = rows((API + ROW + "true,2025-01-02,2026-01-02\n").encode())[0]
    of_pages = rows(
        (
            PAGES
            + ROW
            + "true,false,false,true,false,false,false,false,2025-01-02,2026-01-02,false,false\n"
        ).encode()
    )[0]
    for name in ("source_url", "target_url", "anchor", "external_links", "nofollow", "first_seen"):
        assert of_api[name] == of_pages[name]
    assert (of_api["kind"], of_pages["kind"]) == ("unknown", "text")


def test_unix_times_of_the_api_are_dates(rows: Rows) -> None:
    found = rows((API + ROW + "true,1735776000,1767312000\n").encode())
    assert found[0]["first_seen"] == datetime(2025, 1, 2, tzinfo=UTC)


def test_a_link_it_calls_lost_is_lost_on_the_day_it_was_last_seen(rows: Rows) -> None:
    lost = "FALSE,no,0,1,false,false,false,true,2025-01-02,2026-01-02,false,TRUE\n"
    found = rows((PAGES + ROW + lost).encode())[0]
    assert found["lost_on"] == datetime(2026, 1, 2, tzinfo=UTC)
    assert (found["sitewide"], found["followed"]) == (True, True)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("true", True), ("TRUE", True), ("1", True), ("yes", True), ("false", False), ("", None)],
)
def test_yes_and_no_in_all_spellings(value: str, meant: bool | None, rows: Rows) -> None:  # noqa: FBT001
    assert rows((API + ROW + f"{value},2025-01-02,2026-01-02\n").encode())[0]["nofollow"] is meant


def test_no_source_or_a_link_within_one_site_is_counted(rows: Rows, reading: Reading) -> None:
    row = "12,T,{},{},brand,4,20,true,2025-01-02,2026-01-02\n"
    text = API + row.format("", "https://our.example/")
    text += row.format("https://www.our.example/a", "https://our.example/b")
    text += row.format("mailto:someone@blog.example", "https://our.example/b")
    text += row.format("https://blog.example/", "nothing to see")
    assert rows(text.encode()) == []
    assert reading.rejects.counts == {
        "no source URL": 1,
        "link within one site": 1,
        "source URL is not a web address": 1,
        "target URL is not a web address": 1,
    }


def test_a_bad_number_is_left_empty_and_counted(rows: Rows, reading: Reading) -> None:
    found = rows((API + ROW.replace(",4,", ",four,") + "true,2025-01-02,2026-01-02\n").encode())
    assert found[0]["external_links"] is None
    assert reading.rejects.counts == {"number that cannot be read, left empty": 1}
