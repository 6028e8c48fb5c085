"""What a route is given: who asks, which client it is about, and its open workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from backlinkbot.app.accounts import record
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import Principal
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
    return await run_in_threadpool(gate_of(request).principal, request)


Seen = Annotated[Principal, Depends(seen)]


async def reads(request: Request, principal: Seen) -> AsyncIterator[Asked]:
    """The client that is asked about, for somebody who may see it."""
    async with _lent(request, principal) as asked:
        yield asked


async def exports(request: Request) -> AsyncIterator[Asked]:
    """The same, also for a token in the address; for GET alone."""
    principal = await run_in_threadpool(gate_of(request).exporter, request)
    async with _lent(request, principal) as asked:
        yield asked


async def writes(
    request: Request, asked: Annotated[Asked, Depends(reads, scope="function")]
) -> AsyncIterator[Asked]:
    """The same, for somebody who may change something in it; what was done is in the audit log."""
    if not asked.may_write:
        raise Refused(f"{asked.principal.name} may look here, but change nothing")
    yield asked
    if request.method not in READS:
        await run_in_threadpool(
            record, asked.gate.root, asked.principal, _done(request), request.url.path, asked.client
        )


async def manages(asked: Annotated[Asked, Depends(reads, scope="function")]) -> Asked:
    """The same, for an owner: accounts, clients and settings. The verbs keep the audit log."""
    if not asked.principal.may_manage:
        raise Refused(f"only an owner may do this, and {asked.principal.name} is none")
    return asked


async def sees_people(asked: Annotated[Asked, Depends(reads, scope="function")]) -> Asked:
    """The same, for somebody who may know whom outreach writes to, and the words.

    Raises:
        Refused: he is a client, who sees what came of it and not the people in it.
    """
    if not asked.principal.may_see_people:
        raise Refused(f"{asked.principal.name} may see what came of outreach, not who is in it")
    return asked


# Given back when the route has returned, so that slow readers of answers keep no workspace: what
# an answer is made of is read before it is sent.
Reads = Annotated[Asked, Depends(reads, scope="function")]
Writes = Annotated[Asked, Depends(writes, scope="function")]
Manages = Annotated[Asked, Depends(manages, scope="function")]
People = Annotated[Asked, Depends(sees_people, scope="function")]
Exports = Annotated[Asked, Depends(exports, scope="function")]


def _done(request: Request) -> str:
    """What a route does, for the audit log: `sites.add`."""
    endpoint = request.scope["endpoint"]
    return f"{endpoint.__module__.rpartition('.')[2]}.{endpoint.__name__}"


@asynccontextmanager
async def _lent(request: Request, principal: Principal) -> AsyncIterator[Asked]:
    client = client_asked(request, principal)
    if not principal.may_see(client):
        raise NotFound(f"there is no client {client}")
    gate = gate_of(request)
    async with gate.pool.workspace(client) as workspace:
        workspace.clock = gate.clock_of(request.url.path)
        yield Asked(gate, principal, client, workspace)


def client_asked(request: Request, principal: Principal) -> str:
    """The client a request is about: in the path, else `?client=`, else the asker's own."""
    named = request.path_params.get("client") or request.query_params.get("client")
    return str(named) if named else principal.client
