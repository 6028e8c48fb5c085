from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from backlinkbot.io.readers.format import Reading

Rows = Callable[..., list[dict[str, Any]]]

HEADER = (
    "Referring page title,Referring page URL,Domain rating,UR,Target URL,Anchor,Type,Nofollow,UGC,"
    "Sponsored,Lost status,Drop reason,First seen,Last seen,Lost\n"
)
LIVE = (
    '"Title, one",https://blog.example/a,0.9,12,https://our.example/,our brand,text,false,false,'
    "false,,,2026-01-02 03:04:05,2026-09-01 00:00:00,\n"
)
LOST = (
    "Two,https://news.test/b,55,30,https://our.example/x,,image,true,false,false,pageerror,"
    "removedfromhtml,2026-01-02 03:04:05,2026-08-01 00:00:00,2026-08-20 10:00:00\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_all_encodings_and_delimiters_give_the_same_links(
    encoding: str, delimiter: str, rows: Rows
) -> None:
    text = (HEADER + LIVE + LOST).replace('"Title, one"', "Title one").replace(",", delimiter)
    found = rows(text.encode(encoding))
    assert [(row["source_url"], row["anchor"], row["kind"]) for row in found] == [
        ("https://blog.example/a", "our brand", "text"),
        ("https://news.test/b", "", "image"),
    ]
    assert [row["followed"] for row in found] == [True, False]


def test_its_scores_are_its_own_and_never_ours(rows: Rows) -> None:
    scores = dict(rows((HEADER + LIVE).encode())[0]["vendor_scores"])
    assert scores == {"ahrefs.domain_rating": pytest.approx(0.9), "ahrefs.url_rating": 12.0}


def test_its_words_for_a_loss_are_kept_beside_ours(rows: Rows) -> None:
    live, lost = rows((HEADER + LIVE + LOST).encode())
    assert (lost["vendor_lost_reason"], lost["lost_reason"]) == (
        "removedfromhtml",
        "removed_from_html",
    )
    assert lost["lost_on"] == datetime(2026, 8, 20, 10, tzinfo=UTC)
    assert (live["vendor_lost_reason"], live["lost_reason"], live["lost_on"]) == (None, None, None)


def test_a_word_that_means_nothing_of_ours_is_only_kept(rows: Rows) -> None:
    found = rows((HEADER + LOST.replace("removedfromhtml", "eclipsed")).encode())
    assert (found[0]["vendor_lost_reason"], found[0]["lost_reason"]) == ("eclipsed", None)


def test_a_column_that_says_only_whether_is_no_shifted_date(rows: Rows) -> None:
    text = (HEADER + LIVE[:-1] + "false\n" + LOST).replace("2026-08-20 10:00:00", "true")
    live, lost = rows(text.encode())
    assert live["lost_on"] is None
    assert lost["lost_on"] == lost["last_seen"]


def test_referring_domains_are_edges_even_with_a_space_after_a_header(
    rows: Rows, reading: Reading
) -> None:
    reading.target = "our.example"
    found = rows(
        b"Domain,DR,Links to target,Dofollow linked domains,Dofollow links,Is spam,Traffic ,"
        b'First seen,Lost\nblog.example,40,12,3,10,false,"5,100",2026-01-02,\n'
        b"www.old.test,3,1,9,1,false,0,2025-01-02,2026-02-03\n"
    )
    assert [(r["source_domain"], r["links"], r["followed_links"]) for r in found] == [
        ("blog.example", 12, 10),
        ("old.test", 1, 1),
    ]
    assert dict(found[0]["vendor_scores"])["ahrefs.traffic"] == 5100
    assert [row["lost_on"] and row["lost_on"].date() for row in found] == [None, date(2026, 2, 3)]


def test_a_row_without_one_of_its_values_is_counted_with_its_line(
    rows: Rows, reading: Reading
) -> None:
    found = rows((HEADER + LIVE + "only,three,cells\n" + LOST).encode(), "a.csv")
    assert len(found) == 2
    (reason, place, text) = reading.rejects.examples[0]
    assert reason == "row with another number of columns than the header"
    assert (place.rsplit("/", 1)[1], text) == ("a.csv:3", "only,three,cells")
