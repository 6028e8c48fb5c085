"""A person's messages and mails, told and forgotten, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.persons import blank_person, traces_of
from backlinkbot.io.state.sending_tables import mails, messages
from backlinkbot.io.state.store import State

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def sent(number: int, recipient: str, state: MessageState) -> dict[str, Any]:
    return {
        "message_id": f"<{number}@us.example>", "campaign": 1, "prospect": number, "step": 0,
        "site": "us.example", "organisation": "tea.example", "mailbox": "bo@us.example",
        "recipient": recipient, "subject": "Tea", "body": "Dear Ann", "headers": "[]",
        "tactic": "", "page": "", "template": "first", "template_version": 1,
        "state": state.value, "goes_at": NOW, "planned_at": NOW, "approved_by": "",
        "changed_at": NOW, "tries": 0, "said": "",
    }  # fmt: skip


def come(digest: str, sender: str, answers: str) -> dict[str, Any]:
    return {
        "mailbox": "bo@us.example", "digest": digest, "message_id": "", "answers": answers,
        "is_sure_thread": True, "sender": sender, "subject": "Re: Tea", "text": "Ann says no",
        "raw": b"raw", "read_at": NOW, "kind": "reply", "reply_class": "negative",
        "confidence": 1.0, "reason": "", "waits_for_person": False, "handled_by": "",
    }  # fmt: skip


@pytest.fixture
def state(tmp_path: Path, database_url: str) -> Any:
    opened = State.open(tmp_path / "state", database_url)
    with opened.writing() as connection:
        connection.execute(
            insert(messages),
            [
                sent(1, "A.nn@Gmail.com", MessageState.SENT),
                sent(2, "ann@googlemail.com", MessageState.APPROVED),
                sent(3, "bob@tea.example", MessageState.SENT),
            ],
        )
        connection.execute(
            insert(mails),
            [
                come("a", "Ann <ann@gmail.com>", ""),
                come("b", "daemon@gmail.com", "<1@us.example>"),
                come("c", "bob@tea.example", "<3@us.example>"),
            ],
        )
    yield opened
    opened.close()


def test_a_persons_messages_and_mails_are_told(state: State) -> None:
    with state.reading() as connection:
        found = traces_of(connection, "ann@gmail.com")
    assert [row["message_id"] for row in found.messages] == ["<1@us.example>", "<2@us.example>"]
    assert [row["text"] for row in found.mails] == ["Ann says no", "Ann says no"]


def test_what_is_forgotten_leaves_rows_without_words_and_nothing_waits_to_be_sent(
    state: State,
) -> None:
    with state.writing() as connection:
        blank_person(connection, "ann@gmail.com", NOW)
    with state.reading() as connection:
        assert traces_of(connection, "ann@gmail.com").is_empty
        rows = connection.execute(select(messages).order_by(messages.c.message_id)).all()
        kept = connection.execute(select(mails).order_by(mails.c.number)).all()
    assert [(row.recipient, row.body, row.state) for row in rows] == [
        ("", "", "sent"),
        ("", "", "cancelled"),
        ("bob@tea.example", "Dear Ann", "sent"),
    ]
    assert [(row.sender, row.text, row.raw) for row in kept] == [
        ("", "", b""),
        ("", "", b""),
        ("bob@tea.example", "Ann says no", b"raw"),
    ]
