"""Outreach in the background: rounds and looks for links count, and name nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from campaign_world import SITE, World, grown, world
from databases import Databases

from backlinkbot.app.jobs import job_of, queue
from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.app.pitch.campaigns import pause_campaign
from backlinkbot.app.pitch.mailboxes import forget_mailbox
from backlinkbot.app.work import Worker
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.jobs import Job, JobState

ANN = "ann@news0.example"


@pytest.fixture
def made(databases: Databases, tmp_path: Path, fixed_clock: FixedClock) -> Iterator[World]:
    settings = databases.settings(tmp_path / "workspace", workers=1)
    with Workspace(settings, fixed_clock) as workspace:
        grown(workspace, workspace.clock.now(), a_week=8)
        yield world(workspace, [ANN])


def done(workspace: Workspace, kind: str, **arguments: object) -> Job:
    job = queue(workspace, kind, arguments)
    Worker(workspace).all()
    return job_of(workspace, job.id)


def test_a_round_says_what_it_did_and_names_nobody(made: World) -> None:
    number = made.campaign.number
    approve(made.workspace, number, look(made.workspace, number).digest, by="Bo")
    made.workspace.clock.sleep(3_600)
    ended = done(made.workspace, "outreach")
    assert ended.state is JobState.DONE, ended.message
    assert ended.message == "0 sent, 0 wait, 1 mailboxes stopped. 0 new mails, 0 wait for a person."
    assert ended.result is not None
    (box,) = ended.result["mailboxes"]
    assert "does not answer" in box["stopped"]  # nothing listens there
    assert ANN not in json.dumps(ended.as_document())


def test_a_round_of_a_mailbox_that_is_not_there_fails_with_its_name(made: World) -> None:
    ended = done(made.workspace, "outreach", mailbox="eve@shop.example")
    assert (ended.state, "eve@shop.example" in ended.message) == (JobState.FAILED, True)


def test_without_a_mailbox_nothing_is_sent_and_that_is_said(made: World) -> None:
    pause_campaign(made.workspace, made.campaign.number, is_paused=True)
    forget_mailbox(made.workspace, "bo@shop.example")
    assert done(made.workspace, "outreach").message.startswith("There is no mailbox yet")


def test_reading_alone_sends_nothing(made: World) -> None:
    ended = done(made.workspace, "outreach", only_read=True)
    assert ended.message == "0 new mails, 0 wait for a person."
    assert ended.result is not None
    assert list(ended.result) == ["came_in"]


def test_looking_for_links_where_nobody_was_asked_looks_at_nothing(made: World) -> None:
    ended = done(made.workspace, "landed", domain=SITE)
    assert ended.state is JobState.DONE, ended.message
    assert ended.message == "0 links won, 0 lost again; 0 of 0 pages could be read."


def test_contacts_are_counted_and_not_named(made: World) -> None:
    ended = done(made.workspace, "contacts", domains=["news0.example"], fetch=False)
    assert ended.state is JobState.DONE, ended.message
    assert ended.result is not None
    (site,) = ended.result["organisations"]
    assert (site["domain"], site["addresses"]) == ("news0.example", 0)
    assert ANN not in json.dumps(ended.as_document())
