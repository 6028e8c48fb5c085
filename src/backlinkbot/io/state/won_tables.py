"""The table of links that were asked for and landed: what each was worth, and whether it stands."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, PrimaryKeyConstraint, Table, Text

from backlinkbot.io.state.access_tables import DIGEST, Moment
from backlinkbot.io.state.outreach_tables import MESSAGE_ID
from backlinkbot.io.state.sending_tables import WORD
from backlinkbot.io.state.tables import DOMAIN, metadata

# `page_digest`: of page and target, for a page's address may be longer than a key; `is_followed`:
# without nofollow, ugc or sponsored; `minutes`: of work until it stood, as far as anybody said.
won_links = Table(
    "won_link",
    metadata,
    Column("prospect", Integer, nullable=False),
    Column("page_digest", DIGEST, nullable=False),
    Column("site", DOMAIN, nullable=False),
    Column("organisation", DOMAIN, nullable=False),
    Column("campaign", Integer, nullable=False),
    Column("message_id", MESSAGE_ID, nullable=False),
    Column("tactic", WORD, nullable=False),
    Column("page", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("anchor", Text, nullable=False),
    Column("anchor_class", WORD, nullable=False),
    Column("placement", WORD, nullable=False),
    Column("is_followed", Boolean, nullable=False),
    Column("quality", Float),
    Column("strength", WORD, nullable=False),
    Column("authority", Float),
    Column("worth_points", Float),
    Column("landed_at", Moment, nullable=False),
    Column("checked_at", Moment, nullable=False),
    Column("lost_at", Moment),
    Column("lost_reason", WORD, nullable=False),
    PrimaryKeyConstraint("prospect", "page_digest"),
    Index("ix_won_link_site", "site", "landed_at"),
)
