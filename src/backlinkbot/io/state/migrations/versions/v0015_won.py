"""Links that were asked for and landed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(40)


def upgrade() -> None:
    op.create_table(
        "won_link",
        sa.Column("prospect", sa.Integer(), nullable=False),
        sa.Column("page_digest", sa.String(64), nullable=False),
        sa.Column("site", sa.String(253), nullable=False),
        sa.Column("organisation", sa.String(253), nullable=False),
        sa.Column("campaign", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(320), nullable=False),
        sa.Column("tactic", WORD, nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("anchor_class", WORD, nullable=False),
        sa.Column("placement", WORD, nullable=False),
        sa.Column("is_followed", sa.Boolean(), nullable=False),
        sa.Column("quality", sa.Float()),
        sa.Column("strength", WORD, nullable=False),
        sa.Column("authority", sa.Float()),
        sa.Column("worth_points", sa.Float()),
        sa.Column("landed_at", MOMENT, nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("lost_at", MOMENT),
        sa.Column("lost_reason", WORD, nullable=False),
        sa.PrimaryKeyConstraint("prospect", "page_digest"),
    )
    op.create_index("ix_won_link_site", "won_link", ["site", "landed_at"])


def downgrade() -> None:
    op.drop_table("won_link")
