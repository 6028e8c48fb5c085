"""The tables of what looks at backlinks told."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from backlinkbot.io.state.access_tables import Moment
from backlinkbot.io.state.tables import DOMAIN, metadata

ID = String(40)

# One row a link that was looked at: what is known after all looks.
checks = Table(
    "link_check",
    metadata,
    Column("id", ID, primary_key=True),
    Column("site", DOMAIN, nullable=False),
    Column("page", ID, nullable=False),
    Column("source_url", Text, nullable=False),
    Column("target_url", Text, nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("standing", String(20), nullable=False),
    Column("reason", String(30), nullable=False, default=""),
    Column("sentence", Text, nullable=False, default=""),
    Column("news", Text, nullable=False, default="[]"),
    Column("looks", Integer, nullable=False, default=0),
    Column("changes", Integer, nullable=False, default=0),
    Column("gone_at", Moment),
    Column("gone_again_at", Moment),
    Column("seen_at", Moment),
    Column("checked_at", Moment, nullable=False),
    Column("next_at", Moment),
    Column("evidence", Text, nullable=False, default=""),
    Index("ix_link_check_site", "site", "standing"),
    Index("ix_link_check_next", "site", "next_at"),
    Index("ix_link_check_page", "page"),
)

# Looks at a page that the index is not told of until other looks say the same: `missing` names the
# links (ids of `link_check`) without which it was seen.
held_looks = Table(
    "held_look",
    metadata,
    Column("id", ID, primary_key=True),
    Column("page", ID, nullable=False),
    Column("archive", Text, nullable=False),
    Column("missing", Text, nullable=False),
    Column("looked_at", Moment, nullable=False),
    Index("ix_held_look_page", "page"),
)
