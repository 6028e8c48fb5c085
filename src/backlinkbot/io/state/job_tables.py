"""The tables of background work and of who is told; filled in the database of the root alone."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from backlinkbot.io.state.access_tables import Moment
from backlinkbot.io.state.tables import metadata

# Background work of all clients: a row is held by one worker at a time, until its lease ends.
jobs = Table(
    "job",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("client", String(63), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("arguments", Text, nullable=False, default="{}"),
    Column("state", String(10), nullable=False),
    Column("by", Text, nullable=False, default=""),
    Column("schedule", String(40), nullable=False, default=""),
    Column("key", String(200), nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("stage", Text, nullable=False, default=""),
    Column("reached", Float, nullable=False, default=0.0),
    Column("total", Float),
    Column("unit", String(40), nullable=False, default=""),
    Column("message", Text, nullable=False, default=""),
    Column("result", Text),
    Column("attempts", Integer, nullable=False, default=0),
    Column("worker", Text, nullable=False, default=""),
    Column("lease_until", Moment),
    Column("wants_stop", Boolean, nullable=False, default=False),
    UniqueConstraint("client", "key", name="uq_job_client_key"),
    Index("ix_job_state", "state", "queued_at"),
)

schedules = Table(
    "schedule",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("client", String(63), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("arguments", Text, nullable=False, default="{}"),
    Column("every", String(10), nullable=False),
    Column("at_hour", Integer, nullable=False),
    Column("by", Text, nullable=False, default=""),
    Column("next_at", Moment, nullable=False),
    Column("is_on", Boolean, nullable=False, default=True),
)

# Addresses that are told what happened. The secret signs each notice, so it cannot be a hash.
hooks = Table(
    "webhook",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("client", String(63), nullable=False),
    Column("url", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("events", Text, nullable=False, default=""),
    Column("created_at", Moment, nullable=False),
    Column("allows_private", Boolean, nullable=False, default=False),
)

deliveries = Table(
    "webhook_delivery",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("hook", String(40), ForeignKey("webhook.id"), nullable=False),
    Column("event", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", Moment, nullable=False),
    Column("message", Text, nullable=False, default=""),
    Index("ix_webhook_delivery_due", "state", "next_at"),
)
