"""Whether the linking page and site speak of what the target speaks of."""

from __future__ import annotations

import numpy as np

from backlinkbot.logic.judge.evidence import Evidence, Factor
from backlinkbot.logic.judge.signals import signals

MOST_CERTAIN = 0.99  # no text is so clear that we would write 100 %
SAME_NICHE, NEAR_NICHE = 0.7, 0.4  # probabilities from which we say "the same" and "a near" subject


@signals.add("relevance")
def relevance(evidence: Evidence) -> Factor:
    """The probability that source and target share a niche, by the words of sites, page, anchor."""
    given = evidence.inputs.relevance
    if given is None:
        value = np.full(evidence.rows, np.nan, dtype=np.float32)
    else:
        value = np.asarray(given, dtype=np.float32)

    def say(row: int) -> str:
        chance = value[row]
        if np.isnan(chance):
            return (
                "Topical relevance is not known: the linking page or the target site has not been "
                "read, or they share no language."
            )
        if chance >= SAME_NICHE:
            verdict = "The linking page speaks of the same subject"
        elif chance >= NEAR_NICHE:
            verdict = "The linking page speaks of a near subject"
        else:
            verdict = "The linking page speaks of something else"
        return f"{verdict} ({np.clip(chance, 0.01, MOST_CERTAIN):.0%} likely the same niche)."

    return Factor(value, value.clip(0, 1), say)
