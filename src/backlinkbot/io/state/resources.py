"""Questions about resources: what can be spent on a site's links, as it was told last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Column, Float, Table, Text, delete, insert, select

from backlinkbot.core.plans import Resources
from backlinkbot.io.state.access_tables import Moment
from backlinkbot.io.state.tables import DOMAIN, metadata

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

resources = Table(
    "site_resources",
    metadata,
    Column("site", DOMAIN, primary_key=True),
    Column("hours", Float, nullable=False),
    Column("budget", Float, nullable=False),
    Column("languages", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("set_at", Moment, nullable=False),
)


def kept_resources(connection: Connection, site: str) -> Resources | None:
    """The resources of a site, None where nobody told."""
    row = connection.execute(select(resources).where(resources.c.site == site)).first()
    if row is None:
        return None
    return Resources(row.hours, row.budget, tuple(json.loads(row.languages)))


def keep_resources(
    connection: Connection, site: str, told: Resources, *, by: str, at: datetime
) -> None:
    """Put the resources of a site in the place of those told before."""
    connection.execute(delete(resources).where(resources.c.site == site))
    connection.execute(
        insert(resources).values(
            site=site, hours=told.hours, budget=told.budget,
            languages=json.dumps(told.languages), by=by, set_at=at,
        )
    )  # fmt: skip
