"""Mails that come back to `sent_messages`, and what they did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sent_messages import MAILBOX

from backlinkbot.app.pitch.deciding import inbox
from backlinkbot.app.pitch.receiving import Arrived, take_in
from backlinkbot.app.prospects import show_prospect
from backlinkbot.app.suppress import list_suppressions

if TYPE_CHECKING:
    from sent_messages import Sent

    from backlinkbot.app.workspace import Workspace

ANN = "ann@news.example"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
YES = "Hello Bo, thank you for telling us. We will gladly add your link to the page this week."
STOP = "Please never write to me again and remove my address from your list."


def mail(text: str, *, sender: str = ANN, subject: str = "Re: A dead link", **more: str) -> bytes:
    headers = {
        "From": f"Ann <{sender}>", "To": MAILBOX, "Subject": subject,
        "Date": "Sun, 01 Nov 2026 11:50:00 +0000",
        "Message-ID": f"<{abs(hash((text, sender, subject)))}@news.example>",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }  # fmt: skip
    lines = [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", text, ""]).encode()


def answer(sent: Sent, text: str, **more: Any) -> bytes:
    return mail(text, In_Reply_To=sent.first, References=sent.first, **more)


def report(sent: Sent, status: str, action: str = "failed", recipient: str = ANN) -> bytes:
    return "\r\n".join([
        "From: MAILER-DAEMON@mx.example", f"To: {MAILBOX}", "Subject: Undelivered Mail",
        "Message-ID: <r@mx.example>", "Auto-Submitted: auto-replied",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "Your mail could not be delivered.", "",
        "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "",
        f"Final-Recipient: rfc822; {recipient}", f"Action: {action}", f"Status: {status}",
        f"Diagnostic-Code: smtp; 550 {status} no such user", "",
        "--b", "Content-Type: text/rfc822-headers", "", f"Message-ID: {sent.first}",
        f"To: {ANN}", "", "--b--", "",
    ]).encode()  # fmt: skip


def complaint(sent: Sent, kind: str = "abuse") -> bytes:
    return "\r\n".join([
        "From: fbl@provider.example", f"To: {MAILBOX}", "Subject: complaint about message",
        "Message-ID: <c@provider.example>",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "An abuse report.", "",
        "--b", "Content-Type: message/feedback-report", "", f"Feedback-Type: {kind}",
        "User-Agent: X/1", "Version: 1", "",
        "--b", "Content-Type: message/rfc822", "", f"Message-ID: {sent.first}", f"To: {ANN}",
        f"From: {MAILBOX}", "Subject: A dead link", "", "Hello.", "--b--", "",
    ]).encode()  # fmt: skip


def take(workspace: Workspace, raw: bytes, at: datetime | None = None) -> Arrived:
    now = workspace.clock.now()
    return take_in(workspace, MAILBOX, raw, at or now - timedelta(minutes=5), now=now)


def suppressed(workspace: Workspace) -> list[tuple[str, str]]:
    return sorted((one.value, one.reason.value) for one in list_suppressions(workspace))


def told(workspace: Workspace, sent: Sent) -> Any:
    """All that a mail can change."""
    return (
        show_prospect(workspace, sent.prospect), sent.course, sent.state(), sent.state(sent.second),
        list_suppressions(workspace), inbox(workspace),
    )  # fmt: skip
