"""Linking sites made from one page template that few others use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.sharing import shared
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

MOST_DOMAINS = 100  # a template on more sites is a theme that anybody may take
WEIGHT = np.float32(0.5)  # even a rare theme is taken by strangers now and then


@marker("shared-template", Family.OWNERS, Level.DOMAIN)
def shared_template(suspects: Suspects) -> Marks:
    """The site's pages have the very skeleton that other linking sites' pages have.

    Sites made in one go come out of one mould. Templates that many sites of the index use are
    public themes and count for nothing; rare ones count, but never fully.
    """
    found = shared(suspects, "template", most_domains=MOST_DOMAINS)

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if not found.here[row]:
            return f"From which template {site} is made is not known."
        return (
            f"{site} is made from a page template that {found.here[row]:,} of the linking sites "
            f"use and {found.everywhere[row]:,} of all known sites."
        )

    return Marks(found.strength * WEIGHT, say, lambda row: shown.of_domain(suspects, row))
