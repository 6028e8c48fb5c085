"""What was agreed to be reached for a site."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goal",
        sa.Column("site", sa.String(253), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("since", sa.Date(), primary_key=True),
        sa.Column("wanted", sa.Float(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("goal")
