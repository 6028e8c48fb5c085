"""Whom a mail is from: the address of the sender, whatever his name looks like."""

from __future__ import annotations

import pytest

from backlinkbot.logic.outreach.mail.message import mail_of
from backlinkbot.logic.outreach.mail.threads import sender_of

ANN, EVE = "ann@news.example", "eve@evil.example"


@pytest.mark.parametrize(
    ("told", "sender"),
    [
        (ANN, ANN),
        (f"<{ANN}>", ANN),
        (f"Ann Lee <{ANN.upper()}>", ANN),
        (f'"Ann <{EVE}>" <{ANN}>', ANN),
        (f'"Ann, {EVE}" <{ANN}>', ANN),
        (f'"Ann \\"{EVE}\\"" <{ANN}>', ANN),
        (f"'{EVE}' via Editors <{ANN}>", ANN),
        (f"{EVE} <{ANN}>", ANN),
        (f"=?utf-8?q?Ann_=3C{EVE}=3E?= <{ANN}>", ANN),
        (f"=?utf-8?q?{EVE},_Ann?= <{ANN}>", ANN),
        (f"{ANN} ({EVE})", ANN),
        (f"=?utf-8?q?x_=3C{EVE}=3E=2C?= <{ANN}>", ANN),
        (f"Lee, Ann <{ANN}>", ANN),
        (f"{ANN}, {EVE}", ANN),
        (f'"{ANN}"', ANN),
        (f"<> <{ANN}>", ANN),
        ("undisclosed-recipients:;", ""),
        ("<>", ""),
        ("", ""),
        ('"' * 5_000, ""),
        ("(" * 5_000 + "<" * 5_000, ""),
    ],
)
def test_the_sender_is_the_address_and_not_the_name(told: str, sender: str) -> None:
    assert sender_of(mail_of(f"From: {told}\nSubject: x\n\nhello\n".encode())) == sender
