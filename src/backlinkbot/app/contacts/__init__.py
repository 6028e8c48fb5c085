"""The verb contacts: how to reach who answers for a site, kept for a time, erased when asked."""

from __future__ import annotations

from backlinkbot.app.contacts.asking import (
    list_contacts,
    reached,
    set_consent,
    set_contact,
    set_countries,
    set_country,
    ways,
)
from backlinkbot.app.contacts.erasing import erase, export_person
from backlinkbot.app.contacts.finding import find_contacts

__all__ = [
    "erase",
    "export_person",
    "find_contacts",
    "list_contacts",
    "reached",
    "set_consent",
    "set_contact",
    "set_countries",
    "set_country",
    "ways",
]
