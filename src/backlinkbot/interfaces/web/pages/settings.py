"""The page Settings: how numbers are written, one's own password, and how this machine is set."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backlinkbot.app.accounts import change_password
from backlinkbot.app.setup import config, doctor
from backlinkbot.app.shown import LANGUAGES
from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.settings import FILE_NAME
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Asked, Posted, Reads
from backlinkbot.interfaces.web.page import (
    LOCALE_COOKIE,
    YEAR_S,
    after,
    forget_session,
    is_secure,
    page,
)
from backlinkbot.interfaces.web.places import Place

place = Place("settings", "Settings", icon="gear", order=41)
router = APIRouter()


@router.get("/c/{client}/settings")
def settings(request: Request, asked: Reads) -> Response:
    """The form, and for an owner what the doctor finds."""
    return _page(request, asked, {})


@router.post("/c/{client}/settings/locale")
def locale(request: Request, asked: Reads, form: Posted) -> Response:
    """Keeps how numbers and dates are written for this browser."""
    wanted = form.text("locale", 20)
    response = after(request, place.address(asked.client), "Numbers and dates are written so now.")
    if wanted in LANGUAGES:
        response.set_cookie(
            LOCALE_COOKIE, wanted, max_age=YEAR_S, httponly=True, samesite="lax",
            secure=is_secure(request),
        )  # fmt: skip
    return response


@router.post("/c/{client}/settings/password")
def password(request: Request, asked: Reads, form: Posted) -> Response:
    """Changes one's own password, which ends all sessions, this one too."""
    new = form.secret("new")
    if new != form.secret("again"):
        return _page(request, asked, {"again": "The two are not the same."})
    try:
        change_password(
            asked.gate.root, asked.principal.name, new, by=asked.principal, old=form.secret("old")
        )
    except Refused as error:
        return _page(request, asked, {"old": sentence(error)})
    except BadInput as error:
        return _page(request, asked, {"new": sentence(error)})
    response = after(request, "/sign-in", "The password is changed; sign in with it.")
    forget_session(request, response)
    return response


def _page(request: Request, asked: Asked, errors: dict[str, str]) -> Response:
    manages = asked.principal.may_manage
    return page(
        request, asked, "settings.html.j2", status=400 if errors else 200, errors=errors,
        tab="settings", languages=list(LANGUAGES.items()),
        set_to=config(asked.gate.root) if manages else [],
        settings_file=asked.gate.root.folder / FILE_NAME,
        findings=doctor(asked.gate.root) if manages else [],
    )  # fmt: skip
