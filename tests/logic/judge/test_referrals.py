"""Who speaks for a day, and which link brought a visit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.results import Certainty
from backlinkbot.core.visits import VisitImport, visit_columns
from backlinkbot.logic.judge.referrals import (
    LinkTable,
    Telling,
    by_domain,
    by_link,
    main_source,
    page_key,
    speaking,
    total_of,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)


def day(number: int) -> date:
    return date(2026, 1, number)


def row(on: int, visits: int, **told: Any) -> dict[str, Any]:
    usual = {"since": day(on), "until": day(on), "channel": "referral",
             "referrer_domain": "news.example", "visits": visits}  # fmt: skip
    return {**usual, **told}


def table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=visit_columns())


def telling(number: int, *rows: dict[str, Any], adds_up: bool = False) -> Telling:
    since, until = min(r["since"] for r in rows), max(r["until"] for r in rows)
    told = VisitImport(
        number, "ga4", "f", str(number), datetime(2026, 2, 1, tzinfo=UTC), since, until, 1, {},
        adds_up=adds_up, is_daily=all(r["since"] == r["until"] for r in rows),
    )  # fmt: skip
    return Telling(told, table(*rows))


def links(*rows: tuple[str, str, str]) -> LinkTable:
    names = ("source_url", "target_url", "source_domain")
    columns: dict[str, list[str]] = {n: [r[at] for r in rows] for at, n in enumerate(names)}
    return LinkTable(pa.table({**columns, "anchor": ["Acme"] * len(rows)}))


A, B = "https://acme.example/a", "https://acme.example/b"
ONE = ("https://news.example/one", A, "news.example")
TWO = ("https://news.example/two", B, "news.example")
THREE = ("https://news.example/three", A, "news.example")


def test_of_two_exports_the_newer_speaks_and_no_day_counts_twice() -> None:
    old, new = telling(1, row(3, 10), row(4, 10)), telling(2, row(4, 7), row(5, 7))
    rows, cut = speaking([old, new], FIRST, LAST)
    assert dict(zip(rows["since"].to_pylist(), rows["visits"].to_pylist(), strict=True)) == {
        day(4): 7, day(5): 7, day(3): 10,
    }  # fmt: skip
    assert cut == 0


def test_days_come_before_sums_and_pages_before_none() -> None:
    whole = telling(9, row(1, 50, until=LAST))
    daily = telling(1, row(3, 10))
    fine = telling(0, row(3, 8, page=A))
    assert speaking([whole, daily], FIRST, LAST)[0]["visits"].to_pylist() == [10]
    assert speaking([daily, fine], FIRST, LAST)[0]["visits"].to_pylist() == [8]


def test_a_sum_that_reaches_beyond_the_period_is_left_out_and_counted() -> None:
    rows, cut = speaking([telling(1, row(1, 50, until=LAST))], day(5), day(20))
    assert (rows.num_rows, cut) == (0, 1)


def test_logs_add_up() -> None:
    parts = [telling(n, row(3, 10), adds_up=True) for n in (1, 2)]
    assert total_of(speaking(parts, FIRST, LAST)[0]).visits == 20


def test_the_source_that_tells_most_days_is_used_and_analytics_before_logs() -> None:
    assert main_source({"ga4": 3, "access-log": 30}) == "access-log"
    assert main_source({"ga4": 30, "access-log": 30}) == "ga4"


def test_currencies_are_never_added() -> None:
    told = [(3, 10.0, "EUR"), (3, 5.0, "USD"), (3, 1.0, None), (4, 2.0, "EUR")]
    rows = table(*(row(on, 1, revenue=amount, currency=money) for on, amount, money in told))
    assert dict(total_of(rows).revenue) == {"EUR": 12.0, "USD": 5.0, "": 1.0}
    assert total_of(rows).goals is None


def test_a_referrer_that_names_the_page_gives_its_link() -> None:
    rows = table(row(3, 6, referrer_url="http://www.news.example/one", page=A))
    ((found,), untold) = by_link(rows, links(ONE, TWO, THREE))
    assert (found.source_url, found.certainty, untold) == (ONE[0], Certainty.PAGE, 0.0)


def test_the_bare_site_and_the_landing_page_give_the_only_link() -> None:
    ((found,), _) = by_link(table(row(3, 6, page=B)), links(ONE, TWO))
    assert (found.source_url, found.certainty) == (TWO[0], Certainty.ONLY)


def test_what_several_links_can_have_brought_is_shared_out_and_said() -> None:
    found, _ = by_link(table(row(3, 6, page=A, goals=2.0)), links(ONE, TWO, THREE))
    assert {one.source_url: one.sums.visits for one in found} == {ONE[0]: 3.0, THREE[0]: 3.0}
    assert {one.certainty for one in found} == {Certainty.SHARED}
    assert {one.shared_by for one in found} == {2}
    assert sum(one.sums.goals or 0 for one in found) == 2.0


def test_visits_of_a_domain_without_a_known_link_are_told_and_not_placed() -> None:
    rows = table(row(3, 6, referrer_domain="unknown.example"), row(3, 1))
    found, untold = by_link(rows, links(ONE))
    assert (len(found), untold) == (1, 6.0)
    domains = by_domain(rows, links(ONE).counts())
    assert [(one.domain, one.links) for one in domains] == [
        ("unknown.example", 0), ("news.example", 1),
    ]  # fmt: skip
    assert sum(one.share for one in domains) == pytest.approx(1)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 500),
            st.sampled_from([None, A, B, "https://acme.example/else"]),
            st.sampled_from([None, ONE[0], TWO[0], "https://news.example/gone"]),
            st.sampled_from(["news.example", "unknown.example"]),
        )
    )
)
def test_no_visit_is_lost_or_made_by_giving_it_to_links(rows: list[tuple[Any, ...]]) -> None:
    made = table(*(row(3, n, page=p, referrer_url=u, referrer_domain=d) for n, p, u, d in rows))
    found, untold = by_link(made, links(ONE, TWO, THREE))
    placed = sum(one.sums.visits for one in found)
    assert placed + untold == pytest.approx(sum(n for n, *_ in rows))


def test_a_page_is_the_same_with_and_without_www_and_slash() -> None:
    assert page_key("http://www.acme.example/a/") == page_key(A)
    assert page_key("https://acme.example/a?x=1") != page_key(A)
