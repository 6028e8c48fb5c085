"""Approval: what would go is shown whole, and only that is let go which was looked at.

A look has a digest of its words and recipients. Who approves names it, so that nobody approves
what he has not seen; where something has changed since, he is told to look again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from backlinkbot.app.budget.asked import link_chance
from backlinkbot.app.pitch.batches import next_batch
from backlinkbot.app.pitch.campaigns import BY_RULE, campaign_of
from backlinkbot.app.pitch.drafting import booked, draft
from backlinkbot.app.pitch.gates import first_obstacle
from backlinkbot.app.pitch.mailboxes import mailbox_is_gone
from backlinkbot.core.errors import Refused
from backlinkbot.core.outreach import KeptMessage, MessageState
from backlinkbot.io.state.approvals import approve_message, drop_planned, plan_message
from backlinkbot.io.state.campaigns import enrolments, keep_enrolment
from backlinkbot.io.state.mailboxes import mailbox_names
from backlinkbot.io.state.messages import messages_of
from backlinkbot.io.state.prospects import kept_changes
from backlinkbot.io.state.templates import template_version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backlinkbot.app.pitch.batches import Next
    from backlinkbot.app.pitch.drafting import Draft
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Campaign, Refusal

DIGEST_BYTES = 8


@dataclass(frozen=True, slots=True)
class Look:
    """What would go of a campaign now, and why the rest would not.

    `held`: of those that would go, what makes them wait once they are approved, by prospect.
    `digest`: of the words and recipients; an approval names it.
    """

    campaign: Campaign
    going: tuple[Draft, ...]
    refused: tuple[Draft, ...]
    held: dict[int, Refusal]
    digest: str

    def as_document(self) -> dict[str, Any]:
        """The look as JSON."""
        return {
            "campaign": self.campaign.number,
            "name": self.campaign.name,
            "digest": self.digest,
            "would_go": [
                {**one.as_document(), "waits": _said(self.held.get(one.prospect))}
                for one in self.going
            ],
            "would_not": [one.as_document() for one in self.refused],
        }


@dataclass(frozen=True, slots=True)
class Approved:
    """What an approval did: the messages that may go now, and those that may not after all."""

    campaign: Campaign
    approved: tuple[KeptMessage, ...]
    refused: tuple[Draft, ...]

    def as_document(self) -> dict[str, Any]:
        """The approval as JSON."""
        return {
            "campaign": self.campaign.number,
            "approved": [
                {
                    "message_id": one.message.message_id,
                    "prospect": one.prospect,
                    "recipient": one.message.recipient,
                    "goes_at": one.goes_at,
                }
                for one in self.approved
            ],
            "would_not": [one.as_document() for one in self.refused],
        }


def look(workspace: Workspace, number: int, *, most: int = 0, only: Sequence[int] = ()) -> Look:
    """What would go of a campaign, to whom and when, and why not to the others; a dry run.

    `most`: only so many that would go, in the campaign's order; 0: all. `only`: these prospects.

    Raises:
        NotFound, BadInput: there is no such campaign, or it cannot be run.
        Refused, Unreachable: the firewall cannot answer.
    """
    campaign = campaign_of(workspace, number)
    return _look(workspace, next_batch(workspace, campaign, only), most)


def refused(workspace: Workspace, number: int, only: Sequence[int]) -> list[Draft]:
    """The drafts to these prospects of a campaign that may not go, with the reason of each.

    Raises:
        NotFound, BadInput: there is no such campaign, or it cannot be run.
        Refused, Unreachable: the firewall cannot answer.
    """
    nxt = next_batch(workspace, campaign_of(workspace, number), only)
    return [one for one in draft(workspace, nxt.batch) if one.refusal]


def approve(
    workspace: Workspace,
    number: int,
    digest: str,
    *,
    by: str,
    most: int = 0,
    only: Sequence[int] = (),
) -> Approved:
    """Let what was looked at go, when its moment has come; the firewall books each of them.

    Raises:
        NotFound, BadInput: there is no such campaign, or it cannot be run.
        Refused: what would go is not what was looked at; or the firewall cannot answer.
    """
    campaign = campaign_of(workspace, number)
    with workspace.state.reading() as connection:
        if campaign.mailbox not in mailbox_names(connection):
            raise Refused(mailbox_is_gone(campaign).reason)
    nxt = next_batch(workspace, campaign, only)
    seen = _look(workspace, nxt, most)
    if seen.digest != digest:
        raise Refused(
            "what would go has changed since you looked, or was approved meanwhile; look at it "
            "again, then approve"
        )
    return _approved(workspace, nxt, seen, by)


def approve_follow_ups(workspace: Workspace, campaign: Campaign) -> Approved:
    """Let the follow-ups go whose rule is switched on; never a first message.

    Never words either that were written after somebody approved the first message: these wait for
    an approval of their own.
    """
    nxt = next_batch(workspace, campaign)
    begun = tuple(number for number in nxt.batch.prospects if number in nxt.batch.begun)
    nxt = replace(nxt, batch=replace(nxt.batch, prospects=begun))
    by = f"{BY_RULE}{campaign.by}"
    seen = _look(workspace, nxt, 0)
    known = tuple(one for one in seen.going if _was_looked_at(workspace, campaign, one))
    return _approved(workspace, nxt, replace(seen, going=known), by)


def _was_looked_at(workspace: Workspace, campaign: Campaign, one: Draft) -> bool:
    """Whether a follow-up's words, and the page they ask for, stood when the first was approved."""
    with workspace.state.reading() as connection:
        words = template_version(connection, one.template, one.version)
        had = messages_of(connection, campaign.number, [one.prospect])
        history = kept_changes(connection, prospect=one.prospect)
    approved = [kept.approved_at for kept in had if kept.step == 0 and kept.approved_at]
    aimed = [change.at for change in history if one.asks_for and "target" in change.fields]
    written = [words.made_at, *aimed] if words and words.made_at else []
    return bool(written and approved and max(written) <= approved[0])


def _look(workspace: Workspace, nxt: Next, most: int) -> Look:
    drafts = draft(workspace, nxt.batch)
    going = tuple(one for one in drafts if one.refusal is None)
    refused = [one for one in drafts if one.refusal is not None]
    going = going[:most] if most else going
    held: dict[int, Refusal] = {}
    if going:
        kept = [_kept(nxt, one, workspace.clock.now()) for one in going]
        gate = first_obstacle(workspace, kept)
        held = {one.prospect: said for one in kept if (said := gate(one))}
    told = "\0".join((_sender_name(workspace, nxt.campaign), *(_told(one) for one in going)))
    digest = blake2b(told.encode(), digest_size=DIGEST_BYTES).hexdigest()
    return Look(nxt.campaign, going, tuple(refused), held, digest)


def _sender_name(workspace: Workspace, campaign: Campaign) -> str:
    """The name that stands in From, which a mailbox may change."""
    with workspace.state.reading() as connection:
        return mailbox_names(connection).get(campaign.mailbox, "")


def _told(one: Draft) -> str:
    message = one.message
    words = (
        (message.message_id, message.recipient, message.subject, message.body) if message else ()
    )
    return "\1".join(words)


def _approved(workspace: Workspace, nxt: Next, seen: Look, by: str) -> Approved:
    """Plan, book, approve: one that breaks off in between is done again without harm."""
    now = workspace.clock.now()
    wanted = tuple(one.prospect for one in seen.going)
    planned = {one.prospect: _kept(nxt, one, now) for one in seen.going}
    with workspace.state.writing() as connection:
        fresh = {n for n, one in planned.items() if plan_message(connection, one)}
    batch = replace(nxt.batch, prospects=tuple(n for n in wanted if n in fresh))
    drafts = booked(workspace, batch)
    done = []
    with workspace.state.writing() as connection:
        for one in drafts:
            kept = planned[one.prospect]
            id_ = kept.message.message_id
            if one.refusal is not None:
                drop_planned(connection, id_)
            elif approve_message(connection, id_, now, by):
                done.append(replace(kept, state=MessageState.APPROVED, approved_at=now,
                                    approved_by=by))  # fmt: skip
        begin = [one.prospect for one in done if one.step == 0]
        for course in enrolments(connection, nxt.campaign.number, begin) if begin else ():
            version = nxt.batch.sequence.version
            keep_enrolment(connection, replace(course, version=course.version or version))
    refused = tuple(one for one in drafts if one.refusal is not None)
    return Approved(nxt.campaign, tuple(done), refused)


def _kept(nxt: Next, one: Draft, now: datetime) -> KeptMessage:
    if one.message is None or one.goes_at is None:
        raise ValueError("a draft without words is not kept")
    prospect, campaign = nxt.prospects[one.prospect], nxt.campaign
    opening = prospect.openings[0] if prospect.openings else None
    return KeptMessage(
        one.message, campaign.number, one.prospect, one.step, campaign.site, one.organisation,
        campaign.mailbox, MessageState.PLANNED, one.goes_at, now, now,
        tactic=opening.tactic if opening else "",
        page=opening.page if opening else "",
        template=one.template,
        template_version=one.version,
        p_placement=link_chance(opening),
    )  # fmt: skip


def _said(one: Refusal | None) -> dict[str, str] | None:
    return None if one is None else {"rule": one.rule, "says": one.reason}
