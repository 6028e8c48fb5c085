"""Hard or soft on notices of mail servers that we wrote: bounces found, told right, named.

    python bench/quality/mail_bounces.py [SET.toml …] [--wrong]

Without SET: all, and the refusals of one line each (mail_refusals.tsv), each in a report as a
server would write it. With --wrong what is told wrong is named. One JSON document.
"""

from __future__ import annotations

import json
import sys
import tomllib
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from backlinkbot.logic.outreach.mail.classified import MailKind, incoming_of  # noqa: E402
from backlinkbot.logic.outreach.mail.reports import STATUS  # noqa: E402

SETS = tuple(sorted(Path(__file__).parent.glob("mail_bounces_*.toml")))
REFUSALS = Path(__file__).with_name("mail_refusals.tsv")
KINDS = {"bounce": {MailKind.BOUNCE}, "delayed": {MailKind.DELAYED}}
OURS = "us@sender.example"
COPY = f"""Message-ID: <q7@sender.example>
From: Robin Ash <{OURS}>
To: {{to}}
Subject: A broken link on your page

Good morning, a link on your page about hedges leads nowhere. We have one that works.
"""
EDGE = "=_edge_4711"


def mail_of(notice: dict[str, object]) -> bytes:
    """One notice as a mail: plain text, or a multipart/report where it has a report."""
    head = [
        f"From: {_encoded(str(notice['from']))}",
        f"To: {OURS}",
        f"Subject: {_encoded(str(notice['subject']))}",
        "Date: Tue, 3 Nov 2026 09:12:50 +0000",
        "MIME-Version: 1.0",
    ]
    if notice.get("headers"):
        head += str(notice["headers"]).split("\n")
    text, copy = str(notice["text"]), COPY.format(to=notice["to"])
    if "report" not in notice:
        head += ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
        return ("\n".join(head) + "\n\n" + text + (copy if notice.get("copy") else "")).encode()
    parts = [
        f"Content-Type: text/plain; charset=utf-8\n\n{text}",
        f"Content-Type: message/delivery-status\n\n{str(notice['report']).strip()}\n",
        f"Content-Type: text/rfc822-headers\n\n{copy}",
    ]
    head.append(f'Content-Type: multipart/report; report-type=delivery-status; boundary="{EDGE}"')
    body = "".join(f"--{EDGE}\n{part}\n" for part in parts) + f"--{EDGE}--\n"
    return ("\n".join(head) + "\n\n" + body).encode()


def _encoded(value: str) -> str:
    if value.isascii():
        return value
    mail = EmailMessage()
    mail["Subject"] = value
    return mail.as_string().split(":", 1)[1].strip()


def measured(path: Path) -> dict[str, object]:
    """One set: recall, hard or soft of those found, recipient, false bounces, what is wrong."""
    notices = tomllib.loads(path.read_text())["notice"]
    bounces = [n for n in notices if n.get("kind", "bounce") != "none"]
    found = right = named = 0
    wrong: list[str] = []
    for notice in bounces:
        got, kind = incoming_of(mail_of(notice)), notice.get("kind", "bounce")
        label = f"{notice['family']}: {notice['to']}"
        if got.kind not in {MailKind.BOUNCE, MailKind.DELAYED}:
            wrong.append(f"{label}: not found, {got.kind.value}")
            continue
        found += 1
        right += bool(got.hard) == notice["hard"]
        named += got.recipient == notice["to"]
        if got.kind not in KINDS[kind]:
            wrong.append(f"{label}: {got.kind.value}, is {kind}")
        if bool(got.hard) != notice["hard"]:
            wrong.append(f"{label}: hard {got.hard}, reason {got.reason}")
        if got.recipient != notice["to"]:
            wrong.append(f"{label}: recipient {got.recipient}")
    others = [n for n in notices if n.get("kind") == "none"]
    false = [
        str(n["family"])
        for n in others
        if incoming_of(mail_of(n)).kind in {MailKind.BOUNCE, MailKind.DELAYED}
    ]
    return {
        "notices": len(bounces),
        "recall": round(found / max(1, len(bounces)), 3),
        "hard or soft right, of those found": round(right / max(1, found), 3),
        "recipient named, of those found": round(named / max(1, found), 3),
        "others": len(others),
        "taken for a bounce and none": false,
        "wrong": wrong,
    }


def refusals() -> dict[str, object]:
    """Hard or soft of what servers say in one line, with the status the line names."""
    lines = [one for one in REFUSALS.read_text().splitlines() if not one.startswith("#")]
    wrong: list[str] = []
    for line in lines:
        hard, _, said = line.partition("\t")
        status = STATUS.search(said)
        got = incoming_of(mail_of(_reported(said, status[0] if status else "5.0.0")))
        if str(int(bool(got.hard))) != hard:
            wrong.append(f"{said}: hard {got.hard}, reason {got.reason}")
    right = 1 - len(wrong) / len(lines)
    return {"refusals": len(lines), "hard or soft right": round(right, 3), "wrong": wrong}


def _reported(said: str, status: str) -> dict[str, object]:
    return {
        "from": "MAILER-DAEMON@sender.example",
        "subject": "Undelivered Mail Returned to Sender",
        "to": "a@b.example",
        "text": f"<a@b.example>: {said}\n",
        "report": "Reporting-MTA: dns; sender.example\n\n"
        f"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {said}\n",
    }


if __name__ == "__main__":
    chosen = [Path(one) for one in sys.argv[1:] if one != "--wrong"]
    figures = {path.stem: measured(path) for path in chosen or SETS}
    if not chosen:
        figures[REFUSALS.stem] = refusals()
    if "--wrong" not in sys.argv:
        for one in figures.values():
            one["wrong"] = len(one["wrong"])
    print(json.dumps(figures, indent=1, ensure_ascii=False))
