"""The mail servers of the tests do what real ones do: deliver, report what failed, answer."""

from __future__ import annotations

from email import message_from_bytes
from typing import TYPE_CHECKING

from mail_servers import FAR, PEOPLE, wait_until

if TYPE_CHECKING:
    from mail_servers import MailServers


def mail(sender: str, to: str, number: str) -> bytes:
    lines = [f"From: {sender}", f"To: {to}", "Subject: hello", f"Message-ID: <{number}@ours.test>"]
    return "\r\n".join([*lines, "", "Hello there.", ""]).encode()


def test_a_person_gets_a_mail_and_answers_it(mail_lab: MailServers) -> None:
    us, ann = mail_lab.fresh(), mail_lab.fresh("ann", PEOPLE)
    mail_lab.submit(us, [ann], mail(us, ann, "a1"))
    mail_lab.answer(mail_lab.wait_for(ann)[0], "No, thank you.")
    answer = message_from_bytes(mail_lab.wait_for(us)[0])
    assert answer["In-Reply-To"] == "<a1@ours.test>"


def test_what_the_far_side_refuses_comes_back_as_a_report(mail_lab: MailServers) -> None:
    us = mail_lab.fresh()
    refusals = {"gone": "5.1.1", "full": "5.2.2", "barred": "5.7.1", "junk": "5.7.1"}
    for who in refusals:
        to = mail_lab.fresh(who, FAR)
        mail_lab.submit(us, [to], mail(us, to, who))
    reports = mail_lab.wait_for(us, len(refusals))
    told = sorted(
        line for raw in reports for line in raw.decode().splitlines() if "Status:" in line
    )
    assert told == sorted(f"Status: {code}" for code in refusals.values())


def test_the_far_side_keeps_what_it_takes(mail_lab: MailServers) -> None:
    us, bob = mail_lab.fresh(), mail_lab.fresh("bob", FAR)
    mail_lab.submit(us, [bob], mail(us, bob, "b1"))
    wait_until(lambda: len(mail_lab.far.of(bob)) == 1, "the mail at the far side")
    assert b"<b1@ours.test>" in mail_lab.far.of(bob)[0]
