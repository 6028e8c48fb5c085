"""What authority rests on, told in words, on a little web that is too small for trust."""

from __future__ import annotations

from typing import Any

from backlinkbot.logic.tiny_web.truth import SiteKind

TOO_LITTLE = "too little data for authority"


def farm(trip: Any) -> list[str]:
    return [site.domain for site in trip.world.sites if site.kind is SiteKind.FARM]


def test_a_farm_gets_no_points_where_links_alone_would_give_them(trip: Any) -> None:
    told = trip("authority", *farm(trip), "--why", "--json").document
    assert [row["domain"] for row in told] == farm(trip)
    assert all(row["links_points"] is row["trust_points"] is None for row in told)
    assert all(row["sources"] > 1 for row in told)


def test_where_the_graph_is_too_small_for_trust_the_sentence_says_so(trip: Any) -> None:
    (told,) = trip("authority", trip.world.client, "--why", "--json").document
    assert told["in_words"].startswith(TOO_LITTLE)
    assert told["basis"] == "links only"
    said = trip("authority", trip.world.client, "--why").out
    assert trip.world.client in said
    assert TOO_LITTLE in said


def test_points_with_and_without_reasons_are_the_same(trip: Any) -> None:
    (told,) = trip("authority", trip.world.client, "--why", "--json").document
    (looked_up,) = trip("authority", trip.world.client, "--json").document
    assert told["trust_points"] is looked_up["authority"] is None
    assert told["basis"] == looked_up["basis"]
    assert told["sources"] == looked_up["referring_domains"] > 0


def test_the_screen_says_what_would_help(trip: Any) -> None:
    answer = trip("authority", trip.world.client, "nobody-at-all.example")
    assert answer.code == 0
    assert "Too little data for authority" in answer.err
    assert "--seeds" in answer.err
    assert "nobody-at-all.example is not in the graph" in answer.err


def test_a_domain_that_nobody_knows_is_a_plain_sentence(trip: Any) -> None:
    answer = trip("authority", "nobody-at-all.example", "--why")
    assert answer.code != 0
    assert "nobody-at-all.example is not in the graph" in answer.err
