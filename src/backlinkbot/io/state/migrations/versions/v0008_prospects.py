"""Prospects, their history, and what came of asking them."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

DOMAIN, WORD = sa.String(253), sa.String(40)


def _prospect() -> sa.ForeignKey:
    return sa.ForeignKey("prospect.number", ondelete="CASCADE")


def _moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "prospect",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("site", DOMAIN, nullable=False),
        sa.Column("organisation", DOMAIN, nullable=False),
        sa.Column("stage", WORD, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("contact_kind", WORD, nullable=False),
        _moment("added_at", nullable=False),
        _moment("changed_at", nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_prospect_site", "prospect", ["site", "organisation"], unique=True)
    op.create_index("ix_prospect_stage", "prospect", ["site", "stage"])
    op.create_table(
        "prospect_name",
        sa.Column("site", DOMAIN, nullable=False),
        sa.Column("name", DOMAIN, nullable=False),
        sa.Column("prospect", sa.Integer(), _prospect(), nullable=False),
        sa.Column("is_owner_id", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("site", "name"),
    )
    op.create_index("ix_prospect_name_prospect", "prospect_name", ["prospect"])
    _openings_and_tags()
    op.create_table(
        "prospect_change",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("prospect", sa.Integer(), _prospect(), nullable=False),
        _moment("at", nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer()),
    )
    op.create_index("ix_prospect_change_prospect", "prospect_change", ["prospect", "number"])
    op.create_index("ix_prospect_change_step", "prospect_change", ["step"])
    _outcomes()


def _openings_and_tags() -> None:
    op.create_table(
        "prospect_opening",
        sa.Column("prospect", sa.Integer(), _prospect(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("tactic", WORD, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("worth_points", sa.Float()),
        sa.Column("value_per_hour", sa.Float()),
        sa.Column("relevance", sa.Float()),
        sa.Column("site_type", WORD, nullable=False),
        sa.Column("p_reply", sa.Float()),
        sa.Column("p_placement", sa.Float()),
        sa.Column("minutes", sa.Float()),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("prospect", "digest"),
    )
    op.create_table(
        "prospect_tag",
        sa.Column("prospect", sa.Integer(), _prospect(), nullable=False),
        sa.Column("tag", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("prospect", "tag"),
    )


def _outcomes() -> None:
    op.create_table(
        "outcome",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("prospect", sa.Integer(), _prospect(), nullable=False),
        sa.Column("site", DOMAIN, nullable=False),
        sa.Column("tactic", WORD, nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("template", sa.String(80), nullable=False),
        sa.Column("contact_kind", WORD, nullable=False),
        sa.Column("niche", sa.String(80), nullable=False),
        sa.Column("relevance", sa.Float()),
        sa.Column("site_type", WORD, nullable=False),
        *(
            _moment(f"{what}_at")
            for what in ("contacted", "replied", "placed", "verified", "closed", "lost")
        ),
    )
    op.create_index("ix_outcome_prospect", "outcome", ["prospect", "number"])
    op.create_index("ix_outcome_contacted", "outcome", ["contacted_at"])


def downgrade() -> None:
    for name in (
        "outcome",
        "prospect_change",
        "prospect_tag",
        "prospect_opening",
        "prospect_name",
        "prospect",
    ):
        op.drop_table(name)
