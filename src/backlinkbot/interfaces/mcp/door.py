"""Lets requests to `/mcp` in: by token, or on this machine while nobody made an account."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from fastapi import HTTPException
from mcp.server.transport_security import TransportSecuritySettings
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from backlinkbot.core.errors import BacklinkBotError, NotFound
from backlinkbot.interfaces.answers import sentence, status_of
from backlinkbot.interfaces.gate.desk import session_of
from backlinkbot.interfaces.gate.forms import need_own_page
from backlinkbot.interfaces.mcp.caller import CALLER, Caller
from backlinkbot.interfaces.mcp.server import make_server

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from mcp.server import MCPServer
    from starlette.types import Receive, Scope, Send

    from backlinkbot.interfaces.gate import Gate

NO_SESSIONS = "a browser's session opens no tools; send a token as `Authorization: Bearer …`"


class Door:
    """The tools as an ASGI application behind the gate; run `life` around it."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self.server: MCPServer = make_server(Caller(gate.root))
        self._app = self.server.streamable_http_app(
            streamable_http_path="/", json_response=True, stateless_http=True,
            # The gate's guard has looked at the host already, by what this server is bound to
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )  # fmt: skip

    def life(self) -> AbstractAsyncContextManager[None]:
        """What has to run while requests are answered."""
        return self.server.session_manager.run()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request: who asks is found out before any tool is."""
        request = Request(scope, receive)
        try:
            caller = await run_in_threadpool(self._caller, request)
        except HTTPException as error:
            answer = _refusal(error.status_code, str(error.detail))
            answer.headers.update(error.headers or {})
            await answer(scope, receive, send)
            return
        except BacklinkBotError as error:
            await _refusal(status_of(error), sentence(error))(scope, receive, send)
            return
        # Mounted at /mcp, with and without the slash behind it
        inner = {**scope, "path": "/", "root_path": "", CALLER: caller}
        await self._app(inner, receive, send)

    def _caller(self, request: Request) -> Caller:
        need_own_page(request)
        if not request.headers.get("authorization") and session_of(request):
            raise HTTPException(401, NO_SESSIONS, {"WWW-Authenticate": "Bearer"})
        principal = self._gate.principal(request)
        named = parse_qs(request.url.query).get("client", [])
        client = named[0] if named else principal.client
        if not principal.may_see(client):
            raise NotFound(f"there is no client {client}")
        return Caller(self._gate.root, principal, client)


def _refusal(status: int, text: str) -> Response:
    body = {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": text}}
    return Response(json.dumps(body), status, media_type="application/json")
