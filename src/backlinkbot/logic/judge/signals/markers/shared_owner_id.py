"""Linking sites with one analytics, ad or verification id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.sharing import shared
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

# An id on more sites than this is a platform's, a theme's or an agency's (as for owners' votes).
MOST_DOMAINS = 500


@marker("shared-owner-id", Family.OWNERS, Level.DOMAIN)
def shared_owner_id(suspects: Suspects) -> Marks:
    """The site shows the analytics, ad or verification id that other linking sites show too.

    Such an id belongs to one account: whoever shares it works from one desk. Stronger the more
    linking sites share it, and weaker when many sites that do not link here show it as well, as an
    agency's or a theme's id does. One owner of several sites is no fault by itself.
    """
    found = shared(suspects, "owner id", most_domains=MOST_DOMAINS)

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if not found.here[row]:
            return f"Whether {site} shares an owner's id with other linking sites is not known."
        return (
            f"{site} shows the id {shown.quoted(found.value[row])}, which {found.here[row]:,} of "
            f"the linking sites show ({found.everywhere[row]:,} of all known sites)."
        )

    return Marks(found.strength, say, lambda row: shown.of_domain(suspects, row))
