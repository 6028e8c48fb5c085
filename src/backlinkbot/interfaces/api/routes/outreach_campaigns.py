"""Campaigns: who is written to with which words, looked at whole and approved before it goes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from backlinkbot.app.pitch.approving import approve as run_approve
from backlinkbot.app.pitch.approving import look as run_look
from backlinkbot.app.pitch.campaigns import (
    add_campaign,
    add_to_campaign,
    approve_by_rule,
    campaign_of,
    pause_campaign,
    take_from_campaign,
)
from backlinkbot.app.pitch.members import members_of
from backlinkbot.app.pitch.removals import add_removals
from backlinkbot.app.pitch.standing import campaign_standings, standing_of
from backlinkbot.core.outreach import Sender
from backlinkbot.interfaces.api.asked import Changes, People, Reads
from backlinkbot.interfaces.api.paging import Paged, stamped
from backlinkbot.interfaces.api.parameters import LONGEST_DOMAIN
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.outreach import (
    ApprovedOut,
    ApproveIn,
    CampaignChange,
    CampaignIn,
    CampaignOut,
    EnrolIn,
    EnrolledOut,
    LookOut,
    MemberOut,
    Number,
    RemovalsOut,
    StandingAnswer,
    StandingOut,
    TakenOut,
    TakeOutIn,
    campaign_told,
)
from backlinkbot.interfaces.schemas.prospects import MOST_AT_ONCE, MOST_NUMBER

CampaignPath = Annotated[int, Path(ge=1, le=MOST_NUMBER, description="Its number.")]
Site = Annotated[str, Query(max_length=LONGEST_DOMAIN, description="Only of this site.")]

router = APIRouter(tags=["campaigns"])


@router.get("/campaigns", response_model=Rows[StandingOut])
def campaigns(asked: Reads, place: Paged, domain: Site = "") -> Any:
    """The campaigns and how each stands, the newest first."""
    found = campaign_standings(asked.workspace, domain)
    return place.of([campaign_told(asked.principal, one.as_document()) for one in found])


@router.post("/campaigns", status_code=201, response_model=CampaignOut, responses=described(409))
def add(asked: Changes, told: CampaignIn, response: Response, keyed: Repeated) -> Any:
    """Makes a campaign; nobody is in it yet, and nothing goes before it is approved."""
    sender = Sender(
        told.sender, told.organisation, told.postal_address, told.country.upper(),
        told.privacy_url,
    )  # fmt: skip

    def made() -> dict[str, Any]:
        return add_campaign(
            asked.workspace, told.site, told.name, sequence=told.sequence, mailbox=told.mailbox,
            sender=sender, purpose=told.purpose, approves_itself=told.approves_follow_ups,
            target=told.target, by=asked.principal.name,
        ).as_document()  # fmt: skip

    document = keyed.once(asked, made)
    response.headers["location"] = f"/api/v1/campaigns/{document['number']}"
    return document


@router.get("/campaigns/{campaign}", response_model=StandingAnswer, responses=described(404))
def one(asked: Reads, campaign: CampaignPath) -> Any:
    """One campaign and how it stands."""
    found = standing_of(asked.workspace, campaign).as_document()
    return stamped(asked, campaign_told(asked.principal, found))


@router.patch("/campaigns/{campaign}", response_model=CampaignOut, responses=described(404))
def change(asked: Changes, campaign: CampaignPath, told: CampaignChange) -> Any:
    """Halts a campaign, lets it go on, or switches its rule for follow-ups."""
    found = campaign_of(asked.workspace, campaign)
    if told.is_paused is not None:
        why = told.paused_why if told.is_paused else ""
        found = pause_campaign(asked.workspace, campaign, is_paused=told.is_paused, why=why)
    if told.approves_follow_ups is not None:
        found = approve_by_rule(asked.workspace, campaign, is_on=told.approves_follow_ups)
    return found.as_document()


@router.get(
    "/campaigns/{campaign}/prospects", response_model=Rows[MemberOut], responses=described(404)
)
def members(asked: People, campaign: CampaignPath, place: Paged) -> Any:
    """The prospects of a campaign, where each stands, and what was written to him."""
    campaign_of(asked.workspace, campaign)
    return place.of([one.as_document() for one in members_of(asked.workspace, campaign)])


@router.post(
    "/campaigns/{campaign}/prospects",
    status_code=201,
    response_model=EnrolledOut,
    responses=described(404, 409),
)
def enrol(asked: Changes, campaign: CampaignPath, told: EnrolIn, keyed: Repeated) -> Any:
    """Puts prospects into a campaign: those named, else all that nobody has written to."""

    def done() -> dict[str, Any]:
        put = add_to_campaign(asked.workspace, campaign, told.numbers, tactic=told.tactic)
        return {
            "campaign": campaign, "added": put.added, "known": put.known, "busy": sorted(put.busy),
        }  # fmt: skip

    return keyed.once(asked, done)


@router.post(
    "/campaigns/{campaign}/removals",
    status_code=201,
    response_model=RemovalsOut,
    responses=described(404, 409),
)
def add_owners(asked: Changes, campaign: CampaignPath, keyed: Repeated) -> Any:
    """Puts in the owners of links that the audit's decisions want removed; nothing goes yet."""
    return keyed.once(
        asked, lambda: add_removals(asked.workspace, campaign, by=asked.principal).as_document()
    )


@router.post(
    "/campaigns/{campaign}/take-out", response_model=TakenOut, responses=described(404, 409)
)
def take_out(asked: Changes, campaign: CampaignPath, told: TakeOutIn, keyed: Repeated) -> Any:
    """Ends a campaign for prospects; what has not gone to them is cancelled."""

    def done() -> dict[str, Any]:
        ended = take_from_campaign(asked.workspace, campaign, told.numbers)
        return {"campaign": campaign, "ended": ended}

    return keyed.once(asked, done)


@router.get("/campaigns/{campaign}/look", response_model=LookOut, responses=described(404))
def look(
    asked: People,
    campaign: CampaignPath,
    most: Annotated[int, Query(ge=0, le=MOST_AT_ONCE, description="At most so many; 0: all.")] = 0,
    prospect: Annotated[
        list[Number], Query(max_length=MOST_AT_ONCE, description="Only these prospects.")
    ] = [],  # noqa: B006 - FastAPI copies it
) -> Any:
    """What would go word for word, to whom, when, and why not to the others; nothing goes."""
    found = run_look(asked.workspace, campaign, most=most, only=prospect)
    return stamped(asked, found.as_document())


@router.post(
    "/campaigns/{campaign}/approve", response_model=ApprovedOut, responses=described(404, 409)
)
def approve(asked: Changes, campaign: CampaignPath, told: ApproveIn, keyed: Repeated) -> Any:
    """Lets go what a look showed, named by its digest; where it changed since, nothing is."""
    return keyed.once(
        asked,
        lambda: run_approve(
            asked.workspace, campaign, told.digest, by=asked.principal.name, most=told.most,
            only=told.prospects,
        ).as_document(),
    )  # fmt: skip
