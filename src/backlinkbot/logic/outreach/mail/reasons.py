"""Why a mail came back, and whether its address is dead: by status (RFC 3463) and by words.

`hard` means that the address itself will not work again: nobody of that name, no such host, a host
that takes no mail, or one who moved. A full mailbox (5.2.2), a refusal by policy or reputation
(5.7.x) and anything temporary (4.x.x) are not hard, though servers call some of them permanent.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from backlinkbot.logic.outreach.mail.languages import words
from backlinkbot.logic.outreach.mail.plain_words import FOLDED, LONGEST, plain_words
from backlinkbot.logic.outreach.mail.reports import STATUS

HARD = frozenset({"user unknown", "host unknown", "takes no mail", "has moved"})
# What is said more exactly comes before what is said in general.
ORDER = (
    "not yet tried",
    "not let in",
    "has moved",
    "mailbox full",
    "message too large",
    "suspended",
    "takes no mail",
    "sender refused",
    "network",
    "no reverse name",
    "host unknown",
    "spam",
    "virus",
    "authentication",
    "too many connections",
    "too fast",
    "blocked",
    "no relaying",
    "filtered",
    "user unknown",
    "loop or system error",
    "expired",
    "policy",
)
# What a status alone says (RFC 3463, RFC 5248 and what Exchange gives beyond them); used where no
# words do. Only those that are told apart in practice.
BY_STATUS = {
    "1.1": "user unknown", "1.2": "host unknown", "1.3": "user unknown", "1.4": "user unknown",
    "1.6": "has moved",
    "1.7": "sender refused", "1.8": "sender refused", "1.10": "takes no mail",
    "1.20": "user unknown", "1.90": "too fast",
    "2.1": "suspended", "2.2": "mailbox full",
    "2.3": "message too large", "2.4": "mailing list", "3.1": "mailbox full",
    "3.2": "takes no mail", "3.3": "policy",
    "3.4": "message too large", "3.5": "loop or system error", "3.6": "message too large",
    "4.1": "expired", "4.2": "expired", "4.3": "network", "4.4": "host unknown", "4.5": "expired",
    "4.6": "loop or system error", "4.7": "expired", "4.14": "loop or system error",
    "4.300": "expired", "4.310": "host unknown", "4.312": "network", "4.316": "expired",
    "5.1": "loop or system error",
    "7.1": "policy", "7.13": "suspended", "7.17": "has moved", "7.18": "has moved",
    "7.23": "authentication", "7.25": "no reverse name",
    "7.26": "authentication", "7.27": "sender refused", "7.28": "too fast",
}  # fmt: skip
REPLY_CODE = re.compile(r"(?<![\d.:/@#])([45]\d\d)(?:[ -](?=[A-Za-z<#\d])|$)")
# Of these the words around only repeat or mislead.
SURE_STATUSES = frozenset(
    {
        "1.6",
        "1.7",
        "1.8",
        "2.2",
        "2.3",
        "3.2",
        "3.4",
        "4.7",
        "4.300",
        "4.312",
        "4.316",
        "7.17",
        "7.18",
        "7.27",
    }
)
VAGUE_STATUSES = frozenset({"0.0", "1.0", "2.0", "3.0", "4.0", "5.0"})
VAGUE = frozenset({"unknown", "policy", "expired"})  # reasons that any better one replaces
SENDER_REFUSED = re.compile(
    r"(?:my name|sender) was rejected|>>> (?:mail from|helo|ehlo)", re.IGNORECASE
)
AFTER_TEXT = re.compile(  # not where the replies were read late, as the later "503" shows
    r"(?:in reply to |after |with |command[:\s]{1,4}|\()(?:the )?(?:end of )?data\b"
    r"|>>> data\b(?![\s\S]{0,600}?(?:503|valid recipient|need rcpt))",
    re.IGNORECASE,
)


class Fault(NamedTuple):
    """Why a mail came back."""

    reason: str
    hard: bool
    status: str


def fault_of(status: str, said: str, around: str = "") -> Fault:
    """The reason for a status and what the server said, with the text around it; all may be empty.

    A server that knew the recipient and refused only once it had the text has filtered it, even
    where it says that there is no such user.
    """
    said, around = (FOLDED.sub(" ", text[:LONGEST]) for text in (said, around))
    exact = _more_exact(status, [match[0] for match in STATUS.finditer(said)])
    plain = plain_words(said)
    reason = _reason(exact, plain, said)
    if reason == "suspended" and exact == "5.1.1":
        reason = "user unknown"
    if reason == "host unknown" and SENDER_REFUSED.search(around):
        reason = "sender refused"
    if reason == "user unknown" and _is_filtered(exact, f"{said} {around}", plain):
        reason = "filtered"
    is_temporary = _is_temporary(exact, said) and reason != "user unknown"
    return Fault(reason, reason in HARD and not is_temporary, exact)


def _is_filtered(status: str, said: str, plain: str) -> bool:
    """Whether the refusal came once the server had the text, of which it was then said."""
    if status.endswith(".1.1") or words("surely unknown").search(plain):
        return False
    return bool(AFTER_TEXT.search(said))


def _is_temporary(status: str, said: str) -> bool:
    """Whether it may pass: by the status, and where that says nothing by the reply's code."""
    if status and status[2:] not in VAGUE_STATUSES:
        return status.startswith("4")
    found = REPLY_CODE.search(said[:2_000])
    return status.startswith("4") or bool(found and found[1].startswith("4"))


def _more_exact(status: str, inner: list[str]) -> str:
    """Of the report's own status and those the other servers gave, the first that says much."""
    known = [one for one in (status, *inner) if one and not one.startswith("2")]
    telling = [one for one in known if one[2:] not in VAGUE_STATUSES]
    return next(iter((*telling, *known)), status)


def _reason(status: str, plain: str, raw: str) -> str:
    detail = status[2:]
    if detail in SURE_STATUSES:
        return BY_STATUS[detail]
    told = [reason for reason in ORDER if words(reason).search(_read(reason, plain, raw))]
    exact = [reason for reason in told if reason not in VAGUE]
    if exact:
        return exact[0]
    return BY_STATUS.get(detail) or (told[0] if told else _by_class(status, raw))


def _read(reason: str, plain: str, raw: str) -> str:
    """The text in which a reason's words are searched: one of them names an address."""
    return (raw if reason == "filtered" else plain)[:4_000]


def _by_class(status: str, said: str) -> str:
    if status[2:4] == "7.":
        return "policy"
    found = REPLY_CODE.search(said[:2_000])
    kind = status[:1] or (found[1][0] if found else "")
    return "expired" if kind == "4" else "unknown"
