"""Links from pages and sites about something else altogether."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.ramp import ramp, unknown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

# The probability of a common niche below which it counts, and at which it counts fully; half of all
# honest links come from news, institutions and general sites, which have no niche.
START, FULL = 0.15, 0.02
MOST = 0.4


@marker("niche-mismatch", Family.CONTENT, Level.LINK)
def niche_mismatch(suspects: Suspects) -> Marks:
    """The words of the linking page and site have nothing in common with the target's.

    By the probability that both share a niche (docs/reference/relevance.md). Newspapers,
    institutions and friends link from any subject, so that it never says much by itself.
    """
    given = suspects.evidence.inputs.relevance
    chance = unknown(suspects.evidence.rows) if given is None else np.asarray(given, np.float32)
    strength = ramp(chance, START, FULL, MOST)

    def say(row: int) -> str:
        if np.isnan(chance[row]):
            return "Whether the linking page is about the target's subject is not known."
        return (
            "The linking page and site share the target's niche with a probability of "
            f"{chance[row]:.0%}."
        )

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))
