"""The tables of prospects, their history, and what came of asking them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from backlinkbot.io.state.access_tables import Moment
from backlinkbot.io.state.tables import DOMAIN, metadata

WORD = String(40)  # a tactic, a stage, a kind
DIGEST = String(32)  # BLAKE2b of 16 bytes in hexadecimal digits


def _prospect() -> ForeignKey:
    return ForeignKey("prospect.number", ondelete="CASCADE")


# One organisation for each site of ours; it is never removed, `is_gone` tells that its adding was
# undone.
prospects = Table(
    "prospect",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("site", DOMAIN, nullable=False),
    Column("organisation", DOMAIN, nullable=False),
    Column("stage", WORD, nullable=False),
    Column("owner", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("contact_kind", WORD, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("is_gone", Boolean, nullable=False),
    Column("target", Text, nullable=False, server_default=""),
    Index("ix_prospect_site", "site", "organisation", unique=True),
    Index("ix_prospect_stage", "site", "stage"),
)

# The domains of an organisation, and the ids by which its owner is known (analytics, ads).
prospect_names = Table(
    "prospect_name",
    metadata,
    Column("site", DOMAIN, nullable=False),
    Column("name", DOMAIN, nullable=False),
    Column("prospect", Integer, _prospect(), nullable=False),
    Column("is_owner_id", Boolean, nullable=False),
    PrimaryKeyConstraint("site", "name"),
    Index("ix_prospect_name_prospect", "prospect"),
)

# `reasons`, `evidence`: JSON lists; `digest`: of page, tactic and what it is about.
openings = Table(
    "prospect_opening",
    metadata,
    Column("prospect", Integer, _prospect(), nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("page", Text, nullable=False),
    Column("tactic", WORD, nullable=False),
    Column("about", Text, nullable=False),
    Column("worth_points", Float),
    Column("value_per_hour", Float),
    Column("relevance", Float),
    Column("site_type", WORD, nullable=False),
    Column("p_reply", Float),
    Column("p_placement", Float),
    Column("minutes", Float),
    Column("reasons", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    PrimaryKeyConstraint("prospect", "digest"),
)

tags = Table(
    "prospect_tag",
    metadata,
    Column("prospect", Integer, _prospect(), nullable=False),
    Column("tag", String(60), nullable=False),
    PrimaryKeyConstraint("prospect", "tag"),
)

# The history; a row is never changed or removed. `fields`: JSON, the value before and after.
changes = Table(
    "prospect_change",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("step", Integer, nullable=False),
    Column("prospect", Integer, _prospect(), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", WORD, nullable=False),
    Column("fields", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("undoes", Integer),
    Index("ix_prospect_change_prospect", "prospect", "number"),
    Index("ix_prospect_change_step", "step"),
)

# What came of asking; also of what is sent in sequences, which names a template.
outcomes = Table(
    "outcome",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("prospect", Integer, _prospect(), nullable=False),
    Column("site", DOMAIN, nullable=False),
    Column("tactic", WORD, nullable=False),
    Column("page", Text, nullable=False),
    Column("template", String(80), nullable=False),
    Column("contact_kind", WORD, nullable=False),
    Column("niche", String(80), nullable=False),
    Column("relevance", Float),
    Column("site_type", WORD, nullable=False),
    Column("contacted_at", Moment),
    Column("replied_at", Moment),
    Column("placed_at", Moment),
    Column("verified_at", Moment),
    Column("closed_at", Moment),
    Column("lost_at", Moment),
    Index("ix_outcome_prospect", "prospect", "number"),
    Index("ix_outcome_contacted", "contacted_at"),
)
