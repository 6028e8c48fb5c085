"""What becomes of a message on its way: never sent twice, never lost, at worst asked of a person.

A message is claimed before the server hears of it. What is still claimed when a round begins was
left by a round that broke off; the archive, which gets a copy in the same transaction, knows
whether the server took it. That it is missing there proves something only once a mail that went
the same way after it has arrived.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.outreach import MessageState
from backlinkbot.core.sending import Answer, Trace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backlinkbot.core.outreach import KeptMessage
    from backlinkbot.core.sending import Handover

# Longer than a transaction can take, and than servers take that put a mail off once.
SETTLED = timedelta(minutes=15)
ASKED_AFTER = timedelta(days=1)  # nobody could tell for so long: a person decides
TRIES = 5  # after which a server that always says "later" is taken to say no
PAUSES = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
# Rules of gates and firewall after which a message never goes; after others it waits.
FINAL = frozenset(
    ("ended", "landed", "stage", "withdrawn", "suppressed", "answered", "not-admitted")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """What a claimed message becomes.

    `goes_at`: not before, where it is to be tried again; `is_try`: whether the claim counts as one.
    """

    state: MessageState
    says: str
    goes_at: datetime | None = None
    is_try: bool = True


def after_handover(message: KeptMessage, told: Handover, now: datetime) -> Move:
    """What a message becomes after the server has answered, or has not."""
    if told.answer is Answer.ACCEPTED:
        return Move(MessageState.SENT, told.said)
    if told.answer is Answer.REFUSED:
        return Move(MessageState.REFUSED, told.said)
    if told.answer is Answer.NOBODY_KNOWS:
        return Move(MessageState.CLAIMED, told.said)
    if told.is_ours:  # another recipient would have fared the same, so it is no try of this one
        return Move(MessageState.APPROVED, told.said, now + PAUSES[0], is_try=False)
    if message.tries >= TRIES:
        return Move(MessageState.REFUSED, f"not taken in {TRIES} tries: {told.said}")
    return Move(MessageState.APPROVED, told.said, now + PAUSES[max(message.tries - 1, 0)])


def after_look(message: KeptMessage, trace: Trace, now: datetime) -> Move:
    """What a message becomes that an earlier round had claimed and left."""
    if trace is Trace.FOUND:
        return Move(MessageState.SENT, "the archive has it")
    if trace is Trace.MISSING:
        says = "the archive does not have it, so it did not go"
        return Move(MessageState.APPROVED, says, now, is_try=False)
    if trace is Trace.NO_PLACE:
        return Move(MessageState.UNKNOWN, "nobody can tell whether it went: there is no archive")
    if message.claimed_at and now - message.claimed_at >= ASKED_AFTER:
        return Move(MessageState.UNKNOWN, "nobody could tell for a day whether it went")
    return Move(MessageState.CLAIMED, "nobody can tell yet whether it went")


def left_behind(
    claimed: Sequence[KeptMessage], now: datetime, settled: timedelta = SETTLED
) -> list[KeptMessage]:
    """Those that no server can be busy with any more.

    Also those that seem claimed in the future: the clock was set back, and they were left before.
    """
    fresh = [
        one for one in claimed if one.claimed_at and timedelta() <= now - one.claimed_at < settled
    ]
    return [one for one in claimed if one not in fresh]
