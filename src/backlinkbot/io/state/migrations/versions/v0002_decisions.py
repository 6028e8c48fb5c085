"""What users decided about linking sites, append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("site", sa.String(253), nullable=False),
        sa.Column("unit", sa.String(253), nullable=False),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_index("ix_decision_site", "decision", ["site", "number"])


def downgrade() -> None:
    op.drop_table("decision")
