"""Questions to the links that were asked for and landed."""

from __future__ import annotations

from dataclasses import asdict, fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from backlinkbot.core.won_links import WonLink
from backlinkbot.io.state.won_tables import won_links

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

NAMES = tuple(field.name for field in fields(WonLink))


def keep_won(connection: Connection, one: WonLink) -> bool:
    """Keep a link as it stands now; whether it is a new one. When it landed stays as it was."""
    digest = sha256(f"{one.page}\0{one.target}".encode()).hexdigest()
    same = (won_links.c.prospect == one.prospect) & (won_links.c.page_digest == digest)
    now = {**asdict(one)}
    kept = {name: now.pop(name) for name in ("landed_at", "prospect")}
    if connection.execute(update(won_links).where(same).values(now)).rowcount:
        return False
    connection.execute(insert(won_links).values(page_digest=digest, **kept, **now))
    return True


def kept_won(
    connection: Connection, site: str = "", since: datetime | None = None
) -> list[WonLink]:
    """The links won for a site or for all, the newest first."""
    asked = select(won_links).order_by(won_links.c.landed_at.desc(), won_links.c.prospect)
    if site:
        asked = asked.where(won_links.c.site == site)
    if since:
        asked = asked.where(won_links.c.landed_at >= since)
    return [_won(row) for row in connection.execute(asked)]


def _won(row: Any) -> WonLink:
    return WonLink(**{name: getattr(row, name) for name in NAMES})
