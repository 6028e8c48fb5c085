"""Background work is asked for once, seen, cancelled, and comes back in its rhythm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.app import work
from backlinkbot.app.jobs import (
    KINDS,
    PUBLIC_ONLY,
    add_schedule,
    cancel,
    job_of,
    list_jobs,
    list_schedules,
    next_time,
    open_jobs,
    queue,
    queue_due,
    remove_schedule,
    switch_schedule,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.jobs import JobState
from backlinkbot.core.settings import Settings
from backlinkbot.io.state.jobs import MOST_LISTED, Jobs


@pytest.fixture
def root(tmp_path: Path, database_url: str, fixed_clock: FixedClock) -> Iterator[Workspace]:
    settings = Settings(workspace=tmp_path / "w", database_url=database_url)
    with Workspace(settings, fixed_clock) as opened:
        yield opened


def test_every_kind_has_a_verb_that_runs_it() -> None:
    assert set(KINDS) == set(work.RUNS)


def test_a_queued_job_is_seen_with_what_was_asked(root: Workspace) -> None:
    job = queue(root, "audit", {"domain": "a.example"}, by="ann")
    assert list_jobs(root) == [job]
    assert job_of(root, job.id).as_document()["arguments"] == {"domain": "a.example"}


def test_what_is_open_is_found_whatever_came_and_ended_after_it(root: Workspace) -> None:
    runs = queue(root, "find", {"domain": "a.example"})
    assert Jobs(root.state).claim("w", root.clock.now(), timedelta(1), lambda _: False) is not None
    waits = queue(root, "watch", {"domains": ["a.example"]})
    queue(root, "audit", {"domain": "a.example"})
    queue(root, "find", {"domain": "a.example"}, client="other")
    later = root.clock.now() + timedelta(1)
    for number in range(MOST_LISTED):
        ended = replace(runs, id=f"{number}", state=JobState.CANCELLED, queued_at=later)
        Jobs(root.state).put(ended)
    assert runs.id not in {job.id for job in list_jobs(root)}
    assert {job.id for job in open_jobs(root, ("find", "watch"))} == {runs.id, waits.id}
    cancel(root, waits.id)
    assert [job.id for job in open_jobs(root, ("find", "watch"))] == [runs.id]
    assert open_jobs(root, ("measure",)) == []


def test_the_same_key_gives_the_same_job(root: Workspace) -> None:
    first = queue(root, "audit", {"domain": "a.example"}, key="k")
    assert queue(root, "audit", {"domain": "a.example"}, key="k") == first
    assert len(list_jobs(root)) == 1
    with pytest.raises(BadInput, match="used for another audit"):
        queue(root, "audit", {"domain": "b.example"}, key="k")


def test_a_key_of_another_client_is_another_key(root: Workspace) -> None:
    mine = queue(root, "measure", {}, key="k")
    assert queue(root, "measure", {}, key="k", client="other").id != mine.id


def test_an_unknown_kind_is_said_with_those_there_are(root: Workspace) -> None:
    with pytest.raises(BadInput, match="'dance' cannot run in the background; these can: ingest"):
        queue(root, "dance", {})


@pytest.mark.parametrize("asked", [queue, add_schedule])
def test_what_can_never_run_is_neither_queued_nor_scheduled(root: Workspace, asked: Any) -> None:
    with pytest.raises(BadInput, match="domain: the job needs 'domain'"):
        asked(root, "audit", {})
    with pytest.raises(BadInput, match="month: '2026-13' is no month"):
        asked(root, "report", {"domain": "a.example", "month": "2026-13"})
    assert (list_jobs(root), list_schedules(root)) == ([], [])


def test_a_job_of_another_client_is_not_there(root: Workspace) -> None:
    job = queue(root, "measure", {}, client="other")
    with pytest.raises(NotFound):
        job_of(root, job.id)
    with pytest.raises(NotFound):
        cancel(root, job.id)
    assert list_jobs(root) == []


def test_a_queued_job_is_cancelled_at_once_and_never_runs(root: Workspace) -> None:
    job = queue(root, "measure", {})
    assert cancel(root, job.id).state is JobState.CANCELLED
    assert work.Worker(root).one() is None


def test_an_ended_job_cannot_be_cancelled(root: Workspace) -> None:
    job = queue(root, "audit", {"domain": "a.example"})
    ended = work.Worker(root).one()
    assert ended is not None
    assert ended.state is JobState.FAILED
    assert cancel(root, job.id).state is JobState.FAILED


def test_a_schedule_queues_one_job_however_long_nobody_looked(
    root: Workspace, fixed_clock: FixedClock
) -> None:
    one = add_schedule(root, "measure", {}, every="day", at_hour=4)
    assert queue_due(root) == []
    fixed_clock.moment += timedelta(days=30)
    assert [job.schedule for job in queue_due(root)] == [one.id]
    assert queue_due(root) == []
    (moved,) = list_schedules(root)
    assert fixed_clock.now() < moved.next_at <= fixed_clock.now() + timedelta(days=1)


def test_a_schedule_that_is_off_or_removed_queues_nothing(
    root: Workspace, fixed_clock: FixedClock
) -> None:
    off = add_schedule(root, "measure", {}, every="day")
    gone = add_schedule(root, "measure", {}, every="day")
    switch_schedule(root, off.id, on=False)
    remove_schedule(root, gone.id)
    fixed_clock.moment += timedelta(days=3)
    assert queue_due(root) == []
    with pytest.raises(NotFound):
        remove_schedule(root, gone.id)


def test_a_monthly_schedule_keeps_to_days_that_every_month_has() -> None:
    last = datetime(2026, 1, 31, 4, tzinfo=UTC)
    assert next_time(last, "month", 4, last) == datetime(2026, 2, 28, 4, tzinfo=UTC)
    december = datetime(2026, 12, 28, 4, tzinfo=UTC)
    assert next_time(december, "month", 4, december) == datetime(2027, 1, 28, 4, tzinfo=UTC)


@pytest.mark.parametrize(("every", "hour"), [("hour", 4), ("day", 24), ("day", -1)])
def test_a_rhythm_that_is_none_is_refused(root: Workspace, every: str, hour: int) -> None:
    with pytest.raises(BadInput):
        add_schedule(root, "measure", {}, every=every, at_hour=hour)


@pytest.mark.parametrize(
    "place", ["/etc/passwd", "../../secret.csv", "-", "file:///etc/passwd", "ftp://x.example/a", ""]
)
def test_somebody_elsewhere_has_no_file_of_this_machine_read(root: Workspace, place: str) -> None:
    for asked in (queue, add_schedule):
        with pytest.raises(BadInput, match="paths are for the user of this machine"):
            asked(root, "ingest", {"places": [place]}, by="ben@example.com")
    assert list_jobs(root) == []


def test_somebody_elsewhere_has_read_what_he_sent(root: Workspace) -> None:
    sent = root.folder / "uploads" / "1" / "links.csv"
    job = queue(root, "ingest", {"places": [str(sent)]}, by="ben@example.com")
    assert job.arguments[PUBLIC_ONLY] is True
    with pytest.raises(BadInput):
        queue(root, "ingest", {"places": [f"{sent.parent}/../../../x"]}, by="ben@example.com")


def test_the_user_of_this_machine_may_name_any_place(root: Workspace) -> None:
    assert PUBLIC_ONLY not in queue(root, "ingest", {"places": ["/srv/a.csv"]}).arguments


def test_visits_too_are_read_from_what_was_sent(root: Workspace) -> None:
    site = {"site": "a.example"}
    for place in ("/etc/passwd", "http://10.0.0.1/visits.csv"):
        with pytest.raises(BadInput, match="send the file; paths are"):
            queue(root, "results-import", {**site, "places": [place]}, by="ben@example.com")
    sent = str(root.folder / "uploads" / "1" / "visits.csv")
    told = {**site, "places": [sent]}
    assert queue(root, "results-import", told, by="b@c.example").arguments == told


def test_outreach_comes_back_within_the_hour_and_nothing_else_does(root: Workspace) -> None:
    one = add_schedule(root, "outreach", {}, every="15 minutes")
    assert one.next_at == root.clock.now() + timedelta(minutes=15)
    with pytest.raises(BadInput, match="every hour comes outreach alone"):
        add_schedule(root, "measure", {}, every="hour")


def test_a_rhythm_within_a_day_goes_on_from_where_it_was() -> None:
    began = datetime(2026, 11, 1, 12, 7, tzinfo=UTC)
    late = began + timedelta(days=40, minutes=1)
    assert next_time(began, "15 minutes", 4, late) == began + timedelta(days=40, minutes=15)
    assert next_time(began, "hour", 4, began) == began + timedelta(hours=1)


def test_what_comes_often_is_not_queued_again_while_it_waits(
    root: Workspace, fixed_clock: FixedClock
) -> None:
    one = add_schedule(root, "outreach", {}, every="15 minutes")
    made = []
    for _ in range(3):
        fixed_clock.sleep(15 * 60)
        made.append(queue_due(root))
    assert [len(each) for each in made] == [1, 0, 0]
    claimed = Jobs(root.state).claim("w", root.clock.now(), timedelta(1), lambda _: False)
    assert claimed is not None
    fixed_clock.sleep(15 * 60)
    assert [job.schedule for job in queue_due(root)] == [one.id]


def test_contacts_are_looked_for_of_somebody(root: Workspace) -> None:
    with pytest.raises(BadInput, match="name a domain, a page under pages, or a site"):
        queue(root, "contacts", {"guess": True})
    with pytest.raises(BadInput, match="no address of a page"):
        queue(root, "contacts", {"pages": ["::"]})
    assert queue(root, "contacts", {"pages": ["https://a.example/contact"]}).kind == "contacts"
