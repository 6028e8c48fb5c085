"""What a campaign has to write next: who goes on, how he is reached, and which words win."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.app.contacts import ways
from backlinkbot.app.pitch.drafting import Batch, Begun, Reached
from backlinkbot.app.pitch.leaving import unsubscribe_url
from backlinkbot.core.errors import BadInput
from backlinkbot.io.state.campaigns import enrolments
from backlinkbot.io.state.messages import messages_of
from backlinkbot.io.state.outcomes import kept_outcomes
from backlinkbot.io.state.prospects import prospects_numbered
from backlinkbot.io.state.sequences import newest_sequence, sequence_version
from backlinkbot.logic.outreach.sequences import Course, Done, Ending
from backlinkbot.logic.outreach.variants import Arm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Campaign, Enrolment, KeptMessage, Suppression
    from backlinkbot.core.outreach import Sequence as MailSequence
    from backlinkbot.core.prospects import Outcome, Prospect
    from backlinkbot.io.state.engine import Connection

TRIAL = timedelta(days=60)  # after so long without a link, asking has come to nothing


@dataclass(frozen=True, slots=True)
class Next:
    """A campaign's next batch, and the prospects in it by their numbers."""

    campaign: Campaign
    batch: Batch
    prospects: dict[int, Prospect]


def next_batch(workspace: Workspace, campaign: Campaign, only: Sequence[int] = ()) -> Next:
    """The batch of all for whom the campaign goes on, or of some of them; nothing is changed.

    Raises:
        BadInput: its sequence was withdrawn.
    """
    with workspace.state.reading() as connection:
        sequence = newest_sequence(connection, campaign.sequence)
        if sequence is None:
            raise BadInput(f"the sequence {campaign.sequence} was withdrawn; nothing goes")
        going = [one for one in enrolments(connection, campaign.number, only) if not one.ending]
        numbers = tuple(one.prospect for one in going)
        known = {one.number: one for one in prospects_numbered(connection, numbers)}
        begun = _begun(connection, campaign, going)
        arms = arms_of(kept_outcomes(connection, campaign.site), workspace.clock.now())
    best, barred = _reached(workspace, known.values())
    batch = Batch(
        campaign.number, sequence, campaign.sender, campaign.mailbox, numbers, best, begun, arms,
        target=campaign.target,
        unsubscribe=lambda message_id: unsubscribe_url(workspace, message_id, campaign.mailbox),
        barred=barred,
    )  # fmt: skip
    return Next(campaign, batch, known)


def arms_of(outcomes: Iterable[Outcome], now: datetime) -> dict[str, Arm]:
    """What is known of each template: trials that ended, those with a link, and those open."""
    ended: dict[str, list[int]] = {}
    for one in outcomes:
        if not one.template or one.contacted_at is None:
            continue
        counts = ended.setdefault(one.template, [0, 0, 0])
        if is_ended(one, now):
            counts[0] += 1
            counts[1] += one.placed_at is not None
        else:
            counts[2] += 1
    return {name: Arm(name, *counts) for name, counts in ended.items()}


def is_ended(one: Outcome, now: datetime) -> bool:
    """Whether asking has come to its end: a link, a refusal, or too long a silence."""
    if one.contacted_at is None or one.placed_at or one.closed_at:
        return True
    return now - one.contacted_at > TRIAL


def _begun(
    connection: Connection, campaign: Campaign, going: Sequence[Enrolment]
) -> dict[int, Begun]:
    kept = [one for one in messages_of(connection, campaign.number) if not _is_planned(one)]
    by_prospect: dict[int, list[KeptMessage]] = {}
    for message in kept:
        by_prospect.setdefault(message.prospect, []).append(message)
    versions: dict[int, MailSequence | None] = {}
    found = {}
    for one in going:
        had = by_prospect.get(one.prospect, [])
        if not had:
            continue
        if one.version not in versions:
            versions[one.version] = sequence_version(connection, campaign.sequence, one.version)
        if sequence := versions[one.version]:
            found[one.prospect] = _course(sequence, one, had)
    return found


def _course(sequence: MailSequence, going: Enrolment, had: Sequence[KeptMessage]) -> Begun:
    done = tuple(Done(one.step, one.state, one.sent_at or one.goes_at) for one in had)
    endings = (Ending(going.ending),) if going.ending else ()
    course = Course(done, endings, going.away_until)
    return Begun(
        sequence, course, tuple(one.message.message_id for one in had), had[0].message.subject
    )


def _is_planned(one: KeptMessage) -> bool:
    return one.approved_at is None


def _reached(
    workspace: Workspace, prospects: Iterable[Prospect]
) -> tuple[dict[int, Reached], dict[int, Suppression]]:
    """How each prospect is reached; and of those to whom nobody may write, what is suppressed."""
    by_domain = {one.number: one.organisation for one in prospects}
    known = ways(workspace, sorted(set(by_domain.values())))
    best = {
        number: Reached(
            one.address, one.person, one.role, one.country, found_on=one.found_on,
            is_guessed=one.is_guessed, says_no=one.says_no, has_consent=bool(one.consent),
        )
        for number, domain in by_domain.items()
        if (one := known.best.get(domain)) is not None
    }  # fmt: skip
    barred = {n: said for n, domain in by_domain.items() if (said := known.barred.get(domain))}
    return best, barred
