"""The words and headers of an answer that a person writes: subject, thread, what is quoted below.

What the other side wrote is hostile until it is cleaned: of its headers only what is a Message-ID
goes back out, of its text only what can stand in a line.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.mail_addresses import is_no_reply, published_address
from backlinkbot.core.outreach import LONGEST_ANSWER, LONGEST_SUBJECT
from backlinkbot.logic.outreach.effects import BY_CLASS, Effect
from backlinkbot.logic.outreach.mail.classified import MailKind
from backlinkbot.logic.outreach.mail.replies import ReplyClass
from backlinkbot.logic.outreach.mail.threads import PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backlinkbot.core.mail_in import KeptMail

LONGEST_ID = 250  # characters of a Message-ID; real ones have up to some 100
MOST_IDS = 20  # of one chain: the first, which began the thread, and the last ones
MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")  # RFC 5322 §3.6.4, without quoted strings
MACHINES: Mapping[str, str] = {
    MailKind.BOUNCE: "a mail server wrote it, which reads no answers",
    MailKind.DELAYED: "a mail server wrote it, which reads no answers",
    MailKind.COMPLAINT: "a provider wrote it, to say that a message of ours was unwanted",
}
INVISIBLE = frozenset(("Cc", "Cs"))  # categories that no line of a mail holds


def check_text(text: str) -> str:
    """An answer's own words as they are sent: lines end in one way, none is left empty at its end.

    Raises:
        BadInput: there are none, too many, or something in them that no mail can hold.
    """
    words = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
    if not words.strip():
        raise BadInput("an answer needs words")
    if len(words) > LONGEST_ANSWER:
        raise BadInput(
            f"an answer has at most {LONGEST_ANSWER:,} characters, and this {len(words):,}"
        )
    if any(unicodedata.category(letter) in INVISIBLE and letter not in "\n\t" for letter in words):
        raise BadInput("there is a control character in the answer, which no mail can hold")
    return words


def check_subject(told: str) -> str:
    """A subject that a person gave; raises BadInput for one that is no line of a mail."""
    subject = told.strip()
    if len(subject) > LONGEST_SUBJECT:
        raise BadInput(f"a subject has at most {LONGEST_SUBJECT} characters")
    if any(unicodedata.category(letter) in INVISIBLE for letter in subject):
        raise BadInput("a subject is one line, without control characters")
    return subject


def answer_subject(theirs: str) -> str:
    """`Re:` and the subject, whatever their program put before it."""
    rest = _line(theirs)
    while (found := PREFIX.match(rest)) and found.end():
        rest = rest[found.end() :]
    return f"Re: {rest}"[:LONGEST_SUBJECT].strip()


def thread_headers(
    message_id: str, in_reply_to: str, references: str, ours: str
) -> tuple[tuple[str, str], ...]:
    """In-Reply-To and References of an answer (RFC 5322 §3.6.4).

    Args:
        message_id: of the mail that is answered, as it stands there.
        in_reply_to: its header, which is the chain where it has no References.
        references: its header.
        ours: the message of ours that the mail answers, which the chain always has.
    """
    own = _ids(message_id)[:1]
    before = _ids(references) or _ids(in_reply_to)[:1]
    chain = [one for one in before if one not in own]
    if ours not in chain:
        chain.insert(0, ours)
    chain = [*dict.fromkeys([*chain, *own])]
    if len(chain) > MOST_IDS:
        last = chain[1 - MOST_IDS :]
        chain = [chain[0] if ours in last else ours, *last]
    return (("In-Reply-To", own[0] if own else ours), ("References", " ".join(chain)))


def quoted(text: str, sender: str, at: datetime) -> str:
    """What they wrote, as it stands below an answer: who and when, then each line behind `> `."""
    lines = [_cleaned(line).rstrip() for line in text.strip().splitlines()]
    told = [f"> {line}" if line else ">" for line in lines]
    return "\n".join([f"{sender}, {at:%Y-%m-%d %H:%M} UTC:", *told]) if lines else ""


def check_may_be_answered(mail: KeptMail) -> None:
    """Whether an answer to a mail is read by anybody.

    Raises:
        Refused: a machine wrote it, or nobody knows who did.
    """
    if why := MACHINES.get(mail.kind) or _no_reader(mail.sender):
        raise Refused(f"mail {mail.number} is not answered from here: {why}")


def on_answering(mail: KeptMail, subject: str) -> Effect:
    """What it does that a person answers a mail: to a person's, that the two are talking.

    What a machine answered by itself leaves prospect and sequence as they are.
    """
    says = f"answered from the inbox: {subject}"
    if mail.kind == MailKind.AUTOMATIC:
        return Effect(says=says)
    talking = BY_CLASS[ReplyClass.QUESTION]
    return Effect(talking.suppress, talking.ending, talking.stage, is_answer=True, says=says)


def _no_reader(address: str) -> str:
    if not address:
        return "nobody knows who wrote it"
    try:
        return (
            "nobody reads what is sent to its sender"
            if is_no_reply(published_address(address))
            else ""
        )
    except BadInput as error:
        return f"its sender cannot be written to: {error}"


def _ids(header: str) -> list[str]:
    found = (one for one in MESSAGE_ID.findall(header) if len(one) <= LONGEST_ID)
    return list(dict.fromkeys(found))


def _line(text: str) -> str:
    return _cleaned(" ".join(text.split()))


def _cleaned(text: str) -> str:
    return "".join(one for one in text if one == "\t" or unicodedata.category(one) not in INVISIBLE)
