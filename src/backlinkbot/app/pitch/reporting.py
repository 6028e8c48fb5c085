"""What a report says of outreach in a period: whom we asked, what came of it, how much work."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from backlinkbot.core.outreach import Purpose
from backlinkbot.io.state.approvals import sent_messages
from backlinkbot.io.state.campaigns import enrolments, kept_campaigns
from backlinkbot.io.state.outcomes import kept_outcomes
from backlinkbot.io.state.prospects import kept_prospects
from backlinkbot.io.state.won_links import kept_won
from backlinkbot.logic.outreach.sequences import Ending
from backlinkbot.logic.reports.client.material import Outreach

if TYPE_CHECKING:
    from datetime import date, datetime

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.prospects import Outcome, Prospect
    from backlinkbot.io.state.engine import Connection

NO_MORE = (Ending.UNSUBSCRIBED.value, Ending.COMPLAINED.value)


def outreach_in(workspace: Workspace, site: str, since: date, until: date) -> Outreach | None:
    """What was asked for a site from `since` to `until`, both inside; None where nobody ever was.

    Removals are not in it: they ask for no link.
    """
    with workspace.state.reading() as connection:
        every = [one for one in kept_outcomes(connection, site) if one.contacted_at]
        won = kept_won(connection, site)
        sent = sent_messages(connection, site)
        known = {one.number: one for one in kept_prospects(connection, site)}
        no_more, bounced = (
            _ended(connection, site, how) for how in (NO_MORE, (Ending.BOUNCED.value,))
        )
    if not every and not won:
        return None
    asked = tuple(one for one in every if _is_in(one.contacted_at, since, until))
    numbers = {one.prospect for one in every}
    return Outreach(
        asked=asked,
        landed=tuple(one for one in won if _is_in(one.landed_at, since, until)),
        messages=sum(_is_in(m.sent_at, since, until) and m.prospect in numbers for m in sent),
        open=sum(one.is_open and one.prospect not in no_more | bounced for one in every),
        minutes=sum(_minutes(one, known.get(one.prospect)) for one in asked),
        no_more=frozenset(no_more),
        bounced=frozenset(bounced),
    )


def _ended(connection: Connection, site: str, how: tuple[str, ...]) -> set[int]:
    """The prospects for whom a campaign for links ended in one of these ways."""
    return {
        one.prospect
        for campaign in kept_campaigns(connection, site)
        if campaign.purpose is Purpose.LINKS
        for one in enrolments(connection, campaign.number)
        if one.ending in how
    }


def _is_in(moment: datetime | None, since: date, until: date) -> bool:
    return moment is not None and since <= moment.astimezone(UTC).date() <= until


def _minutes(outcome: Outcome, prospect: Prospect | None) -> float:
    """The work that `find` reckoned for what it was asked for; 0 where nobody reckoned."""
    for one in prospect.openings if prospect else ():
        if (one.page, one.tactic) == (outcome.page, outcome.tactic):
            return one.minutes or 0.0
    return 0.0
