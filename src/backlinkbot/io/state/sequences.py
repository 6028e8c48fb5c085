"""Questions to sequences; every version stays, for those who began with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from backlinkbot.core.outreach import Sequence, Step
from backlinkbot.io.state.sending_tables import sequences

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def keep_sequence(connection: Connection, one: Sequence, at: datetime, by: str) -> int:
    """Add the next version of a sequence; its number, the old one's where nothing differs."""
    last = _last(connection, one.name)
    if last and not last.is_withdrawn and _values(one) == _values(_sequence(last)):
        return int(last.version)
    version = int(last.version) + 1 if last else 1
    told = {"name": one.name, "version": version, "made_at": at, "by": by, "is_withdrawn": False}
    connection.execute(insert(sequences).values(**told, **_values(one)))
    return version


def withdraw_sequence(connection: Connection, name: str) -> bool:
    """Let nobody begin or go on with a sequence; False where there is none."""
    known = update(sequences).where(sequences.c.name == name)
    return bool(connection.execute(known.values(is_withdrawn=True)).rowcount)


def newest_sequence(connection: Connection, name: str) -> Sequence | None:
    """The newest version of a sequence, None where there is none or it was withdrawn."""
    row = _last(connection, name)
    return None if row is None or row.is_withdrawn else _sequence(row)


def sequence_version(connection: Connection, name: str, version: int) -> Sequence | None:
    """One version of a sequence, also of one that was withdrawn since."""
    wanted = (sequences.c.name == name) & (sequences.c.version == version)
    row = connection.execute(select(sequences).where(wanted)).first()
    return None if row is None else _sequence(row)


def kept_sequences(connection: Connection) -> list[Sequence]:
    """The newest version of each sequence that was not withdrawn, by name."""
    last = select(sequences.c.name, func.max(sequences.c.version).label("version"))
    newest = last.group_by(sequences.c.name).subquery()
    same = (sequences.c.name == newest.c.name) & (sequences.c.version == newest.c.version)
    rows = connection.execute(select(sequences).join(newest, same)).all()
    found = [_sequence(row) for row in rows if not row.is_withdrawn]
    return sorted(found, key=lambda one: one.name)


def _last(connection: Connection, name: str) -> Any:
    asked = select(sequences).where(sequences.c.name == name)
    return connection.execute(asked.order_by(sequences.c.version.desc()).limit(1)).first()


def _values(one: Sequence) -> dict[str, Any]:
    steps = [
        {"templates": list(step.templates), "after_days": step.after_days} for step in one.steps
    ]
    return {
        "steps": json.dumps(steps),
        "from_hour": one.hours[0],
        "to_hour": one.hours[1],
        "weekdays": json.dumps(list(one.weekdays)),
    }


def _sequence(row: Any) -> Sequence:
    steps = tuple(
        Step(tuple(step["templates"]), step["after_days"]) for step in json.loads(row.steps)
    )
    hours, weekdays = (row.from_hour, row.to_hour), tuple(json.loads(row.weekdays))
    return Sequence(row.name, steps, hours, weekdays, row.version)
