"""The server: pages, REST and MCP behind one gate in one application."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from backlinkbot import __version__
from backlinkbot.core.errors import BacklinkBotError
from backlinkbot.interfaces.api import PREFIX, make_api, problem_of
from backlinkbot.interfaces.gate import Gate
from backlinkbot.interfaces.gate.guard import Guard
from backlinkbot.interfaces.mcp import Door
from backlinkbot.interfaces.web.errors import error_page, http_error_page
from backlinkbot.interfaces.web.routes import web_routers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date

    from fastapi import Request, Response

    from backlinkbot.app.workspace import Workspace

MOST_UPLOAD_BYTES = 4_000_000_000  # an export of a million links is 0.3 GB; archives come by path
UPLOADS = re.compile(
    r"/c/[^/]+/import|/c/[^/]+/s/[^/]+/(audit|results)/?.*"
    r"|/api/v1/(imports|domains/[^/]+/results)"
)
LEVEL = 5  # of gzip: a page of 200 KB takes 3 ms, at 9 it is 2 % smaller and takes 9


def make_app(root: Workspace, *, as_of: date | None = None) -> FastAPI:
    """The application over a root workspace, whose clock it goes by.

    `as_of`: the day that the data of all clients are looked at, where that is not today.
    """
    gate = Gate(root, as_of)
    door = Door(gate)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        try:
            async with door.life():
                yield
        finally:
            gate.pool.close()

    app = FastAPI(
        title="Backlink Bot", version=__version__, openapi_url=None, docs_url=None,
        redoc_url=None, lifespan=life, redirect_slashes=False,
    )  # fmt: skip
    app.state.gate = gate
    for router in web_routers():
        app.include_router(router, include_in_schema=False)
    app.mount(PREFIX, make_api(gate))
    app.router.routes.append(Route("/mcp", door))
    for kind in (BacklinkBotError, HTTPException, Exception):
        app.add_exception_handler(kind, told_error)
    app.add_middleware(GZipMiddleware, compresslevel=LEVEL)
    app.add_middleware(
        Guard, clock=root.clock, is_team=lambda: gate.is_team, upload_bytes=upload_bytes
    )
    return app


def told_error(request: Request, error: Exception) -> Response:
    """An error as a problem for programs, as a page for people."""
    if request.url.path.startswith(f"{PREFIX}/"):
        return problem_of(error)
    if isinstance(error, HTTPException):
        return http_error_page(request, error)
    return error_page(request, error)


def upload_bytes(path: str) -> int | None:
    """How much may be sent to a path that takes files; None for all others."""
    return MOST_UPLOAD_BYTES if UPLOADS.fullmatch(path) else None
