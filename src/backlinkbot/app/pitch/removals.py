"""Asks owners of harmful sites to take their links away, as the audit's decisions say.

They are prospects of their own kind: they are in no budget, teach no odds, and what ends their
sequence is that the links are gone, or that somebody decided otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backlinkbot.app.budget.asked import asks_for_removal
from backlinkbot.app.decisions import removal_requests
from backlinkbot.app.pitch.admitting import release
from backlinkbot.app.pitch.campaigns import campaign_of
from backlinkbot.app.prospects.adding import Found, keep_found
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.outreach import Purpose
from backlinkbot.core.prospects import REMOVAL, Opening
from backlinkbot.io.state.approvals import cancel_waiting
from backlinkbot.io.state.campaigns import enrol, enrolments, keep_enrolment, kept_campaigns
from backlinkbot.io.state.prospects import kept_prospects, prospects_numbered
from backlinkbot.logic.outreach.sequences import Ending

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal

MOST_NAMED = 20  # pages in one letter


@dataclass(frozen=True, slots=True)
class Asked:
    """Sites of the audit that were put into a campaign, and those left out, with why."""

    added: int
    left_out: dict[str, str]

    def as_document(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {"added": self.added, "left_out": self.left_out}


def add_removals(workspace: Workspace, number: int, *, by: Principal) -> Asked:
    """Put the owners whose links are decided to be removed into a campaign that asks for it.

    Raises:
        BadInput: the campaign asks for links.
        NotFound: no such campaign, or no removal is decided.
    """
    campaign = campaign_of(workspace, number)
    if campaign.purpose is not Purpose.REMOVALS:
        raise BadInput(f"campaign {number} asks for links; make one for removals: --removals")
    requests = removal_requests(workspace, campaign.site).requests
    left = {one.unit: "it links no more" for one in requests if not one.links}
    with workspace.state.reading() as connection:
        known = {one.organisation: one for one in kept_prospects(connection, campaign.site)}
    found = []
    for one in requests:
        other = known.get(one.unit)
        if other is not None and not asks_for_removal(other):
            left[one.unit] = f"it is prospect {other.number}: nobody asks for both"
        elif one.links:
            found.append(Found(one.unit, (_opening(one.links),), ("removal",)))
    kept = keep_found(workspace, campaign.site, found, by=by)
    numbers = [one.number for one in (*kept.added, *kept.found_again)]
    with workspace.state.writing() as connection:
        added = enrol(connection, number, numbers, workspace.clock.now())
    return Asked(added, {**left, **dict(kept.refused)})


def end_removed(workspace: Workspace, site: str) -> list[str]:
    """End the asking of owners whose links are gone, or about whom something else was decided."""
    now = workspace.clock.now()
    try:
        standing = {one.unit: one.links for one in removal_requests(workspace, site).requests}
    except NotFound:  # every decision was taken back
        standing = {}
    gone, ended = [], []
    with workspace.state.writing() as connection:
        for campaign in kept_campaigns(connection, site):
            if campaign.purpose is not Purpose.REMOVALS:
                continue
            going = [one for one in enrolments(connection, campaign.number) if not one.ending]
            known = prospects_numbered(connection, [one.prospect for one in going])
            names = {one.number: one.organisation for one in known}
            for one in going:
                unit = names.get(one.prospect, "")
                if standing.get(unit):
                    continue
                ending = Ending.REMOVED if unit in standing else Ending.STOPPED
                ended.append(unit)
                done = replace(one, ending=ending.value, ended_at=now, is_held=False)
                keep_enrolment(connection, done)
                gone += cancel_waiting(
                    connection, campaign.number, one.prospect, now, ending.value
                )  # fmt: skip
    if gone:
        release(workspace, gone)
    return ended


def _opening(links: tuple[tuple[str, str, str], ...]) -> Opening:
    pages = [page for page, _, _ in links]
    named = ", ".join(pages[:MOST_NAMED])
    more = f" and {len(pages) - MOST_NAMED:,} more pages" if len(pages) > MOST_NAMED else ""
    return Opening(pages[0], REMOVAL, f"{named}{more}")
