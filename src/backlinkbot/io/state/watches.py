"""Questions about how far sites were watched, and what their owners want to be told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from backlinkbot.core.alerts import Cursor, Rules
from backlinkbot.io.state.watch_tables import cursors, rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection


def kept_cursors(connection: Connection, sites: Sequence[str]) -> dict[str, Cursor]:
    """How far these sites were watched, by site; those never watched are not in it."""
    asked = select(cursors).where(cursors.c.site.in_(list(sites)))
    return {
        row.site: Cursor(row.site, row.snapshot, row.newest_at, row.watched_at)
        for row in connection.execute(asked)
    }


def move_cursor(connection: Connection, cursor: Cursor) -> None:
    """Keep how far a site was watched."""
    connection.execute(delete(cursors).where(cursors.c.site == cursor.site))
    connection.execute(
        insert(cursors).values(
            site=cursor.site,
            snapshot=cursor.snapshot,
            newest_at=cursor.newest_at,
            watched_at=cursor.watched_at,
        )
    )


def kept_rules(connection: Connection, site: str) -> Rules:
    """What the owner of a site wants to be told; the usual where he said nothing."""
    row = connection.execute(select(rules).where(rules.c.site == site)).first()
    if row is None:
        return Rules(site)
    quiet = tuple(json.loads(row.quiet))
    return Rules(site, row.least_authority, quiet, row.digest, row.digest_at)


def keep_rules(connection: Connection, told: Rules) -> None:
    """Keep what the owner of a site wants to be told."""
    connection.execute(delete(rules).where(rules.c.site == told.site))
    connection.execute(
        insert(rules).values(
            site=told.site,
            least_authority=told.least_authority,
            quiet=json.dumps(list(told.quiet)),
            digest=told.digest,
            digest_at=told.digest_at,
        )
    )


def note_digest(connection: Connection, site: str, at: datetime) -> None:
    """Keep when the digest of a site was put together last."""
    if not connection.execute(
        update(rules).where(rules.c.site == site).values(digest_at=at)
    ).rowcount:
        keep_rules(connection, Rules(site, digest_at=at))
