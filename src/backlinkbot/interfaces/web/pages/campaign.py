"""The page of one campaign: who is in it and where each stands, what was sent, and its switches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from backlinkbot.app.pitch.approving import refused
from backlinkbot.app.pitch.campaigns import (
    UNASKED,
    Enrolled,
    add_to_campaign,
    approve_by_rule,
    campaign_of,
    pause_campaign,
    take_from_campaign,
)
from backlinkbot.app.pitch.members import members_of
from backlinkbot.app.pitch.removals import add_removals
from backlinkbot.app.pitch.standing import campaign_standings
from backlinkbot.app.prospects import list_prospects
from backlinkbot.core.errors import BadInput, NotFound, Refused, Unreachable
from backlinkbot.core.outreach import LAST_STATES, Purpose
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.obstacles import rule_words
from backlinkbot.interfaces.web.page import Undo, after, page
from backlinkbot.interfaces.web.pages.campaigns import here_of
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.app.pitch.members import Member
    from backlinkbot.app.pitch.standing import CampaignStanding
    from backlinkbot.core.outreach import Campaign
    from backlinkbot.core.prospects import Prospect
    from backlinkbot.interfaces.gate import Asked, Fields

COLUMNS = (
    Column("organisation", "Prospect", order="organisation"),
    Column("standing", "Where it stands", order="standing"),
    Column("messages", "Messages", is_numeric=True, order="messages"),
    Column("last", "Last changed", order="last"),
    Column("stage", "Stage", order="stage"),
    Column("added", "Put in", order="added", is_first=False),
)
ORDERS: dict[str, Callable[[Told], Any]] = {
    "last": lambda one: _last(one.member),
    "organisation": lambda one: one.member.prospect.organisation,
    "standing": lambda one: one.standing,
    "messages": lambda one: len(one.member.messages),
    "stage": lambda one: one.member.prospect.stage.value,
    "added": lambda one: one.member.going.added_at,
}
BARE = "no-contact"  # a rule whose words say all of it
NUMBER_DIGITS = 9
MOST_FREE = 200  # prospects that can be chosen one by one; a tactic takes all of its own

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Told:
    """A member of a campaign, and the first thing that stands in the way of what goes next.

    `why`: the sentence about it, empty for whoever may not see people.
    """

    member: Member
    obstacle: str = ""
    why: str = ""

    @property
    def standing(self) -> str:
        """Where he stands; before the first message what stands in its way."""
        stops = self.obstacle and not self.member.messages
        return f"cannot be written to: {self.obstacle}" if stops else self.member.standing


@router.get("/c/{client}/s/{domain}/campaigns/{number}")
def campaign(request: Request, asked: Reads, domain: str, number: int) -> Response:
    """How one campaign stands; who only reads sees no message and no address."""
    domain = domain_named(domain)
    one = _standing(asked, domain, number)
    members = _told(asked, number, members_of(asked.workspace, number))
    view = view_of(request, orders=tuple(ORDERS), order="last")
    asks_links = one.campaign.purpose is Purpose.LINKS
    free = _free(asked, domain, members) if asked.may_write and asks_links else []
    return page(
        request, asked, "campaign.html.j2", domain=domain, one=one, campaign=one.campaign,
        here_at=f"{here_of(asked, domain)}/{number}", listing=_listing(one.campaign, members, view),
        chosen=_chosen(members, view.query.get("prospect", "")) if asked.may_write else None,
        standings=Counter(member.standing for member in members).most_common(),
        free=free[:MOST_FREE], many_free=len(free), view=view,
        tactics=Counter(part.tactic for one in free for part in one.openings if part.tactic),
    )  # fmt: skip


@router.post("/c/{client}/s/{domain}/campaigns/{number}/add")
def add(request: Request, asked: Writes, domain: str, number: int, form: Posted) -> Response:
    """Puts prospects in: those chosen, all of a tactic, or all that nobody has written to."""
    domain = domain_named(domain)
    _own(asked, domain, number)
    here, picks = f"{here_of(asked, domain)}/{number}", _numbers(form.texts("pick"))
    how = form.text("how", 10)
    if how == "chosen" and not picks:
        return after(request, here, "Nobody was put in: choose somebody.")
    try:
        done = _added(asked, number, form, picks)
    except (BadInput, NotFound) as error:
        return after(request, here, f"Nobody was put in: {pressed(sentence(error))}")
    many = done.added
    who = "prospect was" if many == 1 else "prospects were"
    told = f"{many:,} {who} put in. Nothing goes before it is approved."
    told += f" {done.says}." if done.says else ""
    return after(request, here, told)


def _added(asked: Asked, number: int, form: Fields, picks: list[int]) -> Enrolled:
    """Puts prospects in as the form says.

    Raises:
        BadInput, NotFound: they cannot be put in, or there are none.
    """
    how = form.text("how", 10)
    if how == "removals":
        return Enrolled(add_removals(asked.workspace, number, by=asked.principal).added)
    return add_to_campaign(
        asked.workspace, number, picks if how == "chosen" else (),
        tactic=form.text("tactic", 40) if how == "tactic" else "",
    )  # fmt: skip


@router.post("/c/{client}/s/{domain}/campaigns/{number}/take-out")
def take_out(request: Request, asked: Writes, domain: str, number: int, form: Posted) -> Response:
    """Ends the campaign for the chosen prospects; what has not gone to them is cancelled."""
    domain = domain_named(domain)
    _own(asked, domain, number)
    here, picks = f"{here_of(asked, domain)}/{number}", _numbers(form.texts("pick"))
    many = take_from_campaign(asked.workspace, number, picks) if picks else 0
    return after(request, here, f"The campaign is over for {many:,}." if many else "Nothing ended.")


@router.post("/c/{client}/s/{domain}/campaigns/{number}/switch")
def switch(request: Request, asked: Writes, domain: str, number: int, form: Posted) -> Response:
    """Halts a campaign or lets it go on; switches the rule for follow-ups on or off."""
    domain = domain_named(domain)
    _own(asked, domain, number)
    here, what = f"{here_of(asked, domain)}/{number}", form.text("what", 10)
    if what in ("pause", "resume"):
        rests = what == "pause"
        pause_campaign(asked.workspace, number, is_paused=rests, why=form.text("why", 200))
        told = "The campaign rests; what is approved waits." if rests else "The campaign goes on."
        undone = Undo(f"{here}/switch", {"what": "resume" if rests else "pause"})
        return after(request, here, told, undone)
    if what not in ("rule-on", "rule-off"):
        raise BadInput("a campaign can be halted, resumed, or its rule switched")
    is_on = what == "rule-on"
    approve_by_rule(asked.workspace, number, is_on=is_on)
    told = "Follow-ups go without an approval of their own." if is_on else (
        "Follow-ups wait for an approval.")  # fmt: skip
    undone = Undo(f"{here}/switch", {"what": "rule-off" if is_on else "rule-on"})
    return after(request, here, told, undone)


def _own(asked: Asked, domain: str, number: int) -> Campaign:
    """The campaign, if it is this site's; raises NotFound for another."""
    missing = f"{domain} has no campaign {number}"
    try:
        found = campaign_of(asked.workspace, number)
    except NotFound:
        raise NotFound(missing) from None
    if found.site != domain:
        raise NotFound(missing)
    return found


def _standing(asked: Asked, domain: str, number: int) -> CampaignStanding:
    _own(asked, domain, number)
    every = campaign_standings(asked.workspace, domain)
    return next(one for one in every if one.campaign.number == number)


def _told(asked: Asked, number: int, members: list[Member]) -> list[Told]:
    """The members with what stands in the way of each, as far as that can be said."""
    asking = [one.prospect.number for one in members if _may_be_stopped(one)]
    try:
        found = refused(asked.workspace, number, asking) if asking else []
    except (BadInput, Refused, Unreachable):  # the page Approval says why
        found = []
    said = {one.prospect: one.refusal for one in found if one.refusal}
    sees = asked.principal.may_see_people
    return [
        Told(one, rule_words(why.rule), pressed(why.reason) if sees and why.rule != BARE else "")
        if (why := said.get(one.prospect.number)) else Told(one)
        for one in members
    ]  # fmt: skip


def _may_be_stopped(one: Member) -> bool:
    """Whether something is still to go to him that is not approved."""
    return not one.going.ending and all(each.state in LAST_STATES for each in one.messages)


def _listing(campaign: Campaign, members: list[Told], view: Any) -> Listing:
    wanted = view.query.get("standing", "")
    rows = [one for one in members if not wanted or one.standing == wanted]
    rows.sort(key=ORDERS[view.order], reverse=view.is_descending)
    shown = [
        {"number": one.member.prospect.number, "told": one, "last": _last(one.member)}
        for one in rows[view.offset : view.offset + view.per_page]
    ]
    caption = f"Prospects in {campaign.name}"
    return Listing(caption, COLUMNS, shown, view, len(rows), unit="prospect")


def _last(one: Member) -> Any:
    moments = [one.going.added_at, *(message.changed_at for message in one.messages)]
    return max([*moments, *([one.going.ended_at] if one.going.ended_at else [])])


def _chosen(members: list[Told], number: str) -> Member | None:
    """The member whose messages are to be shown."""
    every = (one.member for one in members)
    return next((one for one in every if str(one.prospect.number) == number), None)


def _free(asked: Asked, domain: str, members: list[Told]) -> list[Prospect]:
    """The prospects of the site that nobody has written to and that are not in it, best first."""
    inside = {one.member.prospect.number for one in members}
    every = list_prospects(asked.workspace, domain, stages=list(UNASKED)).prospects
    return [one for one in every if one.number not in inside]


def _numbers(texts: list[str]) -> list[int]:
    return [
        int(text) for text in texts
        if text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS
    ]  # fmt: skip
