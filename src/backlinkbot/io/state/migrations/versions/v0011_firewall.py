"""Who is suppressed, and who was written to by anybody."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

DIGEST, WORD = sa.String(64), sa.String(20)


def _column(name: str, kind: Any, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "suppression",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        _column("kind", WORD),
        _column("value", sa.Text()),
        _column("digest", DIGEST),
        _column("look", DIGEST),
        _column("reason", WORD),
        _column("at", moment),
        _column("by", sa.Text()),
        _column("note", sa.Text()),
        _column("client", sa.String(40)),
    )
    op.create_index("ix_suppression_digest", "suppression", ["digest"], unique=True)
    op.create_index("ix_suppression_look", "suppression", ["look"])
    op.create_table(
        "outreach_touch",
        sa.Column("message_id", sa.String(320), primary_key=True),
        _column("person", DIGEST),
        _column("look", DIGEST),
        _column("organisation", sa.String(253)),
        _column("client", sa.String(40)),
        _column("campaign", sa.Integer()),
        _column("step", sa.Integer()),
        _column("at", moment),
        _column("answered_at", moment, nullable=True),
    )
    for name in ("person", "look", "organisation"):
        op.create_index(f"ix_outreach_touch_{name}", "outreach_touch", [name])
    op.create_table(
        "outreach_key", sa.Column("name", WORD, primary_key=True), _column("digest", DIGEST)
    )


def downgrade() -> None:
    for name in ("outreach_key", "outreach_touch", "suppression"):
        op.drop_table(name)
