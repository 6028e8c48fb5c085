"""Questions to the contact firewall's tables: who is suppressed, and who was written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select, update

from backlinkbot.core.outreach import Suppression, SuppressionKind, SuppressionReason
from backlinkbot.core.recipients import Touch
from backlinkbot.io.state.outreach_tables import keys, suppressions, touches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

AT_ONCE = 500  # values in one question, well under what SQLite takes


def kept_suppressions(connection: Connection) -> list[Suppression]:
    """All suppressions in the order they were added."""
    asked = select(suppressions).order_by(suppressions.c.number)
    return [_suppression(row) for row in connection.execute(asked)]


def suppressions_of(
    connection: Connection, digests: Sequence[str], look: str = ""
) -> list[Suppression]:
    """Those found by one of these hashes, or of an address that looks like this one."""
    found = suppressions.c.digest.in_(list(digests))
    wanted = or_(found, suppressions.c.look == look) if look else found
    asked = select(suppressions).where(wanted).order_by(suppressions.c.number)
    return [_suppression(row) for row in connection.execute(asked)]


def keep_suppressions(connection: Connection, added: Sequence[tuple[Suppression, str]]) -> int:
    """Add suppressions, each with the hash of what it looks like; how many were not known.

    One that is known stays as it is, but for one whose person is now to be forgotten.
    """
    by_digest = {one.digest: (one, look) for one, look in added}
    known = _known(connection, list(by_digest))
    for digest in known:
        one, _ = by_digest[digest]
        if one.reason is SuppressionReason.ERASED:
            forgotten = {"value": "", "note": "", "reason": one.reason.value, "by": one.by}
            of_it = suppressions.c.digest == digest
            connection.execute(update(suppressions).where(of_it).values(forgotten))
    rows = [_row(*both) for digest, both in by_digest.items() if digest not in known]
    if rows:
        connection.execute(insert(suppressions), rows)
    return len(rows)


def touches_of(connection: Connection, person: str, look: str, organisation: str) -> list[Touch]:
    """What was sent or promised to a person, to who looks like him, and to his organisation."""
    wanted = or_(
        touches.c.person == person, touches.c.look == look, touches.c.organisation == organisation
    )
    asked = select(touches).where(wanted).order_by(touches.c.at, touches.c.message_id)
    return [_touch(row) for row in connection.execute(asked)]


def touch_of(connection: Connection, message_id: str) -> Touch | None:
    """What is kept of a message, None where it was never promised to go."""
    row = connection.execute(select(touches).where(touches.c.message_id == message_id)).first()
    return None if row is None else _touch(row)


def touch_numbered(connection: Connection, digits: str) -> Touch | None:
    """The same by what stands before the @ of its id, None where there is none."""
    same = touches.c.message_id.startswith(f"<{digits}@", autoescape=True)
    row = connection.execute(select(touches).where(same).limit(1)).first()
    return None if row is None else _touch(row)


def keep_touch(connection: Connection, touch: Touch) -> None:
    """Keep that a message is promised to go; fails where it was before."""
    connection.execute(
        insert(touches).values(
            message_id=touch.message_id, person=touch.person, look=touch.look,
            organisation=touch.organisation, client=touch.client, campaign=touch.campaign,
            step=touch.step, at=touch.at, answered_at=touch.answered_at,
        )
    )  # fmt: skip


def drop_touch(connection: Connection, message_id: str) -> bool:
    """Forget a message that never left; whether there was one."""
    gone = connection.execute(delete(touches).where(touches.c.message_id == message_id))
    return bool(gone.rowcount)


def keep_answer(connection: Connection, person: str, at: datetime) -> int:
    """Note on all that was sent to a person that he answered; on how many messages."""
    open_ones = (touches.c.person == person) & touches.c.answered_at.is_(None)
    return int(connection.execute(update(touches).where(open_ones).values(answered_at=at)).rowcount)


def key_digest(connection: Connection, name: str) -> str | None:
    """By which key hashes were made, None where none was made."""
    found = connection.execute(select(keys.c.digest).where(keys.c.name == name)).scalar()
    return None if found is None else str(found)


def keep_key_digest(connection: Connection, name: str, digest: str) -> None:
    """Keep by which key hashes are made from now on."""
    connection.execute(insert(keys).values(name=name, digest=digest))


def _known(connection: Connection, digests: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for at in range(0, len(digests), AT_ONCE):
        part = suppressions.c.digest.in_(digests[at : at + AT_ONCE])
        found.update(connection.scalars(select(suppressions.c.digest).where(part)))
    return found


def _row(one: Suppression, look: str) -> dict[str, Any]:
    return {
        "kind": one.kind.value, "value": one.value, "digest": one.digest, "look": look,
        "reason": one.reason.value, "at": one.at, "by": one.by, "note": one.note,
        "client": one.client,
    }  # fmt: skip


def _suppression(row: Any) -> Suppression:
    return Suppression(
        SuppressionKind(row.kind), row.value, SuppressionReason(row.reason), row.at, row.by,
        row.note, row.client, row.digest,
    )  # fmt: skip


def _touch(row: Any) -> Touch:
    return Touch(
        row.message_id, row.person, row.look, row.organisation, row.client, row.campaign, row.step,
        row.at, row.answered_at,
    )  # fmt: skip
