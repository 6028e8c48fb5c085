"""How far sites were watched, what was told of them, and who is told."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID, DOMAIN = sa.String(40), sa.String(253)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _text(name: str, length: int = 0) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "watch_cursor",
        sa.Column("site", DOMAIN, primary_key=True),
        _text("snapshot", 80),
        _moment("newest_at"),
        _moment("watched_at", nullable=False),
    )
    op.create_table(
        "watch_rule",
        sa.Column("site", DOMAIN, primary_key=True),
        sa.Column("least_authority", sa.Float(), nullable=False),
        _text("quiet"),
        _text("digest", 10),
        _moment("digest_at"),
    )
    op.create_table(
        "alert",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site", DOMAIN, nullable=False),
        _flag("is_ours"),
        _text("kind", 40),
        _text("importance", 10),
        _text("change", 40),
        _text("about"),
        _text("sentence"),
        _text("document"),
        sa.Column("on", sa.Date()),
        _moment("raised_at", nullable=False),
        sa.Column("batch", ID, nullable=False),
        _flag("is_heard"),
        sa.Column("notice", ID, nullable=False),
        _moment("told_at"),
        _moment("acknowledged_at"),
        _text("acknowledged_by"),
    )
    op.create_index("ix_alert_site", "alert", ["site", "raised_at"])
    op.create_index("ix_alert_told", "alert", ["told_at"])
    op.create_table(
        "alert_fact",
        sa.Column("fact", ID, primary_key=True),
        sa.Column("alert", ID, nullable=False),
    )
    op.create_table(
        "notifier",
        sa.Column("id", ID, primary_key=True),
        _text("client", 63),
        _text("kind", 20),
        _text("target"),
        _text("secret"),
        _text("wants", 10),
        _moment("created_at", nullable=False),
        _flag("allows_private"),
    )
    op.create_table(
        "notice",
        sa.Column("id", ID, primary_key=True),
        sa.Column("notifier", ID, sa.ForeignKey("notifier.id"), nullable=False),
        _text("payload"),
        _text("state", 10),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("next_at", nullable=False),
        _text("message"),
    )
    op.create_index("ix_notice_due", "notice", ["state", "next_at"])


def downgrade() -> None:
    for name in ("notice", "notifier", "alert_fact", "alert", "watch_rule", "watch_cursor"):
        op.drop_table(name)
