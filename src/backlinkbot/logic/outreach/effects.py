"""What a mail that came in does to the sequence it answers; any answer of a person ends it.

Doubt never ends a sequence and never lets it go on: it is held until a person has said what the
mail is. What only a machine wrote ends nothing but where it says that our mail did not arrive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.core.outreach import SuppressionReason
from backlinkbot.core.prospects import Stage
from backlinkbot.logic.outreach.mail.automatic import AWAY
from backlinkbot.logic.outreach.mail.classified import Incoming, MailKind
from backlinkbot.logic.outreach.mail.replies import ReplyClass
from backlinkbot.logic.outreach.sequences import Ending

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backlinkbot.core.prospects import Outcome, Prospect

OVER = (Stage.WON, Stage.LOST, Stage.DO_NOT_CONTACT)  # what a belated answer does not change
PAID = "they ask for payment: paid placements stay outside of plan and budget"


@dataclass(frozen=True, slots=True)
class Effect:
    """What is to be done about one mail.

    `suppress`: why nobody may write to that address any more; `ending`: of the sequence;
    `stage`: to which the prospect moves; `is_bounce`: our message did not arrive; `is_answer`: a
    person wrote, so every sequence to him stops; `holds`: until a person has decided; `waits`: the
    next message goes later; `says`: for the prospect's history, empty where nothing is to be said.
    """

    suppress: SuppressionReason | None = None
    ending: Ending | None = None
    stage: Stage | None = None
    is_bounce: bool = False
    is_answer: bool = False
    holds: bool = False
    waits: bool = False
    says: str = ""


_REPLIED = Effect(ending=Ending.REPLIED, stage=Stage.REPLIED, is_answer=True)
BY_CLASS: Mapping[ReplyClass, Effect] = {
    ReplyClass.POSITIVE: replace(_REPLIED, stage=Stage.NEGOTIATING, says="they are willing"),
    ReplyClass.PAYMENT: replace(_REPLIED, says=PAID),
    ReplyClass.QUESTION: replace(_REPLIED, says="they ask something"),
    ReplyClass.REFERRAL: replace(_REPLIED, says="they name somebody else"),
    ReplyClass.NOT_NOW: replace(_REPLIED, says="not now, they say"),
    ReplyClass.NEGATIVE: replace(_REPLIED, stage=Stage.LOST, says="they say no"),
    ReplyClass.UNSUBSCRIBE: Effect(
        SuppressionReason.UNSUBSCRIBED, Ending.UNSUBSCRIBED, Stage.DO_NOT_CONTACT, is_answer=True,
        says="they want no more messages",
    ),
    ReplyClass.OUT_OF_OFFICE: Effect(waits=True, says="an automatic answer: they are away"),
    ReplyClass.BOUNCE: Effect(
        ending=Ending.BOUNCED, is_bounce=True, says="our message could not be delivered"
    ),
}  # fmt: skip
COMPLAINT = Effect(
    SuppressionReason.COMPLAINED, Ending.COMPLAINED, Stage.DO_NOT_CONTACT, is_answer=True,
    says="they reported our message as unwanted",
)  # fmt: skip
NOTHING = Effect()
DOUBT = Effect(holds=True, says="an answer of which nobody is sure what it means")


def effect_of(mail: Incoming, *, from_known: bool = False) -> Effect:
    """What a mail does. `from_known`: we had written to whom it is from."""
    if mail.kind is MailKind.COMPLAINT:
        return COMPLAINT if mail.reply_class else NOTHING
    if mail.kind is MailKind.BOUNCE:
        return bounce(is_hard=bool(mail.hard), reason=mail.reason)
    if mail.kind is MailKind.AUTOMATIC:
        return _by_machine(mail)
    if mail.kind not in {MailKind.REPLY, MailKind.OTHER} or mail.hard is not None:
        return NOTHING
    if mail.reply_class is None:
        return DOUBT if from_known and not mail.reason else NOTHING
    return DOUBT if mail.to_person else BY_CLASS[mail.reply_class]


def _by_machine(mail: Incoming) -> Effect:
    """Help desks mark what their people write, too: a wish in it is a person's to judge."""
    is_away = mail.reason == AWAY
    if mail.reply_class is ReplyClass.UNSUBSCRIBE:
        return replace(DOUBT, waits=is_away)
    return BY_CLASS[ReplyClass.OUT_OF_OFFICE] if is_away else NOTHING


def bounce(*, is_hard: bool, reason: str) -> Effect:
    """What a message that came back does: an address that is dead is never tried again."""
    said = f"our message could not be delivered: {reason}" if reason else ""
    one = BY_CLASS[ReplyClass.BOUNCE]
    return replace(
        one,
        suppress=SuppressionReason.BOUNCED if is_hard else None,
        says=said or one.says,
    )


def steps_to(stage: Stage, to: Stage) -> tuple[Stage, ...]:
    """The moves that lead a prospect on, none where he is as far; an answer leads nobody back.

    Who was written to has been contacted, whatever his stage says, and who says no has answered.
    """
    if to is stage or (stage in OVER and to is not Stage.DO_NOT_CONTACT):
        return ()
    if to is Stage.DO_NOT_CONTACT:
        return (to,)
    ranks = (Stage.CONTACTED, Stage.REPLIED, Stage.NEGOTIATING)
    at = ranks.index(stage) if stage in ranks else -1
    if to is Stage.LOST:
        return (*ranks[at + 1 : 2], to)
    return ranks[at + 1 : ranks.index(to) + 1]


def answered(prospect: Prospect, at: datetime) -> Outcome | None:
    """His outcome with the moment of his first answer, where he was asked and that is not known."""
    known = prospect.outcome
    if known is None or known.replied_at or known.contacted_at is None:
        return known
    return replace(known, replied_at=max(at, known.contacted_at))
