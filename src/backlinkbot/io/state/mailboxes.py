"""Questions to the mailboxes that messages are sent from; their secrets are kept sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from backlinkbot.core.errors import NotFound
from backlinkbot.core.outreach import Mailbox, MailServer, Security
from backlinkbot.io.state.sending_tables import mailboxes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy import Connection

    from backlinkbot.io.state.sealing import Seal


SERVERS = ("smtp", "imap")


def keep_mailbox(connection: Connection, one: Mailbox, seal: Seal, now: datetime) -> bool:
    """Keep a mailbox as it is now; whether it is new."""
    values = _values(one, seal.sealed)
    same = mailboxes.c.address == one.address
    if connection.execute(update(mailboxes).where(same).values(values)).rowcount:
        return False
    fresh = {"address": one.address, "added_at": now, "busy_by": "", **values}
    connection.execute(insert(mailboxes).values(fresh))
    return True


def kept_mailboxes(connection: Connection, seal: Seal) -> list[Mailbox]:
    """All mailboxes, by their addresses."""
    rows = connection.execute(select(mailboxes)).all()
    return sorted((_mailbox(row, seal.opened) for row in rows), key=lambda one: one.address)


def mailbox_of(connection: Connection, address: str, seal: Seal) -> Mailbox:
    """One mailbox.

    Raises:
        NotFound: there is none of that address.
    """
    row = connection.execute(select(mailboxes).where(mailboxes.c.address == address)).first()
    if row is None:
        raise NotFound(
            f"there is no mailbox {address}; add it with: backlinkbot mailbox add {address}"
        )
    return _mailbox(row, seal.opened)


def mailbox_addresses(connection: Connection) -> list[str]:
    """The addresses of all mailboxes; for who needs no secrets."""
    return sorted(str(one) for one in connection.scalars(select(mailboxes.c.address)))


def mailbox_names(connection: Connection) -> dict[str, str]:
    """By address, the name that stands before it; for who needs no secrets."""
    rows = connection.execute(select(mailboxes.c.address, mailboxes.c.name))
    return {row.address: row.name for row in rows}


def pause_mailbox(connection: Connection, address: str, why: str, *, is_paused: bool) -> bool:
    """Let nothing go out from a mailbox, or let it again; whether there is such a mailbox."""
    told = {"is_paused": is_paused, "paused_why": why if is_paused else ""}
    done = update(mailboxes).where(mailboxes.c.address == address).values(told)
    return bool(connection.execute(done).rowcount)


def keep_secret(connection: Connection, address: str, which: str, sealed: str) -> None:
    """Keep another secret, which is sealed, for a server of a mailbox; `which` of `SERVERS`."""
    same = mailboxes.c.address == address
    connection.execute(update(mailboxes).where(same).values({f"{which}_secret": sealed}))


def remove_mailbox(connection: Connection, address: str) -> bool:
    """Forget a mailbox and its secrets; whether it was there."""
    gone = delete(mailboxes).where(mailboxes.c.address == address)
    return bool(connection.execute(gone).rowcount)


def note_start(connection: Connection, address: str, day: date) -> None:
    """Note the first day on which a mailbox sent, where none is noted."""
    fresh = (mailboxes.c.address == address) & mailboxes.c.started_on.is_(None)
    connection.execute(update(mailboxes).where(fresh).values(started_on=day))


def hold_mailbox(connection: Connection, address: str, holder: str, until: datetime | None) -> None:
    """Note who sends from a mailbox now; nobody: an empty `holder`.

    Whoever has the turn writes it, and claims work only for the one that is written here.
    """
    told = {"busy_by": holder, "busy_until": until}
    connection.execute(update(mailboxes).where(mailboxes.c.address == address).values(told))


def _values(one: Mailbox, sealed: Callable[[str], str]) -> dict[str, Any]:
    return {
        "name": one.name,
        **_server("smtp", one.smtp, sealed),
        **_server("imap", one.imap or NO_SERVER, sealed),
        "archive": one.archive,
        "sent_folder": one.sent_folder,
        "daily_limit": one.daily_limit,
        "started_on": one.started_on,
        "zone": one.zone,
        "dkim_selector": one.dkim_selector,
        "dkim_key": sealed(one.dkim_key),
        "is_paused": one.is_paused,
        "paused_why": one.paused_why,
    }


NO_SERVER = MailServer("", 0, Security.TLS)


def _server(name: str, one: MailServer, sealed: Callable[[str], str]) -> dict[str, Any]:
    return {
        f"{name}_host": one.host,
        f"{name}_port": one.port,
        f"{name}_security": one.security.value,
        f"{name}_user": one.user,
        f"{name}_secret": sealed(one.secret),
        f"{name}_token_command": one.token_command,
    }


def _mailbox(row: Any, opened: Callable[[str], str]) -> Mailbox:
    told = {name: getattr(row, name) for name in (
        "address", "name", "archive", "sent_folder", "daily_limit", "started_on", "is_paused",
        "zone", "paused_why", "dkim_selector",
    )}  # fmt: skip
    return Mailbox(
        smtp=_mail_server(row, "smtp", opened),
        imap=_mail_server(row, "imap", opened) if row.imap_host else None,
        dkim_key=opened(row.dkim_key),
        **told,
    )


def _mail_server(row: Any, name: str, opened: Callable[[str], str]) -> MailServer:
    return MailServer(
        host=getattr(row, f"{name}_host"),
        port=getattr(row, f"{name}_port"),
        security=Security(getattr(row, f"{name}_security")),
        user=getattr(row, f"{name}_user"),
        secret=opened(getattr(row, f"{name}_secret")),
        token_command=getattr(row, f"{name}_token_command"),
    )
