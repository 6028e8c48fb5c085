"""The tables of contacts: ways to reach who answers for a site, kept for a time only."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from backlinkbot.io.state.access_tables import Moment
from backlinkbot.io.state.sending_tables import ADDRESS, WORD
from backlinkbot.io.state.tables import DOMAIN, metadata

COUNTRY = String(2)  # ISO 3166 alpha-2, empty where nobody knows
LANGUAGE = String(35)

# `person`: the canonical address, by which one person is known; empty where there is only a form or
# a profile, which `page` names. `name`, `role`: who that is, as the site says. A row goes when its
# time is over, or when the person asks to be forgotten.
contacts = Table(
    "contact",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("domain", DOMAIN, nullable=False),
    Column("person", ADDRESS, nullable=False),
    Column("address", ADDRESS, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("kind", WORD, nullable=False),
    Column("duty", WORD, nullable=False),
    Column("how", WORD, nullable=False),
    Column("page", Text, nullable=False),
    Column("found_on", Text, nullable=False),
    Column("found_at", Moment, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("language", LANGUAGE, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("is_guessed", Boolean, nullable=False),
    Column("says_no", Boolean),
    Column("consent", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index("ix_contact_domain", "domain", "confidence"),
    Index("ix_contact_person", "person"),
    Index("ix_contact_expires", "expires_at"),
)

# An organisation that was looked at. `set_by`: who told its country, empty where pages did.
contact_sites = Table(
    "contact_site",
    metadata,
    Column("domain", DOMAIN, nullable=False),
    Column("country", COUNTRY, nullable=False),
    Column("country_why", Text, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("language", LANGUAGE, nullable=False),
    Column("says_no", Boolean),
    Column("pages", Integer, nullable=False),
    Column("left_out", Text, nullable=False),
    Column("looked_at", Moment),
    PrimaryKeyConstraint("domain"),
)

# What the name system says of hosts after the @; `takes_mail` null where it did not answer.
mail_hosts = Table(
    "mail_host",
    metadata,
    Column("host", DOMAIN, primary_key=True),
    Column("takes_mail", Boolean),
    Column("said", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
)
