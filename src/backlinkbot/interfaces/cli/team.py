"""The commands account, client and token: who may come in, and to what."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from getpass import getuser
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from backlinkbot.core.access import LOCAL, Account, Principal, Role, Scope
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.options import Json, output_of, root_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from datetime import datetime
    from enum import StrEnum

    from backlinkbot.app.workspace import Workspace

account_app = typer.Typer(no_args_is_help=True, help="Who may sign in, and the log of it.")
client_app = typer.Typer(no_args_is_help=True, help="Clients: each a workspace of its own.")
token_app = typer.Typer(no_args_is_help=True, help="Secrets for programs and spreadsheets.")

YEAR_DAYS = 365
LOG_LINES = 50

Word = TypeVar("Word", bound="StrEnum")

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The address he signs in with.")]
RoleName = Annotated[
    str,
    typer.Option(
        "--role",
        metavar="owner|member|client",
        help="All of it; every verb in his clients; only looking. The first is an owner.",
    ),
]
Clients = Annotated[
    list[str] | None,
    typer.Option("--client", metavar="SLUG", help="A client he works in. Repeat it for more."),
]


def register(app: typer.Typer) -> None:
    """Put this file's commands on the command line."""
    app.add_typer(account_app, name="account")
    app.add_typer(client_app, name="client")
    app.add_typer(token_app, name="token")


@account_app.command("add")
def add_account(
    context: typer.Context,
    email: Email,
    *,
    name: Annotated[str, typer.Option(help="What he is called.")] = "",
    role: RoleName = "",
    client: Clients = None,
    json: Json = False,
) -> None:
    """Make an account; asks for its password, or reads it as one line of standard input."""
    from backlinkbot.app.accounts import add_account as run
    from backlinkbot.app.accounts import is_team

    root = root_of(context)
    first = not is_team(root)
    wanted = _named(Role, role) if role else Role.OWNER if first else Role.MEMBER
    account = Account(email, name, wanted, tuple(client or ()))
    made = run(root, account, _password(), by=_me())
    output_of(json=json).value(asdict(made), lambda: say(f"{_told(made)} can sign in now."))
    if first:
        say("From now on everybody has to sign in, on this machine too.")


@account_app.command("edit")
def edit_account(
    context: typer.Context,
    email: Email,
    *,
    name: Annotated[str | None, typer.Option(help="What he is called.")] = None,
    role: RoleName = "",
    client: Clients = None,
    active: Annotated[
        bool | None,
        typer.Option(
            "--active/--inactive",
            help="Whether he may sign in; --inactive ends his sessions and tokens at once.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Change an account; what is not told stays. --client names all the clients he has then."""
    from backlinkbot.app.accounts import AccountEdit
    from backlinkbot.app.accounts import edit_account as run

    edit = AccountEdit(
        name=name,
        role=_named(Role, role) if role else None,
        clients=tuple(client) if client else None,
        is_active=active,
    )
    changed = run(root_of(context), email, edit, by=_me())
    output_of(json=json).value(asdict(changed), lambda: say(f"{_told(changed)} now."))


@account_app.command("list")
def list_accounts(context: typer.Context, *, json: Json = False) -> None:
    """All accounts."""
    from backlinkbot.app.accounts import list_accounts as run

    found = run(root_of(context), by=_me())
    columns = ["e-mail", "name", "role", "clients", "active"]
    rows = [[a.email, a.name, a.role.value, _clients(a), a.is_active] for a in found]
    output_of(json=json).value([asdict(a) for a in found], lambda: shown("", columns, rows))


@account_app.command("password")
def password(context: typer.Context, email: Email) -> None:
    """Give an account another password, which ends its sessions."""
    from backlinkbot.app.accounts import change_password

    change_password(root_of(context), email, _password(), by=_me())
    say(f"{email} has another password now, and has to sign in again.")


@account_app.command("log")
def log(
    context: typer.Context,
    *,
    limit: Annotated[int, typer.Option(help="How many lines.")] = LOG_LINES,
    who: Annotated[str, typer.Option(metavar="EMAIL", help="Of this account only.")] = "",
    client: Annotated[str, typer.Option(metavar="SLUG", help="Of this client only.")] = "",
    json: Json = False,
) -> None:
    """Who did what, the newest first: sign-ins, accounts, tokens, and changes over the web."""
    from backlinkbot.app.accounts import events

    found = events(root_of(context), by=_me(), limit=limit, who=who, client=client)
    columns = ["when (UTC)", "who", "client", "what", "to what", "from where"]
    rows = [[_moment(e.at), e.who, e.client, e.action, e.object, e.address] for e in found]
    output_of(json=json).value([asdict(e) for e in found], lambda: shown("", columns, rows))


@client_app.command("add")
def add_client(
    context: typer.Context,
    slug: Annotated[
        str, typer.Argument(metavar="SLUG", help="How it is called in addresses, like acme-corp.")
    ],
    *,
    name: Annotated[str, typer.Option(help="What people call it.")] = "",
    json: Json = False,
) -> None:
    """Add a client: a workspace of its own, of which no other sees anything."""
    from backlinkbot.app.clients import add_client as run

    made = run(root_of(context), slug, name, by=_me())
    told = f"Added {made.slug}. To work in it: backlinkbot --client {made.slug} VERB"
    output_of(json=json).value(asdict(made), lambda: say(told))


@client_app.command("list")
def list_clients(context: typer.Context, *, json: Json = False) -> None:
    """All clients; home is the workspace itself."""
    from backlinkbot.app.clients import client_folder
    from backlinkbot.app.clients import list_clients as run

    root = root_of(context)
    found = run(root)
    rows = [[one.slug, one.name, str(client_folder(root, one.slug))] for one in found]
    output_of(json=json).value(
        [asdict(one) for one in found], lambda: shown("", ["slug", "name", "folder"], rows)
    )


@token_app.command("new")
def new_token(
    context: typer.Context,
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What it is for.")],
    *,
    account: Annotated[
        str, typer.Option(metavar="EMAIL", help="For whom it speaks; else the only account.")
    ] = "",
    scope: Annotated[
        str,
        typer.Option(
            metavar="read|write|export",
            help="What it may do; export: the addresses of exports and feeds, for spreadsheets.",
        ),
    ] = Scope.READ.value,
    client: Annotated[
        str, typer.Option(metavar="SLUG", help="The client it works in; else all an owner has.")
    ] = "",
    days: Annotated[int, typer.Option(help="After how many days it ends; 0: never.")] = YEAR_DAYS,
    json: Json = False,
) -> None:
    """Make a token. Its secret is shown this once, on standard output."""
    from backlinkbot.app.accounts import new_token as run

    root = root_of(context)
    made = run(
        root,
        account or _only_account(root),
        label,
        by=_me(),
        scope=_named(Scope, scope),
        client=client or None,
        days=days,
    )
    document = {"secret": made.secret, **asdict(made.token)}
    output_of(json=json).value(document, lambda: typer.echo(made.secret))
    say(f"Token {made.token.id}: keep the secret now, it is not shown again.")


@token_app.command("list")
def list_tokens(context: typer.Context, *, json: Json = False) -> None:
    """All tokens, without their secrets."""
    from backlinkbot.app.accounts import list_tokens as run

    found = run(root_of(context), by=_me())
    columns = ["id", "label", "account", "client", "scope", "made", "ends", "last used"]
    rows = [
        [
            t.id,
            t.label,
            t.account,
            t.client or "all",
            t.scope.value,
            _moment(t.created_at),
            _moment(t.expires_at) or "never",
            _moment(t.last_used_at) or "never",
        ]
        for t in found
    ]
    output_of(json=json).value(
        [asdict(t) for t in found],
        lambda: shown("", columns, rows, least=["made", "client", "last used"]),
    )


@token_app.command("revoke")
def revoke_token(
    context: typer.Context,
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `token list` shows it.")],
) -> None:
    """End a token at once."""
    from backlinkbot.app.accounts import revoke_token as run

    ended = run(root_of(context), token_id, by=_me())
    say(f"{ended.id} ({ended.label}) of {ended.account} opens nothing any more.")


def _me() -> Principal:
    """Whoever may write the workspace's files may do everything in it; the log says who it was."""
    try:
        user = getuser()
    except (KeyError, OSError, ImportError):
        user = "unknown"
    return replace(LOCAL, address=f"command line of {user}")


def _only_account(root: Workspace) -> str:
    from backlinkbot.app.accounts import list_accounts as run

    found = [one.email for one in run(root, by=_me()) if one.is_active]
    if not found:
        raise BadInput(
            "a token speaks for an account, and there is none; on this machine none is needed"
        )
    if len(found) > 1:
        raise BadInput(f"say for whom it speaks: --account {' or '.join(found)}")
    return found[0]


def _password() -> str:
    """A password, never from the command line, where every user of the machine could read it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return asked


def _named(kind: type[Word], word: str) -> Word:
    try:
        return kind(word)
    except ValueError:
        raise BadInput(f"{word!r} is none of: {', '.join(kind)}") from None


def _told(account: Account) -> str:
    state = "" if account.is_active else ", deactivated"
    return f"{account.email} ({account.role.value}: {_clients(account)}{state})"


def _clients(account: Account) -> str:
    return "all" if account.role is Role.OWNER else ", ".join(account.clients)


def _moment(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""
