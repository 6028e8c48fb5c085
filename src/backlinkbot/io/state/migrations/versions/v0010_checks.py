"""What looks at backlinks told, and looks that wait for others to say the same."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID, DOMAIN = sa.String(40), sa.String(253)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int = 0) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _count(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "link_check",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site", DOMAIN, nullable=False),
        sa.Column("page", ID, nullable=False),
        _text("source_url"),
        _text("target_url"),
        _count("occurrence"),
        _text("standing", 20),
        _text("reason", 30),
        _text("sentence"),
        _text("news"),
        _count("looks"),
        _count("changes"),
        _moment("gone_at"),
        _moment("gone_again_at"),
        _moment("seen_at"),
        _moment("checked_at", nullable=False),
        _moment("next_at"),
        _text("evidence"),
    )
    op.create_index("ix_link_check_site", "link_check", ["site", "standing"])
    op.create_index("ix_link_check_next", "link_check", ["site", "next_at"])
    op.create_index("ix_link_check_page", "link_check", ["page"])
    op.create_table(
        "held_look",
        sa.Column("id", ID, primary_key=True),
        sa.Column("page", ID, nullable=False),
        _text("archive"),
        _text("missing"),
        _moment("looked_at", nullable=False),
    )
    op.create_index("ix_held_look_page", "held_look", ["page"])


def downgrade() -> None:
    for name in ("held_look", "link_check"):
        op.drop_table(name)
