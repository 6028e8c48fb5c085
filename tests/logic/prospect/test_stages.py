"""Which moves a prospect may make, and what each says about its outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.prospects import ContactKind, Opening, Prospect, Stage
from backlinkbot.logic.prospect.stages import MOVES, moved

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
OPENINGS = (Opening("https://a.example/", "guest post", relevance=0.8, site_type="news"),)
NEW = Prospect(7, "shop.example", "a.example", NOW, NOW, openings=OPENINGS)


def through(*stages: Stage, begin: Prospect = NEW) -> Prospect:
    """The prospect after these moves, a day each."""
    one = begin
    for days, stage in enumerate(stages):
        one = moved(one, stage, NOW + timedelta(days=days))
    return one


def test_the_whole_way_to_a_link() -> None:
    way = [one for one in Stage if one not in {Stage.NEW, Stage.LOST, Stage.DO_NOT_CONTACT}]
    won = through(*way)
    assert won.stage is Stage.WON
    outcome = won.outcome
    assert outcome is not None
    assert (outcome.tactic, outcome.relevance, outcome.site_type) == ("guest post", 0.8, "news")
    moments = [outcome.contacted_at, outcome.replied_at, outcome.placed_at]
    told = [one for one in moments if one]
    assert len(told) == 3
    assert all(early < late for early, late in pairwise(told))
    assert outcome.closed_at is None


def test_a_link_that_lands_unasked_is_no_contact() -> None:
    outcome = through(Stage.WON).outcome
    assert outcome is not None
    assert outcome.contacted_at is None
    assert outcome.placed_at == NOW


def test_who_gives_up_closes_the_outcome_and_may_ask_again() -> None:
    lost = through(Stage.CONTACTED, Stage.LOST)
    assert lost.outcome is not None
    assert lost.outcome.closed_at == NOW + timedelta(days=1)
    again = moved(replace(lost, outcome=replace(lost.outcome, number=3)), Stage.CONTACTED, NOW)
    assert again.outcome is not None
    assert again.outcome.number == 0
    assert again.outcome.closed_at is None


def test_a_late_link_after_giving_up_is_won_on_the_same_outcome() -> None:
    late = through(Stage.CONTACTED, Stage.LOST, Stage.WON).outcome
    assert late is not None
    assert late.contacted_at == NOW
    assert late.placed_at == NOW + timedelta(days=2)
    assert late.closed_at is None


def test_a_won_link_that_goes_is_lost_and_not_given_up() -> None:
    gone = through(Stage.CONTACTED, Stage.WON, Stage.LOST).outcome
    assert gone is not None
    assert gone.lost_at == NOW + timedelta(days=2)
    assert gone.closed_at is None


def test_the_opening_that_was_used_is_what_the_outcome_is_of() -> None:
    other = Opening("https://a.example/404", "broken link")
    found = moved(NEW, Stage.CONTACTED, NOW, other).outcome
    assert found is not None
    assert found.tactic == "broken link"
    named = replace(NEW, openings=(), contact_kind=ContactKind.FORM)
    bare = moved(named, Stage.CONTACTED, NOW).outcome
    assert bare is not None
    assert (bare.tactic, bare.contact_kind) == ("", ContactKind.FORM)


def test_do_not_contact_is_final() -> None:
    barred = through(Stage.DO_NOT_CONTACT)
    for stage in Stage:
        with pytest.raises(Refused, match="only an owner"):
            moved(barred, stage, NOW)


def test_a_move_that_is_none_says_which_there_are() -> None:
    with pytest.raises(BadInput, match="is Won and cannot become New; it can become: Lost, Do not"):
        moved(through(Stage.WON), Stage.NEW, NOW)
    with pytest.raises(BadInput, match="cannot become Replied"):
        moved(NEW, Stage.REPLIED, NOW)


def test_every_stage_can_be_reached_and_only_the_last_is_an_end() -> None:
    assert set(MOVES) == set(Stage)
    assert set().union(*MOVES.values()) == set(Stage)
    assert [one for one in Stage if not MOVES[one]] == [Stage.DO_NOT_CONTACT]
    assert all(one not in MOVES[one] for one in Stage)


@given(st.lists(st.sampled_from(list(Stage)), max_size=12))
def test_whatever_moves_are_made_moments_stay_in_order(stages: list[Stage]) -> None:
    one = NEW
    for days, stage in enumerate(stages):
        try:
            one = moved(one, stage, NOW + timedelta(days=days))
        except (BadInput, Refused):
            continue
    found = one.outcome
    if found is None:
        assert one.stage in {Stage.NEW, Stage.QUALIFIED, Stage.CONTACT_FOUND, Stage.LOST} | {
            Stage.DO_NOT_CONTACT
        }
        return
    way = [
        at for at in (found.contacted_at, found.replied_at, found.placed_at, found.lost_at) if at
    ]
    assert way == sorted(way)
    if one.stage is Stage.WON:
        assert found.placed_at
        assert not found.lost_at
