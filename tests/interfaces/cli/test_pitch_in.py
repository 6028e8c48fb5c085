"""The commands on what comes back, as a user types them, against real mail servers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from mail_servers import HOST, PASSWORD, PEOPLE
from sent_messages import sent_to

from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.outreach import Mailbox, MailServer, Security
from backlinkbot.core.settings import Settings
from backlinkbot.interfaces.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from mail_servers import MailServers


@pytest.fixture
def box(mail_lab: MailServers) -> Mailbox:
    address = mail_lab.fresh()
    imap = MailServer(HOST, mail_lab.ports["imap"], Security.NONE, address, PASSWORD)
    return Mailbox(
        address, "Bo", MailServer(HOST, mail_lab.ports["smtp"], Security.NONE), imap
    )  # fmt: skip


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_what_came_in_is_read_shown_and_decided(
    tmp_path: Path, mail_lab: MailServers, box: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(tmp_path / "w"), "pitch"]
    ann, bob = (mail_lab.fresh(name, PEOPLE) for name in ("ann", "bob"))
    with Workspace(Settings(workspace=tmp_path / "w")) as workspace:
        add_mailbox(workspace, box)
        ids = [sent_to(workspace, one, f"{one[:3]}.example", box.address).first
               for one in (ann, bob)]  # fmt: skip
    texts = ("I am not the right person, please write to jo@ann.example instead.", "Hm.")
    for address, number, text in zip((ann, bob), ids, texts, strict=True):
        said = f"From: {address}\nSubject: Re: A dead link\nIn-Reply-To: {number}\n\n{text}\n"
        mail_lab.submit(address, [box.address], said.encode())
    mail_lab.wait_for(box.address, 2)
    assert main([*place, "sync", "--mailbox", box.address, "--json"]) == 0
    done = told(capsys)
    assert done["folders"][0]["kept"] == 2
    assert done["waiting_for_person"] == 1
    assert PASSWORD not in str(done)
    assert main([*place, "inbox", "--json"]) == 0
    threads = {one["organisation"]: one for one in told(capsys)["threads"]}
    assert threads["ann.example"]["action"]["whom"] == ["jo@ann.example"]
    assert [one["state"] for one in threads["ann.example"]["sent"]] == ["sent", "cancelled"]
    waiting = threads["bob.example"]
    assert waiting["waits_for_person"]
    number = str(waiting["mails"][0]["number"])
    assert main([*place, "inbox", "--waiting"]) == 0
    shown = capsys.readouterr()
    assert bob in shown.out
    assert ann not in shown.out
    assert "1 wait for you" in shown.err
    assert main([*place, "answer-is", number, "not-now"]) == 0
    assert "is not now" in capsys.readouterr().err
    assert main([*place, "answer-is", number, "splendid"]) == 2
    assert main([*place, "answer-is", "999", "positive"]) == 3
    capsys.readouterr()
    assert main([*place, "sync"]) == 0
    assert "0 new. Nothing waits" in capsys.readouterr().err


def test_without_mailboxes_and_with_one_that_is_out_of_reach_it_is_said(
    tmp_path: Path, box: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(tmp_path / "w"), "pitch"]
    assert main([*place, "sync"]) == 0
    assert "mailbox add" in capsys.readouterr().err
    assert main([*place, "inbox"]) == 0
    assert "pitch sync" in capsys.readouterr().err
    closed = MailServer(HOST, 1, Security.NONE, box.address, PASSWORD)
    with Workspace(Settings(workspace=tmp_path / "w")) as workspace:
        add_mailbox(workspace, Mailbox(box.address, "Bo", box.smtp, closed))
    assert main([*place, "sync"]) == 5
    assert "does not answer" in capsys.readouterr().err
