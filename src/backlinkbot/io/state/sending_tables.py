"""The tables of campaigns, the messages they send, and the mails that come back."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from backlinkbot.io.state.access_tables import DIGEST, Moment
from backlinkbot.io.state.outreach_tables import MESSAGE_ID
from backlinkbot.io.state.tables import DOMAIN, metadata

WORD = String(40)
NAME = String(80)
ADDRESS = String(320)

# `*_secret`, `dkim_key`: sealed with the workspace's key. `busy_by`, `busy_until`: which process
# sends from it now, so that two never do.
mailboxes = Table(
    "mailbox",
    metadata,
    Column("address", ADDRESS, primary_key=True),
    Column("name", Text, nullable=False),
    Column("smtp_host", DOMAIN, nullable=False),
    Column("smtp_port", Integer, nullable=False),
    Column("smtp_security", WORD, nullable=False),
    Column("smtp_user", Text, nullable=False),
    Column("smtp_secret", Text, nullable=False),
    Column("smtp_token_command", Text, nullable=False),
    Column("imap_host", DOMAIN, nullable=False),
    Column("imap_port", Integer, nullable=False),
    Column("imap_security", WORD, nullable=False),
    Column("imap_user", Text, nullable=False),
    Column("imap_secret", Text, nullable=False),
    Column("imap_token_command", Text, nullable=False),
    Column("archive", ADDRESS, nullable=False),
    Column("sent_folder", Text, nullable=False),
    Column("daily_limit", Integer, nullable=False),
    Column("started_on", Date),
    Column("zone", NAME, nullable=False),
    Column("dkim_selector", NAME, nullable=False),
    Column("dkim_key", Text, nullable=False),
    Column("is_paused", Boolean, nullable=False),
    Column("paused_why", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("busy_by", WORD, nullable=False),
    Column("busy_until", Moment),
)

# Every version stays: whoever began with one goes on with it. `steps`, `weekdays`: JSON lists.
sequences = Table(
    "sequence",
    metadata,
    Column("name", NAME, nullable=False),
    Column("version", Integer, nullable=False),
    Column("steps", Text, nullable=False),
    Column("from_hour", Integer, nullable=False),
    Column("to_hour", Integer, nullable=False),
    Column("weekdays", Text, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    PrimaryKeyConstraint("name", "version"),
)

# `purpose`: links, or the removal of harmful ones. `approves_itself`: the user switched on that
# follow-ups need no approval of their own.
campaigns = Table(
    "campaign",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("site", DOMAIN, nullable=False),
    Column("name", NAME, nullable=False),
    Column("purpose", WORD, nullable=False),
    Column("sequence", NAME, nullable=False),
    Column("mailbox", ADDRESS, nullable=False),
    Column("sender_name", Text, nullable=False),
    Column("sender_organisation", Text, nullable=False),
    Column("postal_address", Text, nullable=False),
    Column("country", String(2), nullable=False),
    Column("privacy_url", Text, nullable=False),
    Column("target", Text, nullable=False, server_default=""),
    Column("approves_itself", Boolean, nullable=False),
    Column("is_paused", Boolean, nullable=False),
    Column("paused_why", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Index("ix_campaign_site_name", "site", "name", unique=True),
)

# A prospect of a campaign: the version of the sequence he began with (0: not yet), and what ended
# it for him, empty while it goes on. `away_until`: what an automatic answer said.
courses = Table(
    "campaign_prospect",
    metadata,
    Column("campaign", Integer, nullable=False),
    Column("prospect", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ending", WORD, nullable=False),
    Column("ended_at", Moment),
    Column("away_until", Date),
    Column("is_held", Boolean, nullable=False),
    PrimaryKeyConstraint("campaign", "prospect"),
    Index("ix_campaign_prospect_prospect", "prospect"),
)

# One step to one prospect; the id is made of both, so it can be kept only once. `headers`: a JSON
# list of pairs; `claimed_at`: when the transaction with the server was about to begin; `said`:
# what the server or we said of it at last; `answers`: the number of the mail that a person answers
# with it, 0 for a step of the sequence.
messages = Table(
    "outreach_message",
    metadata,
    Column("message_id", MESSAGE_ID, primary_key=True),
    Column("campaign", Integer, nullable=False),
    Column("prospect", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("site", DOMAIN, nullable=False),
    Column("organisation", DOMAIN, nullable=False),
    Column("mailbox", ADDRESS, nullable=False),
    Column("recipient", ADDRESS, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("headers", Text, nullable=False),
    Column("tactic", WORD, nullable=False),
    Column("page", Text, nullable=False),
    Column("template", NAME, nullable=False),
    Column("template_version", Integer, nullable=False),
    Column("p_placement", Float),
    Column("state", WORD, nullable=False),
    Column("goes_at", Moment, nullable=False),
    Column("planned_at", Moment, nullable=False),
    Column("approved_at", Moment),
    Column("approved_by", Text, nullable=False),
    Column("claimed_at", Moment),
    Column("sent_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("said", Text, nullable=False),
    Column("answers", Integer, nullable=False, server_default="0"),
    Index("ix_outreach_message_due", "state", "goes_at"),
    Index("ix_outreach_message_mailbox", "mailbox", "sent_at"),
    Index("ix_outreach_message_course", "campaign", "prospect", "step"),
    Index("ix_outreach_message_site", "site", "sent_at"),
)

# A mail that came in; `digest` of its bytes makes it one, whatever the server calls it. `answers`:
# the Message-ID of ours that it answers, empty where none; `raw`: its first 256 KiB.
mails = Table(
    "outreach_mail",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("mailbox", ADDRESS, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("answers", MESSAGE_ID, nullable=False),
    Column("is_sure_thread", Boolean, nullable=False),
    Column("sender", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("received_at", Moment),
    Column("read_at", Moment, nullable=False),
    Column("kind", WORD, nullable=False),
    Column("reply_class", WORD, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("is_hard", Boolean),
    Column("reason", Text, nullable=False),
    Column("waits_for_person", Boolean, nullable=False),
    Column("handled_by", Text, nullable=False),
    Column("handled_at", Moment),
    Index("ix_outreach_mail_digest", "mailbox", "digest", unique=True),
    Index("ix_outreach_mail_answers", "answers"),
    Index("ix_outreach_mail_waits", "waits_for_person", "number"),
)

# How far each folder was read; another `uidvalidity` means the server counts anew.
folders = Table(
    "mail_folder",
    metadata,
    Column("mailbox", ADDRESS, nullable=False),
    Column("folder", String(255), nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("last_uid", BigInteger, nullable=False),
    Column("read_at", Moment, nullable=False),
    PrimaryKeyConstraint("mailbox", "folder"),
)
