"""The same hard questions to every tactic."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from backlinkbot.core.chances import Tactic, candidates
from backlinkbot.logic.prospect.found import MINUTES
from backlinkbot.logic.prospect.ground import Fact, Ground
from backlinkbot.logic.prospect.phrases import KINDS, patterns
from backlinkbot.logic.prospect.tactics import tactics

sys.path.insert(0, str(Path(__file__).parents[1] / "logic" / "prospect" / "tactics"))

from facts import OTHER_RIVAL, RIVAL, US, backlink, dead, ground, listing, out, page, pair

NAMES = list(tactics)
SOURCES = ("a.example", "b.example", "user.github.io", US, RIVAL)


def everything(text: str = "Acme Tents") -> dict[Fact, list[dict[str, Any]]]:
    """Every fact with every kind of row, among them pages of ours and of a rival."""
    loud: dict[str, Any] = {kind: [f"it says {text} there"] for kind in
                            ("brand", "credit", "guest", "copied", "topic")}  # fmt: skip
    loud |= dict.fromkeys(
        ("guest_head", "list_head", "directory_head", "partner_head", "topic_head"), text
    )
    loud |= {"title": text, "author": text, "copy_of": "https://c.example/x"}
    return {
        Fact.PAIRS: [pair(s, r, anchor=text) for s in SOURCES for r in (RIVAL, OTHER_RIVAL)],
        Fact.BACKLINKS: [backlink(s, anchor=text) for s in SOURCES],
        Fact.DEAD: [dead(s, anchor=text, anchors=text) for s in SOURCES],
        Fact.SAID: [page(s, **loud) for s in SOURCES],
        Fact.LISTS: [listing(s, title=text, anchor=text) for s in SOURCES],
        Fact.ARTICLES: [
            {"url": f"https://{s}/p", "domain": s, "title": text, "page_type": "article",
             "rivals": [RIVAL], "published_on": None, "author": text} for s in SOURCES
        ],
        Fact.OUT: [
            *(out(US, s, anchor=text) for s in SOURCES),
            *(out(r, "linkedin.com", target_url=f"https://linkedin.com/company/{n}")
              for n, r in enumerate((RIVAL, OTHER_RIVAL))),
        ],
        Fact.VARIANTS: [
            {"target_domain": "acmee.example", "source_domain": s, "links": 1, "anchor": text,
             "source_url": f"https://{s}/p", "target_url": "https://acmee.example/",
             "is_alive": False} for s in SOURCES
        ],
        Fact.OWN_PAGES: [{"url": f"https://{US}/", "title": text, "status": 200}],
        Fact.ASSETS: [{"target_url": f"https://{US}/study", "sources": 5, "anchor": text}],
        Fact.RANKS: [
            {"domain": s, "rank": 5, "list": "tranco", "authority": 60.0} for s in SOURCES
        ],
    }  # fmt: skip


def thought(name: str, of: Ground) -> pa.Table:
    table = tactics[name].think(of)
    assert table.schema == candidates()
    return table


def check(table: pa.Table, name: str) -> None:
    for row in table.to_pylist():
        assert row["tactic"] == name
        assert 0 < row["fit"] <= 1
        assert row["minutes"] > 0
        assert row["prospect"]
        assert row["reasons"]
        assert all(reason.endswith((".", "”")) for reason in row["reasons"])
        assert all(len(reason) < 1_500 for reason in row["reasons"])
        assert all(c.isprintable() for reason in row["reasons"] for c in reason)
        assert row["evidence"]


def test_there_is_one_tactic_for_every_word() -> None:
    assert set(NAMES) == set(Tactic) == set(MINUTES)


@pytest.mark.parametrize("name", NAMES)
def test_of_nothing_nothing_is_found(name: str) -> None:
    assert thought(name, ground()).num_rows == 0


@pytest.mark.parametrize("name", NAMES)
def test_nobody_asks_himself_or_a_rival_and_each_chance_is_told_in_words(name: str) -> None:
    table = thought(name, ground(everything()))
    check(table, name)
    assert table.num_rows, "these rows hold a chance of every kind"
    assert not set(table["prospect"].to_pylist()) & {US, RIVAL}


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_facts_changes_nothing(name: str) -> None:
    rows = everything()
    turned = {fact: list(reversed(told)) for fact, told in rows.items()}
    assert thought(name, ground(rows)).equals(thought(name, ground(turned)))


@pytest.mark.parametrize("name", NAMES)
def test_hostile_texts_do_no_harm(name: str, hostile_texts: tuple[str, ...]) -> None:
    for text in hostile_texts:
        check(thought(name, ground(everything(text))), name)


@pytest.mark.parametrize("name", NAMES)
def test_a_tactic_reads_only_what_it_says(name: str) -> None:
    way = tactics[name]
    rows = {fact: told for fact, told in everything().items() if fact in way.needs}
    assert thought(name, ground(rows)).equals(thought(name, ground(everything())))


@pytest.mark.parametrize("name", NAMES)
def test_a_tactic_explains_itself_to_a_client(name: str) -> None:
    assert len(tactics[name].explanation.split()) >= 10
    assert set(tactics[name].hears) <= {*KINDS, "brand", "credit", "topic", "topic_head"}


def test_every_pattern_can_be_asked_of_the_index() -> None:
    import duckdb

    for kind, pattern in patterns(("Acme (Tents) [x", "acme.example"), ("soil + testing",)).items():
        assert duckdb.execute("select regexp_matches('', $p)", {"p": pattern}).fetchone(), kind


@pytest.mark.parametrize("name", NAMES)
def test_every_tactic_is_in_the_reference(name: str) -> None:
    root = Path(__file__).parents[2]
    assert f"| {name} |" in (root / "docs" / "reference" / "tactics.md").read_text("utf-8")
