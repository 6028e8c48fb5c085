"""Why a mail came back, and whether its address is dead: by status (RFC 3463) and by words.

`hard` means that the address itself will not work again: nobody of that name, no such host, a host
that takes no mail, or one who moved. A full mailbox (5.2.2), a refusal by policy or reputation
(5.7.x) and anything temporary (4.x.x) are not hard, though servers call some of them permanent.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from backlinkbot.logic.outreach.mail.languages import words
from backlinkbot.logic.outreach.mail.reports import STATUS

HARD = frozenset({"user unknown", "host unknown", "takes no mail", "has moved"})
# What is said more exactly comes before what is said in general.
ORDER = (
    "not let in",
    "has moved",
    "mailbox full",
    "message too large",
    "suspended",
    "takes no mail",
    "sender refused",
    "network",
    "host unknown",
    "spam",
    "virus",
    "authentication",
    "no reverse name",
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
# What a status alone says; used where no words do. Only those that are told apart in practice.
BY_STATUS = {
    "1.1": "user unknown", "1.2": "host unknown", "1.3": "user unknown",
    "1.6": "has moved",
    "1.7": "sender refused", "1.8": "sender refused", "1.10": "takes no mail",
    "2.1": "suspended", "2.2": "mailbox full",
    "2.3": "message too large", "2.4": "mailing list", "3.1": "mailbox full",
    "3.2": "takes no mail",
    "3.4": "message too large", "4.1": "expired", "4.2": "expired", "4.4": "host unknown",
    "4.6": "loop or system error", "4.7": "expired", "5.1": "loop or system error",
    "7.1": "policy", "7.13": "suspended", "7.23": "authentication", "7.25": "no reverse name",
    "7.26": "authentication", "7.28": "too fast",
}  # fmt: skip
REPLY_CODE = re.compile(r"(?<![\d.:/@#])([45]\d\d)(?:[ -](?=[A-Za-z<#\d])|$)")
# Of these the words around only repeat or mislead.
SURE_STATUSES = frozenset({"1.6", "1.7", "1.8", "2.2", "2.3", "3.2", "3.4"})
VAGUE_STATUSES = frozenset({"0.0", "1.0", "2.0", "3.0", "4.0", "5.0"})
VAGUE = frozenset({"unknown", "policy", "expired"})  # reasons that any better one replaces
FOLDED = re.compile(r"\n[ \t]+")
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
    said, around = (FOLDED.sub(" ", text[:8_000]) for text in (said, around))
    exact = _more_exact(status, [match[0] for match in STATUS.finditer(said)])
    reason = _reason(exact, said[:4_000])
    if reason == "suspended" and exact == "5.1.1":
        reason = "user unknown"
    if reason == "host unknown" and SENDER_REFUSED.search(around):
        reason = "sender refused"
    if (
        reason == "user unknown"
        and not exact.endswith(".1.1")
        and AFTER_TEXT.search(f"{said} {around}")
    ):
        reason = "filtered"
    is_temporary = exact.startswith("4") and reason != "user unknown"
    is_refusal = exact[2:4] == "7."  # of the sender or the text, whatever the words are
    return Fault(reason, reason in HARD and not (is_temporary or is_refusal), exact)


def _more_exact(status: str, inner: list[str]) -> str:
    """Of the report's own status and those the other servers gave, the first that says much."""
    known = [one for one in (status, *inner) if one and not one.startswith("2")]
    telling = [one for one in known if one[2:] not in VAGUE_STATUSES]
    return next(iter((*telling, *known)), status)


def _reason(status: str, said: str) -> str:
    detail = status[2:]
    if detail in SURE_STATUSES:
        return BY_STATUS[detail]
    told = [reason for reason in ORDER if words(reason).search(said)]
    exact = [reason for reason in told if reason not in VAGUE]
    if exact:
        return exact[0]
    return BY_STATUS.get(detail) or (told[0] if told else _by_class(status, said))


def _by_class(status: str, said: str) -> str:
    if status[2:4] == "7.":
        return "policy"
    found = REPLY_CODE.search(said[:2_000])
    kind = status[:1] or (found[1][0] if found else "")
    return "expired" if kind == "4" else "unknown"
