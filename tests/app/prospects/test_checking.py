"""The index tells whose link has landed, and whose is gone again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from backlinkbot.app.prospects import (
    add_prospect,
    list_prospects,
    move_prospects,
    refresh_prospects,
    show_prospect,
    undo_step,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.access import Principal, Role
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import NotFound
from backlinkbot.core.facts import FactKind, Facts

SHOP = "shop.example"
MEMBER = Principal("max@agency.example", Role.MEMBER, ("home",))


def seen(workspace: Workspace, clock: FixedClock, *rows: dict[str, object]) -> None:
    """Publish sightings of links to the shop."""
    usual = {
        "target_url": f"https://{SHOP}/", "target_domain": SHOP, "occurrence": 0, "kind": "text",
        "followed": True, "reporter": "crawl", "evidence": "crawl@1",
    }  # fmt: skip
    told = [
        usual
        | {"seen_at": clock.moment, "source_domain": str(row["source_url"]).split("/")[2]}
        | row
        for row in rows
    ]
    batch = pa.RecordBatch.from_pylist(told, schema=columns.link_facts())
    with workspace.index.begin() as draft:
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(clock.moment)


def ask(workspace: Workspace, *places: str) -> None:
    for at, place in enumerate(places, start=1):
        add_prospect(workspace, SHOP, place, by=MEMBER)
        move_prospects(workspace, [at], "Contacted", by=MEMBER)


def later(clock: FixedClock, days: float) -> datetime:
    clock.moment += timedelta(days=days)
    return clock.moment


def test_without_an_index_it_says_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="begin with: backlinkbot ingest"):
        refresh_prospects(workspace, SHOP)


def test_a_link_that_landed_since_is_won_and_dated_by_the_index(
    workspace: Workspace, clock: FixedClock
) -> None:
    ask(workspace, "a.example", "b.example")
    landed = later(clock, 10)
    seen(
        workspace,
        clock,
        {"source_url": "https://www.a.example/links", "source_domain": "a.example"},
    )
    later(clock, 2)
    done = refresh_prospects(workspace, SHOP)
    assert [one.organisation for one in done.landed] == ["a.example"]
    assert done.waiting == 1
    shown = show_prospect(workspace, 1)
    assert shown.prospect.stage.value == "Won"
    outcome = shown.prospect.outcome
    assert outcome is not None
    assert outcome.placed_at == outcome.verified_at == landed
    assert shown.history[-1].by == "link index"
    assert shown.history[-1].note == "https://www.a.example/links"
    again = refresh_prospects(workspace, SHOP)
    assert (again.step, again.landed, again.lost) == (0, (), ())
    undo_step(workspace, done.step, by=MEMBER)
    assert show_prospect(workspace, 1).prospect.stage.value == "Contacted"


def test_a_link_from_before_asking_was_not_won(workspace: Workspace, clock: FixedClock) -> None:
    seen(workspace, clock, {"source_url": "https://a.example/", "source_domain": "a.example"})
    later(clock, 5)
    ask(workspace, "a.example")
    assert refresh_prospects(workspace, SHOP).landed == ()


def test_a_link_from_the_day_before_asking_was_not_won_and_one_of_that_day_was(
    workspace: Workspace, clock: FixedClock
) -> None:
    page = {"source_url": "https://a.example/", "source_domain": "a.example"}
    begun = clock.moment.replace(hour=0)  # dated by day alone
    old = {"source_url": "https://b.example/", "source_domain": "b.example"}
    before = begun - timedelta(hours=11)
    seen(workspace, clock, page | {"seen_at": begun}, old | {"seen_at": before})
    ask(workspace, "a.example", "b.example")
    done = refresh_prospects(workspace, SHOP)
    assert [one.organisation for one in done.landed] == ["a.example"]


def test_a_won_link_keeps_the_day_that_the_user_told(
    workspace: Workspace, clock: FixedClock
) -> None:
    ask(workspace, "a.example")
    told = later(clock, 3)
    move_prospects(workspace, [1], "Won", by=MEMBER)
    first = later(clock, 4)
    seen(workspace, clock, {"source_url": "https://a.example/", "source_domain": "a.example"})
    refresh_prospects(workspace, SHOP)
    outcome = show_prospect(workspace, 1).prospect.outcome
    assert outcome is not None
    assert (outcome.placed_at, outcome.verified_at) == (told, first)


def test_a_won_link_that_is_gone_is_lost_and_one_that_comes_back_is_won(
    workspace: Workspace, clock: FixedClock
) -> None:
    ask(workspace, "a.example")
    page = {"source_url": "https://a.example/", "source_domain": "a.example"}
    first = later(clock, 3)
    seen(workspace, clock, page)
    refresh_prospects(workspace, SHOP)
    gone = later(clock, 20)
    lost = {"lost_on": gone, "lost_reason": "removed_from_html", "reporter": "ahrefs"}
    seen(
        workspace, clock, page | lost | {"first_seen": first, "seen_at": first, "last_seen": first}
    )
    done = refresh_prospects(workspace, SHOP)
    assert [one.organisation for one in done.lost] == ["a.example"]
    found = show_prospect(workspace, 1).prospect
    assert found.stage.value == "Lost"
    assert found.outcome is not None
    assert found.outcome.lost_at == gone
    later(clock, 10)
    seen(workspace, clock, page)
    assert [one.number for one in refresh_prospects(workspace, SHOP).landed] == [1]
    found = show_prospect(workspace, 1).prospect
    assert found.stage.value == "Won"
    assert found.outcome is not None
    assert found.outcome.lost_at is None


def test_who_was_given_up_and_links_after_all_is_won(
    workspace: Workspace, clock: FixedClock
) -> None:
    ask(workspace, "a.example")
    later(clock, 30)
    move_prospects(workspace, [1], "Lost", by=MEMBER)
    later(clock, 3)
    seen(workspace, clock, {"source_url": "https://a.example/", "source_domain": "a.example"})
    refresh_prospects(workspace, SHOP)
    (one,) = list_prospects(workspace, SHOP, stages=["won"]).prospects
    assert one.outcome is not None
    assert one.outcome.closed_at is None


def test_who_must_not_be_contacted_is_left_alone(workspace: Workspace, clock: FixedClock) -> None:
    ask(workspace, "a.example")
    move_prospects(workspace, [1], "Do not contact", by=MEMBER)
    later(clock, 3)
    seen(workspace, clock, {"source_url": "https://a.example/", "source_domain": "a.example"})
    assert refresh_prospects(workspace, SHOP).landed == ()
