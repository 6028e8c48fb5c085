"""What a complete file loses: only what it speaks of, and only what it could have known."""

from __future__ import annotations

from typing import Any

A, B, T, OTHER = "a.example/1", "b.example/1", "t.example/x", "other.example/y"


def _row(web: Any, page: str, target: str, seen: float, file: str) -> dict[str, Any]:
    """A row of a vendor's export."""
    return dict(web.link(page, target, seen, by="ahrefs", evidence=f"{file}:2"))


def _whole(web: Any, file: str, **more: Any) -> Any:
    """The record of a vendor's file that is said to be complete."""
    return web.source(file, name=file, reporter="ahrefs", complete=True, **more)


def _states(web: Any, domain: str = "t.example") -> dict[str, str]:
    return {row["source_domain"][0]: row["state"] for row in web.links(domain)}


def test_a_table_of_linking_domains_loses_no_page_of_a_domain_that_it_lists(web: Any) -> None:
    web.put(*(_row(web, f"{name}.example/1", T, 1, "may.csv") for name in "abc"))
    edges = [
        web.edge(f"{name}.example", "t.example", by="ahrefs", evidence="domains.csv:2")
        for name in "ab"
    ]
    lost = web.put(*edges, at=50, sources=(_whole(web, "domains.csv", target="t.example"),)).lost
    assert lost == 1
    assert _states(web) == {"a": "live", "b": "live", "c": "lost"}


def test_a_file_that_is_not_complete_loses_nothing_beside_one_that_is(web: Any) -> None:
    web.put(
        *(_row(web, page, T, 1, "may.csv") for page in (A, B)),
        *(_row(web, page, OTHER, 1, "may.csv") for page in (A, B)),
    )
    whole = [_row(web, A, T, 9, "whole.csv")]
    part = [_row(web, A, OTHER, 9, "part.csv")]
    partial = web.source("part", name="part.csv", reporter="ahrefs")
    web.put(*whole, *part, at=50, sources=(_whole(web, "whole.csv"), partial))
    assert _states(web) == {"a": "live", "b": "lost"}
    assert _states(web, "other.example") == {"a": "live", "b": "live"}


def test_what_another_file_of_the_run_lists_is_not_left_out(web: Any) -> None:
    web.put(*(_row(web, page, T, 1, "may.csv") for page in (A, B)))
    rows = [_row(web, A, T, 9, "one.csv"), _row(web, B, T, 9, "two.csv")]
    web.put(*rows, at=50, sources=(_whole(web, "one.csv"), _whole(web, "two.csv")))
    assert _states(web) == {"a": "live", "b": "live"}


def test_an_older_file_loses_nothing_that_was_seen_after_its_own_day(web: Any) -> None:
    web.put(_row(web, A, T, 60, "new.csv"), _row(web, B, T, 5, "new.csv"))
    old = [_row(web, "c.example/1", T, 30, "old.csv")]
    assert web.put(*old, at=100, sources=(_whole(web, "old.csv"),)).lost == 1
    assert _states(web) == {"a": "live", "b": "lost", "c": "live"}
    assert next(row for row in web.links() if row["state"] == "lost")["lost_on"] == web.day(30)


def test_the_day_that_a_file_is_said_to_be_of_counts_before_its_newest_date(web: Any) -> None:
    web.put(_row(web, A, T, 60, "new.csv"), _row(web, B, T, 35, "new.csv"))
    old = [_row(web, "c.example/1", T, 30, "old.csv")]
    whole = _whole(web, "old.csv", as_of=web.day(40).date())
    assert web.put(*old, at=100, sources=(whole,)).lost == 1
    assert _states(web) == {"a": "live", "b": "lost", "c": "live"}


def test_what_two_complete_files_leave_out_stays_lost_when_one_is_forgotten(web: Any) -> None:
    web.put(_row(web, A, T, 1, "may.csv"), _row(web, B, T, 1, "may.csv"))
    files = {"june.csv": 40, "july.csv": 50, "august.csv": 60, "september.csv": 70}
    for number, (file, day) in enumerate(files.items()):
        web.put(_row(web, A, T, day, file), at=101 + number, sources=(_whole(web, file),))
    lost_on = {"june.csv": 60, "august.csv": 70}
    for file, day in lost_on.items():
        known = web.index.knows(file)
        web.index.forget([known], web.day(200))
        assert _states(web)["b"] == "lost"
        assert next(row for row in web.links() if row["state"] == "lost")["lost_on"] == web.day(day)
    web.index.forget([web.index.knows("september.csv")], web.day(201))
    assert _states(web) == {"a": "live", "b": "live"}


def test_a_link_that_is_listed_again_stands_whatever_left_it_out_before(web: Any) -> None:
    web.put(_row(web, A, T, 1, "may.csv"), _row(web, B, T, 1, "may.csv"))
    web.put(_row(web, A, T, 40, "june.csv"), at=101, sources=(_whole(web, "june.csv"),))
    web.put(_row(web, B, T, 50, "july.csv"), at=102)
    assert _states(web) == {"a": "live", "b": "live"}
    web.put(_row(web, A, T, 60, "august.csv"), at=103, sources=(_whole(web, "august.csv"),))
    assert next(row for row in web.links() if row["state"] == "lost")["lost_on"] == web.day(60)
