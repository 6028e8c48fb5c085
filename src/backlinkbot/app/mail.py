"""The verb mail: what each mail of some files is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.mails import mails_in, mails_of
from backlinkbot.logic.outreach.mail.classified import Incoming, incoming_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import IO

HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*[ \t]*:|From ")  # or the line before one in an mbox
LONGEST_BEGINNING = 4_096  # bytes in which a mail says that it is one


@dataclass(frozen=True, slots=True)
class ClassifiedMail:
    """A mail of a file and what it is."""

    file: str
    number: int  # from 1: which mail of the file
    mail: Incoming

    def as_document(self) -> dict[str, Any]:
        """The fields of product.md, "mail classify", and what was written without quotes."""
        mail = self.mail
        return {
            "file": self.file,
            "number": self.number,
            "kind": mail.kind.value,
            "reason": mail.reason or None,
            "recipient": mail.recipient or None,
            "hard": mail.hard,
            "class": mail.reply_class.value if mail.reply_class else None,
            "confidence": round(mail.confidence, 3),
            "to_person": mail.to_person,
            "text": mail.text,
        }


def classify_mail(paths: Sequence[Path]) -> Iterator[ClassifiedMail]:
    """What each mail is, file by file: mails, mbox, Maildir, folders and tar archives.

    Raises:
        BadInput: a file is not there or cannot be read.
    """
    for path in paths:
        for stored in mails_in(path):
            yield ClassifiedMail(stored.file, stored.number, incoming_of(stored.raw))


def classify_sent(name: str, file: IO[bytes]) -> Iterator[ClassifiedMail]:
    """What the mails of a file are that was sent to us: one mail, or an mbox.

    Raises:
        BadInput: it does not begin like a mail.
    """
    begins = file.read(LONGEST_BEGINNING).lstrip()
    if not HEADER.match(begins):
        raise BadInput(f"{name or 'the file'} is no mail: it begins with no header")
    file.seek(0)
    for stored in mails_of(file, name):
        yield ClassifiedMail(stored.file, stored.number, incoming_of(stored.raw))
