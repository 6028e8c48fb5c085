"""Pages with many links to other sites and little to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import linking_pages, shown
from backlinkbot.logic.judge.clues.ramp import ramp
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

# External links per hundred words of main text; of 593 honest pages 19 in 20 stay under the first.
RATE_START, RATE_FULL = 10.0, 50.0
LINKS_START, LINKS_FULL = 20, 80  # a page with fewer external links is no link page, however short
MOST = 0.8


@marker("out-links-per-words", Family.LINKS, Level.LINK)
def out_links_per_words(suspects: Suspects) -> Marks:
    """The linking page has many links to other sites for the few words that it has.

    Counted: external links of the whole page per hundred words of its main text, and only on pages
    with at least twenty external links. Start pages and lists of honest sites come near, so that
    the marker alone never says much.
    """
    crowd = suspects.evidence.numbers("external_links").astype(np.float64)
    words = linking_pages.numbers(suspects, "words")
    rate = 100 * crowd / np.maximum(words, 1)
    strength = ramp(rate, RATE_START, RATE_FULL, MOST) * ramp(crowd, LINKS_START, LINKS_FULL)

    def say(row: int) -> str:
        if np.isnan(strength[row]):
            return "How many links and words the linking page has is not known."
        return (
            f"The linking page has {crowd[row]:,.0f} links to other sites and {words[row]:,.0f} "
            f"words of text ({rate[row]:,.0f} links per hundred words)."
        )

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))
