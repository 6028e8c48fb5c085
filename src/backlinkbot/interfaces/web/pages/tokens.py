"""Settings, Tokens: what programs and spreadsheets come in with; a secret is shown once."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backlinkbot.app.accounts import NewToken, list_tokens, new_token, revoke_token
from backlinkbot.core.access import Scope
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Asked, Posted, Reads
from backlinkbot.interfaces.web.page import after, page

SCOPES = (
    (Scope.READ.value, "Read"),
    (Scope.WRITE.value, "Read and write"),
    (Scope.EXPORT.value, "Exports alone, as part of an address for spreadsheets and feed readers"),
)
DAYS = ((30, "A month"), (365, "A year"), (0, "Never"))

router = APIRouter()


@router.get("/c/{client}/settings/tokens")
def tokens(request: Request, asked: Reads) -> Response:
    """One's own tokens, and for an owner those of all."""
    return _page(request, asked)


@router.post("/c/{client}/settings/tokens")
def make(request: Request, asked: Reads, form: Posted) -> Response:
    """Makes a token and shows its secret, this once."""
    days = form.text("days", 10)
    wanted = form.text("scope")
    try:
        made = new_token(
            asked.gate.root,
            asked.principal.name,
            form.text("label", 200),
            by=asked.principal,
            scope=Scope(wanted) if wanted in set(Scope) else Scope.READ,
            client=asked.client,
            days=int(days) if days.isascii() and days.isdigit() else DAYS[0][0],
        )
    except (BadInput, Refused, NotFound) as error:
        return _page(request, asked, errors={"label": sentence(error)}, typed=form.as_typed())
    return _page(request, asked, made)


@router.post("/c/{client}/settings/tokens/{token}/revoke")
def revoke(request: Request, asked: Reads, token: str, form: Posted) -> Response:
    """Ends a token at once."""
    del form  # nothing in it but that it is ours
    gone = revoke_token(asked.gate.root, token, by=asked.principal)
    address = f"/c/{asked.client}/settings/tokens"
    return after(request, address, f"The token {gone.label} is revoked.")


def _page(
    request: Request, asked: Asked, made: NewToken | None = None, **shown: object
) -> Response:
    return page(
        request, asked, "tokens.html.j2", status=400 if shown.get("errors") else 200, tab="tokens",
        tokens=list_tokens(asked.gate.root, by=asked.principal), made=made, scopes=SCOPES,
        days=DAYS, **shown,
    )  # fmt: skip
