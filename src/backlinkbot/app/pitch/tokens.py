"""The tokens of mailboxes for which somebody signed in at their provider."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from backlinkbot.core.errors import NotFound, Unreachable
from backlinkbot.io.channels.oauth import grant_in, renewed
from backlinkbot.io.state.mailboxes import keep_secret, mailbox_of

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Mailbox, MailServer
    from backlinkbot.io.state.sealing import Seal


def with_tokens(workspace: Workspace, one: Mailbox, seal: Seal) -> Mailbox:
    """The mailbox so that its servers can ask for a token where somebody signed in for it."""

    def opened(server: MailServer) -> MailServer:
        if grant_in(server.secret) is None:
            return server
        return replace(server, token=partial(_token, workspace, one.address, seal))

    return replace(one, smtp=opened(one.smtp), imap=opened(one.imap) if one.imap else None)


def _token(workspace: Workspace, address: str, seal: Seal) -> str:
    """A token that can be used now; a new one is asked for, and kept, where the last one ends."""
    with workspace.state.reading() as connection:
        grant = grant_in(mailbox_of(connection, address, seal).smtp.secret)
    if grant is None:
        raise NotFound(f"nobody signed in for {address} any more")
    if grant.lasts(workspace.clock.now()):
        return grant.token
    try:
        fresh = renewed(grant, workspace.clock.now())
    except Unreachable as error:
        again = f"sign in again: backlinkbot mailbox sign-in {address}"
        raise Unreachable(f"{error}; if it stays so, {again}") from None
    with workspace.state.writing() as connection:
        now = grant_in(mailbox_of(connection, address, seal).smtp.secret)
        if now == grant:  # nobody signed in anew meanwhile
            keep_secret(connection, address, fresh.as_secret(), seal)
    return fresh.token
