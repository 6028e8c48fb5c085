"""Mailboxes are kept with sealed secrets, and checked with plain sentences."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from mail_servers import PASSWORD
from outbox_world import mailbox_of_lab
from sqlalchemy import select

from backlinkbot.app.clients import add_client, client_workspace
from backlinkbot.app.pitch.mailbox_checks import check_mailbox
from backlinkbot.app.pitch.mailboxes import (
    add_mailbox,
    forget_mailbox,
    mailbox_named,
    mailboxes,
    may_tell_secret,
    pause,
    resume,
    shown_mailbox,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.outreach import Mailbox, MailServer, Security
from backlinkbot.core.sending import Finding
from backlinkbot.io.channels.domain_texts import NobodyAnswers
from backlinkbot.io.channels.wire_form import public_key
from backlinkbot.io.state.sending_tables import mailboxes as table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from databases import Databases
    from mail_servers import MailServers

SECRET = "correct horse battery staple"  # noqa: S105 - of no account
SERVER = MailServer("mail.shop.example", 587, Security.STARTTLS, "us@shop.example", SECRET)
BOX = Mailbox("us@shop.example", "Bo", SERVER, replace(SERVER, port=143))


@pytest.fixture
def workspace(databases: Databases, tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(databases.settings(tmp_path / "w")) as opened:
        yield opened


@pytest.fixture(scope="module")
def dkim_key() -> str:
    made = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, check=True)
    return made.stdout.decode()


class Names:
    """A name system of our own; a name that is not told has no records."""

    def __init__(self, records: dict[str, list[str]], *, answers: bool = True) -> None:
        self._records, self._answers = records, answers

    def texts(self, name: str) -> list[str]:
        if not self._answers:
            raise NobodyAnswers
        return self._records.get(name, [])

    def takes_mail(self, host: str) -> bool:
        return bool(self.texts(f"MX {host}"))


def test_a_mailbox_is_kept_and_its_secrets_stand_nowhere_in_the_database(
    workspace: Workspace, dkim_key: str
) -> None:
    box = replace(BOX, dkim_key=dkim_key, dkim_selector="s1", archive="us@shop.example")
    assert add_mailbox(workspace, box) == (box, True)
    assert mailbox_named(workspace, "US@shop.example") == box
    with workspace.state.reading() as connection:
        row = str(connection.execute(select(table)).one())
    assert SECRET not in row
    assert "PRIVATE KEY" not in row
    told = f"{box} {shown_mailbox(workspace, box)}"
    assert SECRET not in told
    assert "PRIVATE KEY" not in told


def test_another_key_opens_no_secret(workspace: Workspace) -> None:
    add_mailbox(workspace, BOX)
    (workspace.folder / "state" / "key").write_bytes(b"k" * 32)
    with pytest.raises(Refused, match="sealed with another key"):
        mailboxes(workspace)


def test_a_change_keeps_a_pause_and_the_first_day(workspace: Workspace) -> None:
    day = workspace.clock.today()
    add_mailbox(workspace, replace(BOX, started_on=day))
    pause(workspace, BOX.address, "too many complaints")
    changed, is_new = add_mailbox(workspace, replace(BOX, daily_limit=10))
    assert not is_new
    assert (changed.started_on, changed.is_paused, changed.daily_limit) == (day, True, 10)
    assert not resume(workspace, BOX.address).is_paused
    forget_mailbox(workspace, BOX.address)
    with pytest.raises(NotFound):
        mailbox_named(workspace, BOX.address)


def test_two_clients_do_not_send_from_one_mailbox(workspace: Workspace) -> None:
    add_mailbox(workspace, BOX)
    add_client(workspace, "second", by=LOCAL)
    with (
        client_workspace(workspace, "second") as other,
        pytest.raises(BadInput, match="the workspace itself sends from"),
    ):
        add_mailbox(other, replace(BOX, address="Us+x@shop.example"))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"daily_limit": 0}, "1 to 500"),
        ({"zone": "Mars/Base"}, "no time zone"),
        ({"archive": "a@shop.example", "imap": None}, "over IMAP"),
        ({"dkim_selector": "s1"}, "both the DKIM key and its selector"),
        ({"dkim_selector": "s1", "dkim_key": "no key"}, "cannot sign"),
        ({"address": "nobody"}, "no mail address"),
        ({"smtp": replace(SERVER, security=Security.NONE)}, "for everybody to read"),
        ({"smtp": replace(SERVER, port=0)}, "no port"),
        ({"smtp": replace(SERVER, secret="a\r\nb")}, "line break"),  # noqa: S106 - of none
    ],
)
def test_what_cannot_be_used_is_said(
    workspace: Workspace, wrong: dict[str, object], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        add_mailbox(workspace, replace(BOX, **wrong))  # type: ignore[arg-type]


def test_a_check_says_what_works_and_what_to_do(
    workspace: Workspace, mail_lab: MailServers, dkim_key: str
) -> None:
    box = mailbox_of_lab(mail_lab)
    box = replace(box, dkim_key=dkim_key, dkim_selector="s1")
    add_mailbox(workspace, box)
    good = Names({
        "ours.test": ["v=spf1 ip4:192.0.2.1 -all", "other"],
        "s1._domainkey.ours.test": [f"v=DKIM1; k=rsa; p={public_key(dkim_key)}"],
        "_dmarc.ours.test": ["v=DMARC1; p=quarantine"],
        "MX ours.test": ["mx.ours.test"],
    })  # fmt: skip
    found = {one.name: one for one in check_mailbox(workspace, box, names=good, is_probed=True)}
    assert {name: one.finding for name, one in found.items()} == dict.fromkeys(
        ["SMTP", "IMAP", "copies", "SPF", "DKIM", "DMARC", "MX", "sending"], Finding.GOOD
    )
    bare = {one.name: one for one in check_mailbox(workspace, box, names=Names({}))}
    assert {
        one.finding for name, one in bare.items() if name in {"SPF", "DKIM", "DMARC", "MX"}
    } == {Finding.BAD}
    assert f"p={public_key(dkim_key)}" in bare["DKIM"].to_do
    away = check_mailbox(workspace, box, names=Names({}, answers=False))
    assert {one.finding for one in away if one.name in {"SPF", "DKIM", "DMARC", "MX"}} == {
        Finding.UNKNOWN
    }


def test_a_wrong_password_is_said_and_not_shown(
    workspace: Workspace, mail_lab: MailServers
) -> None:
    box = mailbox_of_lab(mail_lab)
    wrong = replace(box, smtp=replace(box.smtp, secret=SECRET))
    add_mailbox(workspace, wrong)
    found = check_mailbox(workspace, wrong, names=Names({}))
    assert found[0].finding is Finding.BAD
    assert "does not accept the login" in found[0].says
    assert SECRET not in str(found)


def test_a_password_may_be_in_the_environment_or_be_printed(
    workspace: Workspace, mail_lab: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_PASSWORD", PASSWORD)
    box = mailbox_of_lab(mail_lab)
    for secret in ("env:LAB_PASSWORD", f"command:printf {PASSWORD}"):
        told = replace(box, smtp=replace(box.smtp, secret=secret))
        add_mailbox(workspace, told)
        found = check_mailbox(workspace, mailbox_named(workspace, box.address), names=Names({}))
        assert found[0].finding is Finding.GOOD, found[0].says
    monkeypatch.delenv("LAB_PASSWORD")
    told = replace(box, smtp=replace(box.smtp, secret="env:LAB_PASSWORD"))  # noqa: S106
    assert "which is not set" in check_mailbox(workspace, told, names=Names({}))[0].says


def test_who_is_elsewhere_starts_no_program_and_reads_no_variable_here() -> None:
    assert may_tell_secret(SECRET)
    assert not may_tell_secret("command:cat /etc/passwd")
    assert not may_tell_secret("env:BACKLINKBOT_DATABASE_URL")
    assert not may_tell_secret("", token_command="cat /etc/passwd")  # noqa: S106 - of none
