"""Linking sites on one server or in one block of addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.ramp import strongest
from backlinkbot.logic.judge.clues.sharing import shared
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

# More sites on one address are a shared host or a content network, more in one block a data centre.
MOST_ON_SERVER, MOST_IN_BLOCK = 100, 200
# Strangers meet on a server more often than they share an id, and in a block more often still.
SERVER_WEIGHT, BLOCK_WEIGHT = np.float32(0.8), np.float32(0.5)


@marker("shared-server", Family.OWNERS, Level.DOMAIN)
def shared_server(suspects: Suspects) -> Marks:
    """The site stands on one server, or in one block of addresses, with other linking sites.

    Counted only where few sites of the whole index stand there: shared hosts and content networks
    hold thousands of strangers and say nothing. A block (256 neighbouring addresses) says less than
    a single address.
    """
    server = shared(suspects, "server", most_domains=MOST_ON_SERVER)
    block = shared(suspects, "block", most_domains=MOST_IN_BLOCK)
    by_server, by_block = server.strength * SERVER_WEIGHT, block.strength * BLOCK_WEIGHT
    of_server = np.nan_to_num(by_server, nan=-1) >= np.nan_to_num(by_block, nan=-1)

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        found, place = (server, "the server") if of_server[row] else (block, "the address block")
        if not found.here[row]:
            return f"On which server {site} stands is not known."
        return (
            f"{site} stands on {place} {shown.named(found.value[row])} with "
            f"{found.here[row]:,} of the linking sites ({found.everywhere[row]:,} of all known)."
        )

    return Marks(strongest(by_server, by_block), say, lambda row: shown.of_domain(suspects, row))
