"""Alerts: critical at once, the rest in a digest, each fact told once whatever happens between."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backlinkbot.app.hooks import add_hook, deliveries_of
from backlinkbot.app.watch import watch
from backlinkbot.app.watch.alerts import list_alerts, rules_of, see_alert, set_rules
from backlinkbot.app.watch.notifiers import add_notifier, deliver_notices, sendings_of
from backlinkbot.app.watch.telling import tell_waiting
from backlinkbot.core.alerts import AlertKind, Importance
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.velocity import SpikeKind, VelocityAlarm

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.watch.conftest import Story


def told_lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def look(story: Story) -> None:
    watch(story.workspace)
    tell_waiting(story.workspace)
    deliver_notices(story.workspace)


def begin(story: Story, *names: str) -> Path:
    """Links that stand, read once, and a file that is told."""
    rows = [story.link(f"{name}.example/1", "t.example/page", 0) for name in names]
    story.put(*rows, *(story.page(f"{name}.example/1", 0) for name in names), on=0)
    add_notifier(story.workspace, "file", "told.jsonl")
    look(story)
    return story.workspace.folder / "notices" / "told.jsonl"


def test_a_digest_tells_each_change_once(kept_story: Story) -> None:
    story = kept_story
    path = begin(story, "a", "b")
    story.put(story.page("a.example/1", 2), on=2)
    look(story)
    look(story)
    (notice,) = told_lines(path)
    assert notice["type"] == "alert.digest"
    assert "a.example links no more" in notice["alerts"][0]["sentence"]
    assert notice["alerts"][0]["address"] == "https://a.example/1"
    (alert,) = list_alerts(story.workspace)
    assert (alert.importance, alert.told_at) == (Importance.DIGEST, story.clock.now())


def test_a_digest_comes_once_a_day_and_holds_what_came_meanwhile(story: Story) -> None:
    path = begin(story, "a", "b", "c")
    for day, name in ((2.0, "a"), (2.2, "b"), (2.4, "c")):
        story.put(story.page(f"{name}.example/1", day), on=day)
        look(story)
    assert [len(one["alerts"]) for one in told_lines(path)] == [1]
    story.clock.moment = story.day(3.0)
    look(story)
    assert [len(one["alerts"]) for one in told_lines(path)] == [1, 2]


def test_a_weekly_digest_waits_a_week(story: Story) -> None:
    path = begin(story, "a", "b")
    set_rules(story.workspace, "t.example", digest="week")
    for day, name in ((2, "a"), (4, "b")):
        story.put(story.page(f"{name}.example/1", day), on=day)
        look(story)
    assert len(told_lines(path)) == 1
    story.clock.moment = story.day(9)
    look(story)
    assert len(told_lines(path)) == 2


def test_a_broken_page_of_ours_is_one_critical_alert_once_a_good_link_leads_there(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begin(story, "a", "b")
    monkeypatch.setattr("backlinkbot.logic.judge.changes.importance.GOOD", ("unjudged",))
    story.put(story.page("t.example/page", 3, status=404), on=3)
    look(story)
    (alert,) = list_alerts(story.workspace)
    assert (alert.kind, alert.importance) == (AlertKind.PAGE_BROKEN, Importance.CRITICAL)
    assert alert.about == "https://t.example/page"
    assert "2 referring domains" in alert.sentence
    (notice,) = told_lines(path)
    assert notice["critical"]


def test_a_fact_found_again_by_another_comparison_is_not_told_again(story: Story) -> None:
    path = begin(story, "a", "b")
    story.put(story.page("a.example/1", 2), on=2)
    look(story)
    with story.workspace.state.writing() as connection:  # as if the cursor had been lost
        connection.exec_driver_sql("delete from watch_cursor")
    look(story)
    story.clock.moment = story.day(4)
    look(story)
    assert len(told_lines(path)) == 1
    assert len(list_alerts(story.workspace, history=True)) == 1


@pytest.mark.parametrize(
    "place",
    [
        "backlinkbot.app.watch.telling.note_heard",
        "backlinkbot.app.watch.telling.put_notice",
        "backlinkbot.app.watch.telling.note_told",
        "backlinkbot.app.watch.raising.move_cursor",
        "backlinkbot.app.watch.telling.note_digest",
    ],
)
def test_a_run_that_dies_anywhere_is_taken_up_and_nothing_is_told_twice(
    story: Story, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    path = begin(story, "a", "b")
    hook = add_hook(story.workspace, "https://hooks.example/")
    story.put(story.page("a.example/1", 2), on=2)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(place, die)
        with pytest.raises(KeyboardInterrupt):
            look(story)
    story.clock.moment = story.day(2.1)
    look(story)
    look(story)
    assert len(told_lines(path)) == 1
    events = [one.event for one in deliveries_of(story.workspace, hook.id)]
    assert sorted(events) == ["alert", "link.lost"]


def test_a_notice_whose_receipt_was_lost_comes_again_under_the_same_id(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begin(story, "a", "b")
    story.put(story.page("a.example/1", 2), on=2)
    watch(story.workspace)
    tell_waiting(story.workspace)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("backlinkbot.io.state.notifiers.Notifiers.note", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_notices(story.workspace)
    story.clock.moment = story.day(2.1)
    deliver_notices(story.workspace)
    first, second = told_lines(path)
    assert first == second


def test_quiet_rules_keep_what_nobody_wants_to_hear_in_the_history(story: Story) -> None:
    path = begin(story, "a", "b")
    told = set_rules(story.workspace, "t.example", quiet=["lost"], least_authority=20)
    assert rules_of(story.workspace, "t.example") == told
    story.put(story.page("a.example/1", 2), on=2)
    look(story)
    assert told_lines(path) == []
    assert list_alerts(story.workspace) == []
    (quiet,) = list_alerts(story.workspace, history=True)
    assert quiet.importance is Importance.QUIET


def test_an_alert_is_seen_and_unseen(story: Story) -> None:
    begin(story, "a", "b")
    story.put(story.page("a.example/1", 2), on=2)
    look(story)
    (alert,) = list_alerts(story.workspace)
    assert see_alert(story.workspace, alert.id, by="ann").acknowledged_by == "ann"
    assert list_alerts(story.workspace) == []
    assert see_alert(story.workspace, alert.id, undo=True).acknowledged_at is None
    assert len(list_alerts(story.workspace)) == 1
    with pytest.raises(NotFound, match="--alerts"):
        see_alert(story.workspace, "nothing")


@pytest.mark.parametrize("wish", [{"quiet": ["x"]}, {"digest": "year"}, {"least_authority": 101.0}])
def test_rules_that_cannot_be_are_refused(story: Story, wish: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        set_rules(story.workspace, "t.example", **wish)


def test_since_a_day_raises_nothing(story: Story) -> None:
    begin(story, "a", "b")
    story.put(story.page("a.example/1", 2), on=2)
    assert watch(story.workspace, since=story.day(0).date()).alerts == ()
    assert list_alerts(story.workspace, history=True) == []


def test_a_burst_of_a_rival_and_a_spike_of_ours_are_critical_and_told_once(story: Story) -> None:
    weeks = [
        story.export(f"w{week}-{n}.example/1", f"{site}.example/", -7 * week, 0)
        for site in ("t", "r") for week in range(1, 40) for n in range(2)
    ]  # fmt: skip
    story.put(*weeks, on=0)
    watch(story.workspace)
    for day in (1, 2):
        burst = [
            story.export(f"b{day}-{n}.example/1", f"{site}.example/", day, day)
            for site in ("t", "r") for n in range(30)
        ]  # fmt: skip
        story.put(*burst, on=day)
        watch(story.workspace)
    told = [one for one in list_alerts(story.workspace) if one.importance is Importance.CRITICAL]
    assert {(one.site, one.kind) for one in told} == {
        ("t.example", AlertKind.SPIKE),
        ("r.example", AlertKind.BURST),
    }
    assert len(told) == 2


def test_more_alerts_than_anybody_reads_are_summed_up(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backlinkbot.logic.judge.changes.importance.MOST_OF_ONE_LOOK", 3)
    names = [f"n{n}" for n in range(8)]
    begin(story, *names)
    story.put(*(story.page(f"{name}.example/1", 2) for name in names), on=2)
    look(story)
    found = list_alerts(story.workspace)
    assert len(found) == 4
    assert any(one.kind is AlertKind.MORE and one.sentence.startswith("5 ") for one in found)


def test_a_second_look_at_the_same_time_raises_nothing_twice(story: Story) -> None:
    begin(story, "a", "b")
    story.put(story.page("a.example/1", 2), on=2)
    first = watch(story.workspace)
    with story.workspace.state.writing() as connection:
        connection.exec_driver_sql("update watch_cursor set snapshot = '000001-nothing'")
    assert len(first.alerts) == 1
    assert watch(story.workspace).alerts == ()


def test_notices_reach_only_those_who_want_them(story: Story) -> None:
    path = begin(story, "a", "b")
    critical = add_notifier(story.workspace, "file", "critical.jsonl", wants="critical")
    add_notifier(story.workspace, "file", "other.jsonl", client="other")
    story.put(story.page("a.example/1", 2), on=2)
    look(story)
    assert len(told_lines(path)) == 1
    assert sendings_of(story.workspace, critical.id) == []
    assert not (story.workspace.folder / "clients").exists()


def test_what_was_raised_before_anybody_wanted_to_hear_waits_for_the_first_who_does(
    story: Story,
) -> None:
    rows = [story.link(f"{name}.example/1", "t.example/page", 0) for name in "abc"]
    story.put(*rows, *(story.page(f"{name}.example/1", 0) for name in "abc"), on=0)
    look(story)
    for day, name in ((2, "a"), (3, "b")):
        story.put(story.page(f"{name}.example/1", day), on=day)
        look(story)
    assert {one.told_at for one in list_alerts(story.workspace)} == {None}
    add_notifier(story.workspace, "file", "critical.jsonl", wants="critical")
    look(story)
    assert {one.told_at for one in list_alerts(story.workspace)} == {None}
    add_notifier(story.workspace, "file", "told.jsonl")
    look(story)
    (notice,) = told_lines(story.workspace.folder / "notices" / "told.jsonl")
    assert len(notice["alerts"]) == 2
    assert {one.told_at for one in list_alerts(story.workspace)} == {story.clock.now()}
    look(story)
    assert len(told_lines(story.workspace.folder / "notices" / "told.jsonl")) == 1


def test_an_alert_whose_reader_went_away_is_told_to_the_next_one(story: Story) -> None:
    path = begin(story, "a", "b")
    story.put(story.page("a.example/1", 2), on=2)
    watch(story.workspace)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backlinkbot.app.watch.telling.put_notice", lambda *_: 0)  # removed just now
        tell_waiting(story.workspace)
    (alert,) = list_alerts(story.workspace)
    assert alert.told_at is None
    look(story)
    assert len(told_lines(path)) == 1


def test_critical_alerts_that_waited_are_one_message_a_site(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backlinkbot.logic.judge.changes.importance.GOOD", ("unjudged",))
    rows = [story.link(f"{n}.example/1", f"t.example/{n}", 0) for n in "abc"]
    story.put(*rows, *(story.page(f"{n}.example/1", 0) for n in "abc"), on=0)
    look(story)
    for day, name in enumerate("abc", start=2):
        story.put(story.page(f"t.example/{name}", day, status=404), on=day)
        look(story)
    add_notifier(story.workspace, "file", "told.jsonl")
    look(story)
    (notice,) = told_lines(story.workspace.folder / "notices" / "told.jsonl")
    assert len(notice["alerts"]) == 3


def test_a_spike_whose_weeks_move_as_more_is_known_is_told_once(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monday = date(2026, 10, 5)
    alarms: list[VelocityAlarm] = []
    monkeypatch.setattr("backlinkbot.app.watch.raising._alarms", lambda *_: tuple(alarms))
    raised = []
    story.put(story.export("a.example/1", "t.example/", 0, 0), on=0)
    spans = [(1, 1), (0, 2), (2, 4), (4, 4), (3, 5), (9, 10), (8, 9)]
    for day, (first, last) in enumerate(spans, start=1):
        weeks = (monday + timedelta(weeks=first), monday + timedelta(weeks=last))
        alarms[:] = [VelocityAlarm(*weeks, 30 + day, 5.0, SpikeKind.UNCLEAR, None, 0.001, ())]
        story.put(story.export(f"n{day}.example/1", "t.example/", day, day), on=day)
        watch(story.workspace)
        raised = [one for one in list_alerts(story.workspace) if one.kind is AlertKind.SPIKE]
    assert sorted(one.about for one in raised) == ["2026-10-12", "2026-12-07"]
