from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import isnan
from typing import Any

import pytest

Ask = Callable[..., Any]
BEGIN = datetime(2025, 6, 2, tzinfo=UTC)  # a Monday


def week(number: int) -> datetime:
    return BEGIN + timedelta(weeks=number)


def sites(count: int, first: int = 0) -> list[dict[str, Any]]:
    return [{"source_domain": f"s{number}.example"} for number in range(first, first + count)]


def test_a_site_that_came_back_with_other_links_speaks(said: Ask) -> None:
    lives = [
        {"domain": "s0.example", "gap_days": 500, "changed": 0.98, "was_gone": True},
        {"domain": "s1.example", "gap_days": 500, "changed": 0.1},
        {"domain": "s2.example", "gap_days": 500},
        {"domain": "s3.example", "gap_days": 20},
        {"domain": "s5.example", "gap_days": 500, "changed": 0.98},
    ]
    found = said("expired-domain-back", *sites(6), lives=lives)
    assert found["s0.example"] == 1
    assert found["s1.example"] == found["s3.example"] == 0
    assert isnan(found["s2.example"])
    assert isnan(found["s4.example"])
    assert found.sentence("s0.example") == (
        "s0.example was gone for up to 500 days and came back with other links: at least 98% of "
        "the old ones are gone, and as many of today's are new."
    )
    assert found["s5.example"] == pytest.approx(0.2)
    assert found.sentence("s5.example").endswith("whether it was gone meanwhile is not known.")


def test_a_week_of_many_new_sites_stands_out_against_quiet_ones(said: Ask) -> None:
    quiet = [
        {"source_domain": f"q{number}.example", "started_on": week(number // 2)}
        for number in range(120)
    ]
    burst = [{"source_domain": f"b{n}.example", "started_on": week(50)} for n in range(60)]
    found = said("burst-week", *quiet, *burst)
    assert 0.4 < found["b7.example"] <= 0.5
    assert found["q0.example"] == 0
    assert "when 62 sites did" in found.sentence("b7.example")


def test_steady_weeks_have_no_burst(said: Ask) -> None:
    links = [
        {"source_domain": f"q{number}.example", "started_on": week(number // 3)}
        for number in range(180)
    ]
    found = said("burst-week", *links)
    assert max(found[f"q{number}.example"] for number in range(180)) == 0


def test_without_known_starts_there_is_no_burst(said: Ask) -> None:
    links = [{"source_domain": f"q{n}.example", "started_on": week(n)} for n in range(5)]
    assert isnan(said("burst-week", *links)["q0.example"])
    assert isnan(said("burst-week", *sites(40))["s0.example"])


def test_sites_first_seen_in_one_week_were_born_together(said: Ask) -> None:
    old = [{"domain": f"s{number}.example", "first_seen": week(0)} for number in range(40)]
    steady = [
        {"domain": f"s{40 + number}.example", "first_seen": week(8 + number)}
        for number in range(40)
    ]
    together = [
        {"domain": f"s{number}.example", "first_seen": week(60)} for number in range(80, 100)
    ]
    found = said("born-together", *sites(101), lives=[*old, *steady, *together])
    assert found["s0.example"] == 0  # when we began to look
    assert found["s50.example"] == 0
    assert found["s90.example"] == pytest.approx(0.6)
    assert isnan(found["s100.example"])
    assert "same week as 19 other linking sites" in found.sentence("s90.example")


def test_where_every_look_brings_many_none_was_born_together(said: Ask) -> None:
    lives = [
        {"domain": f"s{number}.example", "first_seen": week(10 * (number // 20))}
        for number in range(100)
    ]
    found = said("born-together", *sites(100), lives=lives)
    assert max(found[f"s{number}.example"] for number in range(100)) == 0


def test_links_and_sites_that_soon_are_gone_are_short_lived(said: Ask) -> None:
    links = [
        {"source_domain": "rented.example", "started_on": week(0), "lost_on": week(2)},
        {"source_domain": "kept.example", "started_on": week(0), "lost_on": week(40)},
        {"source_domain": "gone.example"},
        {"source_domain": "new.example"},
        {"source_domain": "untold.example"},
    ]
    lives = [
        {"domain": "gone.example", "first_seen": week(0), "last_seen": week(3)},
        {"domain": "new.example", "first_seen": week(70), "last_seen": week(73)},
    ]
    found = said("short-lived", *links, lives=lives)
    assert found[0] == pytest.approx(0.5)
    assert found[1] == found[3] == 0
    assert found[2] == pytest.approx(0.4)
    assert isnan(found[4])
    assert found.sentence(0) == "The link was lost 14 days after it began."
