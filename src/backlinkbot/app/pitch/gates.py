"""What an approved message must pass before it goes, beside the contact firewall.

Some of it ends the message (the link has landed, the sequence is over), some only makes it wait
(no room in this week's budget, a person must decide, the campaign rests).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from backlinkbot.app.budget import room
from backlinkbot.app.budget.asked import PAID, link_chance
from backlinkbot.app.contacts import reached
from backlinkbot.app.find.readiness import readiness
from backlinkbot.app.pitch.admitting import Asked, preview
from backlinkbot.app.pitch.drafting import NOWHERE
from backlinkbot.app.pitch.mailboxes import mailbox_is_gone
from backlinkbot.core.errors import NotFound
from backlinkbot.core.mail_addresses import published_address
from backlinkbot.core.outreach import Purpose, Refusal
from backlinkbot.core.progress import Silent
from backlinkbot.core.prospects import Stage
from backlinkbot.io.state.campaigns import campaign_numbered, enrolments
from backlinkbot.io.state.mailboxes import mailbox_addresses
from backlinkbot.io.state.prospects import prospects_numbered
from backlinkbot.io.state.sequences import newest_sequence, sequence_version
from backlinkbot.logic.outreach.outbox import FINAL
from backlinkbot.logic.outreach.sequences import ZONES, due_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Contact
    from backlinkbot.core.outreach import Campaign, Enrolment, KeptMessage
    from backlinkbot.core.outreach import Sequence as MailSequence
    from backlinkbot.core.prospects import Prospect
    from backlinkbot.logic.prospect.phase import Phase

    Gate = Callable[[KeptMessage], Refusal | None]

APPROVAL_HOLDS = timedelta(days=30)  # a page that was looked at then may be another by now
OVER = frozenset((Stage.WON, Stage.LOST, Stage.DO_NOT_CONTACT))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is kept of a message's campaign and of its prospect in it.

    `sequence`: the version with which the prospect began, else the newest.
    """

    campaign: Campaign
    prospect: Prospect | None
    going: Enrolment | None
    newest: MailSequence | None
    sequence: MailSequence | None
    has_mailbox: bool


class Gates:
    """Asked message by message in the order in which they would go; what passes takes its room.

    `looked_at`: messages of one campaign that were drafted a moment ago from what is known, when
    the firewall was asked as well: what is kept of them is read in one go.
    """

    def __init__(self, workspace: Workspace, looked_at: Sequence[KeptMessage] = ()) -> None:
        self._workspace = workspace
        self._room: dict[str, float] = {}
        self._why: dict[str, str] = {}
        self._phases: dict[str, Phase] = {}
        self._contacts: dict[str, Contact | None] = {}
        self._looked_at: dict[int, _Known] = {}
        if looked_at:
            number, prospects = looked_at[0].campaign, [one.prospect for one in looked_at]
            self._looked_at = self._kept(number, prospects)
            self._contacts.update(reached(workspace, [one.organisation for one in looked_at]))

    def __call__(self, message: KeptMessage) -> Refusal | None:
        """Why a message does not go now, None where it may; rules of `outbox.FINAL` end it."""
        looked_at = self._looked_at.get(message.prospect)
        kept = looked_at or self._kept(message.campaign, [message.prospect]).get(message.prospect)
        if kept is None:
            return Refusal("ended", "its campaign is no more")
        campaign, known = kept.campaign, kept.prospect
        said = _over(known, kept.going)
        if said is None and (kept.newest is None or message.step >= len(kept.newest.steps)):
            said = Refusal(
                "withdrawn", f"the sequence {campaign.sequence} no longer has this message"
            )
        said = (
            said
            or (None if kept.has_mailbox else mailbox_is_gone(campaign))
            or _waits(campaign, kept.going)
            or (None if looked_at else self._changed(campaign, message))
            or self._late(message, kept.sequence)
        )
        if said is not None or message.step or campaign.purpose is Purpose.REMOVALS:
            return said  # a follow-up asks for the link that is pledged already
        if known is not None and PAID & {tag.casefold() for tag in known.tags}:
            return None  # what is paid for is outside natural growth, and marked as such
        return self._early(message) or self._paced(message)

    def _kept(self, number: int, prospects: Sequence[int]) -> dict[int, _Known]:
        """What is kept of prospects of a campaign, by their numbers; empty without a campaign."""
        with self._workspace.state.reading() as connection:
            campaign = campaign_numbered(connection, number)
            if campaign is None:
                return {}
            wanted = prospects if len(prospects) == 1 else ()  # of many, all in one go
            goings = {one.prospect: one for one in enrolments(connection, number, wanted)}
            known = {one.number: one for one in prospects_numbered(connection, prospects)}
            newest = newest_sequence(connection, campaign.sequence)
            begun = {going.version for going in goings.values()}
            versions = {one: sequence_version(connection, campaign.sequence, one) for one in begun}
            has_mailbox = campaign.mailbox in mailbox_addresses(connection)
        found = {}
        for one in prospects:
            going = goings.get(one)
            sequence = versions.get(going.version if going else 0) or newest
            found[one] = _Known(campaign, known.get(one), going, newest, sequence, has_mailbox)
        return found

    def _changed(self, campaign: Campaign, message: KeptMessage) -> Refusal | None:
        """Whether what is known of the recipient, or the law, is no longer what was approved."""
        words, name = message.message, message.organisation
        now = self._workspace.clock.now()
        if message.approved_at and now - message.approved_at > APPROVAL_HOLDS:
            days = APPROVAL_HOLDS.days
            return Refusal("changed", f"it was approved more than {days} days ago")
        contact = self._contact(name)
        if contact is None or published_address(contact.address) != words.recipient:
            return Refusal("changed", "how they are reached has changed since it was approved")
        asked = Asked(
            words.message_id, contact.address, name, message.campaign, message.step, now,
            country=contact.country,
            found_on=contact.found_on or None, is_guessed=contact.is_guessed,
            says_no=contact.says_no, has_consent=bool(contact.consent),
        )  # fmt: skip
        (admission,) = preview(self._workspace, [asked], campaign.sender)
        said = admission.refusal
        if said is None or said.rule in FINAL:
            return said
        return Refusal("changed", f"the firewall no longer lets it through: {said.reason}")

    def _late(self, message: KeptMessage, sequence: MailSequence | None) -> Refusal | None:
        """Whether it is night or a day off where the recipient is."""
        contact = self._contact(message.organisation)
        zone = ZONES.get((contact.country or "").upper() if contact else "", NOWHERE)
        now = self._workspace.clock.now()
        if sequence is None or due_at(sequence, 0, now, zone) <= now:
            return None
        return Refusal("hours", "it is night or a day off where the recipient is")

    def _contact(self, organisation: str) -> Contact | None:
        if organisation not in self._contacts:
            found = reached(self._workspace, [organisation])
            self._contacts[organisation] = found.get(organisation)
        return self._contacts[organisation]

    def _early(self, message: KeptMessage) -> Refusal | None:
        """Trust first: whether its tactic waits until the profile has enough strong links."""
        site = message.site
        if site not in self._phases:
            rivals = self._workspace.state.site_or_plain(site).competitors
            self._phases[site] = readiness(self._workspace, site, rivals, Silent())
        phase = self._phases[site]
        return Refusal("phase", phase.why) if message.tactic in phase.closed else None

    def _paced(self, message: KeptMessage) -> Refusal | None:
        """Whether the links that are to be expected of it fit into the week's budget."""
        site = message.site
        if site not in self._room:
            found = room(self._workspace, site, self._workspace.clock.now())
            self._room[site], self._why[site] = found.links, found.why
        chance = link_chance(None) if message.p_placement is None else message.p_placement
        if self._room[site] < chance:
            return Refusal("budget", self._why[site])
        self._room[site] -= chance
        return None


def first_refusal(workspace: Workspace) -> Gate:
    """The gates as one question; where nothing was read in yet, nothing can be paced: it waits."""
    return partial(_asked, Gates(workspace))


def first_obstacle(workspace: Workspace, drafted: Sequence[KeptMessage]) -> Gate:
    """The same of messages of one campaign that were drafted just now: what makes them wait."""
    return partial(_asked, Gates(workspace, drafted))


def _asked(gates: Gates, message: KeptMessage) -> Refusal | None:
    try:
        return gates(message)
    except NotFound as error:  # fails closed: what cannot be paced waits
        return Refusal("budget", f"nobody can say how many links are natural yet: {error}")


def _over(known: Prospect | None, going: Enrolment | None) -> Refusal | None:
    if known is None or known.is_gone:
        return Refusal("ended", "the prospect is no more")
    if known.stage is Stage.WON:
        return Refusal("landed", "the link has landed")
    if known.stage in OVER:
        return Refusal("stage", f"the prospect stands at {known.stage.value}")
    if going is None:
        return Refusal("ended", "the prospect is not in the campaign")
    return Refusal("ended", f"the sequence is over: {going.ending}") if going.ending else None


def _waits(campaign: Campaign, going: Enrolment | None) -> Refusal | None:
    if campaign.is_paused:
        why = f": {campaign.paused_why}" if campaign.paused_why else ""
        return Refusal("paused", f"the campaign rests{why}")
    if going is not None and going.is_held:
        return Refusal("held", "an answer waits for a person to decide what it is")
    return None
