"""The contact firewall: whether a message may go to somebody, over all clients and campaigns.

A pure decision over facts. It fails closed: a fact that is missing is a reason not to send.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.outreach import MOST_FOLLOW_UPS, Refusal, SuppressionReason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backlinkbot.core.outreach import Sender, Suppression
    from backlinkbot.core.recipients import Recipient, Touch


@dataclass(frozen=True, slots=True)
class Caps:
    """How seldom one person, and one organisation, is written to by all of us together.

    `person_days`: no second campaign to a person within; the same for an organisation, whose
    colleagues talk to each other; `campaigns_per_year`: of one person.
    """

    person_days: int = 90
    organisation_days: int = 30
    campaigns_per_year: int = 2


CAPS = Caps()
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is asked about one message; None: it could not be found out.

    `touches`: of this person, of who looks like him, and of his organisation, in all clients;
    `law`: the refusal of the law of his country, if any; `law_is_known`: whether it was asked.
    """

    message_id: str
    client: str
    campaign: int
    step: int
    now: datetime
    recipient: Recipient | None
    person: str | None  # keyed hash of the address, as in touches
    look: str | None
    sender: Sender | None
    suppressions: Sequence[Suppression] | None
    touches: Sequence[Touch] | None
    law_is_known: bool
    law: Refusal | None = None
    is_no_reply: bool | None = None


def decide(facts: Facts, caps: Caps = CAPS) -> Refusal | None:
    """Why a message may not go, None where it may."""
    for rule in (_missing, _suppressed, _unfit, _by_law, _in_its_campaign, _too_often):
        if refusal := rule(facts, caps):
            return refusal
    return None


def _missing(facts: Facts, _: Caps) -> Refusal | None:
    to = facts.recipient
    if to is None or not (to.person and to.host and to.organisation):
        return _no_fact("to whom it would go")
    known = {
        "who is suppressed": facts.suppressions,
        "who was written to before": facts.touches,
        "by which hash he is known": facts.person or None,
        "whom he looks like": facts.look or None,
        "whether somebody reads mail there": facts.is_no_reply,
        "whether it is an office or a person": to.is_office,
        "whether it is a private mailbox": to.is_free_mail,
        "whether the address was published or guessed": to.is_guessed,
        "whether he said that nobody may advertise to him": to.says_no,
    }
    for what, fact in known.items():
        if fact is None:
            return _no_fact(what)
    if not to.country:
        return Refusal("unknown-country", "nobody knows the country, and so which law holds")
    if not facts.law_is_known:
        return _no_fact(f"the law of {to.country}")
    return _sender_incomplete(facts.sender)


def _sender_incomplete(sender: Sender | None) -> Refusal | None:
    if sender is None:
        return Refusal("no-sender", "it is not said who writes")
    for what, value in (("name", sender.name), ("postal address", sender.postal_address)):
        if not value.strip():
            return Refusal("no-sender", f"the sender has no {what}, which every message must tell")
    return None


def _suppressed(facts: Facts, _: Caps) -> Refusal | None:
    """All that was looked up for this recipient counts, whatever it was found by."""
    for one in facts.suppressions or ():
        is_erased = one.reason is SuppressionReason.ERASED
        return Refusal("erased" if is_erased else "suppressed", one.says)
    return None


def _unfit(facts: Facts, _: Caps) -> Refusal | None:
    to = facts.recipient
    if facts.is_no_reply:
        return Refusal("no-reply", "nobody reads what is sent to this address")
    if to is None or to.is_guessed:
        return Refusal("guessed", "the address was guessed, not published")
    if to.says_no and not to.has_consent:
        return Refusal("says-no", "where the address stands it says that nobody may advertise")
    if not to.found_on and not to.has_consent:
        return Refusal("no-source", "nobody knows where the address was published")
    return None


def _by_law(facts: Facts, _: Caps) -> Refusal | None:
    return facts.law


def _in_its_campaign(facts: Facts, _: Caps) -> Refusal | None:
    """Within one sequence: each step once, in order, and none after an answer."""
    if not 0 <= facts.step <= MOST_FOLLOW_UPS:
        most = f"at most {MOST_FOLLOW_UPS} follow-ups go to anybody"
        return Refusal("too-many-follow-ups", most)
    if any(one.message_id == facts.message_id for one in facts.touches or ()):
        return Refusal("already-written", "this very message was sent or promised before")
    own = [one for one in facts.touches or () if _is_own(one, facts)]
    if any(one.answered_at for one in own):
        return Refusal("answered", "he has answered, so the sequence is over")
    done = {one.step for one in own if not one.is_answer}
    if max(done, default=-1) >= facts.step:
        return Refusal("already-written", "this step or a later one was sent or promised before")
    if facts.step and facts.step - 1 not in done:
        return Refusal("out-of-order", "the message before this one did not go to him")
    return None


def _too_often(facts: Facts, caps: Caps) -> Refusal | None:
    others = [one for one in facts.touches or () if not _is_own(one, facts)]
    same = [one for one in others if one.person == facts.person or one.look == facts.look]
    # a touch after `now` is one of a clock that was set back: as near as can be
    if recent := _latest(same, facts.now, caps.person_days):
        return Refusal("recently-contacted", _told("this person", recent, caps.person_days))
    asked = {(one.client, one.campaign) for one in same if facts.now - one.at < YEAR}
    if len(asked) >= caps.campaigns_per_year:
        return Refusal("cap", f"{len(asked)} campaigns wrote to him within a year, which is all")
    to = facts.recipient
    if to is None or facts.step:  # a follow-up does not touch the organisation anew
        return None
    house = [one for one in others if one.organisation == to.organisation]
    if recent := _latest(house, facts.now, caps.organisation_days):
        whom = f"somebody at {to.organisation}"
        return Refusal("organisation-contacted", _told(whom, recent, caps.organisation_days))
    return None


def _is_own(one: Touch, facts: Facts) -> bool:
    """Whether it is of the same sequence to the same person."""
    same = one.client == facts.client and one.campaign == facts.campaign
    return same and one.person == facts.person


def _latest(touches: Sequence[Touch], now: datetime, days: int) -> Touch | None:
    recent = [one for one in touches if now - one.at < timedelta(days=days)]
    return max(recent, key=lambda one: one.at, default=None)


def _told(whom: str, touch: Touch, days: int) -> str:
    return (
        f"{whom} was written to, or is to be, on {touch.at:%Y-%m-%d}; not again within {days} days"
    )


def _no_fact(what: str) -> Refusal:
    return Refusal("fact-missing", f"it could not be found out {what}, so nothing is sent")
