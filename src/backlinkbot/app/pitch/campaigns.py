"""Campaigns and their sequences: who writes to whom in which steps, and what halts it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from backlinkbot.app.budget.asked import asks_for_removal
from backlinkbot.app.own_sites import own_site
from backlinkbot.app.pitch.admitting import release
from backlinkbot.core.cells import one_line
from backlinkbot.core.countries import country_if_named
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.outreach import Campaign, Purpose, Sequence, Step
from backlinkbot.core.prospects import Stage
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.urls.own_page import own_page
from backlinkbot.io.state.approvals import cancel_waiting, take_back_approval
from backlinkbot.io.state.campaigns import (
    campaign_numbered,
    enrol,
    enrolments,
    enrolments_of,
    keep_campaign,
    keep_enrolment,
    kept_campaigns,
)
from backlinkbot.io.state.mailboxes import mailbox_addresses
from backlinkbot.io.state.messages import messages_of
from backlinkbot.io.state.prospects import kept_prospects, prospects_numbered
from backlinkbot.io.state.sequences import (
    keep_sequence,
    kept_sequences,
    newest_sequence,
    withdraw_sequence,
)
from backlinkbot.io.state.templates import newest_template
from backlinkbot.logic.outreach.sequences import Ending, check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Sender
    from backlinkbot.core.prospects import Prospect

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
LONGEST_NAME = 60  # characters of a campaign's name, whatever they are
BY_RULE = "rule of "  # before the name of whose rule approved a follow-up
STEP = re.compile(r"(?:(\d{1,2}):)?([a-z0-9-]+(?:\|[a-z0-9-]+)*)")
# Who may be put into a campaign without being named: those nobody has written to.
UNASKED = (Stage.NEW, Stage.QUALIFIED, Stage.CONTACT_FOUND)


def steps_told(words: Iterable[str]) -> tuple[Step, ...]:
    """Steps as a user writes them: `first`, `3:second`, `5:third|third-b` (days, then templates).

    Raises:
        BadInput: a word is none of these.
    """
    found = []
    for word in words:
        told = STEP.fullmatch(word.strip())
        if told is None:
            raise BadInput(
                f"{word!r} is no step: name a template, with the business days to wait before it, "
                "like 3:second; variants are parted by |"
            )
        found.append(Step(tuple(told[2].split("|")), int(told[1] or 0)))
    return tuple(found)


def add_sequence(workspace: Workspace, sequence: Sequence, *, by: str) -> Sequence:
    """Keep a sequence; one that is known becomes its next version, for those who begin later.

    Raises:
        BadInput: it cannot be run, or names a template that is not there.
    """
    _check_name(sequence.name)
    check(sequence)
    with workspace.state.writing() as connection:
        for name in {one for step in sequence.steps for one in step.templates}:
            if newest_template(connection, name) is None:
                raise BadInput(f"there is no template {name}; see: backlinkbot template list")
        version = keep_sequence(connection, sequence, workspace.clock.now(), by)
    return replace(sequence, version=version)


def list_sequences(workspace: Workspace) -> list[Sequence]:
    """All sequences in their newest version."""
    with workspace.state.reading() as connection:
        return kept_sequences(connection)


def end_sequence(workspace: Workspace, name: str) -> None:
    """Withdraw a sequence: nobody begins with it, and nothing more of it goes to anybody.

    Raises:
        NotFound: there is none of that name.
    """
    with workspace.state.writing() as connection:
        if not withdraw_sequence(connection, name):
            raise NotFound(f"there is no sequence {name}; see: backlinkbot sequence list")


def add_campaign(  # noqa: PLR0913 - what a campaign is made of
    workspace: Workspace,
    site: str,
    name: str,
    *,
    sequence: str,
    mailbox: str,
    sender: Sender,
    purpose: Purpose = Purpose.LINKS,
    approves_itself: bool = False,
    target: str = "",
    by: str = "",
) -> Campaign:
    """Make a campaign for a site of ours; nobody is in it yet, and nothing goes.

    `target`: the page of the site that links are to lead to; else its home page.

    Raises:
        BadInput: a name that is none, or taken; no such sequence or mailbox; no postal address.
        NotFound: the site was not added, and has no prospects.
    """
    name = _title(name)
    domain = own_site(workspace, site)
    sender = replace(sender, country=country_if_named(sender.country))
    if not sender.name.strip() or not sender.postal_address.strip():
        raise BadInput("a campaign needs the sender's name and postal address: the law asks for it")
    with workspace.state.writing() as connection:
        if newest_sequence(connection, sequence) is None:
            raise BadInput(f"there is no sequence {sequence}; see: backlinkbot sequence list")
        if mailbox not in mailbox_addresses(connection):
            raise BadInput(f"there is no mailbox {mailbox}; see: backlinkbot mailbox list")
        known = (one.name.casefold() for one in kept_campaigns(connection, domain))
        if name.casefold() in known:
            raise BadInput(f"{domain} has a campaign {name} already")
        made = Campaign(
            0, domain, name, sequence, mailbox, sender, workspace.clock.now(), purpose,
            approves_itself, by=by, target=own_page(domain, target),
        )  # fmt: skip
        return keep_campaign(connection, made)


def list_campaigns(workspace: Workspace, site: str = "") -> list[Campaign]:
    """The campaigns of a site or of all, the newest first."""
    with workspace.state.reading() as connection:
        return kept_campaigns(connection, domain_named(site) if site else "")


def campaign_of(workspace: Workspace, number: int) -> Campaign:
    """One campaign.

    Raises:
        NotFound: there is none of that number.
    """
    with workspace.state.reading() as connection:
        found = campaign_numbered(connection, number)
    if found is None:
        raise NotFound(f"there is no campaign {number}; see: backlinkbot pitch status")
    return found


def pause_campaign(
    workspace: Workspace, number: int, *, is_paused: bool, why: str = ""
) -> Campaign:
    """Halt a campaign, or let it go on; what is approved waits."""
    changed = replace(campaign_of(workspace, number), is_paused=is_paused, paused_why=why)
    with workspace.state.writing() as connection:
        return keep_campaign(connection, changed)


def approve_by_rule(workspace: Workspace, number: int, *, is_on: bool) -> Campaign:
    """Let follow-ups of a campaign go without an approval of their own, or no longer.

    Switched off, those that the rule approved and that have not gone wait for an approval.
    """
    changed = replace(campaign_of(workspace, number), approves_itself=is_on)
    now = workspace.clock.now()
    with workspace.state.writing() as connection:
        for one in () if is_on else messages_of(connection, number):
            if one.approved_by.startswith(BY_RULE):
                id_ = one.message.message_id
                take_back_approval(connection, id_, now, "the rule was switched off")
        return keep_campaign(connection, changed)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who was put into a campaign: how many, how many were in it, and whom others write to.

    `busy`: the campaign that goes on for a prospect, by his number; he was left out.
    """

    added: int
    known: int = 0
    busy: dict[int, int] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """Who was not put in, and why; empty where all were."""
        told = [f"{self.known:,} in it already"] if self.known else []
        for campaign, many in sorted(Counter(self.busy.values()).items()):
            told.append(f"{many:,} left out, as campaign {campaign} goes on for them")
        return "; ".join(told)


def add_to_campaign(
    workspace: Workspace, number: int, prospects: Iterable[int] = (), *, tactic: str = ""
) -> Enrolled:
    """Put prospects into a campaign that no other goes on for. Nothing goes before an approval.

    Without numbers: all of its site that nobody has written to, or those of a tactic, best first.

    Raises:
        NotFound: no such campaign or prospect.
        BadInput: a prospect of another site.
    """
    campaign = campaign_of(workspace, number)
    with workspace.state.writing() as connection:
        wanted = list(prospects)
        if wanted:
            found = prospects_numbered(connection, wanted)
            _check_prospects(campaign, wanted, found)
        else:
            every = kept_prospects(connection, campaign.site)
            found = [
                one
                for one in every
                if one.stage in UNASKED and _has(one, tactic) and not asks_for_removal(one)
            ]
            wanted = [one.number for one in sorted(found, key=_value, reverse=True)]
        courses = [one for one in enrolments_of(connection, wanted) if not one.ending]
        here = {one.prospect for one in enrolments(connection, number)}
        busy = {
            one.prospect: one.campaign
            for one in courses
            if one.campaign != number and one.prospect not in here
        }
        free = [one for one in wanted if one not in busy]
        added = enrol(connection, number, free, workspace.clock.now())
        return Enrolled(added, len(set(free)) - added, busy)


def take_from_campaign(workspace: Workspace, number: int, prospects: Iterable[int]) -> int:
    """End a campaign for prospects: what has not gone is cancelled; how many it went on for."""
    campaign_of(workspace, number)
    ended = 0
    gone: list[str] = []
    now = workspace.clock.now()
    with workspace.state.writing() as connection:
        for one in enrolments(connection, number, list(prospects)):
            if one.ending:
                continue
            keep_enrolment(
                connection, replace(one, ending=Ending.STOPPED.value, ended_at=now, is_held=False)
            )
            gone += cancel_waiting(connection, number, one.prospect, now, Ending.STOPPED.value)
            ended += 1
    if gone:
        release(workspace, gone)  # they never left, so they count for nobody
    return ended


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise BadInput(f"{name!r} is no name for a sequence: small letters, digits and hyphens")


def _title(name: str) -> str:
    """The name of a campaign on one line, without what hides; raises BadInput for none."""
    plain = unicodedata.normalize("NFC", one_line(name))
    if not 0 < len(plain) <= LONGEST_NAME:
        raise BadInput(f"give a name for the campaign of 1 to {LONGEST_NAME} characters")
    return plain


def _check_prospects(campaign: Campaign, wanted: list[int], found: list[Prospect]) -> None:
    known = {one.number: one for one in found if not one.is_gone}
    for number in wanted:
        one = known.get(number)
        if one is None:
            raise NotFound(f"there is no prospect {number}; see: backlinkbot prospect list")
        if one.site != campaign.site:
            raise BadInput(f"prospect {number} is one of {one.site}, not of {campaign.site}")
        if campaign.purpose is Purpose.LINKS and asks_for_removal(one):
            raise BadInput(f"prospect {number} is asked to take links away; nobody asks for both")


def _has(one: Prospect, tactic: str) -> bool:
    return not tactic or any(opening.tactic == tactic for opening in one.openings)


def _value(one: Prospect) -> float:
    return max((opening.value_per_hour or 0.0 for opening in one.openings), default=0.0)
