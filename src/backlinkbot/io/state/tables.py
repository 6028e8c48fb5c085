"""The tables of the application database; the same on SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(column_0_label)s",
    }
)

DOMAIN = String(253)  # the longest name DNS allows

sites = Table(
    "site",
    metadata,
    Column("domain", DOMAIN, primary_key=True),
    Column("name", Text, nullable=False, default=""),
    Column("is_ours", Boolean, nullable=False, default=True),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

# What belongs to a site: brand words, topic words, competitors, other domains of the same owner.
site_facts = Table(
    "site_fact",
    metadata,
    Column("site", DOMAIN, ForeignKey("site.domain", ondelete="CASCADE"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("site", "kind", "value"),
)

# A mapping the user gave for an unknown CSV, remembered by the header it was given for.
column_mappings = Table(
    "column_mapping",
    metadata,
    Column("header", Text, primary_key=True),
    Column("ours", String(40), primary_key=True),
    Column("theirs", Text, nullable=False),
)

# What users decided about units that link to a site, in order; a row is never changed or removed.
decisions = Table(
    "decision",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("site", DOMAIN, nullable=False),
    Column("unit", DOMAIN, nullable=False),
    Column("choice", String(10), nullable=False),
    Column("by", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Index("ix_decision_site", "site", "number"),
)
