"""A workspace that is an older state of itself: what went since is in the archive, not in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from campaign_world import plain_mailbox
from sent_messages import sent_to

from backlinkbot.app.pitch import outbox
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.pitch.outbox import send_due
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.outreach import KeptMessage, MailServer, Refusal, Security
from backlinkbot.core.sending import Answer, Handover
from backlinkbot.io.state.sending_tables import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from databases import Databases

    from backlinkbot.core.clock import FixedClock

MANY = 30  # more than a new mailbox may send in a day, and than are looked up in one go


@pytest.fixture
def workspace(databases: Databases, tmp_path: Path, fixed_clock: FixedClock) -> Iterator[Workspace]:
    with Workspace(databases.settings(tmp_path / "w"), fixed_clock) as opened:
        yield opened


@pytest.fixture
def due(workspace: Workspace) -> list[str]:
    """Messages that are due from a mailbox that may send a few."""
    imap = MailServer("127.0.0.1", 1143, Security.NONE)
    add_mailbox(workspace, replace(plain_mailbox(), imap=imap, archive="archive@shop.example"))
    made = [sent_to(workspace, f"p{n}@news{n}.example") for n in range(MANY)]
    now = workspace.clock.now()
    old = {"sent_at": now - timedelta(days=4), "claimed_at": now - timedelta(days=4)}
    with workspace.state.writing() as connection:
        steps = messages.c.step
        connection.execute(messages.update().where(steps == 0).values(old))
        ready = messages.update().where(steps == 1)
        connection.execute(ready.values(goes_at=now - timedelta(days=1)))
    return [one.second for one in made]


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """To whom something was handed over."""
    to: list[str] = []

    def hand_over(
        raw: bytes, sender: str, recipient: str, *rest: object, may_go: Callable[[], bool]
    ) -> Handover:
        del raw, sender, rest
        assert may_go()
        to.append(recipient)
        return Handover(Answer.ACCEPTED, "250 ok")

    monkeypatch.setattr(outbox, "hand_over", hand_over)
    return to


def archive(monkeypatch: pytest.MonkeyPatch, there: Sequence[str]) -> None:
    def kept_there(_: MailServer, ids: Sequence[str], *, only: str) -> frozenset[str]:
        assert only
        return frozenset(ids) & frozenset(there)

    monkeypatch.setattr(outbox, "kept_there", kept_there)


def test_of_many_that_went_none_goes_again_whatever_may_be_sent_today(
    workspace: Workspace, due: list[str], handed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(monkeypatch, due)
    (done,) = send_due(workspace)
    assert (done.found, done.sent) == (MANY, 0)
    assert handed == []


def test_nor_where_others_before_them_wait(
    workspace: Workspace, due: list[str], handed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(monkeypatch, due[MANY // 2 :])
    first = set(due[: MANY // 2])

    def gate(one: KeptMessage) -> Refusal | None:
        return Refusal("hours", "night") if one.message.message_id in first else None

    (done,) = send_due(workspace, gate=gate)
    assert (done.found, done.sent) == (MANY - MANY // 2, 0)
    assert handed == []


def test_what_did_not_go_goes_between_what_did(
    workspace: Workspace, due: list[str], handed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(monkeypatch, due[::2])
    (done,) = send_due(workspace)
    assert done.sent == len(handed) > 0
    with workspace.state.reading() as connection:
        rows = connection.execute(messages.select().where(messages.c.message_id.in_(due[::2])))
        assert not {row.recipient for row in rows} & set(handed)
