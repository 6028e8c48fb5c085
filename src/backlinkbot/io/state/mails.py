"""Questions to the mails that came in, each kept once, and how far their folders were read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from backlinkbot.core.mail_in import KeptMail, Position
from backlinkbot.io.state.sending_tables import folders, mails

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

LONGEST_RAW = 256 << 10  # bytes of a mail that are kept: what a person wrote is in the first few
NAMES = tuple(KeptMail.__dataclass_fields__)  # each is a column
COLUMNS = tuple(mails.c[name] for name in NAMES)  # not the bytes, which are seldom asked for


def keep_mail(connection: Connection, one: KeptMail, raw: bytes) -> int:
    """Keep a mail that is not known yet; its number."""
    values = {name: getattr(one, name) for name in NAMES if name != "number"}
    made = connection.execute(insert(mails).values(values | {"raw": raw[:LONGEST_RAW]}))
    key = made.inserted_primary_key
    return int(key[0]) if key else 0


def is_known(connection: Connection, mailbox: str, digest: str) -> bool:
    """Whether a mail was kept before."""
    asked = select(mails.c.number).where((mails.c.mailbox == mailbox) & (mails.c.digest == digest))
    return connection.execute(asked).first() is not None


def mail_numbered(connection: Connection, number: int) -> KeptMail | None:
    """One mail, None where there is none of that number."""
    row = connection.execute(select(*COLUMNS).where(mails.c.number == number)).first()
    return None if row is None else _mail(row)


def raw_mail(connection: Connection, number: int) -> bytes:
    """The bytes of a mail, as far as they are kept; empty where there is none."""
    return bytes(
        connection.execute(select(mails.c.raw).where(mails.c.number == number)).scalar() or b""
    )


def kept_mails(
    connection: Connection, *, waiting: bool = False, limit: int = 500, before: int = 0
) -> list[KeptMail]:
    """The newest mails first; `waiting`: those that a person must decide on.

    `before`: only those with smaller numbers, for the next part.
    """
    asked = select(*COLUMNS).order_by(mails.c.number.desc()).limit(limit)
    if waiting:
        asked = asked.where(mails.c.waits_for_person.is_(True))
    if before:
        asked = asked.where(mails.c.number < before)
    return [_mail(row) for row in connection.execute(asked)]


def mails_answering(connection: Connection, message_ids: Sequence[str]) -> list[KeptMail]:
    """The mails that answer these messages of ours, the oldest first."""
    asked = select(*COLUMNS).where(mails.c.answers.in_(list(message_ids))).order_by(mails.c.number)
    return [_mail(row) for row in connection.execute(asked)]


def count_waiting(connection: Connection) -> int:
    """How many mails wait for a person."""
    asked = select(func.count()).select_from(mails).where(mails.c.waits_for_person.is_(True))
    return int(connection.execute(asked).scalar() or 0)


def keep_decision(
    connection: Connection, number: int, reply_class: str, by: str, at: datetime
) -> None:
    """Keep what a person said that a mail is."""
    told = {
        "reply_class": reply_class, "confidence": 1.0, "waits_for_person": False,
        "handled_by": by, "handled_at": at,
    }  # fmt: skip
    connection.execute(update(mails).where(mails.c.number == number).values(told))


def note_answered(connection: Connection, number: int, by: str, at: datetime) -> None:
    """Note that a person answered a mail, so that it waits for nobody; what it is stays as read."""
    told = {"waits_for_person": False, "handled_by": by, "handled_at": at}
    connection.execute(update(mails).where(mails.c.number == number).values(told))


def position_of(connection: Connection, mailbox: str, folder: str) -> Position | None:
    """How far a folder was read, None where it never was."""
    row = connection.execute(select(folders).where(_of(mailbox, folder))).first()
    return None if row is None else Position(int(row.uidvalidity), int(row.last_uid))


def last_read(connection: Connection) -> datetime | None:
    """When a folder was read last, of whatever mailbox; None where none ever was."""
    found: datetime | None = connection.execute(select(func.max(folders.c.read_at))).scalar()
    return found


def keep_position(
    connection: Connection, mailbox: str, folder: str, position: Position, at: datetime
) -> None:
    """Keep how far a folder was read."""
    values = {"uidvalidity": position.uidvalidity, "last_uid": position.last_uid, "read_at": at}
    changed = connection.execute(update(folders).where(_of(mailbox, folder)).values(values))
    if not changed.rowcount:
        connection.execute(insert(folders).values(values | {"mailbox": mailbox, "folder": folder}))


def _of(mailbox: str, folder: str) -> Any:
    return (folders.c.mailbox == mailbox) & (folders.c.folder == folder)


def _mail(row: Any) -> KeptMail:
    return KeptMail(**{name: getattr(row, name) for name in NAMES})
