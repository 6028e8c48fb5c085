"""The page Approval: what would go in every campaign, word for word, and what is due and waits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.pitch.activity import last_moments
from backlinkbot.app.pitch.approving import look
from backlinkbot.app.pitch.campaigns import list_campaigns
from backlinkbot.app.pitch.chosen import approve_chosen
from backlinkbot.app.pitch.rounds import would_go
from backlinkbot.core.errors import BadInput, NotFound, Refused, Unreachable
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import People, Posted, Writes
from backlinkbot.interfaces.web.obstacles import mended_on_contacts, rule_words
from backlinkbot.interfaces.web.page import Undo, after, page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed
from backlinkbot.interfaces.web.rounds import last_round, start_round

if TYPE_CHECKING:
    from backlinkbot.app.pitch.approving import Look
    from backlinkbot.app.pitch.rounds import WouldGo
    from backlinkbot.core.outreach import Campaign
    from backlinkbot.interfaces.gate import Asked

MOST = 20  # messages of a campaign on the page: as many as somebody reads before he approves
MOSTS = (MOST, 50, 200)
MOST_REFUSED = 50  # told one by one; all are counted by their rules

place = Place(
    "approval", "Approval", icon="check", of_site=True, order=78, needs_writer=True,
    group="Outreach",
)  # fmt: skip
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Batch:
    """A campaign with what would go of it; `look` None: nobody can say, for the reason `why`."""

    campaign: Campaign
    look: Look | None
    why: str = ""

    @property
    def rules(self) -> list[tuple[str, int]]:
        """How many would not go, by what is the case with them."""
        refused = self.look.refused if self.look else ()
        return Counter(rule_words(one.refusal.rule) for one in refused if one.refusal).most_common()


@router.get("/c/{client}/s/{domain}/approval")
def approval(request: Request, asked: People, domain: str) -> Response:
    """What would go in every campaign of a site, and why the rest would not."""
    return _page(request, asked, domain_named(domain))


@router.post("/c/{client}/s/{domain}/approval/send")
def send(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Queues a round: reads what came in, then sends what is approved and due."""
    del form  # nothing in it but that it is ours
    return start_round(request, asked, _here(asked, domain_named(domain)))


@router.post("/c/{client}/s/{domain}/approval/{number}")
def approve(request: Request, asked: Writes, domain: str, number: int, form: Posted) -> Response:
    """Approves the chosen messages of a look that is named by its digest."""
    domain = domain_named(domain)
    known = {one.number: one for one in list_campaigns(asked.workspace, domain)}
    if number not in known:
        raise NotFound(f"{domain} has no campaign {number}")
    picks = {int(text) for text in form.texts("pick") if text.isascii() and text.isdigit()}
    try:
        done = approve_chosen(
            asked.workspace, number, form.text("digest", 64), picks, by=asked.principal.name,
            most=_most(form.text("most", 4)),
        )  # fmt: skip
    except (BadInput, Refused) as error:
        return _page(request, asked, domain, wrong=(number, pressed(sentence(error))))
    many, out = len(done.approved), len(done.refused)
    told = f"{many:,} {'message is' if many == 1 else 'messages are'} approved and will go when due"
    told += f"; {out:,} may not go after all." if out else "."
    halt = Undo(
        f"/c/{quote(asked.client)}/s/{quote(domain)}/campaigns/{number}/switch",
        {"what": "pause"}, "Halt this campaign", "pause",
    )  # fmt: skip
    return after(request, _here(asked, domain), told, halt)


def _page(
    request: Request, asked: Asked, domain: str, wrong: tuple[int, str] | None = None
) -> Response:
    most = _most(request.query_params.get("most", ""))
    campaigns = list_campaigns(asked.workspace, domain)
    due, why = _due(asked, domain) if campaigns else (None, "")
    job, running = last_round(asked)
    return page(
        request, asked, "approval.html.j2", status=409 if wrong else 200, domain=domain,
        batches=[_batch(asked, one, most) for one in campaigns], here_at=_here(asked, domain),
        due=due, why=why, wrong=wrong, most=most, mosts=MOSTS, most_refused=MOST_REFUSED,
        job=job, running=running, last=last_moments(asked.workspace),
        rule_words=rule_words, mended_on_contacts=mended_on_contacts,
    )  # fmt: skip


def _batch(asked: Asked, campaign: Campaign, most: int) -> Batch:
    try:
        return Batch(campaign, look(asked.workspace, campaign.number, most=most))
    except (BadInput, NotFound, Refused, Unreachable) as error:
        return Batch(campaign, None, pressed(sentence(error)))


def _due(asked: Asked, domain: str) -> tuple[WouldGo | None, str]:
    """What is approved and due of a site; or why nobody can say."""
    try:
        found = would_go(asked.workspace)
    except (Refused, Unreachable) as error:
        return None, pressed(sentence(error))
    return type(found)(
        tuple(one for one in found.going if one.site == domain),
        tuple(pair for pair in found.waiting if pair[0].site == domain),
    ), ""


def _most(text: str) -> int:
    return int(text) if text in {str(one) for one in MOSTS} else MOST


def _here(asked: Asked, domain: str) -> str:
    return f"/c/{quote(asked.client)}/s/{quote(domain)}/approval"
