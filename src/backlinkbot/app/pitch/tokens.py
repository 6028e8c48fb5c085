"""The tokens of mailboxes for which somebody signed in at their provider."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.core.errors import NotFound, Unreachable
from backlinkbot.io.channels.oauth import grant_in, renewed
from backlinkbot.io.state.mailboxes import SERVERS, keep_secret, mailbox_of
from backlinkbot.io.state.turns import turn

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Mailbox, MailServer
    from backlinkbot.io.channels.oauth import Grant
    from backlinkbot.io.state.sealing import Seal

LOOKS, BETWEEN_S = 100, 0.2  # for the token that another process asks for: as long as it may take


def with_tokens(workspace: Workspace, one: Mailbox, seal: Seal) -> Mailbox:
    """The mailbox so that its servers can ask for a token where somebody signed in for it."""

    def opened(which: str, server: MailServer) -> MailServer:
        if grant_in(server.secret) is None:
            return server
        return replace(server, token=_Tokens(workspace, one.address, which, seal))

    imap = opened("imap", one.imap) if one.imap else None
    return replace(one, smtp=opened("smtp", one.smtp), imap=imap)


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The tokens of one server of a mailbox; `which`: smtp or imap."""

    workspace: Workspace
    address: str
    which: str
    seal: Seal

    def __call__(self) -> str:
        """A token that can be used now; a new one is asked for, and kept, where the last one ends.

        Raises:
            Unreachable: the provider gives none.
            NotFound: nobody is signed in any more.
        """
        clock = self.workspace.clock
        for _ in range(LOOKS):
            with turn(self.workspace.state, f"token {self.address}") as is_ours:
                grant = self._grant()
                if grant.lasts(clock.now()):
                    return grant.token
                if is_ours:  # some rights are for one use: who asks second would lose it
                    return self._renewed(grant)
            clock.sleep(BETWEEN_S)
        raise Unreachable(f"another process asks for a token of {self.address} and does not end")

    def _renewed(self, grant: Grant) -> str:
        try:
            fresh = renewed(grant, self.workspace.clock.now())
        except Unreachable as error:
            again = f"sign in again: backlinkbot mailbox sign-in {self.address}"
            raise Unreachable(f"{error}; if it stays so, {again}") from None
        with self.workspace.state.writing() as connection:
            kept = mailbox_of(connection, self.address, self.seal)
            for which in SERVERS:
                server = getattr(kept, which)
                if server and grant_in(server.secret) == grant:  # nobody signed in anew meanwhile
                    secret = self.seal.sealed(fresh.as_secret())
                    keep_secret(connection, self.address, which, secret)
        return fresh.token

    def _grant(self) -> Grant:
        with self.workspace.state.reading() as connection:
            kept = mailbox_of(connection, self.address, self.seal)
        server = getattr(kept, self.which)
        grant = grant_in(server.secret) if server else None
        if grant is None:
            raise NotFound(f"nobody is signed in for {self.address} any more")
        return grant
