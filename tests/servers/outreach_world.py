"""A campaign in the middle of its life: approved, sent, answered, unknown, won."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from campaign_world import SITE, World, grown, world

from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.app.pitch.deciding import decide_mail
from backlinkbot.app.pitch.receiving import take_in
from backlinkbot.app.pitch.sent import note_sent
from backlinkbot.app.suppress import suppress
from backlinkbot.core.outreach import KeptMessage, MessageState
from backlinkbot.core.won_links import WonLink
from backlinkbot.io.state.mailboxes import hold_mailbox
from backlinkbot.io.state.messages import messages_of
from backlinkbot.io.state.outbox import claim_message, mark_as, mark_sent
from backlinkbot.io.state.won_links import keep_won

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

MAILBOX = "bo@shop.example"
HOSTILE = '<img src="https://spy.example/x.png" onerror="alert(1)"><a href="javascript:x">go</a>'
YES = "Hello Bo, thank you for telling us. We will gladly add your link to the page this week."
LURE = f"Look: https://evil.example/login {HOSTILE}"
ADDRESSES = [f"ann@news{n}.example" for n in range(8)]


@dataclass
class Lively:
    """The campaign, and by what happened to them the prospects it happened to."""

    world: World
    answered: KeptMessage
    doubted: KeptMessage
    unknown: KeptMessage
    mails: list[int]


def lively(workspace: Workspace) -> Lively:
    """Eight prospects: four approved, of which three have gone, and two have answered."""
    now = workspace.clock.now()
    grown(workspace, now)
    made = world(workspace, ADDRESSES)
    number = made.campaign.number
    seen = look(workspace, number, most=4)
    approve(workspace, number, seen.digest, by="Bo", most=4)
    with workspace.state.reading() as connection:
        sent = messages_of(connection, number)
    at = now - timedelta(hours=3)
    with workspace.state.writing() as connection:
        hold_mailbox(connection, MAILBOX, "test", None)
        for one in sent[:3]:
            claim_message(connection, one.message.message_id, "test", at)
            if one is sent[2]:
                mark_as(connection, one.message.message_id, MessageState.UNKNOWN, "no answer", at)
            else:
                mark_sent(connection, one.message.message_id, "250 ok", at, at)
        hold_mailbox(connection, MAILBOX, "", None)
    note_sent(workspace)
    arrived = [
        take_in(
            workspace, MAILBOX, answer_to(one, text, subject), now - timedelta(hours=1), now=now
        )
        for one, text, subject in ((sent[0], YES, ""), (sent[1], "Hm.", f"Re: {HOSTILE}"))
    ]
    numbers = [one.mail.number for one in arrived if one.mail]
    decide_mail(workspace, numbers[0], "positive", by="Bo")
    suppress(workspace, ("nobody@else.example",), note=HOSTILE, by="Bo")
    won(workspace, made, sent[0])
    return Lively(made, sent[0], sent[1], sent[2], numbers)


def answer_to(one: KeptMessage, text: str, subject: str = "") -> bytes:
    """A mail that answers a message of ours."""
    lines = [
        f"From: Ann <{one.message.recipient}>", f"To: {MAILBOX}",
        f"Subject: {subject or f'Re: {one.message.subject}'}",
        "Date: Sun, 01 Nov 2026 11:50:00 +0000",
        f"Message-ID: <{one.prospect}@answers.example>", f"In-Reply-To: {one.message.message_id}",
        f"References: {one.message.message_id}", "Content-Type: text/plain; charset=utf-8", "",
        text, "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def won(workspace: Workspace, made: World, asked: KeptMessage) -> None:
    """Two links of one prospect: one stands, one is gone again."""
    now = workspace.clock.now()
    stands = WonLink(
        asked.prospect, SITE, asked.organisation, f"https://{asked.organisation}/tools",
        f"https://{SITE}/", now - timedelta(days=2), now, made.campaign.number,
        asked.message.message_id, "broken link", HOSTILE, "branded", "content",
        quality=71.0, strength="strong", authority=44.0, worth_points=1.25,
    )  # fmt: skip
    gone = WonLink(
        asked.prospect, SITE, asked.organisation, f"https://{asked.organisation}/old",
        f"https://{SITE}/", now - timedelta(days=9), now, tactic="broken link", is_followed=False,
        lost_at=now - timedelta(days=1), lost_reason="removed_from_html",
    )  # fmt: skip
    with workspace.state.writing() as connection:
        for one in (stands, gone):
            keep_won(connection, one)
