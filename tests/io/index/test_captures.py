"""Which sources told of which links, and where they disagree."""

from __future__ import annotations

from typing import Any

SITE = "t.example"


def counted(table: Any) -> dict[tuple[str, ...], int]:
    return {tuple(row["reporters"]): row["count"] for row in table.to_pylist()}


def test_links_and_domains_are_counted_by_who_told_of_them(web: Any) -> None:
    web.put(
        web.link("a.example/1", f"{SITE}/", 1, by="ahrefs"),
        web.link("a.example/1", f"{SITE}/", 2, by="moz"),
        web.link("a.example/2", f"{SITE}/", 2, by="moz"),
        web.link("b.example/1", f"{SITE}/", 2, by="ahrefs"),
        web.edge("c.example", SITE, by="graph"),
    )
    domains, links = web.index.captures(SITE).counts()
    assert counted(domains) == {("ahrefs",): 1, ("ahrefs", "moz"): 1, ("graph",): 1}
    assert counted(links) == {("ahrefs",): 1, ("ahrefs", "moz"): 1, ("moz",): 1}


def test_what_is_lost_was_captured_by_nobody(web: Any) -> None:
    web.put(web.link("a.example/1", f"{SITE}/", 1, by="ahrefs", lost_on=web.day(3)))
    assert web.index.captures(SITE).counts()[0].num_rows == 0


def test_disagreements_are_counted_by_fact_and_shown(web: Any) -> None:
    web.put(
        web.link("a.example/1", f"{SITE}/", 1, by="ahrefs", nofollow=True, followed=False),
        web.link("a.example/1", f"{SITE}/", 2, by="moz"),
    )
    counts, shown = web.index.captures(SITE).disagreements(limit=5)
    assert {row["fact"]: row["links"] for row in counts.to_pylist()} == {"nofollow": 1}
    assert "ahrefs says yes" in shown.to_pylist()[0]["said"]


def test_a_list_that_still_names_a_lost_domain_captured_nothing_that_stands(web: Any) -> None:
    web.put(
        web.link("a.example/1", f"{SITE}/", 1, by="ahrefs", lost_on=web.day(3)),
        web.edge("a.example", SITE, by="graph"),
        web.link("b.example/1", f"{SITE}/", 1, by="ahrefs"),
        web.edge("b.example", SITE, by="graph"),
    )
    assert counted(web.index.captures(SITE).counts()[0]) == {("ahrefs", "graph"): 1}
