"""Outcomes are learnt from when their time is over, and never before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backlinkbot.core.prospects import ContactKind, Outcome
from backlinkbot.logic.prospect.learning import trials
from backlinkbot.logic.prospect.odds import learnt_odds, published_odds
from backlinkbot.logic.prospect.priors import Step

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def asked(days: float, **more: object) -> Outcome:
    told: dict[str, object] = {"tactic": "guest post", "contacted_at": ago(days)} | more
    return Outcome(1, "shop.example", **told)  # type: ignore[arg-type]


def flags(*found: Outcome) -> list[tuple[bool, bool, bool]]:
    rows = trials(found, NOW).to_pylist()
    return [(row["replied"], row["placed"], row["settled"]) for row in rows]


def test_who_was_asked_of_late_is_not_counted_even_when_he_answered() -> None:
    assert flags(asked(5, replied_at=ago(4)), asked(29.9)) == []


def test_after_thirty_days_silence_is_an_answer_too() -> None:
    assert flags(asked(31), asked(31, replied_at=ago(2))) == [
        (False, False, False),
        (True, False, False),
    ]


def test_a_reply_after_the_thirty_days_comes_too_late() -> None:
    assert flags(asked(80, replied_at=ago(10)))[0][0] is False


def test_a_placement_counts_when_it_came_in_time_and_stood_for_thirty_days() -> None:
    won = {"replied_at": ago(95), "placed_at": ago(90)}
    assert flags(asked(100, **won)) == [(True, True, True)]
    assert flags(asked(100, **won, lost_at=ago(70))) == [(True, False, True)]
    assert flags(asked(100, **won, lost_at=ago(50))) == [(True, True, True)]
    late = asked(100, replied_at=ago(95), placed_at=ago(20))
    assert flags(late) == [(True, False, True)]


def test_a_link_that_nobody_asked_for_tells_nothing_of_asking() -> None:
    assert flags(Outcome(1, "shop.example", placed_at=ago(200))) == []


def test_what_is_known_of_the_prospect_goes_with_it() -> None:
    known = asked(40, relevance=0.7, site_type="news", niche="wine", contact_kind=ContactKind.NAMED)
    (row,) = trials([known], NOW).to_pylist()
    assert (row["tactic"], row["relevance"], row["contact"], row["site_type"], row["niche"]) == (
        "guest post", 0.7, "named person", "news", "wine",
    )  # fmt: skip


def test_no_outcomes_leave_the_published_odds() -> None:
    learnt = learnt_odds(trials([], NOW))
    assert learnt.outcomes == 0
    assert (learnt.steps[Step.REPLY].mean == published_odds().steps[Step.REPLY].mean).all()
