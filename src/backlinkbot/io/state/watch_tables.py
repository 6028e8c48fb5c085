"""The tables of what is watched, what was told of it, and who is told."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from backlinkbot.io.state.access_tables import Moment
from backlinkbot.io.state.tables import DOMAIN, metadata

ID = String(40)

# In the database of each client: how far each site was watched, and what its owner wants to hear.
cursors = Table(
    "watch_cursor",
    metadata,
    Column("site", DOMAIN, primary_key=True),
    Column("snapshot", String(80), nullable=False),
    Column("newest_at", Moment),
    Column("watched_at", Moment, nullable=False),
)

rules = Table(
    "watch_rule",
    metadata,
    Column("site", DOMAIN, primary_key=True),
    Column("least_authority", Float, nullable=False, default=0.0),
    Column("quiet", Text, nullable=False, default="[]"),
    Column("digest", String(10), nullable=False, default="day"),
    Column("digest_at", Moment),
)

# What was found to tell. A row is there before anything is sent: `batch` is heard by webhooks,
# `notice` is the message that tells it, `told_at` says that this message is on its way.
alerts = Table(
    "alert",
    metadata,
    Column("id", ID, primary_key=True),
    Column("site", DOMAIN, nullable=False),
    Column("is_ours", Boolean, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("importance", String(10), nullable=False),
    Column("change", String(40), nullable=False, default=""),
    Column("about", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("document", Text, nullable=False, default="{}"),
    Column("on", Date),
    Column("raised_at", Moment, nullable=False),
    Column("batch", ID, nullable=False),
    Column("is_heard", Boolean, nullable=False, default=False),
    Column("notice", ID, nullable=False, default=""),
    Column("told_at", Moment),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", Text, nullable=False, default=""),
    Index("ix_alert_site", "site", "raised_at"),
    Index("ix_alert_told", "told_at"),
)

# Facts that some alert tells: none of them is told by another.
alert_facts = Table(
    "alert_fact",
    metadata,
    Column("fact", ID, primary_key=True),
    Column("alert", ID, nullable=False),
)

# In the database of the root: who is told, and what became of each message.
notifiers = Table(
    "notifier",
    metadata,
    Column("id", ID, primary_key=True),
    Column("client", String(63), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("target", Text, nullable=False),
    Column("secret", Text, nullable=False, default=""),
    Column("wants", String(10), nullable=False, default="all"),
    Column("created_at", Moment, nullable=False),
    Column("allows_private", Boolean, nullable=False, default=False),
)

notices = Table(
    "notice",
    metadata,
    Column("id", ID, primary_key=True),
    Column("notifier", ID, ForeignKey("notifier.id"), nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", Moment, nullable=False),
    Column("message", Text, nullable=False, default=""),
    Index("ix_notice_due", "state", "next_at"),
)
