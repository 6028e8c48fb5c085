"""Linking sites whose names are kept by one small name server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.sharing import shared
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

MOST_DOMAINS = 100  # a name server of more sites is a registrar's or a host's
WEIGHT = np.float32(0.5)  # small hosts have name servers too, and honest customers


@marker("shared-name-server", Family.OWNERS, Level.DOMAIN)
def shared_name_server(suspects: Suspects) -> Marks:
    """The site's name is kept by a name server of few sites, other linking sites among them.

    Networks are often registered in one go and kept in one place. Name servers of registrars and
    hosts keep thousands of names and count for nothing.
    """
    found = shared(suspects, "name server", most_domains=MOST_DOMAINS)

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if not found.here[row]:
            return f"Which name server keeps {site} is not known."
        return (
            f"The name server {shown.named(found.value[row])} keeps {site} and "
            f"{found.here[row] - 1:,} more of the linking sites ({found.everywhere[row]:,} of all "
            "known sites)."
        )

    return Marks(found.strength * WEIGHT, say, lambda row: shown.of_domain(suspects, row))
