"""Settings, People: accounts, what they may do, and the clients they work for."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from backlinkbot.app.accounts import (
    AccountEdit,
    add_account,
    change_password,
    edit_account,
    list_accounts,
)
from backlinkbot.app.clients import add_client
from backlinkbot.core.access import Account, Role
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Asked, Fields, Manages, Posted
from backlinkbot.interfaces.web.page import after, page

ROLES = (
    (Role.OWNER.value, "Owner: everything, in every client"),
    (Role.MEMBER.value, "Member: works in the clients chosen below"),
    (Role.CLIENT.value, "Client: looks at the clients chosen below, changes nothing"),
)

router = APIRouter()


@router.get("/c/{client}/settings/people")
def people(request: Request, asked: Manages) -> Response:
    """All accounts and clients, and the forms for more."""
    return _page(request, asked)


@router.post("/c/{client}/settings/people")
def add(request: Request, asked: Manages, form: Posted) -> Response:
    """Makes an account; with the first one, everybody has to sign in."""
    account = Account(form.text("email", 300), form.text("name", 200), _role(form), _clients(form))
    try:
        made = add_account(asked.gate.root, account, form.secret("password"), by=asked.principal)
    except (BadInput, NotFound) as error:
        return _page(request, asked, dict(form.as_typed()), {"email": sentence(error)})
    if asked.principal.is_local:
        return after(request, "/sign-in", f"{made.email} is the owner here now; sign in.")
    return after(request, _here(asked), f"{made.email} can sign in now.")


@router.get("/c/{client}/settings/people/{email}")
def one(request: Request, asked: Manages, email: str) -> Response:
    """The form of one account."""
    return _one(request, asked, _account(asked, email))


@router.post("/c/{client}/settings/people/{email}")
def change(request: Request, asked: Manages, email: str, form: Posted) -> Response:
    """Changes what an account may do; one that may not sign in loses its sessions at once."""
    edit = AccountEdit(form.text("name", 200), _role(form), _clients(form), form.is_set("active"))
    try:
        done = edit_account(asked.gate.root, email, edit, by=asked.principal)
    except (BadInput, Refused) as error:
        return _one(request, asked, _account(asked, email), {"role": sentence(error)})
    return after(request, _here(asked), f"{done.email} was changed.")


@router.post("/c/{client}/settings/people/{email}/password")
def reset(request: Request, asked: Manages, email: str, form: Posted) -> Response:
    """Gives an account another password, which ends its sessions."""
    try:
        change_password(
            asked.gate.root, email, form.secret("new"), by=asked.principal, old=form.secret("old")
        )
    except (BadInput, Refused) as error:
        return _one(request, asked, _account(asked, email), {"new": sentence(error)})
    return after(request, _here(asked), f"{email} has another password; its sessions are over.")


@router.post("/c/{client}/settings/clients")
def new_client(request: Request, asked: Manages, form: Posted) -> Response:
    """Adds a client: a workspace of its own."""
    try:
        made = add_client(
            asked.gate.root, form.text("slug", 100), form.text("client_name", 200),
            by=asked.principal,
        )  # fmt: skip
    except BadInput as error:
        return _page(request, asked, dict(form.as_typed()), {"slug": sentence(error)})
    return after(request, _here(asked), f"{made.name} has a workspace of its own now.")


def _page(
    request: Request,
    asked: Asked,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    return page(
        request, asked, "people.html.j2", status=400 if errors else 200, tab="people",
        accounts=list_accounts(asked.gate.root, by=asked.principal), roles=ROLES,
        typed=typed or {"role": Role.OWNER.value}, errors=errors or {},
    )  # fmt: skip


def _one(
    request: Request, asked: Asked, account: Account, errors: dict[str, str] | None = None
) -> Response:
    return page(
        request, asked, "person.html.j2", status=400 if errors else 200, tab="people",
        account=account, roles=ROLES, errors=errors or {},
        typed={"name": account.name, "role": account.role.value, "active": account.is_active},
        is_self=account.email == asked.principal.name,
    )  # fmt: skip


def _account(asked: Asked, email: str) -> Account:
    for one in list_accounts(asked.gate.root, by=asked.principal):
        if one.email == email:
            return one
    raise NotFound(f"there is no account {email}")


def _role(form: Fields) -> Role:
    wanted = form.text("role")
    return Role(wanted) if wanted in set(Role) else Role.CLIENT


def _clients(form: Fields) -> tuple[str, ...]:
    return tuple(form.texts("clients"))


def _here(asked: Asked) -> str:
    return f"/c/{asked.client}/settings/people"
