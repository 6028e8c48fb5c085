"""The commands of mailbox, as a user types them, against real servers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from mail_servers import PASSWORD

from backlinkbot.app.pitch import mailbox_checks
from backlinkbot.interfaces.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from mail_servers import MailServers


class NoRecords:
    def texts(self, name: str) -> list[str]:
        del name
        return []

    def takes_mail(self, host: str) -> bool:
        del host
        return True


def test_a_mailbox_is_added_checked_paused_and_removed(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    mail_lab: MailServers,
) -> None:
    monkeypatch.setattr(mailbox_checks, "DnsTexts", NoRecords)
    monkeypatch.setenv("LAB_PASSWORD", PASSWORD)
    place = ["--workspace", str(tmp_path / "w")]
    us = mail_lab.fresh()
    smtp, imap = (f"127.0.0.1:{mail_lab.ports[name]}" for name in ("smtp", "imap"))
    wanted = [
        *place, "mailbox", "add", us, "--smtp", smtp, "--smtp-security", "none", "--imap", imap,
        "--imap-security", "none", "--password", "env:LAB_PASSWORD", "--archive", us, "--name",
        "Bo", "--daily-limit", "20", "--zone", "Europe/Berlin",
    ]  # fmt: skip
    assert main(wanted) == 0
    capsys.readouterr()
    assert main([*wanted, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["address"], shown["daily_limit"], shown["left_today"]) == (us, 20, 5)
    assert shown["smtp"]["login"] == "password"
    assert main([*place, "mailbox", "check", us, "--probe", "--json"]) == 6
    found = {one["check"]: one for one in json.loads(capsys.readouterr().out)}
    assert {found[name]["finding"] for name in ("SMTP", "IMAP", "copies", "MX")} == {"good"}
    assert "v=DMARC1" in found["DMARC"]["to_do"]
    assert main([*place, "mailbox", "check", us]) == 6
    assert main([*place, "mailbox", "pause", us, "--why", "holidays"]) == 0
    capsys.readouterr()
    assert main([*place, "mailbox", "list"]) == 0
    assert "holidays" in capsys.readouterr().out
    assert main([*place, "mailbox", "resume", us]) == 0
    assert main([*place, "mailbox", "remove", us]) == 0
    assert main([*place, "mailbox", "remove", us]) == 3


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--password", "plain"], "seen by others"),
        (["--password", "env:X", "--smtp-security", "rot13"], "is no security"),
        (["--password", "env:X", "--smtp-security", "none"], "for everybody to read"),
        (["--password", "env:X", "--smtp", "mail.shop.example:many"], "is no mail server"),
        (["--password", "env:X", "--zone", "Nowhere/Land"], "no time zone"),
        (["--password", "env:X", "--since", "soon"], "is no day"),
        (["--password", "env:X", "--since", "2999-01-01"], "a day to come"),
        (["--password", "env:X", "--dkim-selector", "s", "--dkim-key", "none.pem"], "be read"),
        (["--password", "env:X", "--sent-folder", "Sent"], "over IMAP"),
    ],
)
def test_what_cannot_be_used_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    place = ["--workspace", str(tmp_path / "w")]
    asked = [*place, "mailbox", "add", "us@shop.example", "--smtp", "mail.shop.example"]
    assert main([*asked, *options]) == 2
    assert says in capsys.readouterr().err


def test_a_token_takes_the_place_of_a_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(tmp_path / "w")]
    asked = [
        *place, "mailbox", "add", "us@gmail.com", "--smtp", "smtp.gmail.com:465",
        "--smtp-security", "tls", "--imap", "imap.gmail.com", "--imap-security", "tls",
        "--token-command", "print-token us", "--sent-folder", "[Gmail]/Sent Mail", "--user",
        "us@gmail.com", "--archive", "", "--since", "2026-01-01", "--json",
    ]  # fmt: skip
    assert main(asked) == 0
    told = capsys.readouterr().out
    shown = json.loads(told)
    assert (shown["imap"]["port"], shown["imap"]["login"]) == (993, "token")
    assert shown["started_on"] == "2026-01-01"
    assert "print-token" not in told
