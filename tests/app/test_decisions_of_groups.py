"""Decisions about a whole group of an audit, beside those that were made about one member."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from databases import Databases

from backlinkbot.app.decisions import decide, decide_group, decisions
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.audit import Choice
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import NotFound
from backlinkbot.io.state.ledger import LEDGER, Ledger

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
GROUP = "links with one anchor “cheap tents”"
MEMBERS = ("a1.net", "b2.net", "c3.net")


@pytest.fixture
def moving(databases: Databases, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with one kept audit of one group."""
    settings = databases.settings(tmp_path / "moving", workers=1)
    opened = Workspace(settings, FixedClock(START))
    told = json.dumps({"name": GROUP, "members": list(MEMBERS)})
    groups = {"groups": pa.table({"document": [told]})}
    Ledger(opened.folder / LEDGER).keep("a.com", "2026-11-01", {}, {}, groups, {})
    yield opened
    opened.close()


def later(workspace: Workspace) -> None:
    """A minute goes by."""
    assert isinstance(workspace.clock, FixedClock)
    workspace.clock.sleep(timedelta(minutes=1).total_seconds())


def standing(workspace: Workspace) -> dict[str, str]:
    return {one.unit: one.choice.value for one in decisions(workspace, "a.com").in_force}


def test_a_group_leaves_its_members_as_they_were_decided_alone(moving: Workspace) -> None:
    decide(moving, "a.com", "b2.net", "keep", by="Ann", note="we pay for this listing")
    later(moving)
    done = decide_group(moving, "a.com", GROUP, "disavow", by="Bob")
    assert [one.unit for one in done.made] == ["a1.net", "c3.net"]
    assert [(one.unit, one.choice, one.note) for one in done.left] == [
        ("b2.net", Choice.KEEP, "we pay for this listing")
    ]
    assert standing(moving) == {"a1.net": "disavow", "b2.net": "keep", "c3.net": "disavow"}


def test_force_decides_every_member(moving: Workspace) -> None:
    decide(moving, "a.com", "b2.net", "keep", by="Ann")
    later(moving)
    done = decide_group(moving, "a.com", GROUP, "disavow", by="Bob", is_forced=True)
    assert done.left == ()
    assert standing(moving) == dict.fromkeys(MEMBERS, "disavow")


def test_an_undo_of_a_group_takes_back_what_was_decided_in_one_step(moving: Workspace) -> None:
    decide(moving, "a.com", "b2.net", "keep", by="Ann")
    later(moving)
    decide_group(moving, "a.com", GROUP, "disavow", by="Bob")
    later(moving)
    done = decide_group(moving, "a.com", GROUP, "undo", by="Bob")
    assert [one.unit for one in done.left] == ["b2.net"]
    assert standing(moving) == {"b2.net": "keep"}


def test_an_undo_spares_decisions_that_were_made_one_by_one(moving: Workspace) -> None:
    for name in MEMBERS[:2]:
        decide(moving, "a.com", name, "keep", by="Ann")
        later(moving)
    done = decide_group(moving, "a.com", GROUP, "undo", by="Bob")
    assert len(done.left) == 2
    assert done.refused == (("c3.net", "nothing is decided about it"),)
    assert standing(moving) == dict.fromkeys(MEMBERS[:2], "keep")
    decide_group(moving, "a.com", GROUP, "undo", by="Bob", is_forced=True)
    assert standing(moving) == {}


def test_a_group_that_the_audit_does_not_have_is_said(moving: Workspace) -> None:
    with pytest.raises(NotFound, match="has no group 'another one'"):
        decide_group(moving, "a.com", "another one", "keep", by="Ann")


def test_a_decision_tells_whether_a_link_from_there_is_known(
    workspace: Workspace, tmp_path: Path
) -> None:
    assert decide(workspace, "a.com", "farm.net", "keep", by="Ann").is_linking is None
    table = tmp_path / "links.csv"
    table.write_text("source,target\nhttps://u1.wordpress.com/x,https://a.com/\n", "utf-8")
    mapping = {"source_url": "source", "target_url": "target"}
    ingest(workspace, [str(table)], IngestOptions(mapping=mapping))
    told = {
        name: decide(workspace, "a.com", name, "keep", by="Ann").is_linking
        for name in ("u1.wordpress.com", "u2.wordpress.com", "nosuch.example")
    }
    assert told == {"u1.wordpress.com": True, "u2.wordpress.com": False, "nosuch.example": False}
