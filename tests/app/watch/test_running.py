"""Watches in the background: asked for, come back, and tell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.feeds import feed
from backlinkbot.app.jobs import add_schedule, job_of, list_jobs, queue
from backlinkbot.app.watch import lately, watch
from backlinkbot.app.watch.notifiers import add_notifier
from backlinkbot.app.work import Worker
from backlinkbot.core.errors import BadInput
from backlinkbot.core.jobs import JobState
from backlinkbot.core.watching import ChangeKind

if TYPE_CHECKING:
    from tests.app.watch.conftest import Story


def test_a_job_watches_and_its_worker_tells(story: Story) -> None:
    story.put(story.link("a.example/1", "t.example/", 0), on=0)
    add_notifier(story.workspace, "file", "told.jsonl")
    Worker(story.workspace).all()
    first = queue(story.workspace, "watch", {})
    Worker(story.workspace).all()
    assert job_of(story.workspace, first.id).state is JobState.DONE
    story.put(story.export("b.example/1", "t.example/", 1, 1), on=1)
    second = queue(story.workspace, "watch", {"domains": ["t.example"]})
    Worker(story.workspace).all()
    told = job_of(story.workspace, second.id)
    assert told.result is not None
    assert (told.result["new"], told.result["alerts"]) == (1, 1)
    path = story.workspace.folder / "notices" / "told.jsonl"
    (notice,) = map(json.loads, path.read_text("utf-8").splitlines())
    assert "b.example links now" in notice["alerts"][0]["sentence"]


def test_a_schedule_brings_a_watch_back(story: Story) -> None:
    story.put(story.link("a.example/1", "t.example/", 0), on=0)
    add_schedule(story.workspace, "watch", {}, every="day", at_hour=6)
    story.clock.moment = story.day(1)
    Worker(story.workspace).all()
    (job,) = list_jobs(story.workspace)
    assert (job.kind, job.state) == ("watch", JobState.DONE)


@pytest.mark.parametrize(
    "arguments", [{"domains": ["no domain"]}, {"domains": "t.example"}, {"x": 1}]
)
def test_a_job_that_cannot_run_is_refused(story: Story, arguments: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        queue(story.workspace, "watch", arguments)


def test_the_feed_of_a_site_tells_what_watch_tells(story: Story) -> None:
    story.put(
        story.link("kept.example/1", "t.example/", -9),
        story.link("gone.example/1", "t.example/", -9),
        story.page("gone.example/1", -9),
        story.export("new.example/1", "t.example/", -2, -1),
        story.export("new.example/2", "t.example/", -2, -1),
        story.export("old.example/1", "t.example/", -200, -1),
        on=0,
    )
    watch(story.workspace)
    story.put(
        story.page("gone.example/1", 1),
        story.page("kept.example/1", 1),
        story.link("kept.example/1", "t.example/", 1, anchor="other words"),
        on=1,
    )
    found = watch(story.workspace).sites[0]
    assert {one.kind for one in found.news()} == {ChangeKind.LOST, ChangeKind.ANCHOR}
    told = feed(story.workspace, "t.example")
    for words in (
        "new.example links now, 2 links",
        "gone.example links no more (removed from html)",
        "kept.example changed the anchor text: a shop → other words",
    ):
        assert words in told
    assert told.count("<entry>") == 3
    assert "old.example" not in told
    assert {one.source_domain for one in lately(story.workspace, "t.example").news()} == {
        "new.example",
        "gone.example",
    }
    assert feed(story.workspace, "t.example") == told
