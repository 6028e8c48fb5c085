"""The verb mailbox: the accounts that messages are sent from, and where their copies are read.

Passwords and keys are kept sealed with the workspace's key, or stay where they are: a password
`env:NAME` is read from the environment and `command:…` is printed by a command, each time anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.app.clients import client_workspace, list_clients, root_workspace
from backlinkbot.app.pitch.tokens import with_tokens
from backlinkbot.core.access import HOME
from backlinkbot.core.cells import one_line
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.mail_addresses import canonical_address, published_address
from backlinkbot.core.outreach import Refusal
from backlinkbot.io.channels.mail_login import (
    BY_COMMAND,
    BY_GRANT,
    IN_ENVIRONMENT,
    check_server,
)
from backlinkbot.io.channels.oauth import grant_in
from backlinkbot.io.channels.wire_form import Signing, check_signing
from backlinkbot.io.state.campaigns import enrolments, kept_campaigns
from backlinkbot.io.state.mailboxes import (
    keep_mailbox,
    kept_mailboxes,
    mailbox_addresses,
    mailbox_of,
    pause_mailbox,
    remove_mailbox,
)
from backlinkbot.io.state.outbox import moments_answered, moments_sent
from backlinkbot.io.state.sealing import Seal
from backlinkbot.logic.outreach.ramp import allowance, looks_back_to
from backlinkbot.logic.outreach.sequences import zone_named

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Campaign, Mailbox, MailServer
    from backlinkbot.io.state.engine import Connection

PURPOSE = "mailboxes"  # of the key that seals
A_DAY = timedelta(days=1)
MOST_A_DAY = 500  # more than any provider lets a mailbox send to strangers


def add_mailbox(workspace: Workspace, told: Mailbox) -> tuple[Mailbox, bool]:
    """Keep a mailbox, or change one that is known; and whether it is new.

    One that is known stays paused where it is, and as warm as it is unless a day is told.

    Raises:
        BadInput: something of it cannot be used; or another client sends from it.
    """
    one = _checked(told)
    _not_of_others(workspace, one.address)
    workspace.write()
    seal, now = seal_of(workspace), workspace.clock.now()
    if one.started_on and one.started_on > (now + A_DAY).date():  # somewhere it is tomorrow
        raise BadInput(f"{one.address} cannot be in use since {one.started_on}, a day to come")
    with workspace.state.writing() as connection:
        if one.address in mailbox_addresses(connection):
            known = mailbox_of(connection, one.address, seal)
            one = replace(
                one, started_on=one.started_on or known.started_on, is_paused=known.is_paused,
                paused_why=known.paused_why, smtp=_newest_right(one.smtp, known.smtp),
                imap=one.imap and _newest_right(one.imap, known.imap),
            )  # fmt: skip
        is_new = keep_mailbox(connection, one, seal, now)
    return one, is_new


def _newest_right(told: MailServer, known: MailServer | None) -> MailServer:
    """The server with the right to tokens as it is kept now, where nobody told another.

    It may have been renewed since `told` was read, and what was read is worth nothing then.
    """
    if told.token is None or known is None or grant_in(known.secret) is None:
        return told
    return replace(told, secret=known.secret)


def mailboxes(workspace: Workspace) -> list[Mailbox]:
    """All mailboxes with their secrets opened, by address.

    Raises:
        Refused: they were sealed with another key.
    """
    seal = seal_of(workspace)
    with workspace.state.reading() as connection:
        found = kept_mailboxes(connection, seal)
    return [with_tokens(workspace, one, seal) for one in found]


def mailbox_named(workspace: Workspace, address: str) -> Mailbox:
    """One mailbox with its secrets opened.

    Raises:
        NotFound: there is none of that address.
        BadInput: it is no address.
    """
    seal = seal_of(workspace)
    with workspace.state.reading() as connection:
        found = mailbox_of(connection, address_of(address), seal)
    return with_tokens(workspace, found, seal)


def pause(workspace: Workspace, address: str, why: str = "") -> Mailbox:
    """Let nothing go out from a mailbox; what is approved waits.

    Raises:
        NotFound: there is no such mailbox.
    """
    return _paused(workspace, address, one_line(why), is_paused=True)


def resume(workspace: Workspace, address: str) -> Mailbox:
    """Let messages go out from a mailbox again.

    Raises:
        NotFound: there is no such mailbox.
    """
    return _paused(workspace, address, "", is_paused=False)


def forget_mailbox(workspace: Workspace, address: str) -> str:
    """Forget a mailbox and its secrets; its messages stay, and those that wait go nowhere.

    Raises:
        NotFound: there is no such mailbox.
        Refused: a campaign that goes on writes from it, and its answers would not be read.
    """
    named = address_of(address)
    with workspace.state.writing() as connection:
        used = [one for one in _going_on(connection) if one.mailbox == named and not one.is_paused]
        if used and named in mailbox_addresses(connection):
            which = ", ".join(f"{one.number} ({one.name})" for one in reversed(used))
            raise Refused(
                f"campaign {which} goes on from {named}; pause it first: "
                f"backlinkbot campaign pause {used[-1].number}"
            )
        if not remove_mailbox(connection, named):
            raise _unknown(named)
    return named


def gone_mailboxes(workspace: Workspace) -> list[Campaign]:
    """The campaigns that would go on, and whose mailbox was removed; the newest first."""
    with workspace.state.reading() as connection:
        known = mailbox_addresses(connection)
        return [one for one in _going_on(connection) if one.mailbox not in known]


def mailbox_is_gone(campaign: Campaign) -> Refusal:
    """Why nothing goes of a campaign whose mailbox was removed."""
    return Refusal(
        "no-mailbox",
        f"campaign {campaign.number}: its mailbox {campaign.mailbox} is gone, so nothing goes and "
        f"no answer is read; add it again: backlinkbot mailbox add {campaign.mailbox}",
    )


def left_today(workspace: Workspace, one: Mailbox) -> int:
    """How many messages a mailbox may still send today."""
    now = workspace.clock.now()
    with workspace.state.reading() as connection:
        sent = moments_sent(connection, one.address, looks_back_to(now))
        answered = moments_answered(connection, one.address, looks_back_to(now))
    return allowance(one.daily_limit, one.started_on, sent, now, one.zone, answered)


def shown_mailbox(workspace: Workspace, one: Mailbox) -> dict[str, Any]:
    """A mailbox as JSON, without anything secret in it."""
    return {
        "address": one.address,
        "name": one.name,
        "smtp": _shown_server(one.smtp),
        "imap": _shown_server(one.imap) if one.imap else None,
        "archive": one.archive or None,
        "sent_folder": one.sent_folder or None,
        "daily_limit": one.daily_limit,
        "left_today": left_today(workspace, one),
        "started_on": one.started_on,
        "zone": one.zone,
        "signs": bool(one.dkim_key),
        "dkim_selector": one.dkim_selector or None,
        "is_paused": one.is_paused,
        "paused_why": one.paused_why or None,
    }


def may_tell_secret(password: str, token_command: str = "") -> bool:
    """Whether somebody who is not at this machine may give a login in this way.

    Not by the name of a program that would be started here, or of a variable that would be read.
    """
    return not (token_command or password.startswith((IN_ENVIRONMENT, BY_COMMAND, BY_GRANT)))


def seal_of(workspace: Workspace) -> Seal:
    """By which the secrets of a workspace's mailboxes are sealed."""
    return Seal(workspace.key(PURPOSE))


def address_of(text: str) -> str:
    """An address of ours as it is kept: small letters, its host in A-labels.

    Raises:
        BadInput: it is none.
    """
    return published_address(text).lower()


def _checked(told: Mailbox) -> Mailbox:
    one = replace(
        told,
        address=address_of(told.address),
        name=one_line(told.name),
        archive=address_of(told.archive) if told.archive else "",
    )
    for server in (one.smtp, one.imap):
        if server:
            check_server(server)
            grant_in(server.secret)
    if not 1 <= one.daily_limit <= MOST_A_DAY:
        raise BadInput(f"a mailbox sends 1 to {MOST_A_DAY} messages a day, not {one.daily_limit}")
    zone_named(one.zone)
    if bool(one.dkim_key) != bool(one.dkim_selector):
        raise BadInput("to sign messages, give both the DKIM key and its selector")
    if one.dkim_key:
        host = one.address.rpartition("@")[2]
        check_signing(Signing(host, one.dkim_selector, one.dkim_key))
    if (one.archive or one.sent_folder) and one.imap is None:
        raise BadInput("copies are looked up over IMAP: give its server, too")
    return one


def _going_on(connection: Connection) -> list[Campaign]:
    """The campaigns with somebody for whom the sequence is not over."""
    return [
        one
        for one in kept_campaigns(connection)
        if any(not course.ending for course in enrolments(connection, one.number))
    ]


def _not_of_others(workspace: Workspace, address: str) -> None:
    """Raises BadInput where it is sent from already by another name, or by another client.

    Its daily limit would count twice.
    """
    person = canonical_address(address)
    with workspace.state.reading() as connection:
        own = [one for one in mailbox_addresses(connection) if one != address]
    for one in own:
        if canonical_address(one) == person:
            raise BadInput(f"{one} is the same mailbox under another name")
    with root_workspace(workspace) as root:
        others = [one.slug for one in list_clients(root) if one.slug != workspace.client]
        for slug in others:
            with client_workspace(root, slug) as other, other.state.reading() as connection:
                known = mailbox_addresses(connection)
            if any(canonical_address(one) == person for one in known):
                whose = "the workspace itself" if slug == HOME else f"the client {slug}"
                raise BadInput(f"{whose} sends from {address} already")


def _paused(workspace: Workspace, address: str, why: str, *, is_paused: bool) -> Mailbox:
    named = address_of(address)
    with workspace.state.writing() as connection:
        if not pause_mailbox(connection, named, why, is_paused=is_paused):
            raise _unknown(named)
        return mailbox_of(connection, named, seal_of(workspace))


def _unknown(address: str) -> NotFound:
    return NotFound(f"there is no mailbox {address}; see: backlinkbot mailbox list")


def _shown_server(one: MailServer) -> dict[str, Any]:
    is_token = one.token_command or one.secret.startswith(BY_GRANT)
    login = "token" if is_token else "password" if one.secret else "none"
    return {
        "host": one.host,
        "port": one.port,
        "security": one.security.value,
        "user": one.user or None,
        "login": login,
    }
