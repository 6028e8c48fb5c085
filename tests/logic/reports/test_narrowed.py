"""Parts of a target: which links belong to a host, to what lies under an address, to one page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from backlinkbot.logic.reports.narrowed import of_address, of_host, only_known

TARGETS = (
    "https://acme.example/", "http://www.acme.example/blog", "https://acme.example/blog/a?b=1",
    "https://shop.acme.example/x", "https://notacme.example/", "https://acme.example.org/",
    "https://acmeXexample/", "https://acme.example:8443/y", "https://acme.example/blogs",
)  # fmt: skip
LINKS = pa.table({"target_url": TARGETS})


@pytest.mark.parametrize(
    ("host", "below", "kept"),
    [
        ("acme.example", False, {0, 1, 2, 7, 8}),
        ("acme.example", True, {0, 1, 2, 3, 7, 8}),
        ("shop.acme.example", False, {3}),
        ("shop.acme.example", True, {3}),
    ],
)
def test_a_host_is_itself_and_with_its_subdomains_more(
    host: str, *, below: bool, kept: set[int]
) -> None:
    assert set(of_host(LINKS, host, below=below).nonzero()[0].tolist()) == kept


@pytest.mark.parametrize(
    ("address", "below", "kept"),
    [
        ("acme.example", False, {0}),
        ("acme.example/blog", False, {1}),
        ("acme.example/blog", True, {1, 2, 8}),
        ("acme.example/blog/", True, {2}),
        ("acme.example/blog/a?b=1", False, {2}),
    ],
)
def test_an_address_is_one_page_or_what_begins_so(
    address: str, *, below: bool, kept: set[int]
) -> None:
    assert set(of_address(LINKS, address, below=below).nonzero()[0].tolist()) == kept


def day(number: int | None) -> datetime | None:
    return datetime(2026, 10, number, tzinfo=UTC) if number else None


def known(*links: tuple[str, int, int | None, int | None]) -> dict[str, Any]:
    """What is known of one site by links of (state, first seen, began, lost)."""
    moment = pa.timestamp("s", tz="UTC")
    table = pa.table(
        {
            "source_domain": ["a.example"] * len(links),
            "is_backlink": [True] * len(links),
            "state": [one[0] for one in links],
            "first_seen": pa.array([day(one[1]) for one in links], moment),
            "last_seen": pa.array([day(one[1]) for one in links], moment),
            "started_on": pa.array([day(one[2]) for one in links], moment),
            "lost_on": pa.array([day(one[3]) for one in links], moment),
            "lost_reason": pa.array(["page_gone" if one[3] else None for one in links]),
        }
    )
    (row,) = only_known(table).to_pylist()
    return dict(row)


def test_a_site_is_lost_with_its_last_link() -> None:
    gone = known(("lost", 1, 1, 9), ("lost", 2, 2, 20))
    assert (gone["state"], gone["lost_on"], gone["lost_reason"]) == ("lost", day(20), "page_gone")
    stands = known(("lost", 1, 1, 9), ("live", 2, 2, None))
    assert (stands["state"], stands["lost_on"], stands["lost_reason"]) == ("live", None, None)


def test_a_site_began_when_its_first_link_did_unless_an_older_one_has_no_date() -> None:
    assert known(("live", 5, 4, None), ("live", 8, 7, None))["started_on"] == day(4)
    assert known(("live", 5, 4, None), ("live", 8, None, None))["started_on"] == day(4)
    assert known(("live", 2, None, None), ("live", 5, 4, None))["started_on"] is None
    assert known(("live", 2, None, None))["started_on"] is None
