"""What a route is given: who asks, which client it is about, and its open workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import HOME, Principal
from backlinkbot.core.errors import NotFound, Refused
from backlinkbot.interfaces.gate.desk import Gate, gate_of
from backlinkbot.interfaces.gate.forms import need_own_page

READS = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: `principal` asks about `client`, whose stores are open in `workspace`."""

    gate: Gate
    principal: Principal
    client: str
    workspace: Workspace

    @property
    def may_write(self) -> bool:
        """Whether he may change something here, so that pages show what to press."""
        return self.principal.may_write(self.client)


async def seen(request: Request) -> Principal:
    """Who asks; also for what is of no client.

    Raises:
        HTTPException: 401, nobody we know.
        Refused: a page of somebody else's made the browser ask.
    """
    if request.method not in READS:
        need_own_page(request)
    principal = await run_in_threadpool(gate_of(request).principal, request)
    request.state.principal = principal
    return principal


Seen = Annotated[Principal, Depends(seen)]


async def reads(request: Request, principal: Seen) -> AsyncIterator[Asked]:
    """The client that is asked about, for somebody who may see it."""
    client = client_asked(request, principal)
    if not principal.may_see(client):
        raise NotFound(f"there is no client {client}")
    gate = gate_of(request)
    async with gate.pool.workspace(client) as workspace:
        yield Asked(gate, principal, client, workspace)


async def writes(asked: Annotated[Asked, Depends(reads)]) -> Asked:
    """The same, for somebody who may change something in it."""
    if not asked.may_write:
        raise Refused(f"{asked.principal.name} may look here, but change nothing")
    return asked


async def manages(asked: Annotated[Asked, Depends(reads)]) -> Asked:
    """The same, for an owner: accounts, clients and settings."""
    if not asked.principal.may_manage:
        raise Refused(f"only an owner may do this, and {asked.principal.name} is none")
    return asked


Reads = Annotated[Asked, Depends(reads)]
Writes = Annotated[Asked, Depends(writes)]
Manages = Annotated[Asked, Depends(manages)]


def client_asked(request: Request, principal: Principal) -> str:
    """The client a request is about: in the path, else the asker's only one, else `?client=`."""
    if named := request.path_params.get("client"):
        return str(named)
    if principal.clients is not None and len(principal.clients) == 1:
        return principal.clients[0]
    return request.query_params.get("client") or HOME
