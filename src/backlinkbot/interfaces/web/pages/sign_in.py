"""The pages that let people in and out; they need no client."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from backlinkbot.app.accounts import SignInRefused, sign_in, sign_out
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, gate_of, session_cookie, session_of
from backlinkbot.interfaces.gate.desk import address_of
from backlinkbot.interfaces.web.page import (
    after,
    bare_page,
    forget_session,
    is_secure,
    own_path,
)

LONGEST_S = 7 * 86_400  # as long as a session lasts at most
TOO_MANY, WRONG = 429, 401

router = APIRouter()


@router.get("/sign-in")
def form(request: Request, next: str = "/") -> Response:  # noqa: A002 - as it stands in the address
    """The form; without accounts there is nothing to sign in to."""
    if not gate_of(request).is_team:
        return RedirectResponse("/", status_code=303)
    return bare_page(request, "sign_in.html.j2", next=own_path(next))


@router.post("/sign-in")
async def enter(request: Request, form: Posted) -> Response:
    """Begins a session under a new secret; the one before it is over."""
    gate, wanted = gate_of(request), own_path(form.text("next"))
    try:
        secret = await run_in_threadpool(
            sign_in, gate.root, form.text("email", 300), form.secret("password"),
            address=address_of(request), previous=session_of(request),
        )  # fmt: skip
    except SignInRefused as error:
        answer = bare_page(
            request, "sign_in.html.j2", status=TOO_MANY if error.wait_s else WRONG, next=wanted,
            typed={"email": form.text("email", 300)}, errors={"password": sentence(error)},
        )  # fmt: skip
        if error.wait_s:
            answer.headers["retry-after"] = str(error.wait_s)
        return answer
    response = RedirectResponse(wanted, status_code=303)
    response.set_cookie(
        session_cookie(request), secret, max_age=LONGEST_S, httponly=True, samesite="lax",
        secure=is_secure(request),
    )  # fmt: skip
    return response


@router.post("/sign-out")
def leave(request: Request, form: Posted) -> Response:
    """Ends the session."""
    del form  # nothing in it but that it is ours
    sign_out(gate_of(request).root, session_of(request), address=address_of(request))
    response = after(request, "/sign-in", "You are signed out.")
    forget_session(request, response)
    return response
