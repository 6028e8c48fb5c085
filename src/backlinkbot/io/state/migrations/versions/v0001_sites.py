"""Sites with what belongs to them, and remembered column mappings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site",
        sa.Column("domain", sa.String(253), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "site_fact",
        sa.Column(
            "site", sa.String(253), sa.ForeignKey("site.domain", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "kind", "value"),
    )
    op.create_table(
        "column_mapping",
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("ours", sa.String(40), nullable=False),
        sa.Column("theirs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("header", "ours"),
    )


def downgrade() -> None:
    op.drop_table("column_mapping")
    op.drop_table("site_fact")
    op.drop_table("site")
