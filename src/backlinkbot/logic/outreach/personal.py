"""What is filled in for a recipient, out of the evidence that was found: nothing is made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.logic.outreach.footer import shown_way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.nouns import Site
    from backlinkbot.core.outreach import Sender
    from backlinkbot.core.prospects import Opening, Prospect

# Tactics whose opening is about a dead address, and those where it is about words that name us.
DEAD_LINKS = frozenset(("broken link", "misspelt target"))
MENTIONS = frozenset(("unlinked mention", "image credit"))


def values_of(
    prospect: Prospect,
    opening: Opening | None,
    site: Site,
    sender: Sender,
    more: Mapping[str, str],
) -> dict[str, str]:
    """The values for the names of a template; one that nobody knows is not there.

    `more`: what the user or the contact tells (names, the page with the address …); it goes first.
    """
    known = {
        "their_site": prospect.organisation,
        "our_site": site.domain,
        "our_name": site.name or site.domain,
        "our_url": f"https://{site.domain}/",
        "sender_name": sender.name,
        "sender_organisation": sender.organisation,
        "postal_address": " ".join(sender.postal_address.split()),
    }
    if opening is not None:
        known |= {"page_url": opening.page, "about": opening.about}
        if opening.tactic in DEAD_LINKS:
            known["broken_url"] = opening.about
        if opening.tactic in MENTIONS:
            known["mention"] = opening.about
    first = more.get("name", "").split()
    if first:
        known["first_name"] = first[0]
    told = {name: value for name, value in more.items() if value}
    if stop := told.get("unsubscribe_url"):
        told["unsubscribe_url"] = shown_way(stop)
    return {name: value for name, value in (known | told).items() if value}


def is_named(page: str, body: str) -> bool:
    """Whether the words of a message name that page, and not one whose address begins like it."""
    return re.search(rf"{re.escape(page)}(?![^\s<>\"')\]]*[\w/])", body) is not None
