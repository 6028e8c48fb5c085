"""Prospects as they are kept, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from backlinkbot.core.prospects import (
    Change,
    ChangeKind,
    ContactKind,
    Opening,
    Outcome,
    Prospect,
    Stage,
)
from backlinkbot.io.state.outcomes import drop_outcome, keep_outcome, kept_outcomes
from backlinkbot.io.state.prospects import (
    change_prospect,
    keep_changes,
    keep_names,
    keep_openings,
    kept_changes,
    kept_prospects,
    new_prospect,
    next_step,
    numbers_of_names,
    numbers_of_organisations,
    prospects_numbered,
)
from backlinkbot.io.state.store import State

NOW = datetime(2026, 11, 1, 12, 30, 5, tzinfo=UTC)
ONE = Prospect(
    0, "shop.example", "a.example", NOW, NOW, Stage.CONTACTED, "ann", "ed@a.example",
    ContactKind.ROLE, ("Hot", "a b", "ab", "fair"),
)  # fmt: skip


def test_a_prospect_is_read_back_as_it_was_kept(state: State) -> None:
    dear = Opening("https://a.example/1", "guest post", "x", 1.5, 0.7, 0.9, "news", 0.1, 0.3, 30.0)
    plain = Opening("https://a.example/2", reasons=("because “it” is",), evidence=("a@1", "b@2"))
    outcome = Outcome(1, "shop.example", tactic="guest post", relevance=0.9, contacted_at=NOW)
    with state.writing() as connection:
        number = new_prospect(connection, ONE)
        keep_names(connection, ONE.site, number, ["a.example", "b.example"], owner_ids=False)
        keep_names(connection, ONE.site, number, ["ga:UA-1"], owner_ids=True)
        assert keep_openings(connection, number, [plain, dear]) == 2
        assert keep_openings(connection, number, [replace(dear, worth_points=2.0)]) == 0
        kept = keep_outcome(connection, replace(outcome, prospect=number))
    with state.reading() as connection:
        (found,) = kept_prospects(connection, "shop.example")
        assert found == replace(
            ONE,
            number=number,
            names=("a.example", "b.example"),
            openings=(replace(dear, worth_points=2.0), plain),
            outcome=replace(outcome, prospect=number, number=kept),
        )
        assert kept_prospects(connection, "other.example") == []
        assert numbers_of_names(connection, ONE.site, ["ga:UA-1", "c.example"]) == {
            "ga:UA-1": number
        }
        assert numbers_of_names(connection, "other.example", ["a.example"]) == {}
        assert numbers_of_organisations(connection, ["a.example"]) == [number]


def test_a_name_belongs_to_the_first_that_has_it(state: State) -> None:
    with state.writing() as connection:
        first = new_prospect(connection, ONE)
        second = new_prospect(connection, replace(ONE, organisation="b.example"))
        for number in (first, second):
            keep_names(connection, ONE.site, number, ["shared.example"], owner_ids=False)
        found = numbers_of_names(connection, ONE.site, ["shared.example"])
    assert found == {"shared.example": first}


def test_changes_come_back_in_order_with_their_fields(state: State) -> None:
    with state.writing() as connection:
        number = new_prospect(connection, ONE)
        assert next_step(connection) == 1
        told = {"stage": ("New", "Won"), "tags": ([], ["ü"]), "outcome": (None, {"x": 1.5})}
        made = [
            Change(0, 1, number, NOW, "ann", ChangeKind.MOVED, told, "note"),
            Change(0, 2, number, NOW, "ben", ChangeKind.UNDONE, {}, "", 1),
        ]
        keep_changes(connection, made)
        keep_changes(connection, [])
        assert next_step(connection) == 3
    with state.reading() as connection:
        found = kept_changes(connection, prospect=number)
        assert [replace(one, number=0) for one in found] == made
        assert [one.by for one in kept_changes(connection, step=2)] == ["ben"]


def test_a_changed_prospect_keeps_its_openings_and_names(state: State) -> None:
    with state.writing() as connection:
        number = new_prospect(connection, ONE)
        keep_openings(connection, number, [Opening("https://a.example/")])
        later = replace(ONE, number=number, stage=Stage.WON, tags=("new",), owner="", is_gone=True)
        change_prospect(connection, later)
        (found,) = prospects_numbered(connection, [number, 99])
        assert found == replace(later, openings=(Opening("https://a.example/"),))
        assert kept_prospects(connection, ONE.site) == []
        assert len(kept_prospects(connection, ONE.site, with_gone=True)) == 1


def test_the_last_outcome_is_that_of_the_prospect_and_one_that_never_was_goes(
    state: State,
) -> None:
    with state.writing() as connection:
        number = new_prospect(connection, ONE)
        first = Outcome(number, ONE.site, contacted_at=NOW)
        numbers = [
            keep_outcome(connection, replace(first, contacted_at=NOW + timedelta(days=days)))
            for days in (0, 30)
        ]
        (found,) = prospects_numbered(connection, [number])
        assert found.outcome is not None
        assert found.outcome.number == numbers[1]
        drop_outcome(connection, numbers[1])
        assert [one.number for one in kept_outcomes(connection)] == numbers[:1]
        again = replace(first, number=numbers[1], template="b")
        assert keep_outcome(connection, again) == numbers[1]
        assert kept_outcomes(connection, ONE.site)[-1] == again
        change_prospect(connection, replace(ONE, number=number, is_gone=True))
        assert kept_outcomes(connection) == []


def test_more_prospects_than_one_question_takes_are_all_read(state: State) -> None:
    with state.writing() as connection:
        numbers = [
            new_prospect(connection, replace(ONE, organisation=f"s{n}.example", tags=()))
            for n in range(1_100)
        ]
        assert len(prospects_numbered(connection, numbers)) == 1_100
        names = [f"s{n}.example" for n in range(1_100)]
        assert len(numbers_of_organisations(connection, names)) == 1_100
