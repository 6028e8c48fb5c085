"""What changed between two snapshots is found in the files that differ."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from backlinkbot.io.index import plan
from backlinkbot.io.index.changes import Delta, legs

if TYPE_CHECKING:
    from tests.io.index.conftest import Web

SITE = ["t.example"]
STANDING = {"live", "redirected"}


def told(web: Web, before: str, domains: list[str] | None = None) -> list[dict[str, Any]]:
    return web.index.changed_links(before, domains or SITE).to_pylist(maps_as_pydicts="lossy")


def by_page(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["source_url"].removeprefix("https://"): row for row in rows}


def test_a_new_link_is_told_and_the_old_ones_are_not(web: Web) -> None:
    first = web.put(*(web.link(f"a{n}.example/1", "t.example/", 1) for n in range(5)))
    web.put(web.link("b.example/1", "t.example/", 2), at=101)
    (row,) = told(web, first.name)
    assert row["source_domain"] == "b.example"
    assert (row["was_known"], row["is_known"]) == (False, True)


def test_each_fact_that_changes_is_told_with_what_it_was(web: Web) -> None:
    old = web.put(
        web.link("a.example/1", "t.example/", 1, anchor="one", left="read", right="now"),
        web.link("b.example/1", "t.example/", 1),
        web.link("c.example/1", "t.example/", 1),
        web.link("d.example/1", "t.example/", 1),
    )
    web.put(
        web.link("a.example/1", "t.example/", 5, anchor="two", left="read", right="now"),
        web.page("a.example/1", 5),
        web.link("b.example/1", "t.example/", 5, followed=False, nofollow=True),
        web.page("b.example/1", 5),
        web.page("c.example/1", 5),
        web.link("d.example/1", "t.example/", 5),
        web.page("d.example/1", 5),
        at=101,
    )
    found = by_page(told(web, old.name))
    assert set(found) == {"a.example/1", "b.example/1", "c.example/1"}
    assert (found["a.example/1"]["was_anchor"], found["a.example/1"]["anchor"]) == ("one", "two")
    assert (found["b.example/1"]["was_followed"], found["b.example/1"]["followed"]) == (True, False)
    assert found["b.example/1"]["lost_reason"] == "became_nofollow"
    assert (found["c.example/1"]["was_state"], found["c.example/1"]["state"]) == ("live", "lost")
    assert found["c.example/1"]["lost_reason"] == "removed_from_html"


def test_a_forgotten_link_is_told_as_it_was(web: Web) -> None:
    kept = web.source("d1", name="a.warc.gz")
    gone = web.source("d2", name="b.csv", reporter="ahrefs")
    web.put(web.link("a.example/1", "t.example/", 1), sources=(kept,))
    row = web.link("b.example/1", "t.example/", 2, by="ahrefs", evidence="b.csv:1")
    before = web.put(row, at=101, sources=(gone,))
    web.index.forget([gone], web.day(102))
    (one,) = told(web, before.name)
    assert (one["source_domain"], one["was_known"], one["is_known"]) == ("b.example", True, False)
    assert one["was_state"] == "live"


def test_compaction_changes_nothing(web: Web) -> None:
    web.put(*(web.link(f"a{n}.example/1", "t.example/", 1) for n in range(5)))
    before = web.put(web.link("b.example/1", "t.example/", 2), at=101)
    web.index.compact(web.day(102))
    assert told(web, before.name) == []


def test_a_compaction_between_costs_nothing_and_hides_nothing(web: Web) -> None:
    before = web.put(
        web.link("a.example/1", "t.example/", 1),
        web.link("b.example/1", "t.example/", 1),
        web.link("c.example/1", "t.example/", 1, anchor="one"),
        *(web.link(f"more.example/{n}", "u.example/", 1) for n in range(50)),
    )
    web.put(
        web.page("a.example/1", 2),
        web.link("d.example/1", "t.example/", 2),
        web.page("c.example/1", 2),
        web.link("c.example/1", "t.example/", 2, anchor="two"),
        at=101,
    )
    web.index.compact(web.day(102))
    web.put(
        web.page("b.example/1", 3),
        web.page("d.example/1", 3),
        web.page("c.example/1", 3),
        web.link("c.example/1", "t.example/", 3, anchor="one"),
        at=103,
    )
    chain = [web.index.layout.load(name) for name in web.index.layout.names()]
    names = [one.name for one in chain]
    assert legs(chain) == [(names[0], names[1]), (names[2], names[3])]
    found = by_page(told(web, before.name))
    assert {name: (row["was_state"], row["state"]) for name, row in found.items()} == {
        "a.example/1": ("live", "lost"),
        "b.example/1": ("live", "lost"),
    }
    web.index.compact(web.day(104))
    assert by_page(told(web, before.name)).keys() == found.keys()
    newest = web.index.layout.names()[-1]
    assert legs([web.index.layout.load(newest)]) == []


def test_an_undone_import_is_told_as_what_it_takes_away_and_brings_back(web: Web) -> None:
    first = web.put(web.link("a.example/1", "t.example/", 1), web.page("a.example/1", 1))
    second = web.put(web.page("a.example/1", 2), web.link("b.example/1", "t.example/", 2), at=101)
    web.index.undo(web.day(102), first.name)
    found = by_page(told(web, second.name))
    assert {name: (row["was_state"], row["is_known"]) for name, row in found.items()} == {
        "a.example/1": ("lost", True),
        "b.example/1": ("live", False),
    }
    assert found["a.example/1"]["state"] == "live"


def test_other_sites_are_left_out(web: Web) -> None:
    before = web.put(web.link("a.example/1", "t.example/", 1))
    web.put(web.link("a.example/1", "u.example/", 2), at=101)
    assert told(web, before.name) == []
    assert len(told(web, before.name, ["t.example", "u.example"])) == 1


def test_the_same_answers_as_the_whole_comparison(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{letter}.example/1" for letter in "abcdefgh"]
    before = web.put(*(web.link(name, "t.example/", 1) for name in names))
    for day, name in enumerate(names[:4], start=2):
        web.put(web.page(name, day), web.link(f"n{day}.example/1", "t.example/", day), at=100 + day)
    monkeypatch.setattr(plan, "SMALL_SEGMENT", 20_000)  # from here on segments are joined
    web.put(web.link("z.example/1", "t.example/", 9), at=107)
    current = web.index.current()
    assert current is not None
    whole = web.index.diff(before.name, current.name, "t.example").to_pylist()
    assert {(r["source_url"], r["state_before"], r["state_after"]) for r in whole} == {
        (r["source_url"], r["was_state"], r["state"]) for r in told(web, before.name)
    }
    assert len(whole) == 9


def test_only_files_that_differ_are_read(web: Web) -> None:
    web.put(*(web.link(f"a{n}.example/1", "t.example/", 1) for n in range(500)))
    before = web.index._manifest
    web.put(web.link("b.example/1", "t.example/", 2), at=101)
    after = web.index._manifest
    assert before is not None
    assert after is not None
    assert Delta.of(before, after, SITE).rows == 1


def test_the_newest_day_and_the_counts_of_a_pair(web: Web) -> None:
    before = web.put(web.link("a.example/1", "t.example/", 1))
    web.put(web.link("a.example/2", "t.example/", 7), at=101)
    assert web.index.newest_days(SITE)["newest"][0].as_py() == web.day(7)
    assert web.index.newest_days(SITE, before.name)["newest"][0].as_py() == web.day(1)
    (pair,) = web.index.pair_counts(SITE, ["a.example"]).to_pylist()
    assert (pair["links"], pair["followed_links"]) == (2, 2)


def test_whatever_happens_it_says_what_comparing_all_links_says(web: Web) -> None:
    chance = random.Random(7)  # noqa: S311 - the same story in every run
    names = [f"{letter}.example/{n}" for letter in "abcdef" for n in (1, 2)]
    sources = []
    for step in range(14):
        at = 100 + step / 4
        act = chance.choice(["read", "read", "read", "export", "compact", "undo", "forget"])
        if act == "compact":
            web.index.compact(web.day(at))
        elif act == "undo" and len(web.index.layout.names()) > 2:
            web.index.undo(web.day(at))
        elif act == "forget" and sources:
            web.index.forget([sources.pop()], web.day(at))
        elif act == "export":
            source = web.source(f"d{step}", name=f"{step}.csv", reporter="ahrefs")
            sources.append(source)
            rows = [
                web.link(name, "t.example/", step, by="ahrefs", evidence=f"{step}.csv:1")
                for name in chance.sample(names, 4)
            ]
            web.put(*rows, at=at, sources=(source,))
        else:
            read = chance.sample(names, 5)
            linking = [
                web.link(
                    name,
                    f"t.example/{chance.choice(['', 'x'])}",
                    step,
                    anchor=chance.choice("pq"),
                    followed=chance.random() < 0.7,
                )
                for name in read[:3]
            ]
            web.put(*(web.page(name, step) for name in read), *linking, at=at)
        check(web)


def check(web: Web) -> None:
    current = web.index.current()
    assert current is not None
    for before in web.index.layout.names():
        whole = web.index.diff(before, current.name, "t.example").to_pylist()
        expected = {(row["change"], row["source_url"], row["target_url"]) for row in whole}
        rows = told(web, before)
        assert expected == {
            (change, row["source_url"], row["target_url"])
            for row in rows
            if (change := change_of(row))
        }
        assert len({(r["source_url"], r["target_url"], r["occurrence"]) for r in rows}) == len(rows)


def change_of(row: dict[str, Any]) -> str:
    """The word that comparing all links has for it; empty where it has none."""
    stood = row["was_state"] in STANDING if row["was_known"] else False
    stands = row["is_known"] and row["state"] in STANDING
    if stands != stood:
        return "new" if stands else "lost"
    seen = ("anchor", "followed", "placement", "state")
    return "changed" if stands and any(row[n] != row[f"was_{n}"] for n in seen) else ""
