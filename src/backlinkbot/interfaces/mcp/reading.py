"""Tools that read: nothing is changed by them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from mcp_types import ToolAnnotations
from pydantic import Field

from backlinkbot.app.anchors import anchors as anchor_mix
from backlinkbot.app.audit.last import last_audit
from backlinkbot.app.gap import gap as gap_of
from backlinkbot.app.grounds import grounds
from backlinkbot.app.jobs import list_jobs
from backlinkbot.app.measure import authority_of
from backlinkbot.app.profile import (
    RowQuestion,
    anchor_rows,
    domain_rows,
    link_evidence,
    link_rows,
)
from backlinkbot.app.profile import profile as profile_of
from backlinkbot.app.sites import list_sites
from backlinkbot.app.standings import standings
from backlinkbot.app.velocity import velocity as velocity_of
from backlinkbot.app.worth import worth as worth_of
from backlinkbot.core.cells import plain
from backlinkbot.interfaces.mcp.caller import Ctx
from backlinkbot.interfaces.schemas.answer import Answer, Rows
from backlinkbot.interfaces.schemas.audits import AuditOut, DomainVerdictOut
from backlinkbot.interfaces.schemas.jobs import told_to
from backlinkbot.interfaces.schemas.judged import AnchorMixOut, VelocityOut
from backlinkbot.interfaces.schemas.profile import ProfileOut

if TYPE_CHECKING:
    import pyarrow as pa
    from mcp.server import MCPServer

    from backlinkbot.interfaces.mcp.caller import Called, Calls

READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
MOST_ROWS = 200  # of one answer: more than an assistant can read anyway
OWN_LISTS = ("domains", "links", "disavow_file")
Row = dict[str, Any]
Domain = Annotated[str, Field(description="A domain, like example.com.", max_length=2_000)]
Domains = Annotated[list[str], Field(description="1 to 20 domains.", min_length=1, max_length=20)]
Limit = Annotated[int, Field(description="So many rows at most.", ge=1, le=MOST_ROWS)]
Offset = Annotated[int, Field(description="So many rows are passed over.", ge=0)]


class WorthAnswer(Rows[Row]):
    """Prices of links, the best first."""

    target: str
    authority: float | None = Field(description="Of the target now, 0 to 100.")
    basis: str


class GapAnswer(Rows[Row]):
    """Sites that link to rivals and not to the site."""

    domain: str
    rivals: list[str]
    lost_ones: int = Field(description="Sites left out: they linked to it once, to win back.")
    overlap: list[Row] = Field(description="Each rival: its referring domains, and shared ones.")


class RowsAnswer(Rows[Row]):
    """Rows of a list."""


class OneLink(Answer):
    """All that is known of the links from one page to another."""

    links: list[Row]


def add_reading(server: MCPServer, calls: Calls) -> None:
    """Put the reading tools on a server."""
    _about_sites(server, calls)
    _about_links(server, calls)
    _about_judgements(server, calls)
    _about_the_graph(server, calls)


def _about_sites(server: MCPServer, calls: Calls) -> None:
    @server.tool(annotations=READS)
    def sites(context: Ctx) -> RowsAnswer:
        """The user's sites and watched ones, with authority, referring domains, new and lost."""
        with calls.reading(context) as called:
            known = list_sites(called.workspace)
            return RowsAnswer(
                **_rows(called, [asdict(s) for s in standings(called.workspace, known)])
            )

    @server.tool(annotations=READS)
    def profile(context: Ctx, domain: Domain) -> ProfileOut:
        """Quality and quantity of a domain's backlinks: counts, quality split, best and worst
        links, anchors, placements, findings in plain sentences.
        """
        with calls.reading(context) as called:
            found = profile_of(called.workspace, domain)
            told = called.told(found.as_document(weeks=26))
            return ProfileOut(**told, recent_until=found.recent_until)

    @server.tool(annotations=READS)
    def jobs(context: Ctx) -> RowsAnswer:
        """Background work of late: what was asked for, how far it is, what came of it."""
        with calls.reading(context) as called:
            caller = called.caller
            found = list_jobs(caller.root, caller.client)[:MOST_ROWS]
            return RowsAnswer(**_rows(called, [told_to(caller.principal, job) for job in found]))


def _about_links(server: MCPServer, calls: Calls) -> None:
    @server.tool(annotations=READS)
    def links(
        context: Ctx,
        domain: Domain,
        status: Annotated[
            list[Literal["live", "new", "lost", "broken", "redirected"]],
            Field(description="Only these; none: all. New: began within 30 days."),
        ] = [],
        quality: Annotated[
            list[Literal["strong", "medium", "weak", "unjudged"]],
            Field(description="Only these; none: all."),
        ] = [],
        followed: Annotated[bool | None, Field(description="Only followed, or only not.")] = None,
        anchor: Annotated[str, Field(description="Contained in the anchor.", max_length=200)] = "",
        source_domain: Annotated[str, Field(description="From there.", max_length=253)] = "",
        one_per_domain: Annotated[bool, Field(description="The best of each domain.")] = False,
        order: Annotated[
            Literal["quality", "authority", "first_seen", "last_seen"],
            Field(description="The greatest or latest first."),
        ] = "quality",
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> RowsAnswer:
        """The backlinks of a domain, judged: source, anchor, placement, quality, dates, state."""
        question = RowQuestion(
            status=tuple(status), quality=tuple(quality), followed=followed, anchor=anchor,
            source_domain=source_domain, one_per_domain=one_per_domain, order=order, limit=limit,
            offset=offset,
        )  # fmt: skip
        with calls.reading(context) as called:
            found = link_rows(called.workspace, domain, question)
            return RowsAnswer(**_rows(called, _table(found.table), found.total))

    @server.tool(annotations=READS)
    def link(
        context: Ctx,
        domain: Domain,
        source_url: Annotated[str, Field(description="The linking page.", max_length=8_000)],
        target_url: Annotated[str, Field(description="The page linked to.", max_length=8_000)],
    ) -> OneLink:
        """One link with everything known of it: five readings with evidence, the HTML around it,
        history, sources and their disagreements.
        """
        with calls.reading(context) as called:
            found = link_evidence(called.workspace, domain, source_url, target_url)
            return OneLink(**called.stamp, links=called.told(_table(found.table)))

    @server.tool(annotations=READS)
    def referring_domains(
        context: Ctx, domain: Domain, limit: Limit = 50, offset: Offset = 0
    ) -> RowsAnswer:
        """The domains that link to a domain, each with authority and its best link."""
        with calls.reading(context) as called:
            question = RowQuestion(limit=limit, offset=offset)
            found = domain_rows(called.workspace, domain, question)
            return RowsAnswer(**_rows(called, _table(found.table), found.total))

    @server.tool(annotations=READS)
    def anchors(context: Ctx, domain: Domain, limit: Limit = 50, offset: Offset = 0) -> RowsAnswer:
        """The anchor texts that point at a domain, most referring domains first."""
        with calls.reading(context) as called:
            question = RowQuestion(limit=limit, offset=offset)
            found = anchor_rows(called.workspace, domain, question)
            return RowsAnswer(**_rows(called, _table(found.table), found.total))


def _about_judgements(server: MCPServer, calls: Calls) -> None:
    @server.tool(name="anchor_mix", annotations=READS)
    def mix(context: Ctx, domain: Domain) -> AnchorMixOut:
        """Whether a domain's anchors are a natural mix, class by class, with alarms."""
        with calls.reading(context) as called:
            told = anchor_mix(called.workspace, domain).as_document()
            return AnchorMixOut(**{**called.stamp, **told})

    @server.tool(annotations=READS)
    def velocity(context: Ctx, domain: Domain) -> VelocityOut:
        """How fast referring domains come, and which weeks are out of the ordinary: viral or
        bought.
        """
        with calls.reading(context) as called:
            told = velocity_of(called.workspace, domain).as_document()
            return VelocityOut(**{**called.stamp, **told})

    @server.tool(annotations=READS)
    def audit(context: Ctx, domain: Domain) -> AuditOut:
        """The last audit of a site: summary, groups of harmful sites, risk, measured error. Queue
        one with `begin` if there is none.
        """
        with calls.reading(context) as called:
            told = last_audit(called.workspace, domain)
            left = {name: part for name, part in told.items() if name not in OWN_LISTS}
            return AuditOut(**{**called.stamp, **called.told(left)})

    @server.tool(annotations=READS)
    def verdicts(
        context: Ctx,
        domain: Domain,
        verdict: Annotated[
            Literal["", "keep", "review", "disavow"], Field(description="Only these; empty: all.")
        ] = "",
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Rows[DomainVerdictOut]:
        """The last audit's verdict on each linking site: probability, reasons, marks, what its
        links bring, and what the user decided, which stands above it.
        """
        with calls.reading(context) as called:
            told = last_audit(called.workspace, domain)["domains"]
            fits = [one for one in told if verdict in ("", one["verdict"])]
            some = fits[offset : offset + limit]
            return Rows[DomainVerdictOut](**_rows(called, some, len(fits)))


def _about_the_graph(server: MCPServer, calls: Calls) -> None:
    @server.tool(annotations=READS)
    def authority(context: Ctx, domains: Domains) -> RowsAnswer:
        """Authority 0 to 100 of any domains with its interval and inflated share, and in words
        what it stands on.
        """
        with calls.reading(context) as called:
            rows = _table(authority_of(called.workspace, domains))
            known = [row["domain"] for row in rows if row.get("pagerank") is not None]
            why = {one.domain: one.in_words for one in grounds(called.workspace, known)}
            told = [{**row, "in_words": why.get(row["domain"])} for row in rows]
            return RowsAnswer(**_rows(called, told))

    @server.tool(annotations=READS)
    def worth(
        context: Ctx,
        target: Domain,
        sources: Annotated[
            list[str],
            Field(
                description="Links from these together; none: from every domain.", max_length=200
            ),
        ] = [],
        without: Annotated[
            list[str],
            Field(description="What losing the links of these costs.", max_length=200),
        ] = [],
        limit: Limit = 50,
    ) -> WorthAnswer:
        """What a link to the target would bring in points of authority before anybody asks for
        it, with interval and in average weak links.
        """
        with calls.reading(context) as called:
            found = worth_of(
                called.workspace, target, sources=sources, without=without or None, limit=limit
            )
            rows = _rows(called, _table(found.table), found.priced)
            rows["notes"] = list(found.notes)
            return WorthAnswer(**rows, target=target, authority=found.authority, basis=found.basis)

    @server.tool(annotations=READS)
    def gap(
        context: Ctx,
        domain: Domain,
        rivals: Annotated[
            list[str], Field(description="None: the site's competitors.", max_length=20)
        ] = [],
        least: Annotated[int, Field(description="Links to at least so many.", ge=1, le=20)] = 1,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> GapAnswer:
        """Who links to rivals and not to the site, those that link to most of them first."""
        with calls.reading(context) as called:
            found = gap_of(
                called.workspace, domain, rivals=rivals, least=least, limit=limit, offset=offset
            )
            told = found.as_document()
            return GapAnswer(
                **_rows(called, told["sources"], found.total), domain=found.domain,
                rivals=told["rivals"], lost_ones=found.lost_ones, overlap=told["overlap"],
            )  # fmt: skip


def _rows(called: Called, rows: list[Row], total: int | None = None) -> dict[str, Any]:
    told = called.told([plain(row) for row in rows])
    many = len(rows) if total is None else total
    return {**called.stamp, "total": many, "rows": told, "next_cursor": None, "notes": []}


def _table(table: pa.Table) -> list[Row]:
    rows: list[Row] = table.to_pylist(maps_as_pydicts="lossy")
    return rows
