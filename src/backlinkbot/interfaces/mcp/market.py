"""Tools that read what rivals do, what changed, and where the next links could come from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from backlinkbot.app.compare import compare as compare_of
from backlinkbot.app.find.kept import kept_find
from backlinkbot.app.plays import plays as plays_of
from backlinkbot.app.prospects import list_prospects
from backlinkbot.app.watch import lately
from backlinkbot.app.watch.alerts import alert_count, list_alerts
from backlinkbot.core.cells import plain
from backlinkbot.core.chances import Tactic
from backlinkbot.core.days import told_day
from backlinkbot.core.prospects import Stage
from backlinkbot.interfaces.mcp.caller import Ctx
from backlinkbot.interfaces.mcp.reading import READS, Domain, Limit, Offset
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.compared import CompareOut
from backlinkbot.interfaces.schemas.plays import PlaysOut
from backlinkbot.interfaces.schemas.prospects import (
    OpportunitiesOut,
    ProspectsOut,
    beside,
    prospect_told,
)
from backlinkbot.interfaces.schemas.watching import AlertOut, ChangesOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcp.server import MCPServer

    from backlinkbot.interfaces.mcp.caller import Called, Calls

EXAMPLES = 5  # links of a play: enough to see what it is
Since = Annotated[date | None, Field(description="From this day on, like 2026-10-01.")]


def add_market(server: MCPServer, calls: Calls) -> None:
    """Put these tools on a server."""
    _about_rivals(server, calls)
    _about_changes(server, calls)
    _about_chances(server, calls)


def _about_rivals(server: MCPServer, calls: Calls) -> None:
    @server.tool(annotations=READS)
    def compare(
        context: Ctx,
        domain: Domain,
        rivals: Annotated[
            list[str], Field(description="None: the site's competitors.", max_length=9)
        ] = [],
    ) -> CompareOut:
        """A site beside its rivals: authority, referring domains, quality, weekly growth, anchors,
        placements, countries; `differences` says in words what stands out.
        """
        with calls.reading(context) as called:
            told = compare_of(called.workspace, [domain, *rivals]).as_document()
            return CompareOut(**called.stamp, **told)

    @server.tool(annotations=READS)
    def plays(context: Ctx, domain: Domain, since: Since = None) -> PlaysOut:
        """What a rival did to earn its new links, as named plays: kind, time, asset, what it
        costs, whether search engines' rules allow it, whether we could repeat it; and its months.
        """
        with calls.reading(context) as called:
            day = told_day(since) if since else None
            told = plays_of(called.workspace, domain, since=day).as_document()
            for one in (*told["plays"], *([told["trickle"]] if told["trickle"] else [])):
                one["links"] = one["links"][:EXAMPLES]
            return PlaysOut(**{**called.stamp, **told})


def _about_changes(server: MCPServer, calls: Calls) -> None:
    @server.tool(annotations=READS)
    def changes(
        context: Ctx, domain: Domain, since: Since = None, limit: Limit = 50, offset: Offset = 0
    ) -> ChangesOut:
        """New, lost and changed links of a site or rival: since a day, else of the last 30 days.
        `index_only` rows are no news: only the index knows more or less than before.
        """
        with calls.reading(context) as called:
            day = told_day(since) if since else None
            told = lately(called.workspace, domain, day).as_document()
            rows = told.pop("changes")
            page = _page(called, rows[offset : offset + limit], len(rows))
            return ChangesOut(**{**told, **page, "notes": told["notes"]})

    @server.tool(annotations=READS)
    def alerts(
        context: Ctx,
        history: Annotated[bool, Field(description="Also those somebody has seen.")] = False,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Rows[AlertOut]:
        """What should be known of all sites: strong links lost, spikes, rivals' bursts, negative
        SEO; those nobody has seen, the newest first.
        """
        with calls.reading(context) as called:
            found = list_alerts(called.workspace, history=history, limit=limit, offset=offset)
            total = alert_count(called.workspace, history=history)
            page = _page(called, [one.as_document() for one in found], total)
            return Rows[AlertOut](**page, notes=[])


def _about_chances(server: MCPServer, calls: Calls) -> None:
    @server.tool(annotations=READS)
    def opportunities(
        context: Ctx,
        domain: Domain,
        tactic: Annotated[Tactic | None, Field(description="Only by this tactic.")] = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> OpportunitiesOut:
        """Pages that could link to a site next, best value per hour first: worth, odds with
        intervals, minutes, reasons in words, evidence. Queue `begin` find where nobody looked yet.
        """
        with calls.reading(context) as called:
            found = kept_find(called.workspace, domain)
            fits = [row for row in found.rows if tactic in {None, row["tactic"]}]
            page = _page(called, fits[offset : offset + limit], len(fits))
            return OpportunitiesOut(**page, **beside(found))

    @server.tool(annotations=READS)
    def prospects(
        context: Ctx,
        domain: Domain,
        stage: Annotated[Stage | None, Field(description="Only in this stage.")] = None,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> ProspectsOut:
        """Whom the user means to ask for links, how far each has come, and how many each stage
        has; the most valuable first.
        """
        with calls.reading(context) as called:
            found = list_prospects(called.workspace, domain, stages=[stage] if stage else [])
            who = called.caller.principal
            some = [prospect_told(who, one) for one in found.as_document()]
            page = _page(called, some[offset : offset + limit], len(some))
            stages = {one.value: count for one, count in found.counts.items()}
            return ProspectsOut(**page, site=found.site, stages=stages, notes=[])


def _page(called: Called, rows: Sequence[dict[str, Any]], total: int) -> dict[str, Any]:
    return {
        **called.stamp,
        "total": total,
        "rows": called.told([plain(row) for row in rows]),
        "next_cursor": None,
    }
