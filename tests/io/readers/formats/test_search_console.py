from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.format import Reading

Rows = Callable[..., list[dict[str, Any]]]

LATEST = "https://blog.example/a,2026-09-28\nhttps://news.test/b,2026-09-27\n"


def test_latest_links_are_pages_that_link_somewhere_to_the_property(
    rows: Rows, reading: Reading
) -> None:
    found = rows(
        f"Linking page,Last crawled\n{LATEST}".encode(), "our.example-Latest links-2026-10-01.csv"
    )
    assert [row["source_url"] for row in found] == ["https://blog.example/a", "https://news.test/b"]
    assert {row["target_url"] for row in found} == {"https://our.example/"}
    assert {(row["kind"], row["anchor"], row["nofollow"], row["followed"]) for row in found} == {
        ("unknown", None, None, None)
    }
    assert found[0]["seen_at"].date() == date(2026, 9, 28)
    assert reading.target == "our.example"


def test_the_headers_of_any_language_do(rows: Rows, reading: Reading) -> None:
    reading.target = "our.example"
    assert len(rows(f"דף מקשר,נסרק לאחרונה\n{LATEST}".encode())) == 2
    assert (
        len(rows(f"Verlinkende Seite;Zuletzt gecrawlt\n{LATEST}".replace(",", ";").encode())) == 2
    )


def test_top_linking_sites_are_edges_with_thousands_marks(rows: Rows, reading: Reading) -> None:
    reading.target = "our.example"
    found = rows('אתר,דפים מקשרים,דפי יעד\nblog.example,"1,240",3\ngärtner.xd,2,1\n'.encode())
    assert [(row["source_domain"], row["links"]) for row in found] == [
        ("blog.example", 1240),
        ("xn--grtner-bua.xd", 2),
    ]
    assert {(row["target_domain"], row["level"]) for row in found} == {("our.example", "domain")}


@pytest.mark.parametrize(
    "name",
    [
        "our.example-Latest links-2026-10-01.csv",
        "https___our.example_-Latest links-2026-10-01.csv",
        "our.example-Neueste Links-2026-10-01.csv",
    ],
)
def test_the_property_stands_in_the_name_of_the_file(name: str, rows: Rows) -> None:
    found = rows(f"Linking page,Last crawled\n{LATEST}".encode(), name)
    assert {row["target_domain"] for row in found} == {"our.example"}


def test_without_a_property_the_target_is_asked_for(rows: Rows) -> None:
    with pytest.raises(BadInput, match="--target"):
        rows(f"Linking page,Last crawled\n{LATEST}".encode(), "links.csv")


def test_ones_own_most_linked_pages_are_refused(rows: Rows) -> None:
    for header in ("Target page,Incoming links,Linking sites", "דף יעד,קישורים,אתרים"):
        with pytest.raises(BadInput, match="lists your own most linked pages"):
            rows(f'{header}\nhttps://our.example/a,"1,204",12\n'.encode())


def test_link_texts_without_pages_are_refused(rows: Rows) -> None:
    with pytest.raises(BadInput, match="link texts without the pages"):
        rows(b"Rank,Link text\n1,our brand\n2,click here\n")


def test_addresses_with_commas_are_read_whole(rows: Rows, reading: Reading) -> None:
    reading.target = "our.example"
    found = rows(b'Linking page,Last crawled\n"https://blog.example/a,b,c","Sep 15, 2026"\n')
    assert found[0]["source_url"] == "https://blog.example/a,b,c"
    assert found[0]["seen_at"] == datetime(2026, 9, 15, tzinfo=UTC)


def test_a_sample_without_dates_tells_no_date(rows: Rows, reading: Reading) -> None:
    reading.target = "our.example"
    found = rows(b"Linking page\nhttps://blog.example/a\n\nhttps://blog.example/b\n")
    assert [row["seen_at"] for row in found] == [None] * 2
    assert [row["target_known"] for row in found] == [False] * 2
    assert [row["evidence"].rsplit(":", 1)[1] for row in found] == ["2", "4"]
