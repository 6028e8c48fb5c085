"""Campaigns, the messages they send, and the mails that come back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MESSAGE_ID = sa.String(320)
ADDRESS = sa.String(320)
DOMAIN = sa.String(253)
NAME = sa.String(80)
WORD = sa.String(40)
TABLES = (
    "mail_folder",
    "outreach_mail",
    "outreach_message",
    "campaign_prospect",
    "campaign",
    "sequence",
    "mailbox",
)


def upgrade() -> None:
    _mailbox()
    _sequence()
    _campaign()
    _campaign_prospect()
    _outreach_message()
    _outreach_mail()
    _mail_folder()


def _mailbox() -> None:
    op.create_table(
        "mailbox",
        sa.Column("address", ADDRESS, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("smtp_host", DOMAIN, nullable=False),
        sa.Column("smtp_port", sa.Integer(), nullable=False),
        sa.Column("smtp_security", WORD, nullable=False),
        sa.Column("smtp_user", sa.Text(), nullable=False),
        sa.Column("smtp_secret", sa.Text(), nullable=False),
        sa.Column("smtp_token_command", sa.Text(), nullable=False),
        sa.Column("imap_host", DOMAIN, nullable=False),
        sa.Column("imap_port", sa.Integer(), nullable=False),
        sa.Column("imap_security", WORD, nullable=False),
        sa.Column("imap_user", sa.Text(), nullable=False),
        sa.Column("imap_secret", sa.Text(), nullable=False),
        sa.Column("imap_token_command", sa.Text(), nullable=False),
        sa.Column("archive", ADDRESS, nullable=False),
        sa.Column("sent_folder", sa.Text(), nullable=False),
        sa.Column("daily_limit", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date()),
        sa.Column("zone", NAME, nullable=False),
        sa.Column("dkim_selector", NAME, nullable=False),
        sa.Column("dkim_key", sa.Text(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("paused_why", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_by", WORD, nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("address"),
    )


def _sequence() -> None:
    op.create_table(
        "sequence",
        sa.Column("name", NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("from_hour", sa.Integer(), nullable=False),
        sa.Column("to_hour", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.Text(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "version"),
    )


def _campaign() -> None:
    op.create_table(
        "campaign",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("site", DOMAIN, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("purpose", WORD, nullable=False),
        sa.Column("sequence", NAME, nullable=False),
        sa.Column("mailbox", ADDRESS, nullable=False),
        sa.Column("sender_name", sa.Text(), nullable=False),
        sa.Column("sender_organisation", sa.Text(), nullable=False),
        sa.Column("postal_address", sa.Text(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("privacy_url", sa.Text(), nullable=False),
        sa.Column("approves_itself", sa.Boolean(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("paused_why", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_campaign_site_name", "campaign", ["site", "name"], unique=True)


def _campaign_prospect() -> None:
    op.create_table(
        "campaign_prospect",
        sa.Column("campaign", sa.Integer(), nullable=False),
        sa.Column("prospect", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ending", WORD, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("away_until", sa.Date()),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "prospect"),
    )
    op.create_index("ix_campaign_prospect_prospect", "campaign_prospect", ["prospect"])


def _outreach_message() -> None:
    op.create_table(
        "outreach_message",
        sa.Column("message_id", MESSAGE_ID, nullable=False),
        sa.Column("campaign", sa.Integer(), nullable=False),
        sa.Column("prospect", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("site", DOMAIN, nullable=False),
        sa.Column("organisation", DOMAIN, nullable=False),
        sa.Column("mailbox", ADDRESS, nullable=False),
        sa.Column("recipient", ADDRESS, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("tactic", WORD, nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("template", NAME, nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("p_placement", sa.Float()),
        sa.Column("state", WORD, nullable=False),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index("ix_outreach_message_due", "outreach_message", ["state", "goes_at"])
    op.create_index("ix_outreach_message_mailbox", "outreach_message", ["mailbox", "sent_at"])
    op.create_index(
        "ix_outreach_message_course", "outreach_message", ["campaign", "prospect", "step"]
    )
    op.create_index("ix_outreach_message_site", "outreach_message", ["site", "sent_at"])


def _outreach_mail() -> None:
    op.create_table(
        "outreach_mail",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("mailbox", ADDRESS, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("answers", MESSAGE_ID, nullable=False),
        sa.Column("is_sure_thread", sa.Boolean(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True)),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("reply_class", WORD, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("is_hard", sa.Boolean()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waits_for_person", sa.Boolean(), nullable=False),
        sa.Column("handled_by", sa.Text(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_outreach_mail_digest", "outreach_mail", ["mailbox", "digest"], unique=True)
    op.create_index("ix_outreach_mail_answers", "outreach_mail", ["answers"])
    op.create_index("ix_outreach_mail_waits", "outreach_mail", ["waits_for_person", "number"])


def _mail_folder() -> None:
    op.create_table(
        "mail_folder",
        sa.Column("mailbox", ADDRESS, nullable=False),
        sa.Column("folder", sa.String(255), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", "folder"),
    )


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
