"""The verb budget: what it reads of the index and of prospects, and what it tells the sender."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from backlinkbot.app.budget import budget, room
from backlinkbot.app.prospects import add_prospect, move_prospects, tag_prospects
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.access import LOCAL
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.nouns import Site
from backlinkbot.core.pacing import Budget

SHOP, RIVAL = "shop.example", "rival.example"
BEGIN = datetime(2025, 11, 3, 12, tzinfo=UTC)  # a Monday, 52 weeks before the clock's
WEEKS = 51


def link(target: str, number: int, week: int) -> dict[str, object]:
    source = f"s{number}-{target.partition('.')[0]}.example"
    at = BEGIN + timedelta(weeks=week, hours=number % 90)
    return {
        "source_url": f"https://{source}/a", "source_domain": source,
        "target_url": f"https://{target}/", "target_domain": target, "occurrence": 0,
        "anchor": "Shop", "kind": "text", "placement": "content", "first_seen": at,
        "last_seen": at, "seen_at": at, "reporter": "ahrefs", "evidence": f"export.csv:{number}",
    }  # fmt: skip


def read_in(workspace: Workspace, *rows: dict[str, object]) -> None:
    with workspace.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist(list(rows), schema=columns.link_facts())
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(workspace.clock.now())
    workspace.refresh()


def steady(target: str, a_week: int) -> list[dict[str, object]]:
    weeks = [
        link(target, week * a_week + at, week) for week in range(WEEKS) for at in range(a_week)
    ]
    return [*weeks, link(target, WEEKS * a_week, WEEKS)]  # and one this week


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A shop that wins four domains a week and a rival that wins eight; one each this week."""
    add_site(workspace, Site(domain=SHOP, competitors=(RIVAL,)))
    read_in(workspace, *steady(SHOP, 4), *steady(RIVAL, 8))
    return workspace


def later(workspace: Workspace, days: int) -> datetime:
    moment = workspace.clock.now() + timedelta(days=days)
    workspace.clock = DatedClock(moment)
    return moment


def test_the_band_is_that_of_the_site_and_its_peers(filled: Workspace) -> None:
    found = budget(filled, SHOP)
    first = found.weeks[0]
    assert first.week == date(2026, 10, 26)
    assert first.band.expected == pytest.approx(4, abs=0.7)
    assert first.band.p50 <= first.band.p85 <= first.band.p99
    assert found.peers == (RIVAL,)
    assert found.own_weeks == WEEKS
    assert found.own_weight > 0.9
    assert len(found.weeks) == 13
    assert 0 < found.pace < first.band.p99


def test_a_budget_is_a_document(filled: Workspace) -> None:
    told = budget(filled, SHOP, weeks=2).as_document()
    week = told["weeks"][0]
    assert {"week", "band", "landed", "pledged", "room"} <= set(week)
    assert {"p50", "p85", "p99"} <= set(week["band"])
    assert len(told["weeks"]) == 2


def test_links_that_come_by_themselves_take_the_room(filled: Workspace) -> None:
    before = budget(filled, SHOP)
    read_in(filled, *(link(SHOP, 5_000 + at, WEEKS) for at in range(60)))
    after = budget(filled, SHOP)
    assert after.weeks[0].landed == before.weeks[0].landed + 60
    assert after.weeks[0].room == 0
    assert after.now.links == 0
    assert "This week is full" in after.now.why


def asked(workspace: Workspace, many: int) -> list[int]:
    for at in range(many):
        add_prospect(workspace, SHOP, f"https://p{at}.example/page", by=LOCAL)
    numbers = list(range(1, many + 1))
    move_prospects(workspace, numbers, "Contacted", by=LOCAL)
    return numbers


def test_what_was_asked_for_is_pledged_and_stops_sending_in_time(filled: Workspace) -> None:
    free = room(filled, SHOP, filled.clock.now())
    asked(filled, 5)
    some = room(filled, SHOP, filled.clock.now())
    assert 0 < some.links < free.links
    move_prospects(filled, [1, 2, 3, 4, 5], "Negotiating", by=LOCAL)
    assert room(filled, SHOP, filled.clock.now()).links == 0


def test_who_pays_is_outside(filled: Workspace) -> None:
    numbers = asked(filled, 3)
    before = budget(filled, SHOP)
    tag_prospects(filled, numbers, more=("Sponsored",), by=LOCAL)
    after = budget(filled, SHOP)
    assert before.weeks[1].pledged > 0
    assert after.weeks[1].pledged == 0
    assert after.outside == 3
    assert any('rel="sponsored"' in note for note in after.notes)


def test_a_won_link_counts_before_the_index_sees_it(filled: Workspace) -> None:
    before = budget(filled, SHOP).weeks[0]
    move_prospects(filled, asked(filled, 2), "Won", by=LOCAL)
    after = budget(filled, SHOP).weeks[0]
    assert (after.landed, after.won) == (before.landed + 2, 2)


def test_links_that_were_asked_for_do_not_make_the_band_wider(filled: Workspace) -> None:
    """Else each month of outreach would allow more in the next."""
    alone = budget(filled, SHOP).weeks[0].band
    weeks = range(WEEKS - 12, WEEKS)
    more = [link(SHOP, 9_000 + week * 10 + at, week) for week in weeks for at in range(6)]
    read_in(filled, *more)
    wider = budget(filled, SHOP).weeks[0].band
    assert wider.expected > alone.expected + 1
    for week in weeks:
        day = BEGIN + timedelta(weeks=week)
        for at in range(6):
            kept = add_prospect(filled, SHOP, f"https://p{week}-{at}.example/a", by=LOCAL)
            numbers = [one.number for one in kept.added]
            move_prospects(filled, numbers, "Contacted", by=LOCAL, on=day)
            move_prospects(filled, numbers, "Won", by=LOCAL, on=day)
    assert budget(filled, SHOP).weeks[0].band.expected == pytest.approx(alone.expected, rel=0.02)


def test_a_stale_index_counts_unknown_weeks_as_usual_ones(filled: Workspace) -> None:
    later(filled, 21)
    found = budget(filled, SHOP)
    assert found.weeks[0].landed == 0
    assert found.weeks[0].coming == pytest.approx(found.weeks[0].band.expected)
    assert any("knows nothing after 2026-10-" in note for note in found.notes)


def test_a_new_site_begins_with_its_peers_brought_to_its_size(workspace: Workspace) -> None:
    add_site(workspace, Site(domain=SHOP, competitors=(RIVAL,)))
    read_in(workspace, *steady(RIVAL, 8))
    found = budget(workspace, SHOP)
    assert found.own_weeks == 0
    assert 0 < found.weeks[0].band.expected < 4
    assert any("brought to its size" in note for note in found.notes)


def test_an_added_site_with_an_empty_index_gets_a_careful_start(workspace: Workspace) -> None:
    add_site(workspace, Site(domain=SHOP))
    found = budget(workspace, SHOP)
    assert found.known_until is None
    assert found.now.links > 0
    assert any("The index is empty" in note for note in found.notes)


def test_nobody_knows_a_site_that_was_not_added_and_has_no_links(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match=r"site add other\.example"):
        budget(workspace, "other.example")
    with pytest.raises(BadInput):
        budget(workspace, "no domain")
    with pytest.raises(BadInput, match="from 1 to 104"):
        budget(workspace, SHOP, weeks=0)


def test_the_room_is_asked_from_the_days_file(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = room(filled, SHOP, filled.clock.now())
    monkeypatch.setattr(type(filled.index), "main_counts", None)  # asking again would break
    assert room(filled, SHOP, filled.clock.now()) == first


def test_a_broken_file_of_the_day_is_read_anew(filled: Workspace) -> None:
    first = room(filled, SHOP, filled.clock.now())
    kept = filled.folder / "pacing" / f"{SHOP}.json"
    kept.write_text("{", "utf-8")
    assert room(filled, SHOP, filled.clock.now()) == first


def test_a_budget_never_says_it_hides_anything(filled: Workspace) -> None:
    told: Budget = budget(filled, SHOP)
    text = " ".join((told.sentence, *told.notes)).casefold()
    assert "indistinguishable" not in text
    assert "no disguise" in text
