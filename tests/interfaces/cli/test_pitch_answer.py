"""The command pitch answer: it shows what would go, asks, keeps it, and takes it back."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from campaign_world import plain_mailbox
from mails_back import ANN, answer, take
from sent_messages import MAILBOX, sent_to

from backlinkbot.app.pitch.deciding import mail_thread
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.outreach import KeptMessage
from backlinkbot.core.settings import Settings
from backlinkbot.interfaces.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "The second one, please."


@pytest.fixture
def place(tmp_path: Path) -> list[str]:
    """A workspace in which Ann has asked something, as mail 1."""
    folder = tmp_path / "w"
    with Workspace(Settings(workspace=folder)) as workspace:
        add_mailbox(workspace, plain_mailbox())
        sent = sent_to(workspace, ANN)
        kept = take(workspace, answer(sent, "Which of the two pages do you mean?")).mail
    assert kept
    assert kept.number == 1
    return ["--workspace", str(folder), "pitch"]


def ours(place: list[str]) -> list[KeptMessage]:
    with Workspace.open(place[1]) as workspace:
        return [one for one in mail_thread(workspace, 1).sent if one.answers]


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "many"), [("y\n", 1), ("n\n", 0)])
def test_what_would_go_is_shown_and_goes_if_the_user_agrees(
    place: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    typed: str, many: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert main([*place, "answer", "1", "--text", WORDS]) == 0
    shown = capsys.readouterr()
    for line in (f"From: {MAILBOX}", f"To: {ANN}", "Subject: Re: A dead link", "In-Reply-To: <",
                 WORDS, "> Which of the two pages do you mean?"):  # fmt: skip
        assert line in shown.out
    assert ("It goes to" in shown.err, "Nothing was kept." in shown.err) == (many == 1, many == 0)
    assert len(ours(place)) == many


def test_where_nobody_can_be_asked_nothing_is_kept(
    place: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main([*place, "answer", "1", "--text", WORDS]) == 2
    assert "add --yes" in capsys.readouterr().err
    assert main([*place, "answer", "1", "--text", WORDS, "--json"]) == 0
    seen = told(capsys)
    assert (seen["state"], seen["recipient"], seen["answers"]) == ("planned", ANN, 1)
    assert seen["references"][-1] == seen["in_reply_to"]
    assert ours(place) == []


def test_words_in_a_file_are_kept_shown_in_the_thread_and_taken_back(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "words.txt"
    file.write_bytes(f"\ufeff{WORDS}\r\nGrüße\r\n".encode())
    args = [*place, "answer", "1", "--file", str(file), "--subject", "Both pages", "--yes"]
    assert main([*args, "--json"]) == 0
    done = told(capsys)
    assert (done["state"], done["subject"]) == ("approved", "Both pages")
    assert done["body"].startswith(f"{WORDS}\nGrüße\n\n{ANN}, ")
    assert main(args) == 4
    assert "the same words wait to go" in capsys.readouterr().err
    assert main([*place, "inbox", "1"]) == 0
    shown = capsys.readouterr().out
    assert shown.index("Which of the two") < shown.index("answer to mail 1, approved")
    assert main([*place, "inbox"]) == 0
    assert "answered: approved" in capsys.readouterr().out
    id_ = done["message_id"].strip("<>")
    assert main([*place, "answer", "--cancel", id_]) == 0
    assert f"nothing goes to {ANN}" in capsys.readouterr().err
    assert main([*place, "answer", "--cancel", id_]) == 4
    assert main([*place, "answer", "--cancel", "x@y"]) == 3


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["1"], 2, "give the words"),
        (["1", "--text", " "], 2, "needs words"),
        (["--text", WORDS, "--yes"], 2, "which mail"),
        (["9", "--text", WORDS, "--yes"], 3, "there is no mail 9"),
        (["1", "--cancel", "x@y"], 2, "takes an answer back"),
        (["1", "--text", WORDS, "--file", "-"], 2, "give the words"),
    ],
)
def test_what_is_missing_or_too_much_is_said(
    place: list[str], capsys: pytest.CaptureFixture[str], args: list[str], code: int, words: str
) -> None:
    assert main([*place, "answer", *args]) == code
    assert words in capsys.readouterr().err.lower()


def test_a_file_that_is_no_text_is_refused(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "words.doc"
    file.write_bytes(b"\xff\xfe\x00")
    assert main([*place, "answer", "1", "--file", str(file), "--yes"]) == 2
    assert "no text in UTF-8" in capsys.readouterr().err
