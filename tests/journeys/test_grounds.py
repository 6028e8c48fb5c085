"""What authority rests on, told in words, on a little web that is too small for trust."""

from __future__ import annotations

from typing import Any

from backlinkbot.logic.tiny_web.truth import SiteKind


def farm(trip: Any) -> list[str]:
    return [site.domain for site in trip.world.sites if site.kind is SiteKind.FARM]


def test_what_the_sites_of_one_owner_give_each_other_counts_for_nothing(trip: Any) -> None:
    told = trip("authority", *farm(trip), "--why", "--json").document
    assert [row["domain"] for row in told] == farm(trip)
    assert all(row["links_points"] > 15 > 3 * row["trust_points"] for row in told)


def test_where_the_graph_is_too_small_for_trust_the_sentence_says_so(trip: Any) -> None:
    (told,) = trip("authority", trip.world.client, "--why", "--json").document
    assert told["in_words"].endswith("this graph is too small for trust to tell more")
    said = trip("authority", trip.world.client, "--why").out
    assert trip.world.client in said
    assert "by links alone" in said


def test_points_with_and_without_reasons_are_the_same(trip: Any) -> None:
    (told,) = trip("authority", trip.world.client, "--why", "--json").document
    (looked_up,) = trip("authority", trip.world.client, "--json").document
    assert told["trust_points"] > 0
    assert abs(told["trust_points"] - looked_up["authority"]) < 0.01


def test_a_domain_that_nobody_knows_is_a_plain_sentence(trip: Any) -> None:
    answer = trip("authority", "nobody-at-all.example", "--why")
    assert answer.code != 0
    assert "nobody-at-all.example is not in the graph" in answer.err
