"""Who may come in: clients, accounts, sessions, tokens, failed sign-ins and the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

EMAIL, SLUG, DIGEST = sa.String(254), sa.String(40), sa.String(64)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "client",
        sa.Column("slug", SLUG, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
    )
    op.create_table(
        "account",
        sa.Column("email", EMAIL, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
    )
    op.create_table(
        "account_client",
        sa.Column("account", EMAIL, _account(), nullable=False),
        sa.Column("client", SLUG, nullable=False),
        sa.PrimaryKeyConstraint("account", "client"),
    )
    op.create_table(
        "session",
        sa.Column("digest", DIGEST, primary_key=True),
        sa.Column("account", EMAIL, _account(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_table(
        "token",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("account", EMAIL, _account(), nullable=False),
        sa.Column("client", SLUG, nullable=False),
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("last_used_at", MOMENT),
    )
    op.create_index("ix_token_digest", "token", ["digest"], unique=True)
    op.create_index("ix_token_account", "token", ["account"])
    op.create_table(
        "sign_in_failure",
        sa.Column("subject", DIGEST, primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
    )
    op.create_table(
        "access_event",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("client", SLUG, nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
    )
    op.create_index("ix_access_event_at", "access_event", ["at"])


def _account() -> sa.ForeignKey:
    return sa.ForeignKey("account.email", ondelete="CASCADE")


def downgrade() -> None:
    for table in (
        "access_event",
        "sign_in_failure",
        "token",
        "session",
        "account_client",
        "account",
        "client",
    ):
        op.drop_table(table)
