"""What is in force of all decisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.audit import Choice, Decision
from backlinkbot.logic.judge.decided import asked_for, in_force

DAY = datetime(2026, 11, 1, tzinfo=UTC)


def told(*choices: Choice, unit: str = "a.example") -> list[Decision]:
    return [
        Decision("us.example", unit, choice, "Ann", DAY + timedelta(hours=n))
        for n, choice in enumerate(choices)
    ]


def test_the_last_decision_is_in_force() -> None:
    made = told(Choice.KEEP, Choice.DISAVOW)
    assert in_force(made) == {"a.example": made[1]}


def test_an_undo_brings_back_what_was_in_force_before() -> None:
    made = told(Choice.KEEP, Choice.DISAVOW, Choice.UNDO)
    assert in_force(made) == {"a.example": made[0]}


def test_after_as_many_undos_as_decisions_nothing_is_in_force() -> None:
    assert in_force(told(Choice.KEEP, Choice.UNDO, Choice.UNDO)) == {}


def test_units_are_decided_apart() -> None:
    both = told(Choice.KEEP) + told(Choice.REMOVE, unit="b.example")
    assert {unit: one.choice for unit, one in in_force(both).items()} == {
        "a.example": Choice.KEEP,
        "b.example": Choice.REMOVE,
    }


def test_a_removal_that_was_asked_for_is_remembered_after_another_decision() -> None:
    made = told(Choice.REMOVE, Choice.DISAVOW)
    assert asked_for(made) == {"a.example": made[0]}


@given(st.lists(st.sampled_from(Choice), max_size=12), st.sampled_from(sorted(set(Choice))[:3]))
def test_an_undo_right_after_a_decision_changes_nothing(before: list[Choice], one: Choice) -> None:
    made = told(*before)
    again = told(*before, one, Choice.UNDO) if one is not Choice.UNDO else told(*before)
    assert in_force(made) == in_force(again)
