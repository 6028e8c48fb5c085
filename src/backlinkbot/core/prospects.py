"""The words of prospects: how far each has come, and by what way its people are reached."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far a prospect has come; the value is the word shown to the user."""

    NEW = "New"
    QUALIFIED = "Qualified"
    CONTACT_FOUND = "Contact found"
    CONTACTED = "Contacted"
    REPLIED = "Replied"
    NEGOTIATING = "Negotiating"
    WON = "Won"
    LOST = "Lost"
    DO_NOT_CONTACT = "Do not contact"


class ContactKind(StrEnum):
    """Whom a message to a prospect reaches."""

    NAMED = "named person"
    ROLE = "role address"  # editor@, press@
    GENERAL = "general address"  # info@, contact@
    FORM = "form"
    SOCIAL = "social profile"
    UNKNOWN = "unknown"
