"""Looks whether links that were asked for stand, and records what each of them is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backlinkbot.app.crawl import crawl, ends_of
from backlinkbot.app.pitch.admitting import release
from backlinkbot.app.profile.kept import kept_lists
from backlinkbot.app.prospects.checking import refresh_prospects
from backlinkbot.app.prospects.organisations import organisation_of
from backlinkbot.core.crawl import CrawlPlan, Outcome
from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import LinkState
from backlinkbot.core.outreach import Purpose
from backlinkbot.core.prospects import Stage
from backlinkbot.core.urls import canonical
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.won_links import WonLink
from backlinkbot.io.state.approvals import cancel_waiting, ids_to
from backlinkbot.io.state.campaigns import (
    campaign_numbered,
    enrolments_of,
    keep_enrolment,
)
from backlinkbot.io.state.mails import mails_answering
from backlinkbot.io.state.messages import messages_of
from backlinkbot.io.state.prospects import kept_prospects
from backlinkbot.io.state.won_links import keep_won, kept_won
from backlinkbot.logic.outreach.sequences import Ending

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress
    from backlinkbot.core.prospects import Prospect
    from backlinkbot.io.crawl.session import Manner

WAITING = (Stage.CONTACTED, Stage.REPLIED, Stage.NEGOTIATING)
MOST_PAGES = 8  # of one prospect: those it was asked about, and those its answers name
ANSWERS_A_PAGE = 4  # a page that moved answers with where to, and then there
READ: tuple[str, ...] = (Outcome.PAGE, Outcome.NOT_MODIFIED)
WHY_NOT: dict[str, str] = {
    Outcome.REDIRECTED: "it leads to another page, which was not read",
    Outcome.ERROR: "the server says",
    Outcome.FORBIDDEN: "robots.txt forbids it",
    Outcome.ROBOTS_UNREACHABLE: "its robots.txt could not be read",
    Outcome.REFUSED: "it is on no public host",
    Outcome.UNREACHABLE: "no answer",
    Outcome.BUSY: "the server is too busy",
}
SAYS_MORE: tuple[str, ...] = (Outcome.ERROR, Outcome.UNREACHABLE)
ADDRESS = re.compile(r"https?://[^\s<>\"')\]]{1,2000}")


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A page that was looked at. `why_not`: why it could not be read, empty where it was.

    `link`: the address of ours that it links to now, empty where it does not.
    """

    page: str
    prospect: int
    organisation: str
    why_not: str = ""
    link: str = ""

    def as_document(self) -> dict[str, Any]:
        """The page as JSON."""
        return {
            "page": self.page,
            "prospect": self.prospect,
            "organisation": self.organisation,
            "is_read": not self.why_not,
            "why_not": self.why_not or None,
            "link": self.link or None,
        }


@dataclass(frozen=True, slots=True)
class Landed:
    """What a look found: the `pages`, links that are `won` now, and those `lost` again.

    `waiting`: prospects that may still link.
    """

    site: str
    pages: tuple[LookedAt, ...]
    won: tuple[WonLink, ...]
    lost: tuple[WonLink, ...]
    waiting: int

    @property
    def looked_at(self) -> int:
        """How many pages were looked at."""
        return len(self.pages)

    @property
    def fetched(self) -> int:
        """How many of them could be read."""
        return sum(not one.why_not for one in self.pages)

    @property
    def failed(self) -> dict[str, int]:
        """Why the others could not, and how many."""
        return dict(Counter(one.why_not for one in self.pages if one.why_not))

    def as_document(self) -> dict[str, Any]:
        """The look as JSON."""
        return {
            "site": self.site,
            "looked_at": self.looked_at,
            "won": [one.as_document() for one in self.won],
            "lost": [one.as_document() for one in self.lost],
            "waiting": self.waiting,
            "fetched": self.fetched,
            "failed": self.failed,
            "pages": [one.as_document() for one in self.pages],
        }


def look_for_links(
    workspace: Workspace,
    site: str,
    progress: Progress | None = None,
    *,
    manner: Manner | None = None,
) -> Landed:
    """Fetch the pages that were asked for a link, record the links that stand, end what waits.

    `manner`: how to fetch; tests give their own.

    Raises:
        NotFound: nothing was read in yet, and no page could be fetched.
        Refused: another crawl of this workspace is under way.
    """
    domain = domain_named(site)
    pages = _pages(workspace, domain)
    ends: dict[str, tuple[str, str] | None] = {}
    if pages:
        most = len(pages) * ANSWERS_A_PAGE
        plan = CrawlPlan(tuple(pages), most, 0, most, sitemaps=False)
        done = crawl(workspace, plan, progress, manner=manner)
        ends = ends_of(workspace, done.name, pages)
        workspace.refresh()
    checked = refresh_prospects(workspace, domain)
    won, lost = record_won(workspace, domain)
    links = {one.page: one.target for one in won}
    told = [
        LookedAt(
            page, one.number, one.organisation, _why_not(ends.get(page)),
            links.get(canonical(page) or page, ""),
        )
        for page, one in pages.items()
    ]  # fmt: skip
    return Landed(domain, tuple(told), tuple(won), tuple(lost), checked.waiting)


def record_won(workspace: Workspace, site: str) -> tuple[list[WonLink], list[WonLink]]:
    """Keep the links of won prospects as the index knows them now; the new ones, and the lost.

    What waits for a prospect whose link has landed is cancelled, and its sequence ends.
    """
    now = workspace.clock.now()
    with workspace.state.reading() as connection:
        asked = [
            one
            for one in kept_prospects(connection, site)
            if one.outcome and one.outcome.contacted_at and one.outcome.placed_at
        ]
        before = {(one.prospect, one.page, one.target): one for one in kept_won(connection, site)}
    if not asked:
        return [], []
    found = [one for prospect in asked for one in _links(workspace, prospect, now)]
    with workspace.state.writing() as connection:
        found = [_of_campaign(connection, one) for one in found]
        fresh = [one for one in found if keep_won(connection, one)]
    known = [(one, before.get((one.prospect, one.page, one.target))) for one in found]
    lost = [one for one, was in known if one.lost_at and was and not was.lost_at]
    _end(workspace, [one.number for one in asked if one.stage is Stage.WON], now)
    return fresh, lost


def won_links(workspace: Workspace, site: str = "") -> list[WonLink]:
    """The links that were won, for a site or for all, the newest first."""
    with workspace.state.reading() as connection:
        return kept_won(connection, domain_named(site) if site else "")


def _why_not(end: tuple[str, str] | None) -> str:
    """Why a page could not be read, in words; empty where it was."""
    outcome, reason = end or ("", "")
    if outcome in READ:
        return ""
    said = reason.replace("_", " ")
    words = WHY_NOT.get(outcome, "it was not asked for")
    return f"{words}: {said}" if said and outcome in SAYS_MORE else words


def _pages(workspace: Workspace, site: str) -> dict[str, Prospect]:
    """The pages where a link may stand, each with the prospect that was asked about it."""
    with workspace.state.reading() as connection:
        waiting = [one for one in kept_prospects(connection, site) if one.stage in WAITING]
        to = ids_to(connection, [one.number for one in waiting])
        told: dict[int, str] = {}
        for mail in mails_answering(connection, list(to)):
            number = to[mail.answers]
            told[number] = f"{told.get(number, '')}\n{mail.text}"
    pages: dict[str, Prospect] = {}
    for one in waiting:
        named = [_trimmed(url) for url in ADDRESS.findall(told.get(one.number, ""))]
        own = [url for url in named if _is_of(one, url)]
        first = [one.outcome.page] if one.outcome and one.outcome.page else []
        openings = [opening.page for opening in one.openings]
        for page in list(dict.fromkeys([*own, *first, *openings]))[:MOST_PAGES]:
            if page.startswith(("http://", "https://")):
                pages.setdefault(page, one)
    return pages


def _trimmed(url: str) -> str:
    return url.rstrip(".,;:!?")


def _is_of(prospect: Prospect, url: str) -> bool:
    try:
        return organisation_of(url) in {prospect.organisation, *prospect.names}
    except BadInput:
        return False


def _links(workspace: Workspace, prospect: Prospect, now: datetime) -> list[WonLink]:
    """The links of a prospect that began when it was asked, or later."""
    import pyarrow.compute as pc

    outcome = prospect.outcome
    if outcome is None or outcome.contacted_at is None:
        return []
    since = outcome.contacted_at.replace(hour=0, minute=0, second=0, microsecond=0)
    links = kept_lists(workspace, prospect.site).links
    names = sorted({prospect.organisation, *prospect.names})
    rows = links.filter(
        pc.and_(links["is_backlink"], pc.is_in(links["source_domain"], _array(names)))
    ).to_pylist()
    worth = next((one.worth_points for one in prospect.openings if one.page == outcome.page), None)
    return [
        WonLink(
            prospect.number, prospect.site, prospect.organisation, row["source_url"],
            row["target_url"], _utc(row["first_seen"], now), now,
            tactic=outcome.tactic, anchor=row["anchor"] or "",
            anchor_class=row["anchor_class"] or "", placement=row["placement"] or "",
            is_followed=bool(row["followed"]), quality=row["quality"],
            strength=row["strength"] or "", authority=row["authority"], worth_points=worth,
            lost_at=None if _stands(row) else _utc(row["lost_on"], now),
            lost_reason="" if _stands(row) else row["lost_reason"] or "",
        )
        for row in rows
        if row["first_seen"] is not None and _utc(row["first_seen"], now) >= since
    ]  # fmt: skip


def _array(names: Iterable[str]) -> Any:
    import pyarrow as pa

    return pa.array(names, pa.string())


def _stands(row: dict[str, Any]) -> bool:
    return row["state"] in {LinkState.LIVE.value, LinkState.REDIRECTED.value}


def _utc(moment: datetime | None, now: datetime) -> datetime:
    if moment is None:
        return now
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _of_campaign(connection: Any, one: WonLink) -> WonLink:
    """The link with the campaign and the last message that asked for it."""
    for going in reversed(enrolments_of(connection, [one.prospect])):
        campaign = campaign_numbered(connection, going.campaign)
        if campaign is None or campaign.purpose is not Purpose.LINKS:
            continue
        sent = [m for m in messages_of(connection, going.campaign, [one.prospect]) if m.sent_at]
        if sent:
            return replace(
                one, campaign=going.campaign, message_id=sent[-1].message.message_id
            )  # fmt: skip
    return one


def _end(workspace: Workspace, prospects: list[int], now: datetime) -> None:
    """End all sequences of prospects whose links have landed; what never left counts for nobody."""
    gone: list[str] = []
    with workspace.state.writing() as connection:
        for going in enrolments_of(connection, prospects) if prospects else ():
            if going.ending:
                continue
            ended = replace(going, ending=Ending.LANDED.value, ended_at=now, is_held=False)
            keep_enrolment(connection, ended)
            gone += cancel_waiting(
                connection, going.campaign, going.prospect, now, Ending.LANDED.value
            )  # fmt: skip
    if gone:
        release(workspace, gone)
