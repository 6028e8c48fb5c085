"""Looks whether a mailbox can do its work, and says in plain words what to do where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.pitch.mailboxes import left_today
from backlinkbot.app.pitch.tracing import probed
from backlinkbot.core.errors import BadInput, NotFound, Unreachable
from backlinkbot.core.mail_addresses import address_domain, is_free_mail
from backlinkbot.core.sending import Check, Finding
from backlinkbot.io.channels.domain_texts import DnsTexts, domain_texts
from backlinkbot.io.channels.imap import INBOX, check_folder
from backlinkbot.io.channels.outgoing_smtp import smtp_connection
from backlinkbot.io.channels.wire_form import public_key
from backlinkbot.logic.outreach.sender_domain import (
    SELECTORS,
    dkim_check,
    dmarc_check,
    mx_check,
    spf_check,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Mailbox
    from backlinkbot.io.channels.domain_texts import Texts


def check_mailbox(
    workspace: Workspace, one: Mailbox, *, names: Texts | None = None, is_probed: bool = False
) -> list[Check]:
    """Log in to its servers, read what its domain publishes, and say what there is to do.

    `is_probed`: also send a mail to ourselves and wait until the copy is found.
    """
    found = [_smtp(one), _imap(one), _copies(workspace, one, is_probed=is_probed)]
    found += _domain(one, names or DnsTexts())
    left = left_today(workspace, one)
    if one.is_paused:
        says = f"the mailbox rests: {one.paused_why or 'somebody paused it'}"
        to_do = f"backlinkbot mailbox resume {one.address}"
        found.append(Check("sending", Finding.WARNING, says, to_do))
    else:
        found.append(Check("sending", Finding.GOOD, f"{left} more messages may go today"))
    return found


def _smtp(one: Mailbox) -> Check:
    def login() -> str:
        with smtp_connection(one.smtp, one.address.rpartition("@")[2]) as connection:
            connection.noop()
        return f"{one.smtp.host} lets us in"

    return _tried("SMTP", login)


def _imap(one: Mailbox) -> Check:
    server = one.imap
    if server is None:
        to_do = "give its IMAP server, so that answers and bounces are read"
        return Check("IMAP", Finding.WARNING, "no IMAP server is set", to_do)
    return _tried(
        "IMAP", lambda: f"{server.host} lets us in; {check_folder(server, INBOX):,} mails in INBOX"
    )


def _copies(workspace: Workspace, one: Mailbox, *, is_probed: bool) -> Check:
    """Whether it can be found out what was sent, after a sender was interrupted."""
    server = one.imap
    if server is None or not (one.archive or one.sent_folder):
        says = "no copies are kept where we can look: after an interruption, you have to decide"
        to_do = "give --archive (an address of yours that is read over the same IMAP login)"
        return Check("copies", Finding.WARNING, says, to_do)
    where = one.archive or one.sent_folder
    if is_probed:
        try:
            why = probed(workspace, one)
        except (BadInput, Unreachable) as error:
            why = str(error)
        if why:
            to_do = "give an --archive that the account which IMAP logs in to receives, as its own"
            return Check("copies", Finding.BAD, why, to_do)
        return Check("copies", Finding.GOOD, "a mail to ourselves arrived and was found")
    if not one.archive:
        named = one.sent_folder
        looked = _tried("copies", lambda: f"{check_folder(server, named):,} mails in {named}")
        if looked.finding is Finding.BAD:
            return looked
    says = f"copies go to {where}; whether they are found there is not known yet"
    to_do = f"backlinkbot mailbox check {one.address} --probe"
    return Check("copies", Finding.UNKNOWN, says, to_do)


def _domain(one: Mailbox, names: Texts) -> list[Check]:
    domain = one.address.rpartition("@")[2]
    if is_free_mail(one.address):
        says = f"{domain} belongs to its provider, who cares for SPF, DKIM and DMARC"
        to_do = "outreach from an address of your own domain is trusted more"
        return [Check("domain", Finding.WARNING, says, to_do)]
    selectors = SELECTORS.get(one.smtp.host.lower(), ())
    if one.dkim_selector:
        selectors = (one.dkim_selector, *selectors)
    told = domain_texts(domain, address_domain(one.address), selectors, names)
    key = public_key(one.dkim_key) if one.dkim_key else ""
    return [
        spf_check(told.spf, told.included, one.smtp.host),
        dkim_check(told.dkim, one.dkim_selector, key),
        dmarc_check(told.dmarc, address_domain(one.address)),
        mx_check(told.takes_mail),
    ]


def _tried(name: str, work: Callable[[], str]) -> Check:
    try:
        return Check(name, Finding.GOOD, work())
    except (BadInput, NotFound, Unreachable) as error:
        to_do = "look at host, port, security, user and password of the mailbox"
        return Check(name, Finding.BAD, str(error), to_do)
