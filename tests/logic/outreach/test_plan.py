"""A month's plan: quality before quantity, inside room and hours, everything left out counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.chances import Tactic
from backlinkbot.core.plans import Resources
from backlinkbot.logic.outreach.plan import (
    CLOSED,
    FOREIGN,
    NO_HOURS,
    NO_ROOM,
    SELLS,
    Chance,
    Picked,
    hours_of,
    pick,
)
from backlinkbot.logic.outreach.plan_traits import TRAITS, traits_of

VOLUME = frozenset((Tactic.NICHE_DIRECTORY.value, Tactic.LOCAL_CITATION.value))
BROKEN, CITATION = Tactic.BROKEN_LINK.value, Tactic.LOCAL_CITATION.value


def picked(
    *chances: Chance,
    room: float = 100.0,
    hours: float = 100.0,
    resources: Resources | None = None,
    closed: frozenset[str] = frozenset(),
) -> Picked:
    return pick(chances, room, hours, resources or Resources(), closed, VOLUME)


def test_quality_comes_before_quantity_whatever_it_brings() -> None:
    found = picked(
        Chance("a.example", CITATION, 0.9, 5.0, 5.0), Chance("b.example", BROKEN, 0.1, 0.1, 30.0),
        room=0.95,
    )  # fmt: skip
    assert [one.tactic for one in found.tactics] == [BROKEN]
    assert found.left_out == {NO_ROOM: 1}
    assert found.later == pytest.approx(0.9)


def test_the_best_hour_comes_first_within_quality() -> None:
    found = picked(
        Chance("slow.example", BROKEN, 0.2, 1.0, 60.0),
        Chance("quick.example", BROKEN, 0.2, 1.0, 10.0), hours=0.5,
    )  # fmt: skip
    assert found.tactics[0].first == ("quick.example",)
    assert found.left_out == {NO_HOURS: 1}


def test_tactics_that_wait_are_left_out_and_counted() -> None:
    found = picked(Chance("a.example", CITATION, 0.5), closed=VOLUME)
    assert found.tactics == ()
    assert found.left_out == {CLOSED: 1}


def test_pages_that_sell_links_are_never_planned() -> None:
    found = picked(Chance("a.example", BROKEN, 0.9, 9.0, 1.0, sells=True))
    assert found.links == 0
    assert found.left_out == {SELLS: 1}


def test_languages_nobody_writes_are_left_out_and_unknown_ones_stay() -> None:
    found = picked(
        Chance("fr.example", BROKEN, 0.1, language="fr"),
        Chance("br.example", BROKEN, 0.1, language="pt_BR"), Chance("x.example", BROKEN, 0.1),
        resources=Resources(languages=("pt-PT",)),
    )  # fmt: skip
    assert found.tactics[0].asks == 2
    assert found.left_out == {FOREIGN: 1}


def test_a_tactic_tells_where_its_links_lie() -> None:
    (one,) = picked(*(Chance(f"s{n}.example", BROKEN, 0.5, 2.0, 6.0) for n in range(10))).tactics
    assert (one.asks, one.low, one.high) == (10, 2, 8)
    assert one.links == pytest.approx(5.0)
    assert one.worth == pytest.approx(10.0)
    assert one.hours == pytest.approx(1.0)
    assert one.is_quality


def test_money_buys_hours() -> None:
    assert hours_of(Resources(hours=5.0), 4, 4.0) == 20.0
    assert hours_of(Resources(hours=5.0, budget=400.0), 4, 4.0) == 30.0


def test_each_tactic_of_the_product_has_traits() -> None:
    assert set(TRAITS) == set(Tactic)
    assert all(one.weeks[0] <= one.weeks[1] and one.why for one in TRAITS.values())
    assert traits_of("my own idea").why


chances = st.builds(
    Chance, st.text("abc", min_size=1, max_size=3), st.sampled_from([BROKEN, CITATION, ""]),
    st.floats(0, 1), st.none() | st.floats(0, 9), st.none() | st.floats(0, 500),
    st.sampled_from(["", "en", "de"]), st.booleans(),
)  # fmt: skip


@given(st.lists(chances, max_size=30), st.floats(0, 10), st.floats(0, 20))
def test_room_and_hours_are_kept_and_nobody_is_lost(
    rows: list[Chance], room: float, hours: float
) -> None:
    found = picked(*rows, room=room, hours=hours, resources=Resources(languages=("en",)))
    assert found.links <= room + 1e-6
    assert found.hours <= hours + 1e-6
    assert sum(one.asks for one in found.tactics) + sum(found.left_out.values()) == len(rows)
