"""What authority costs to buy, on a small web; the whole catalogue: bench/attacks/run.py."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench" / "attacks"
sys.path.insert(0, str(BENCH))

import run  # noqa: E402 - found by the line above

CHEAPER = 0.9  # of the pinned price: below, a change has made something cheaper to buy


@pytest.fixture(scope="module")
def found() -> list[Any]:
    return run.small()


def test_no_attack_has_become_cheaper(found: list[Any]) -> None:
    pinned = tomllib.loads((BENCH / "pinned.toml").read_text("utf-8"))
    now = tomllib.loads(run.pinned(found))
    assert now.keys() == pinned.keys()
    cheaper = [
        f"{name}: ${price} per +10 points, was ${pinned[name]}"
        for name, price in now.items()
        if price != "none" and (pinned[name] == "none" or price < CHEAPER * pinned[name])
    ]
    assert not cheaper


def test_throw_away_domains_and_farms_gain_nothing(found: list[Any]) -> None:
    worst = {row.attack: row.worst for row in found}
    assert worst["empty domains"] == worst["sites under a platform's suffix"] == 0
    assert worst["hosts under a false registry (gov.de)"] == 0
    assert worst["farm that links back"] <= 0.5
    assert worst["farm that links back in three steps"] <= 0.5


def test_the_others_can_be_bought_by_throw_away_domains(found: list[Any]) -> None:
    (row,) = (row for row in found if (row.attack, row.size) == ("empty domains", 100))
    assert row.points["PageRank"] > 50
    assert row.points["in-degree"] > 50
    assert row.points["harmonic"] > 20


def test_what_we_recognise_as_placed_by_strangers_gains_nothing(found: list[Any]) -> None:
    rows = [row for row in found if "comment" in row.attack or "posts" in row.attack]
    assert {row.level for row in rows} == {"nothing recognised", "user content recognised"}
    assert all((row.worst <= 0.5) == (row.level != "nothing recognised") for row in rows)


def test_a_network_of_one_known_owner_gains_less(found: list[Any]) -> None:
    network = [row for row in found if row.attack == "network of expired domains"]
    known = {row.size: row.points["ours"] for row in network if "owners" in row.level}
    unknown = {row.size: row.points["ours"] for row in network if "owners" not in row.level}
    assert known[1] == unknown[1]
    assert known[10] < 0.7 * unknown[10]


def test_honest_links_of_the_best_sites_are_worth_more_than_what_can_be_bought(
    found: list[Any],
) -> None:
    honest = max(row.points["ours"] for row in found if row.attack == "links of the top 0.1 %")
    recognised = [r for r in found if not r.is_honest and r.level != "nothing recognised"]
    assert honest > max(row.points["ours"] for row in recognised)
