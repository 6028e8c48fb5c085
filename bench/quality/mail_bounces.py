"""Hard or soft on notices of mail servers that we wrote: bounces found, told right, named.

    python bench/quality/mail_bounces.py [SET.toml …] [--wrong]

Without SET: all. With --wrong each notice told wrong is named. One JSON document.
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

SETS = tuple(sorted(Path(__file__).parent.glob("mail_bounces_*.toml")))
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


if __name__ == "__main__":
    chosen = [Path(one) for one in sys.argv[1:] if one != "--wrong"] or SETS
    figures = {path.stem: measured(path) for path in chosen}
    if "--wrong" not in sys.argv:
        for one in figures.values():
            one["wrong"] = len(one["wrong"])
    print(json.dumps(figures, indent=1, ensure_ascii=False))
