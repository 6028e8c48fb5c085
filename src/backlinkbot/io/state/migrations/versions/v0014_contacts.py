"""Ways to reach who answers for a site, what is known of organisations, and of mail hosts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ADDRESS = sa.String(320)
DOMAIN = sa.String(253)
WORD = sa.String(40)


def upgrade() -> None:
    _contact()
    op.create_table(
        "contact_site",
        sa.Column("domain", DOMAIN, nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("country_why", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("says_no", sa.Boolean()),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("domain"),
    )
    op.create_table(
        "mail_host",
        sa.Column("host", DOMAIN, nullable=False),
        sa.Column("takes_mail", sa.Boolean()),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host"),
    )


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("domain", DOMAIN, nullable=False),
        sa.Column("person", ADDRESS, nullable=False),
        sa.Column("address", ADDRESS, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("duty", WORD, nullable=False),
        sa.Column("how", WORD, nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("is_guessed", sa.Boolean(), nullable=False),
        sa.Column("says_no", sa.Boolean()),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_contact_domain", "contact", ["domain", "confidence"])
    op.create_index("ix_contact_person", "contact", ["person"])
    op.create_index("ix_contact_expires", "contact", ["expires_at"])


def downgrade() -> None:
    op.drop_table("mail_host")
    op.drop_table("contact_site")
    op.drop_table("contact")
