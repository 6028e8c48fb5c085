"""Who calls a tool, in which client, with which workspace; errors as sentences for assistants."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError

from backlinkbot.app.accounts import record
from backlinkbot.app.clients import client_workspace
from backlinkbot.core.access import HOME, LOCAL, Principal
from backlinkbot.core.errors import BacklinkBotError, NotFound, Refused
from backlinkbot.core.places import evidence_named
from backlinkbot.interfaces.answers import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.app.workspace import Workspace

CALLER = "backlinkbot.caller"  # where the door leaves who asks, in the request's scope
Ctx: TypeAlias = Context[Any, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may see the client; over standard input the user of this machine."""

    root: Workspace
    principal: Principal = LOCAL
    client: str = HOME


@dataclass(frozen=True, slots=True)
class Called:
    """One call: the caller, and the client's workspace opened for it."""

    caller: Caller
    workspace: Workspace

    @property
    def stamp(self) -> dict[str, Any]:
        """What every answer has: the snapshot, and the day it looks at."""
        snapshot = self.workspace.index.current()
        return {
            "snapshot": snapshot.name if snapshot else None,
            "as_of": self.workspace.clock.today(),
        }

    def told(self, document: Any) -> Any:
        """What is told; whoever is elsewhere is told files of this machine by names alone."""
        return document if self.caller.principal.is_local else evidence_named(document)


class Calls:
    """Opens what a call works on; `local`: who calls where no request tells."""

    def __init__(self, local: Caller) -> None:
        self._local = local

    @contextmanager
    def reading(self, context: Ctx) -> Iterator[Called]:
        """For a call that changes nothing; our errors become the tool's."""
        caller = self._caller(context)
        try:
            if not caller.principal.may_see(caller.client):
                raise NotFound(f"there is no client {caller.client}")
            with client_workspace(caller.root, caller.client) as workspace:
                workspace.clock = caller.root.clock
                yield Called(caller, workspace)
        except BacklinkBotError as error:
            raise ToolError(sentence(error)) from error

    @contextmanager
    def writing(self, context: Ctx, action: str, about: str) -> Iterator[Called]:
        """For one that does, by somebody who may; it is in the audit log afterwards."""
        with self.reading(context) as called:
            caller = called.caller
            if not caller.principal.may_write(caller.client):
                raise Refused(f"{caller.principal.name} may look here, but change nothing")
            yield called
            record(caller.root, caller.principal, f"mcp.{action}", about, caller.client)

    def may_write(self, request: Any) -> bool:
        """Whether who sent a request (None: the user of this machine) may change something."""
        caller = self._of(request)
        return caller.principal.may_write(caller.client)

    def _caller(self, context: Ctx) -> Caller:
        return self._of(context.request_context.request)

    def _of(self, request: Any) -> Caller:
        if request is None:
            return self._local
        found: Caller = request.scope[CALLER]
        return found
