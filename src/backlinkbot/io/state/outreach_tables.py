"""The tables of the contact firewall; filled in the application database of the root alone.

So they hold over all clients. People stand in them as keyed hashes; the address itself is kept only
where a suppression must be shown, and never of who asked to be forgotten.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from backlinkbot.io.state.access_tables import DIGEST, SLUG, Moment
from backlinkbot.io.state.tables import DOMAIN, metadata

WORD = String(20)
MESSAGE_ID = String(320)  # 34 characters and a host

suppressions = Table(
    "suppression",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", WORD, nullable=False),
    Column("value", Text, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("look", DIGEST, nullable=False),
    Column("reason", WORD, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("client", SLUG, nullable=False),
    Index("ix_suppression_digest", "digest", unique=True),
    Index("ix_suppression_look", "look"),
)

# Every message that was promised to go or went, in any client; a row goes only if it never left.
touches = Table(
    "outreach_touch",
    metadata,
    Column("message_id", MESSAGE_ID, primary_key=True),
    Column("person", DIGEST, nullable=False),
    Column("look", DIGEST, nullable=False),
    Column("organisation", DOMAIN, nullable=False),
    Column("client", SLUG, nullable=False),
    Column("campaign", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("answered_at", Moment),
    Index("ix_outreach_touch_person", "person"),
    Index("ix_outreach_touch_look", "look"),
    Index("ix_outreach_touch_organisation", "organisation"),
)

# By which key the hashes were made, so that another is noticed: a hash of nothing by that key.
keys = Table(
    "outreach_key",
    metadata,
    Column("name", WORD, primary_key=True),
    Column("digest", DIGEST, nullable=False),
)
