"""The verb mailbox sign-in: a mailbox whose login is a right that its provider gave us."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.app.pitch.mailboxes import add_mailbox, address_of, mailbox_named
from backlinkbot.core.errors import BadInput, NotFound, Unreachable
from backlinkbot.core.outreach import Mailbox, MailServer
from backlinkbot.core.spelling import nearest
from backlinkbot.io.channels.imap import sent_folder_of
from backlinkbot.io.channels.oauth import PROVIDERS, Client, Landing, begun, ended

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.io.channels.oauth import Asking, Grant, Provider

PATIENCE_S = 600.0  # for a person to sign in
PASTED_PORT = 8754  # of the address that a browser on another machine comes back to, in vain


def sign_in(  # noqa: PLR0913 - what a sign-in is made of
    workspace: Workspace,
    address: str,
    provider: str,
    client_id: str,
    client_secret: str,
    *,
    show: Callable[[str], None],
    pasted: Callable[[], str] | None = None,
    name: str = "",
) -> tuple[Mailbox, bool]:
    """Let a person sign in, and keep the mailbox with that as its login; and whether it is new.

    `show` is given the address to open in a browser. `pasted` asks for the address at which the
    browser ended, where it is on another machine; else it comes back to this one. The servers
    become the provider's, since nobody else may see its tokens; other settings stay.

    Raises:
        BadInput: no such provider, nobody signed in, or somebody said no.
        Unreachable: the provider does not answer.
    """
    told = provider_named(provider)
    workspace.write()
    known = _known(workspace, address_of(address), name)
    client = Client(client_id, client_secret)
    if pasted:
        asking = begun(told, client, f"http://{told.redirect_host}:{PASTED_PORT}/", known.address)
        show(asking.url)
        came = pasted()
    else:
        with Landing(told.redirect_host) as landing:
            asking = begun(told, client, landing.redirect, known.address)
            show(asking.url)
            came = _waited(workspace, landing, asking)
    return add_mailbox(workspace, _with(known, _ended(workspace, asking, came), told))


def provider_named(name: str) -> Provider:
    """The provider of a name.

    Raises:
        BadInput: none is known by it.
    """
    if name not in PROVIDERS:
        hint = nearest(name, list(PROVIDERS))
        meant = f"did you mean {hint}? " if hint else ""
        raise BadInput(f"no provider is called {name!r}; {meant}There are {', '.join(PROVIDERS)}")
    return PROVIDERS[name]


def _known(workspace: Workspace, address: str, name: str) -> Mailbox:
    try:
        found = mailbox_named(workspace, address)
    except NotFound:
        return Mailbox(address, name, MailServer("", 0))
    return replace(found, name=name or found.name)


def _waited(workspace: Workspace, landing: Landing, asking: Asking) -> str:
    began_s = workspace.clock.monotonic_s()
    for came in landing.answers(asking.state):
        if came:
            return came
        if workspace.clock.monotonic_s() - began_s > PATIENCE_S:
            break
    raise BadInput(f"nobody signed in within {PATIENCE_S / 60:g} minutes; nothing was changed")


def _ended(workspace: Workspace, asking: Asking, came: str) -> Grant:
    return ended(asking, came, workspace.clock.now())


def _with(known: Mailbox, grant: Grant, provider: Provider) -> Mailbox:
    """The mailbox with the grant as its login; at the provider's servers, and nowhere else."""

    def ready(server: MailServer) -> MailServer:
        return replace(server, user=known.address, secret=grant.as_secret())

    stays = known.smtp.host == provider.smtp.host
    folder = known.sent_folder if stays else ""
    if not folder and not known.archive:
        folder = _sent_folder(ready(provider.imap), grant) or provider.sent_folder
    return replace(known, smtp=ready(provider.smtp), imap=ready(provider.imap), sent_folder=folder)


def _sent_folder(imap: MailServer, grant: Grant) -> str:
    """What the folder of sent mail is called there, in the account's own language."""
    try:
        return sent_folder_of(replace(imap, token=lambda: grant.token))
    except (BadInput, Unreachable):  # the check of the mailbox says why
        return ""
