"""What stands in the way of a message, in plain words: for the pages Approval and Campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.named import domain_named

if TYPE_CHECKING:
    from backlinkbot.core.outreach import Refusal

# Each rule as what is the case with somebody; the sentence beside it says the rest.
WORDS = {
    "all-sent": "all messages have gone",
    "already-written": "written to already",
    "answered": "has answered",
    "bad-recipient": "the address is none",
    "budget": "the week's budget of links is full",
    "cap": "the day's limit is reached",
    "changed": "something has changed since",
    "daily-limit": "the mailbox has sent what it may today",
    "ended": "it is over",
    "erased": "asked to be forgotten",
    "fact-missing": "a fact is missing",
    "flawed": "the words have flaws",
    "guessed": "the address is a guess",
    "hours": "it is night or a day off there",
    "held": "an answer waits for a person",
    "landed": "the link stands",
    "law": "the law forbids it",
    "no-contact": "no contact is known",
    "no-mailbox": "the mailbox of the campaign is gone",
    "no-prospect": "there is no such prospect",
    "no-reply": "the address takes no answers",
    "no-sender": "the sender is not named",
    "no-source": "nobody knows where the address was found",
    "not-admitted": "the firewall did not let it through",
    "organisation-contacted": "the organisation was written to",
    "out-of-order": "the message before did not go",
    "paused": "the campaign or its mailbox rests",
    "phase": "other tactics come first",
    "recently-contacted": "written to lately",
    "says-no": "says no to advertising",
    "stage": "its stage on the board ends it",
    "suppressed": "nobody may write there",
    "too-many-follow-ups": "as many follow-ups have gone as may",
    "unknown": "nobody knows whether the last one went",
    "unknown-country": "the country is not known",
    "unknown-law": "the law of the country is not known",
    "unread": "answers cannot be read",
    "unusable": "the message cannot be written",
    "waiting": "the next message is not due",
    "withdrawn": "the sequence was withdrawn",
}
ON_CONTACTS = frozenset(("no-contact", "unknown-country", "no-source", "guessed", "bad-recipient"))


def rule_words(rule: str) -> str:
    """What a rule says is the case; its own name in words where nobody wrote any."""
    return WORDS.get(rule, rule.replace("-", " "))


def mended_on_contacts(refusal: Refusal, organisation: str) -> bool:
    """Whether the page of the organisation among the contacts is where it can be mended."""
    return refusal.rule in ON_CONTACTS and has_contacts_page(organisation)


def has_contacts_page(organisation: str) -> bool:
    """Whether an organisation is a domain, and not a name on a platform."""
    try:
        return domain_named(organisation) == organisation
    except BadInput:
        return False
