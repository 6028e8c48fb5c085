"""What a mail server says of a message is told apart, wherever the conversation breaks."""

from __future__ import annotations

from base64 import b64decode, b64encode
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_servers import FAR, PASSWORD, wait_until
from smtp_script import HANG_UP, SILENCE, smtp_script

from backlinkbot.core.outreach import MailServer, Security
from backlinkbot.core.sending import Answer, Handover
from backlinkbot.io.channels.outgoing_smtp import hand_over, stuffed

if TYPE_CHECKING:
    from mail_servers import MailServers
    from smtp_script import Script

US, ANN, ARCHIVE = "us@ours.test", "ann@far.test", "archive@ours.test"
TEXT = b"From: us@ours.test\r\n\r\nHello.\r\n.\r\n..\r\nBye.\r\n"
LATER, REFUSED = Answer.LATER, Answer.REFUSED
SECRET = "correct horse"  # noqa: S105 - of no account


def server(script: Script, **more: str) -> MailServer:
    return MailServer("127.0.0.1", script.port, Security.NONE, **more)


def said(archive: str = ARCHIVE, limit_s: float = 5, **answers: str | list[str]) -> Handover:
    with smtp_script(**answers) as script:
        return hand_over(TEXT, US, ANN, archive, server(script), limit_s=limit_s)


def test_both_get_it_in_one_transaction() -> None:
    with smtp_script() as script:
        told = hand_over(TEXT, US, ANN, ARCHIVE, server(script))
    assert told == Handover(Answer.ACCEPTED, "250 taken")
    commands = [line.split(" ")[0].lower() for line in script.heard]
    assert commands == ["ehlo", "mail", "rcpt", "rcpt", "data", "quit"]
    assert [line for line in script.heard if line.startswith("rcpt")] == [
        f"rcpt TO:<{ANN}>", f"rcpt TO:<{ARCHIVE}>",
    ]  # fmt: skip
    assert script.texts == [stuffed(TEXT)[:-3]]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"RCPT": "550 5.1.1 no such user"}, (REFUSED, False, True)),
        ({"RCPT": "552 5.2.2 mailbox full"}, (REFUSED, False, False)),
        ({"RCPT": "554 5.7.1 relay access denied"}, (LATER, True, False)),
        ({"RCPT": "451 4.7.1 greylisted"}, (LATER, False, False)),
        ({"RCPT": "451 4.7.0 too many messages, slow down"}, (LATER, True, False)),
        ({"RCPT": "550 5.4.5 daily sending quota exceeded"}, (LATER, True, False)),
        ({"END": "451 4.4.2 sending limit reached"}, (LATER, True, False)),
        ({"RCPT": ["250 ok", "550 no such archive"]}, (LATER, True, False)),
        ({"MAIL": "550 you may not send"}, (LATER, True, False)),
        ({"DATA": "554 no"}, (REFUSED, False, False)),
        ({"DATA": "451 not now"}, (LATER, False, False)),
        ({"END": "554 5.7.1 spam"}, (REFUSED, False, False)),
        ({"END": "451 4.3.0 try again"}, (LATER, False, False)),
        ({"HELLO": "421 too busy"}, (LATER, True, False)),
        ({"HELLO": HANG_UP}, (LATER, True, False)),
        ({"MAIL": HANG_UP}, (LATER, True, False)),
        ({"DATA": HANG_UP}, (LATER, True, False)),
        ({"EHLO": "500 what", "HELO": "500 what"}, (LATER, True, False)),
        ({"END": HANG_UP}, (Answer.NOBODY_KNOWS, False, False)),
    ],
)
def test_answers_are_told_apart(
    answers: dict[str, str | list[str]], told: tuple[Answer, bool, bool]
) -> None:
    found = said(**answers)
    assert (found.answer, found.is_ours, found.is_dead) == told


def test_a_server_that_falls_silent_is_cut_off_and_nobody_knows() -> None:
    assert said(limit_s=0.5, END=SILENCE).answer is Answer.NOBODY_KNOWS
    silent = said(limit_s=0.5, HELLO=SILENCE)
    assert (silent.answer, silent.is_ours) == (LATER, True)
    assert "in time" in silent.said
    assert said(limit_s=0.5, DATA=SILENCE) == Handover(
        LATER, "the mail server 127.0.0.1 ended the connection", is_ours=True
    )


def test_where_the_archive_is_refused_no_text_goes() -> None:
    with smtp_script(RCPT=["250 ok", "550 no"]) as script:
        hand_over(TEXT, US, ANN, ARCHIVE, server(script))
    assert not script.texts


def test_oauth_says_the_token_and_errors_do_not() -> None:
    with smtp_script() as script:
        where = server(script, user=US, token_command="echo the-token")  # noqa: S106 - of none
        assert hand_over(TEXT, US, ANN, "", where).answer is Answer.ACCEPTED
    login = next(line for line in script.heard if line.startswith("AUTH"))
    told = b64decode(login.split(" ")[2]).decode()
    assert told == f"user={US}\1auth=Bearer the-token\1\1"
    challenge = b64encode(b'{"status":"400"}').decode()
    with smtp_script(AUTH=f"334 {challenge}") as script:
        where = server(script, user=US, token_command="echo tok")  # noqa: S106 - of none
        found = hand_over(TEXT, US, ANN, "", where)
    assert found.is_ours
    assert "tok" not in found.said


@pytest.mark.parametrize(
    "answer", ["535 5.7.8 wrong password correct horse", "334 bm8=", "501 syntax", HANG_UP]
)
def test_a_refused_login_is_ours_and_its_secret_is_shown_nowhere(answer: str) -> None:
    with smtp_script(AUTH=answer) as script:
        found = hand_over(TEXT, US, ANN, "", server(script, user=US, secret=SECRET))
    assert (found.answer, found.is_ours) == (LATER, True)
    assert "horse" not in found.said
    assert not script.texts


@pytest.mark.parametrize(("security", "port"), [("starttls", "smtp"), ("tls", "smtps")])
def test_tls_with_a_login_against_postfix(
    mail_lab: MailServers, monkeypatch: pytest.MonkeyPatch, security: str, port: str
) -> None:
    us, bob = mail_lab.fresh(), mail_lab.fresh("bob", FAR)
    where = MailServer("localhost", mail_lab.ports[port], Security(security), us, PASSWORD)
    untrusted = hand_over(TEXT, us, bob, "", where)
    assert untrusted.is_ours
    assert "cannot be trusted" in untrusted.said
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_lab.certificate))
    assert hand_over(TEXT, us, bob, us, where).answer is Answer.ACCEPTED
    assert message_from_bytes(mail_lab.wait_for(us)[0])["From"] == US
    wait_until(lambda: bool(mail_lab.far.of(bob)), "the mail at the far side")
    assert b"Hello.\r\n.\r\n..\r\nBye." in mail_lab.far.of(bob)[0]


def test_a_plain_way_is_only_for_this_machine() -> None:
    away = MailServer("mail.shop.example", 25, Security.NONE)
    found = hand_over(TEXT, US, ANN, "", away)
    assert found.is_ours
    assert "for everybody to read" in found.said


@given(st.lists(st.sampled_from([b".", b"..", b"a", b"\r\n", b".\r\n", b"x.y"]), max_size=12))
def test_a_text_ends_nowhere_but_at_its_end(parts: list[bytes]) -> None:
    whole = stuffed(b"".join(parts))
    assert whole.endswith(b"\r\n.\r\n") or whole == b".\r\n"
    assert whole.count(b"\r\n.\r\n") <= 1
    assert not whole[:-3].startswith(b".\r\n")
