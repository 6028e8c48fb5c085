"""The pages put together: their routes, the files they need, and the few of no client."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from backlinkbot.core.access import HOME
from backlinkbot.interfaces.gate import Posted, Seen, gate_of
from backlinkbot.interfaces.web import assets
from backlinkbot.interfaces.web.page import THEME_COOKIE, THEMES, YEAR_S, is_secure, own_path
from backlinkbot.interfaces.web.places import routers

shell = APIRouter()


@shell.get("/")
def root(request: Request, principal: Seen) -> Response:
    """Leads to the first client that one may see."""
    clients = gate_of(request).clients(principal)
    return RedirectResponse(f"/c/{clients[0].slug if clients else HOME}/sites", status_code=303)


@shell.post("/theme")
def theme(request: Request, form: Posted) -> Response:
    """Keeps light, dark, or whatever the machine says."""
    wanted = form.text("theme")
    response = RedirectResponse(own_path(form.text("back")), status_code=303)
    if wanted in THEMES:
        response.set_cookie(
            THEME_COOKIE, wanted, max_age=YEAR_S, httponly=True, samesite="lax",
            secure=is_secure(request),
        )  # fmt: skip
    return response


def web_routers() -> list[APIRouter]:
    """All routes for people."""
    return [shell, assets.router, *routers()]
