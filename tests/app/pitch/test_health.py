"""The doctor says of each mailbox whether mail goes out, comes in and is believed."""

from __future__ import annotations

from campaign_world import plain_mailbox

from backlinkbot.app.pitch.health import mailbox_findings
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.workspace import Workspace
from backlinkbot.io.channels.domain_texts import NobodyAnswers


class Nobody:
    """No name server answers."""

    def texts(self, name: str) -> list[str]:
        raise NobodyAnswers(name)

    def takes_mail(self, host: str) -> bool:
        raise NobodyAnswers(host)


def test_each_check_of_each_mailbox_is_a_finding(workspace: Workspace) -> None:
    assert mailbox_findings(workspace) == []
    add_mailbox(workspace, plain_mailbox())
    found = {one.what: one for one in mailbox_findings(workspace, Nobody())}
    smtp = found["bo@shop.example, SMTP"]
    assert not smtp.is_well
    assert "127.0.0.1" in smtp.sentence
    assert any("SPF" in what for what in found)
