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
