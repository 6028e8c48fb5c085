"""Sends what is approved and due: never twice, never lost, not more than a mailbox may.

One loop: say what became of messages that an earlier round left claimed → take the next that is due
→ ask the firewall once more, then the caller's gate → claim it (committed) → one transaction with
the mail server → write down how it ended.
"""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.app.pitch.admitting import release, still_barred
from backlinkbot.app.pitch.mailboxes import mailbox_named, mailboxes, pause
from backlinkbot.app.pitch.tracing import PROBE_S, LookedUp, traces
from backlinkbot.app.suppress import suppress
from backlinkbot.core.errors import BadInput, NotFound, Refused, Unreachable
from backlinkbot.core.outreach import MessageState, SuppressionReason
from backlinkbot.core.sending import Answer, Handover, Round
from backlinkbot.io.channels.imap import INBOX, kept_there
from backlinkbot.io.channels.mail_login import check_server
from backlinkbot.io.channels.outgoing_smtp import hand_over
from backlinkbot.io.channels.wire_form import Signing, check_signing, wire_form
from backlinkbot.io.state.campaigns import campaign_numbered
from backlinkbot.io.state.mailboxes import hold_mailbox, note_start
from backlinkbot.io.state.messages import message_kept
from backlinkbot.io.state.outbox import (
    claim_message,
    claimed_messages,
    complaints_about,
    dead_addresses,
    due_messages,
    mark_as,
    mark_cancelled,
    mark_decided,
    mark_sent,
    mark_waiting,
    moments_answered,
    moments_sent,
    unknown_messages,
)
from backlinkbot.io.state.turns import turn
from backlinkbot.logic.outreach import governor
from backlinkbot.logic.outreach.outbox import (
    FINAL,
    SETTLED,
    Move,
    after_handover,
    after_look,
    left_behind,
)
from backlinkbot.logic.outreach.ramp import allowance, looks_back_to
from backlinkbot.logic.outreach.sequences import zone_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import KeptMessage, Mailbox, Refusal

    Gate = Callable[[KeptMessage], Refusal | None]
    Told = Callable[[KeptMessage], None]

ROUND = timedelta(hours=1)  # shown as the time by which a round is over
REFUSED_TEXTS = 2  # in a row, after which it is not the words of one message any more
STALE = timedelta(minutes=5)  # after a claim; another sender looks at it after `SETTLED`
SENT_BEFORE = "its copy was in the archive before this workspace sent it"
BUSY = "another process sends from it now"
BY_SERVER = "the mail server"
FULL = "the mailbox has sent what it may in a day"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before the archive is believed; shorter in tests only.

    `settled`: after a claim; `probe_s`: for a mail to ourselves to arrive there.
    """

    settled: timedelta = SETTLED
    probe_s: float = PROBE_S


PATIENCE = Patience()


def send_due(
    workspace: Workspace,
    *,
    gate: Gate | None = None,
    told: Told | None = None,
    mailbox: str = "",
    patience: Patience = PATIENCE,
) -> list[Round]:
    """One round of each mailbox, or of one; in each, messages that are approved and due go.

    `gate`: what else may hold a message back; one of the `FINAL` rules cancels it, any other lets
    it wait. `told`: called once a message is known to have gone, also by an earlier round.

    Raises:
        NotFound: there is no such mailbox.
    """
    workspace.write()
    known = [mailbox_named(workspace, mailbox)] if mailbox else mailboxes(workspace)
    return [_Sender(workspace, one, gate, told, patience).round() for one in known]


def unknown(workspace: Workspace) -> list[KeptMessage]:
    """The messages of which a person must find out whether they have gone."""
    with workspace.state.reading() as connection:
        return unknown_messages(connection)


def decide_unknown(
    workspace: Workspace, message_id: str, *, has_gone: bool, by: str = ""
) -> KeptMessage:
    """Say of a message whether it has gone; one that has not will go when it is its turn.

    Raises:
        NotFound: there is no message of that id of which nobody knows.
    """
    now = workspace.clock.now()
    said = f"{by or 'a person'} says that it {'has gone' if has_gone else 'did not go'}"
    with workspace.state.writing() as connection:
        known = message_kept(connection, message_id)
        if known and not has_gone and not known.message.recipient:
            raise Refused("its recipient asked to be forgotten, so it cannot go; say --gone")
        if not mark_decided(connection, message_id, said, now, has_gone=has_gone):
            raise NotFound(f"there is no message {message_id} of which nobody knows if it went")
        found = message_kept(connection, message_id)
    if found is None:
        raise NotFound(f"there is no message {message_id}")
    return found


@dataclass
class _Sender:
    """One round of one mailbox."""

    workspace: Workspace
    mailbox: Mailbox
    gate: Gate | None
    told: Told | None
    patience: Patience
    done: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)
    warning: str = ""
    refused_texts: int = 0  # one after the other
    holder: str = field(default_factory=lambda: secrets.token_hex(16))
    _still_ours: Callable[[], bool] = field(default=lambda: True)

    def round(self) -> Round:
        address = self.mailbox.address
        with turn(self.workspace.state, f"send {address}") as still_ours:
            if still_ours is None:
                return Round(address, stopped=BUSY)
            self._still_ours = still_ours
            now = self.workspace.clock.now()
            self._hold(self.holder)
            try:
                self._reconcile()
                stopped = self._may_not() or self._send(self._allowance(now))
            except (BadInput, Refused, Unreachable) as error:  # fails closed: nothing more goes
                stopped = str(error)
            finally:
                self._hold("")
        return Round(
            address, **self.done, waiting=dict(self.waiting), stopped=stopped, warning=self.warning
        )

    def _hold(self, holder: str) -> None:
        until = self.workspace.clock.now() + ROUND if holder else None
        with self.workspace.state.writing() as connection:
            hold_mailbox(connection, self.mailbox.address, holder, until)

    def _reconcile(self) -> None:
        """Say what became of what earlier rounds left claimed."""
        now, address = self.workspace.clock.now(), self.mailbox.address
        with self.workspace.state.reading() as connection:
            claimed = claimed_messages(connection, address)
        left = left_behind(claimed, now, self.patience.settled)
        self.done["unclear"] += len(claimed) - len(left)
        if not left:
            return
        found, why = traces(self.workspace, self.mailbox, left, self.patience.probe_s)
        self.warning = why
        for one in left:
            trace = found[one.message.message_id]
            self._become(one, after_look(one, trace, self.workspace.clock.now()), is_earlier=True)

    def _may_not(self) -> str:
        """Why nothing may go out from the mailbox, empty where it may."""
        one, now = self.mailbox, self.workspace.clock.now()
        if one.is_paused:
            return f"the mailbox rests: {one.paused_why or 'somebody paused it'}"
        check_server(one.smtp)
        if one.dkim_key:
            check_signing(_signing(one))
        since = now - timedelta(days=governor.DAYS)
        with self.workspace.state.reading() as connection:
            complaints = complaints_about(connection, one.address, since)
            sent = len(moments_sent(connection, one.address, since))
            dead = dead_addresses(connection, one.address, since)
        ruling = governor.ruling(complaints, sent, dead)
        if ruling.is_paused:
            pause(self.workspace, one.address, ruling.says)
            return ruling.says
        self.warning = self.warning or ruling.says
        return ""

    def _allowance(self, now: datetime) -> int:
        one = self.mailbox
        with self.workspace.state.reading() as connection:
            sent = moments_sent(connection, one.address, looks_back_to(now))
            answered = moments_answered(connection, one.address, looks_back_to(now))
        return allowance(one.daily_limit, one.started_on, sent, now, one.zone, answered)

    def _send(self, left: int) -> str:
        """Send what is due; why it ended before all was done.

        `left`: so many steps of sequences at most; answers count, and go also where none is left.
        """
        due = list(self._due())
        archive = LookedUp(due, self._sent_before)
        for place, one in enumerate(due):
            if left <= 0 and not one.answers:
                self.waiting[FULL] += 1
                continue
            refusal = self.gate(one) if self.gate else None
            if refusal and refusal.rule not in FINAL:
                self.waiting[refusal.reason] += 1
                continue
            if archive.has(place, left):
                self._note_sent_before(one)
                continue
            if not self._passes(one, refusal):
                continue
            raw = self._written(one)
            if raw is None or not self._claimed(one):
                continue
            left -= 1
            told = self._handed(one, raw)
            if told.is_ours or told.answer is Answer.NOBODY_KNOWS:
                return told.said
            if self._is_blocked(told):
                why = f"the mail server refused {REFUSED_TEXTS} messages in a row: {told.said}"
                pause(self.workspace, self.mailbox.address, why)
                return why
        return ""

    def _sent_before(self, due: Sequence[KeptMessage]) -> frozenset[str]:
        """Those of which the archive has a copy: this workspace is an older state of itself.

        It was restored from a backup, or copied, and the messages went afterwards.
        """
        one = self.mailbox
        if one.imap is None or not (one.archive or one.sent_folder):
            return frozenset()
        ids = [message.message.message_id for message in due]
        return kept_there(one.imap, ids, only=one.sent_folder or INBOX)

    def _note_sent_before(self, one: KeptMessage) -> None:
        if self._claimed(one):
            self._become(one, Move(MessageState.SENT, SENT_BEFORE), is_earlier=True)

    def _is_blocked(self, told: Handover) -> bool:
        """Whether the server refuses whatever we write, so that going on would use up messages."""
        self.refused_texts = self.refused_texts + 1 if told.is_about_text else 0
        return self.refused_texts >= REFUSED_TEXTS

    def _due(self) -> Iterator[KeptMessage]:
        with self.workspace.state.reading() as connection:
            found = due_messages(connection, self.mailbox.address, self.workspace.clock.now())
        yield from found

    def _passes(self, one: KeptMessage, refusal: Refusal | None) -> bool:
        """Whether firewall and gate let a message go; where for ever not, it is cancelled.

        `refusal`: what the gate said.
        """
        words = one.message
        refusal = refusal or still_barred(
            self.workspace, words.message_id, words.recipient, one.organisation
        )  # last, so that nothing lies between it and the claim
        if refusal is None:
            return True
        if refusal.rule in FINAL:
            self._cancel(one, f"{refusal.rule}: {refusal.reason}")
        else:
            self.waiting[refusal.reason] += 1
        return False

    def _cancel(self, one: KeptMessage, why: str) -> None:
        """Let a message not go, which was not even claimed, and take back its booking."""
        now, id_ = self.workspace.clock.now(), one.message.message_id
        with self.workspace.state.writing() as connection:
            is_done = mark_cancelled(connection, id_, why, now)
        if is_done:
            release(self.workspace, [id_])
            self.done["cancelled"] += 1

    def _written(self, one: KeptMessage) -> bytes | None:
        """The bytes of a message; None where it cannot be written, and is cancelled."""
        box = self.mailbox
        message = replace(one.message, sender=box.address)
        signing = _signing(box) if box.dkim_key else None
        try:
            return wire_form(message, self._name(one), self.workspace.clock.now(), signing)
        except BadInput as error:
            self._cancel(one, str(error))
            return None

    def _name(self, one: KeptMessage) -> str:
        """Who stands before the address in From: the mailbox's name, or the campaign's sender."""
        if self.mailbox.name:
            return self.mailbox.name
        with self.workspace.state.reading() as connection:
            campaign = campaign_numbered(connection, one.campaign)
        return campaign.sender.name if campaign else ""

    def _claimed(self, one: KeptMessage) -> bool:
        """Commit that this message is ours and about to go."""
        now, id_ = self.workspace.clock.now(), one.message.message_id
        today = now.astimezone(zone_named(self.mailbox.zone)).date()
        with self.workspace.state.writing() as connection:
            if not claim_message(connection, id_, self.holder, now):
                return False
            note_start(connection, self.mailbox.address, today)
        return True

    def _handed(self, one: KeptMessage, raw: bytes) -> Handover:
        box = self.mailbox
        told = hand_over(
            raw, box.address, one.message.recipient, box.archive, box.smtp,
            may_go=self._is_fresh(self.workspace.clock.now()),
        )  # fmt: skip
        tried = replace(one, tries=one.tries + 1)
        self._become(tried, after_handover(tried, told, self.workspace.clock.now()))
        if told.is_dead:
            to = one.message.recipient
            reason = SuppressionReason.BOUNCED
            suppress(self.workspace, (to,), reason=reason, note=told.said, by=BY_SERVER)
        return told

    def _is_fresh(self, claimed_at: datetime) -> Callable[[], bool]:
        """Whether a claim is still ours and young: a machine that slept may have lost it."""
        clock = self.workspace.clock
        began_s = clock.monotonic_s()

        def asked() -> bool:
            slept = max(clock.now() - claimed_at, timedelta(seconds=clock.monotonic_s() - began_s))
            return slept < STALE and self._still_ours()

        return asked

    def _become(self, one: KeptMessage, move: Move, *, is_earlier: bool = False) -> None:
        """Write down what became of a claimed message, and count it."""
        now, id_ = self.workspace.clock.now(), one.message.message_id
        with self.workspace.state.writing() as connection:
            if move.state is MessageState.SENT:
                at = min(one.claimed_at, now) if is_earlier and one.claimed_at else now
                mark_sent(connection, id_, move.says, at, now)
            elif move.state is MessageState.APPROVED:
                goes_at = move.goes_at or now
                mark_waiting(connection, id_, move.says, goes_at, now, is_try=move.is_try)
            else:
                mark_as(connection, id_, move.state, move.says, now)
            kept = message_kept(connection, id_)
        self.done[_word(move.state, is_earlier=is_earlier)] += 1
        if move.state is MessageState.SENT and self.told and kept:
            self.told(kept)
        if move.state is MessageState.REFUSED:
            release(self.workspace, [id_])


def _word(state: MessageState, *, is_earlier: bool) -> str:
    """As which number of `Round` a message counts."""
    if state is MessageState.SENT:
        return "found" if is_earlier else "sent"
    if state is MessageState.APPROVED:
        return "freed" if is_earlier else "later"
    return "unclear" if state is MessageState.CLAIMED else state.value


def _signing(one: Mailbox) -> Signing:
    return Signing(one.address.rpartition("@")[2], one.dkim_selector, one.dkim_key)
