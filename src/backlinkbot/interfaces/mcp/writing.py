"""Tools that change something, none of them for good: sites, decisions, background work."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from mcp_types import ToolAnnotations
from pydantic import Field

from backlinkbot.app.decisions import decide as run_decide
from backlinkbot.app.jobs import queue
from backlinkbot.app.sites import add_site as run_add
from backlinkbot.core.cells import plain
from backlinkbot.core.nouns import Site
from backlinkbot.interfaces.mcp.caller import Ctx
from backlinkbot.interfaces.mcp.reading import Domain
from backlinkbot.interfaces.schemas.answer import Answer
from backlinkbot.interfaces.schemas.jobs import JobOut, told_to

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from backlinkbot.interfaces.mcp.caller import Calls

ADDS = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
OF_ALL_SITES = ("measure", "watch")
Words = Annotated[list[str], Field(description="Words or domains.", max_length=50)]


class SiteAnswer(Answer):
    """A site as it is kept now."""

    site: dict[str, Any]


class DecisionAnswer(Answer):
    """What was decided, and what a person has to do for more."""

    decision: dict[str, Any]
    next_step: str


def add_writing(server: MCPServer, calls: Calls) -> None:
    """Put the writing tools on a server."""

    @server.tool(annotations=ADDS)
    def add_site(
        context: Ctx,
        domain: Domain,
        name: Annotated[str, Field(description="What its owner calls it.", max_length=200)] = "",
        is_ours: Annotated[bool, Field(description="Ours, or only watched.")] = True,
        brand_words: Words = [],
        topic_words: Words = [],
        competitors: Words = [],
    ) -> SiteAnswer:
        """Add a site, or words and competitors to one that is known; nothing is taken away."""
        site = Site(
            domain, name, is_ours, tuple(brand_words), tuple(competitors), (), tuple(topic_words)
        )
        with calls.writing(context, "add_site", domain) as called:
            change = run_add(called.workspace, site)
            return SiteAnswer(**called.stamp, site=asdict(change.site))

    @server.tool(annotations=ADDS)
    def decide(
        context: Ctx,
        domain: Domain,
        unit: Annotated[str, Field(description="The linking site.", max_length=2_000)],
        choice: Annotated[
            Literal["keep", "remove", "undo"],
            Field(description="keep it, ask its owner to remove the link, or take that back."),
        ],
        note: Annotated[str, Field(description="Why.", max_length=500)] = "",
    ) -> DecisionAnswer:
        """Decide to keep a linking site or to have its links removed, or take that back. Nothing
        is sent. To disavow is for a person, on the page Audit.
        """
        with calls.writing(context, "decide", f"{domain} {unit} {choice}") as called:
            made = run_decide(
                called.workspace, domain, unit, choice, by=called.caller.principal.name, note=note
            )
            return DecisionAnswer(
                **called.stamp, decision=made.made.as_document(),
                next_step="Nothing was sent. A person can disavow or undo on the page Audit.",
            )  # fmt: skip

    @server.tool(annotations=ADDS)
    def begin(
        context: Ctx,
        kind: Annotated[
            Literal["measure", "audit", "report", "find", "watch"],
            Field(
                description="measure authority, audit a site, make its report, find its "
                "opportunities, or watch what changed."
            ),
        ],
        domain: Annotated[
            str, Field(description="For audit, report and find; else empty.", max_length=253)
        ] = "",
        key: Annotated[
            str, Field(description="Asked again with it: the same job.", max_length=200)
        ] = "",
    ) -> JobOut:
        """Queue background work; `jobs` tells how far it is."""
        with calls.writing(context, "begin", f"{kind} {domain}".strip()) as called:
            caller = called.caller
            job = queue(
                caller.root, kind, {} if kind in OF_ALL_SITES else {"domain": domain},
                client=caller.client, by=caller.principal.name, key=key,
            )  # fmt: skip
            return JobOut(**plain(told_to(caller.principal, job)))  # type: ignore[arg-type]  # a document
