"""Tools that keep prospects and note how far each has come; nobody is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from backlinkbot.app.find.kept import keep_rows
from backlinkbot.app.prospects import add_prospect, move_prospects, show_prospect
from backlinkbot.core.cells import plain
from backlinkbot.core.errors import BadInput
from backlinkbot.core.prospects import Stage
from backlinkbot.interfaces.mcp.caller import Ctx
from backlinkbot.interfaces.mcp.reading import Domain
from backlinkbot.interfaces.mcp.writing import ADDS
from backlinkbot.interfaces.schemas.answer import Answer
from backlinkbot.interfaces.schemas.prospects import KeptOut, ProspectAnswer

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from backlinkbot.interfaces.mcp.caller import Calls

MOST_IDS = 200
Number = Annotated[int, Field(description="As `prospects` tells it.", ge=1, le=2**31 - 1)]


class KeptAnswer(KeptOut, Answer):
    """What became of those that were to be kept."""


def add_asking(server: MCPServer, calls: Calls) -> None:
    """Put these tools on a server."""

    @server.tool(annotations=ADDS)
    def keep_prospect(
        context: Ctx,
        domain: Domain,
        opportunities: Annotated[
            list[str], Field(description="`id`s of `opportunities`.", max_length=MOST_IDS)
        ] = [],
        place: Annotated[
            str,
            Field(description="Instead: a domain, or the page for the link.", max_length=8_000),
        ] = "",
        note: Annotated[str, Field(description="Why; with `place`.", max_length=500)] = "",
    ) -> KeptAnswer:
        """Keep opportunities of the last find, or one place by hand, as prospects of a site; each
        organisation once. Nobody is written to; a person can undo it by its `step`.
        """
        with calls.writing(context, "keep_prospect", f"{domain} {place}".strip()) as called:
            if bool(opportunities) is bool(place):
                raise BadInput("give ids of opportunities or a place, one of them")
            by = called.caller.principal
            done = (
                add_prospect(called.workspace, domain, place, by=by, note=note)
                if place
                else keep_rows(called.workspace, domain, opportunities, by=by)
            )
            return KeptAnswer(**called.stamp, **done.as_document())

    @server.tool(annotations=ADDS)
    def move_prospect(
        context: Ctx,
        number: Number,
        stage: Annotated[Stage, Field(description="Where it is now.")],
        note: Annotated[str, Field(description="For its history.", max_length=500)] = "",
    ) -> ProspectAnswer:
        """Note how far a prospect has come. Nobody is written to. `Do not contact` holds for all
        sites, and only an owner takes it back.
        """
        with calls.writing(context, "move_prospect", f"{number} {stage}") as called:
            by = called.caller.principal
            move_prospects(called.workspace, [number], stage, by=by, note=note)
            told: Any = plain(show_prospect(called.workspace, number).as_document())
            return ProspectAnswer(**called.stamp, **called.told(told))
