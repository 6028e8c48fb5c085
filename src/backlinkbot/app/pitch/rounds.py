"""One round of outreach: read what came in, let follow-ups through whose rule is on, send.

Answers are read first, so that nobody who has answered is written to again; where they cannot be
read, follow-ups wait.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backlinkbot.app.pitch.admitting import release, still_barred
from backlinkbot.app.pitch.answering import obstacle
from backlinkbot.app.pitch.approving import approve_follow_ups
from backlinkbot.app.pitch.barring import end_suppressed
from backlinkbot.app.pitch.gates import first_refusal
from backlinkbot.app.pitch.landing import record_won
from backlinkbot.app.pitch.mailboxes import (
    gone_mailboxes,
    left_today,
    mailbox_is_gone,
    mailbox_named,
    mailboxes,
)
from backlinkbot.app.pitch.outbox import FULL, send_due
from backlinkbot.app.pitch.removals import end_removed
from backlinkbot.app.pitch.sent import note_sent
from backlinkbot.app.pitch.syncing import Synced, sync_mailboxes
from backlinkbot.app.prospects.checking import refresh_prospects
from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import Purpose, Refusal
from backlinkbot.io.state.approvals import (
    cancel_waiting,
    stranded_messages,
    take_back_approval,
)
from backlinkbot.io.state.campaigns import kept_campaigns
from backlinkbot.io.state.outbox import due_messages
from backlinkbot.io.state.turns import turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.pitch.gates import Gate
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import KeptMessage, Mailbox
    from backlinkbot.core.sending import Round

DEAF = "nobody can see whether he has answered: the mailbox has no IMAP server"


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round did. `approved`: follow-ups let through by a rule; `notes`: what to know."""

    synced: Synced
    approved: int
    rounds: tuple[Round, ...]
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The round as JSON."""
        return {
            "came_in": self.synced.as_document(),
            "approved_by_rule": self.approved,
            "mailboxes": [one.as_document() for one in self.rounds],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class WouldGo:
    """What is due now: messages that would go, and why the others wait; nothing was sent."""

    going: tuple[KeptMessage, ...]
    waiting: tuple[tuple[KeptMessage, Refusal], ...] = field(default=())

    def as_document(self) -> dict[str, Any]:
        """What would go as JSON."""
        return {
            "would_go": [_document(one) for one in self.going],
            "waiting": [
                {**_document(one), "rule": why.rule, "says": why.reason}
                for one, why in self.waiting
            ],
        }


def send_round(workspace: Workspace, mailbox: str = "") -> Sent:
    """Read what came in, approve by the rules that are on, send what is due, write it down.

    Raises:
        NotFound: there is no such mailbox.
    """
    workspace.write()
    with turn(workspace.state, "outreach round") as is_ours:
        if is_ours is None:  # two at once would both take what is left of the week's room
            return Sent(Synced((), ()), 0, (), ("another round is under way",))
        return _round(workspace, mailbox)


def _round(workspace: Workspace, mailbox: str) -> Sent:
    boxes = _boxes(workspace, mailbox)
    note_sent(workspace)  # of a round that broke off
    synced = sync_mailboxes(workspace, boxes, workspace.clock.now())
    end_suppressed(workspace)
    _end_removed(workspace)
    _end_landed(workspace)
    approved, notes = _by_rule(workspace)
    changed: dict[str, str] = {}
    gate = _noting(changed, _hearing(workspace, _deaf(boxes, synced), first_refusal(workspace)))
    rounds = send_due(workspace, gate=gate, mailbox=mailbox)
    notes += _to_be_approved_again(workspace, changed)
    notes += [mailbox_is_gone(one).reason for one in gone_mailboxes(workspace)]
    note_sent(workspace)
    _end_stranded(workspace)
    return Sent(synced, approved, tuple(rounds), tuple(notes))


def would_go(workspace: Workspace, mailbox: str = "") -> WouldGo:
    """What a round would send now, and why the rest of what is due waits; reads no mail."""
    boxes = _boxes(workspace, mailbox)
    gate = _hearing(workspace, {one.address: DEAF for one in boxes if one.imap is None},
                    first_refusal(workspace))  # fmt: skip
    going, waiting = [], []
    for box in boxes:
        with workspace.state.reading() as connection:
            due = due_messages(connection, box.address, workspace.clock.now())
        left = left_today(workspace, box)
        for one in due:
            words = one.message
            said = still_barred(
                workspace, words.message_id, words.recipient, one.organisation
            ) or _rests(box, 1 if one.answers else left) or gate(one)  # fmt: skip
            left -= said is None
            if said is None:
                going.append(one)
            else:
                waiting.append((one, said))
    if not mailbox:
        waiting += _from_nowhere(workspace)
    return WouldGo(tuple(going), tuple(waiting))


def _from_nowhere(workspace: Workspace) -> list[tuple[KeptMessage, Refusal]]:
    """What would be due, were its mailbox still there."""
    found, now = [], workspace.clock.now()
    for one in gone_mailboxes(workspace):
        with workspace.state.reading() as connection:
            due = due_messages(connection, one.mailbox, now)
        found += [
            (due_one, mailbox_is_gone(one)) for due_one in due if due_one.campaign == one.number
        ]
    return found


def _boxes(workspace: Workspace, mailbox: str) -> Sequence[Mailbox]:
    return [mailbox_named(workspace, mailbox)] if mailbox else mailboxes(workspace)


def _rests(box: Mailbox, left: int) -> Refusal | None:
    """Why nothing more goes from a mailbox today."""
    if box.is_paused:
        return Refusal("paused", f"the mailbox rests: {box.paused_why or 'somebody paused it'}")
    return None if left > 0 else Refusal("daily-limit", FULL)


def _end_stranded(workspace: Workspace) -> None:
    """Cancel what was on its way while its sequence ended, and did not go after all."""
    now, gone = workspace.clock.now(), []
    with workspace.state.writing() as connection:
        for one in stranded_messages(connection):
            gone += cancel_waiting(connection, one.campaign, one.prospect, now, "ended")
    if gone:
        release(workspace, gone)


def _end_landed(workspace: Workspace) -> None:
    """End what waits for links that the index knows to stand; nothing is fetched."""
    if workspace.index.current() is None:
        return
    with workspace.state.reading() as connection:
        sites = {one.site for one in kept_campaigns(connection)
                 if one.purpose is Purpose.LINKS and not one.is_paused}  # fmt: skip
    for site in sorted(sites):
        refresh_prospects(workspace, site)
        record_won(workspace, site)


def _end_removed(workspace: Workspace) -> None:
    """End what asks for links to be taken away that are gone."""
    with workspace.state.reading() as connection:
        sites = {one.site for one in kept_campaigns(connection)
                 if one.purpose is Purpose.REMOVALS}  # fmt: skip
    for site in sorted(sites):
        end_removed(workspace, site)


def _by_rule(workspace: Workspace) -> tuple[int, list[str]]:
    """Approve the follow-ups whose campaigns allow it; how many, and what stood in the way."""
    with workspace.state.reading() as connection:
        ruled = [one for one in kept_campaigns(connection)
                 if one.approves_itself and not one.is_paused]  # fmt: skip
    many, notes = 0, []
    for campaign in ruled:
        try:
            many += len(approve_follow_ups(workspace, campaign).approved)
        except BadInput as error:  # such as a sequence that was withdrawn
            notes.append(f"Campaign {campaign.number}: {error}")
    return many, notes


def _deaf(boxes: Sequence[Mailbox], synced: Synced) -> dict[str, str]:
    """Mailboxes whose answers nobody could read, and why."""
    deaf = {one.address: DEAF for one in boxes if one.imap is None}
    for read in synced.read:
        if read.failed or read.more:
            why = read.failed or "not all new mail was read yet"
            deaf[read.mailbox] = f"nobody can see whether he has answered: {why}"
    return deaf


def _noting(changed: dict[str, str], gate: Gate) -> Gate:
    """The gate; what has changed since it was approved is noted, by Message-ID, with why."""

    def asked(message: KeptMessage) -> Refusal | None:
        said = gate(message)
        if said is not None and said.rule == "changed":
            changed[message.message.message_id] = said.reason
        return said

    return asked


def _to_be_approved_again(workspace: Workspace, changed: dict[str, str]) -> list[str]:
    """Take back the approval of what has changed; a sentence for the user where there is any."""
    now = workspace.clock.now()
    with workspace.state.writing() as connection:
        taken = [
            id_ for id_, why in changed.items() if take_back_approval(connection, id_, now, why)
        ]
    if not taken:
        return []
    release(workspace, taken)  # it may go to somebody else now
    return [
        f"{len(taken):,} must be looked at and approved again, as what is known of the recipient, "
        "or the law, has changed since"
    ]


def _hearing(workspace: Workspace, deaf: dict[str, str], gate: Gate) -> Gate:
    """The gate, and before it: nothing more to somebody whose answer cannot be seen.

    What a person wrote as an answer is asked of nothing else but what stops answers.
    """

    def asked(message: KeptMessage) -> Refusal | None:
        why = deaf.get(message.mailbox, "") if message.step else ""
        if why and not (message.answers and why == DEAF):  # he wrote, so somebody read it
            return Refusal("unread", why)
        return obstacle(workspace, message) if message.answers else gate(message)

    return asked


def _document(one: KeptMessage) -> dict[str, Any]:
    words = one.message
    return {
        "message_id": words.message_id,
        "campaign": one.campaign,
        "prospect": one.prospect,
        "step": one.step,
        "answers": one.answers or None,
        "mailbox": one.mailbox,
        "recipient": words.recipient,
        "subject": words.subject,
        "goes_at": one.goes_at,
    }
