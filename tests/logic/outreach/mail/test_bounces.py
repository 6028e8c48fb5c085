"""Reports on a delivery: the fields, the shape of the text, and mails that only look like one."""

from __future__ import annotations

import csv
import tarfile
from pathlib import Path

import pytest

from backlinkbot.logic.outreach.mail.bounces import DELAYED, DELIVERED, FAILED, bounce_of
from backlinkbot.logic.outreach.mail.classified import MailKind, incoming_of
from backlinkbot.logic.outreach.mail.message import mail_of
from backlinkbot.logic.outreach.mail.reasons import fault_of

REPORT = """From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; anna@site.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}
--b
Content-Type: message/rfc822

Message-ID: <one@ours.example>
To: anna@site.example

hello
--b--
"""
QMAIL = b"""From: MAILER-DAEMON@mx.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<anna@site.example>:
Remote host said: 550 5.1.1 no such user here

--- Below this line is a copy of the message.

Return-Path: <me@ours.example>
Message-ID: <one@ours.example>
To: anna@site.example
"""


def report(action: str = "failed", status: str = "5.1.1", said: str = "550 5.1.1 unknown") -> bytes:
    return REPORT.format(action=action, status=status, said=said).encode()


def test_the_fields_of_a_report_say_whom_why_and_which_mail() -> None:
    found = bounce_of(mail_of(report()))
    assert found
    assert (found.action, found.recipient, found.hard) == (FAILED, "anna@site.example", True)
    assert (found.reason, found.original_id) == ("user unknown", "<one@ours.example>")


@pytest.mark.parametrize("ends", [b"\r\n", b"\r"])
def test_other_line_ends_change_nothing(ends: bytes) -> None:
    for raw in (report(), QMAIL):
        assert incoming_of(raw.replace(b"\n", ends)) == incoming_of(raw)


def test_a_report_in_words_alone_is_read_by_its_shape() -> None:
    found = bounce_of(mail_of(QMAIL))
    assert found
    assert (found.recipient, found.hard) == ("anna@site.example", True)
    assert found.original_id == "<one@ours.example>"


@pytest.mark.parametrize(
    ("status", "said", "reason", "hard"),
    [
        ("5.2.2", "552 5.2.2 mailbox full", "mailbox full", False),
        ("4.7.1", "451 4.7.1 greylisted, try later", "blocked", False),
        ("5.7.1", "550 5.7.1 message rejected as spam", "spam", False),
        ("5.1.2", "550 host not found", "host unknown", True),
        ("5.1.10", "556 5.1.10 recipient has null mx", "takes no mail", True),
        ("4.1.1", "450 4.1.1 user unknown", "user unknown", True),
        ("5.0.0", "550 unknown user (in reply to end of DATA command)", "filtered", False),
    ],
)
def test_hard_means_that_the_address_is_dead(
    status: str, said: str, reason: str, *, hard: bool
) -> None:
    assert fault_of(status, said)[:2] == (reason, hard)


def test_a_delay_is_no_failure_and_a_success_is_neither() -> None:
    late = bounce_of(mail_of(report("delayed", "4.4.1", "timed out")))
    done = bounce_of(mail_of(report("delivered", "2.0.0", "250 ok")))
    assert late
    assert done
    assert (late.action, late.hard, done.action) == (DELAYED, False, DELIVERED)
    assert incoming_of(report("delivered", "2.0.0", "250 ok")).kind is MailKind.OTHER


def test_a_person_who_writes_about_a_failed_delivery_is_no_server() -> None:
    raw = (
        b"From: Anna <anna@site.example>\nSubject: Re: Undelivered Mail Returned to Sender\n"
        b"In-Reply-To: <one@ours.example>\n\nI got this: 550 5.1.1 user unknown, could not be "
        b"delivered. Do you have another address?\n"
    )
    assert incoming_of(raw).kind is MailKind.REPLY


def test_a_bounce_that_somebody_forwards_is_no_bounce() -> None:
    inner = report().replace(b"\n", b"\r\n")
    raw = (
        b"From: Anna <anna@site.example>\nSubject: Fwd: look at this\n"
        b'Content-Type: multipart/mixed; boundary="f"\n\n--f\n\nlook at this\n'
        b"--f\nContent-Type: message/rfc822\n\n" + inner + b"\n--f--\n"
    )
    assert incoming_of(raw).kind is not MailKind.BOUNCE


@pytest.mark.parametrize(
    ("head", "text", "is_bounce"),
    [
        ("From: Antivirus_Gateway@mx.example\nSubject: Mail could not be delivered",
         "The following mail could not be delivered to:\n\nanna@site.example\n", True),
        ("From: <>\nSubject: NOTICE: mail delivery status.",
         "Your message cannot be delivered:\n\n<anna@site.example>:\n<<< 550 No such mailbox\n",
         True),
        ("From: MAILER-DAEMON@mx.example\nSubject: failure notice\nList-Id: <l.site.example>",
         "Unable to deliver to <anna@site.example>: 550 user unknown\n", True),
        ("From: Mail Server Hosting <sales@hosting.example>\nSubject: Mail delivery problems?\n"
         "List-Unsubscribe: <https://hosting.example/u>",
         "Mails could not be delivered, 550 user unknown? We help.\n", False),
        ("From: postmaster@ours.example\nSubject: Your mailbox is over its size limit",
         "Your mailbox has exceeded its storage quota.\n", False),
    ],
)  # fmt: skip
def test_a_server_is_known_by_what_it_says_and_mass_mail_is_none(
    head: str, text: str, *, is_bounce: bool
) -> None:
    found = bounce_of(mail_of(f"{head}\nTo: me@ours.example\n\n{text}".encode()))
    assert (found is not None) is is_bounce
    assert found is None or found.recipient == "anna@site.example"


def test_signs_without_spaces_beside_an_address_are_no_part_of_it() -> None:
    raw = (
        "From: postmaster@mx.example\nSubject: 系统退信\nTo: me@ours.example\n"
        "Content-Type: text/plain; charset=utf-8\n\n收件人wei@site.example该用户不存在。\n"
    )
    found = bounce_of(mail_of(raw.encode()))
    assert found
    assert (found.recipient, found.hard) == ("wei@site.example", True)


def test_real_bounces_are_found_and_told_hard_or_soft(shared_data: Path) -> None:
    labels = {}
    with (shared_data / "mail" / "bounces-labels.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            labels.setdefault(row["file"], row)
    found = right = total = false = 0
    with tarfile.open(shared_data / "mail" / "bounces.tar.gz") as archive:
        for member in archive:
            folder, _, name = member.name.partition("/")
            file = archive.extractfile(member)
            if file is None or (folder == "bounce" and name not in labels):
                continue
            told = incoming_of(file.read())
            is_found = told.kind in {MailKind.BOUNCE, MailKind.DELAYED}
            reason = labels[name]["reason"] if folder == "bounce" else ""
            if folder == "not-bounce" or reason in {"vacation", "feedback", "delivered"}:
                false += is_found
            elif folder == "bounce":
                total += 1
                found += is_found
                right += is_found and str(int(bool(told.hard))) == labels[name]["hardbounce"]
    assert false == 0
    assert total > 380
    assert found / total >= 0.99
    assert right / found >= 0.955
