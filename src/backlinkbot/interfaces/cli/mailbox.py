"""The commands of mailbox: the accounts that messages are sent from."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import IMAP_PORTS, SMTP_PORTS, Mailbox, MailServer, Security
from backlinkbot.interfaces.answers import FINDINGS
from backlinkbot.interfaces.cli.options import Json, day, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown, visible
from backlinkbot.interfaces.cli.signing_in import sign_in

if TYPE_CHECKING:
    from backlinkbot.core.sending import Check

app = typer.Typer(no_args_is_help=True, help="The accounts that messages are sent from.")

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="The mailbox.")]


@app.command("add")
def add(
    context: typer.Context,
    address: Address,
    *,
    smtp: Annotated[str, typer.Option("--smtp", metavar="HOST[:PORT]", help="Sends its mail.")],
    name: Annotated[str, typer.Option("--name", help="What stands before the address.")] = "",
    smtp_security: Annotated[
        str, typer.Option("--smtp-security", metavar="KIND", help="starttls, tls or none.")
    ] = "starttls",
    imap: Annotated[
        str, typer.Option("--imap", metavar="HOST[:PORT]", help="Where answers are read.")
    ] = "",
    imap_security: Annotated[
        str, typer.Option("--imap-security", metavar="KIND", help="tls, starttls or none.")
    ] = "tls",
    user: Annotated[
        str, typer.Option("--user", help="Who logs in; else the address. none: nobody does.")
    ] = "",
    password: Annotated[
        str,
        typer.Option(
            "--password", metavar="WHERE", help="env:NAME or command:PROGRAM; else asked."
        ),
    ] = "",
    token_command: Annotated[
        str, typer.Option("--token-command", metavar="PROGRAM", help="Prints an OAuth token.")
    ] = "",
    archive: Annotated[
        str,
        typer.Option("--archive", metavar="ADDRESS", help="Yours; gets a copy of each message."),
    ] = "",
    sent_folder: Annotated[
        str,
        typer.Option("--sent-folder", metavar="FOLDER", help="Where the provider keeps copies."),
    ] = "",
    daily_limit: Annotated[
        int, typer.Option("--daily-limit", metavar="N", help="Messages a day, once it is warm.")
    ] = 30,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            parser=day,
            metavar="DAY",
            help="It has sent mail since then: it still begins with 5 a day, but rises in days.",
        ),
    ] = None,
    zone: Annotated[
        str, typer.Option("--zone", metavar="NAME", help="Of its day, like Europe/Berlin.")
    ] = "UTC",
    dkim_key: Annotated[
        Path | None, typer.Option("--dkim-key", metavar="FILE", help="Signs messages (PEM, RSA).")
    ] = None,
    dkim_selector: Annotated[
        str, typer.Option("--dkim-selector", metavar="NAME", help="Under which it is published.")
    ] = "",
    json: Json = False,
) -> None:
    """Add an account, or change one that is known; its secrets are sealed and never shown."""
    from backlinkbot.app.pitch.mailboxes import add_mailbox, shown_mailbox

    workspace = workspace_of(context)
    who = "" if user == "none" else user or address
    secret = _secret(password, who, token_command)
    login = (who, secret, token_command if who else "")
    out = _server(smtp, smtp_security, SMTP_PORTS, login)
    back = _server(imap, imap_security, IMAP_PORTS, login) if imap else None
    told = Mailbox(
        address, name, out, back, archive, sent_folder, daily_limit,
        since.date() if since else None, zone=zone, dkim_selector=dkim_selector,
        dkim_key=_key(dkim_key),
    )  # fmt: skip
    one, is_new = add_mailbox(workspace, told)
    done = "Added" if is_new else "Changed"
    output_of(json=json).value(
        shown_mailbox(workspace, one),
        lambda: say(f"{done}. Look at it: backlinkbot mailbox check {one.address} --probe"),
    )


app.command("sign-in")(sign_in)


@app.command("list")
def list_(context: typer.Context, *, json: Json = False) -> None:
    """The accounts, and how much each may still send today."""
    from backlinkbot.app.pitch.mailboxes import mailboxes, shown_mailbox

    workspace = workspace_of(context)
    found = [shown_mailbox(workspace, one) for one in mailboxes(workspace)]
    rows = [
        [one["address"], one["smtp"]["host"], one["daily_limit"], one["left_today"],
         one["paused_why"] or "paused" if one["is_paused"] else _has_sent(one)]
        for one in found
    ]  # fmt: skip
    titles = ["mailbox", "server", "a day", "left today", ""]
    output_of(json=json).value(found, lambda: _show_boxes(titles, rows))


@app.command("pause")
def pause(
    context: typer.Context,
    address: Address,
    *,
    why: Annotated[str, typer.Option("--why", help="Shown to whoever wonders.")] = "",
    json: Json = False,
) -> None:
    """Let nothing go out from it; what is approved waits."""
    from backlinkbot.app.pitch.mailboxes import pause as paused
    from backlinkbot.app.pitch.mailboxes import shown_mailbox

    workspace = workspace_of(context)
    one = paused(workspace, address, why)
    output_of(json=json).value(shown_mailbox(workspace, one), lambda: say(f"{one.address} rests."))


@app.command("resume")
def resume(context: typer.Context, address: Address, *, json: Json = False) -> None:
    """Let messages go out from it again."""
    from backlinkbot.app.pitch.mailboxes import resume as resumed
    from backlinkbot.app.pitch.mailboxes import shown_mailbox

    workspace = workspace_of(context)
    one = resumed(workspace, address)
    output_of(json=json).value(shown_mailbox(workspace, one), lambda: say(f"{one.address} sends."))


@app.command("check")
def check(
    context: typer.Context,
    address: Address,
    *,
    probe: Annotated[
        bool, typer.Option("--probe", help="Also send a mail to itself and look for the copy.")
    ] = False,
    json: Json = False,
) -> None:
    """Log in, look at SPF, DKIM and DMARC of its domain, and say what to do; exits 6 where bad."""
    from backlinkbot.app.pitch.mailbox_checks import check_mailbox
    from backlinkbot.app.pitch.mailboxes import mailbox_named
    from backlinkbot.core.sending import Finding

    workspace = workspace_of(context)
    found = check_mailbox(workspace, mailbox_named(workspace, address), is_probed=probe)
    output_of(json=json).value([one.as_document() for one in found], lambda: _show(found))
    if any(one.finding is Finding.BAD for one in found):
        raise typer.Exit(FINDINGS)


@app.command("remove")
def remove(context: typer.Context, address: Address, *, json: Json = False) -> None:
    """Forget it and its secrets, where no campaign goes on from it; what it has sent stays."""
    from backlinkbot.app.pitch.mailboxes import forget_mailbox

    gone = forget_mailbox(workspace_of(context), address)
    output_of(json=json).value({"address": gone}, lambda: say(f"Removed: {gone}"))


def _has_sent(one: dict[str, Any]) -> str:
    return "sends" if one["started_on"] else "nothing sent yet"


def _show_boxes(titles: list[str], rows: list[list[object]]) -> None:
    if not rows:
        say("There are no mailboxes yet. Add one: backlinkbot mailbox add ADDRESS --smtp HOST")
        return
    shown("Mailboxes", titles, rows)


def _server(
    told: str, security: str, ports: dict[Security, int], login: tuple[str, str, str]
) -> MailServer:
    """A server from `host` or `host:port`."""
    try:
        kind = Security(security)
    except ValueError:
        raise BadInput(f"{security!r} is no security; give starttls, tls or none") from None
    host, colon, number = told.rpartition(":")
    if not colon or host.endswith(":") or told.endswith("]"):
        return MailServer(told.strip("[]"), ports[kind], kind, *login)
    if not number.isdigit():
        raise BadInput(f"{told!r} is no mail server; give host:port")
    return MailServer(host.strip("[]"), int(number), kind, *login)


def _secret(password: str, user: str, token_command: str) -> str:
    """The password, or where it is; asked for where it is needed and not told."""
    if not user or token_command:
        return ""
    if password.startswith(("env:", "command:")):
        return password
    if password:
        raise BadInput(
            "a password on the command line is seen by others of this machine and kept in its "
            "history: leave --password away to be asked, or give env:NAME or command:PROGRAM"
        )
    return str(typer.prompt(f"Password of {user}", hide_input=True, err=True))


def _key(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise BadInput(f"{file} cannot be read: {why}") from None


def _show(found: list[Check]) -> None:
    for one in found:
        say(visible(f"{one.finding.value:8} {one.name}: {one.says}"))
        if one.to_do:
            say(visible(f"         → {one.to_do}"))
