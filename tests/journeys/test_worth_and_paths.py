"""What links would be worth to the client, and how its site is found, on the little web.

Its graph is too small for trust, so there are no points and links alone are priced; points are
checked on a graph with trust in `tests/app/test_worth.py` and `test_paths.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

WORTH_KEYS = {
    "source", "points", "low", "high", "pagerank_points", "weak_link_equivalents", "authority",
    "links_already", "basis", "in_words",
}  # fmt: skip


def test_every_domain_has_a_price_as_a_source(trip: Any) -> None:
    rows = trip("worth", "--to", trip.world.client, "--limit", "0", "--json").document
    assert set(rows[0]) == WORTH_KEYS
    assert trip.world.client not in {row["source"] for row in rows}
    prices = [row["pagerank_points"] for row in rows]
    assert prices == sorted(prices, reverse=True)
    assert prices[0] > 0
    for row in rows:
        assert row["basis"] == "links only"
        assert [row[name] for name in ("authority", "points", "low", "high")] == [None] * 4


def test_a_set_is_asked_for_in_one_breath_and_priced_together(trip: Any) -> None:
    best = trip("worth", "--to", trip.world.client, "--limit", "3", "--json").document
    names = [row["source"] for row in best]
    rows = trip("worth", "--to", trip.world.client, "--from", *names, "--json").document
    assert [row["source"] for row in rows] == [*names, "together"]
    assert rows[-1]["pagerank_points"] >= rows[0]["pagerank_points"]


def test_losing_links_costs_points(trip: Any, tmp_path: Path) -> None:
    links = trip("links", trip.world.client, "--limit", "0", "--json").document
    listed = tmp_path / "disavow.txt"
    listed.write_text("\n".join(f"domain:{link['source_domain']}" for link in links))
    rows = trip("worth", "--to", trip.world.client, "--without", listed, "--json").document
    assert all(row["pagerank_points"] <= 0 for row in rows)
    assert rows[-1]["source"] == "together"
    assert rows[-1]["pagerank_points"] < 0


def test_prices_come_as_a_table_and_as_a_file(trip: Any, tmp_path: Path) -> None:
    shown = trip("worth", "--to", trip.world.client, "--limit", "2")
    assert shown.code == 0
    assert "domains priced" in shown.err
    out = tmp_path / "worth.csv"
    assert trip("worth", "--to", trip.world.client, "-o", out).code == 0
    assert out.read_text("utf-8-sig").startswith("source,points,low,high,pagerank_points")


def test_ways_to_the_client_and_its_pages_without_links(trip: Any) -> None:
    best = trip("worth", "--to", trip.world.client, "--limit", "1", "--json").document
    found = trip("paths", trip.world.client, "--new-from", best[0]["source"], "--json").document
    assert found["now"]["independent_ways"] == len(found["now"]["ways"]) > 0
    assert all(way[-1] == trip.world.client for way in found["now"]["ways"])
    assert found["with_new_link"]["distance"] <= found["now"]["distance"]
    assert found["new_link_points"] is None
    pages = found["pages"]
    assert pages["known"] == pages["linked_from_outside"] + len(pages["not_reached"]) > 0
    assert trip("paths", trip.world.client).code == 0


def test_a_study_of_a_little_web_says_what_it_found_or_that_it_is_too_small(trip: Any) -> None:
    answer = trip("study", "quality-vs-quantity", "--targets", "10", "--json")
    assert answer.code in {0, 2}
    if answer.code:
        assert "too small for a study" in answer.err
    else:
        assert len(answer.document["findings"]) == 4


def test_wrong_questions_about_worth_are_refused_in_a_sentence(trip: Any) -> None:
    assert trip("worth", "--to", "nowhere.example").code == 3
    assert trip("worth", "--to", trip.world.client, "stray.example").code == 2
    assert trip("worth", "--to", trip.world.client, "--placement", "moon").code == 2
    assert trip("paths", trip.world.client, "--new-from", trip.world.client).code == 2
