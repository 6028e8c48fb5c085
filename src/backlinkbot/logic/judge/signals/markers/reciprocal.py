"""Sites that link to the target and that the target links to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.backlinks import backlinks
from backlinkbot.logic.judge.clues.ramp import ramp, unknown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

NEIGHBOURS = 0.15  # two sites that link to each other are mostly neighbours
# Of all linking sites, the part that is linked back: beyond the first it looks like exchange, at
# the second it is what the profile lives on.
PART_START, PART_FULL = 0.1, 0.5
LEAST_EXCHANGES = 5  # fewer are no scheme, whatever part of a small profile they are


@marker("reciprocal", Family.LINKS, Level.DOMAIN)
def reciprocal(suspects: Suspects) -> Marks:
    """The site links to the target and the target links back.

    Neighbours do that, so that one such pair weighs next to nothing; it weighs more the larger the
    part of the whole profile that was exchanged. Platforms and sites that everybody links to are
    left out.
    """
    found = suspects.once(backlinks)
    count, total = int(found.from_target.sum()), len(suspects.domains)
    if not found.is_told:
        strength = unknown(total)
    else:
        part = count / max(1, total)
        more = ramp(part, PART_START, PART_FULL, 1 - NEIGHBOURS)
        each = NEIGHBOURS + (float(more) if count >= LEAST_EXCHANGES else 0.0)
        strength = np.where(found.from_target, each, 0).astype(np.float32)

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if not found.is_told:
            return f"Whether the target links back to {site} is not known."
        if not found.from_target[row]:
            return f"The target does not link back to {site}."
        return (
            f"{site} and the target link to each other, as do {count:,} of {total:,} linking sites "
            f"({count / total:.0%})."
        )

    return Marks(strength, say, lambda row: shown.of_domain(suspects, row))
