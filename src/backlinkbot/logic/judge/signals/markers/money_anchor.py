"""Anchors that name what is to be sold, as a buyer of links would word them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.judge.anchors import CLASSES
from backlinkbot.logic.judge.clues import shown, sites, trades
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

FOREIGN_TRADE = 0.95  # "online casino bonus" to a garden shop: nobody writes that unpaid
FOREIGN_LIKELY = 0.6
COMMERCIAL_KEYWORD = 0.6  # a target keyword with "buy", "cheap", "best"
KEYWORD = 0.35  # exactly a target keyword: what sellers deliver, and what people write too
MOST_WORDS = 7  # a longer anchor is a sentence or a headline, in which such words are at home


@marker("money-anchor", Family.ANCHORS, Level.LINK)
def money_anchor(suspects: Suspects) -> Marks:
    """The anchor names goods or a trade the way a buyer of links words it.

    Strongest where the words are of a trade that is not the target's (a casino phrase that leads to
    a garden shop); less for a target keyword with "buy", "cheap" or "best"; least for the bare
    keyword, which people write as well.
    """
    evidence = suspects.evidence
    foreign = suspects.once(trades.foreign)
    sure, likely = suspects.once(trades.in_anchors)
    kind = evidence.anchor_class
    keyword = np.isin(kind, [CLASSES.index(AnchorClass.EXACT), CLASSES.index(AnchorClass.PARTIAL)])
    exact = np.isin(kind, [CLASSES.index(AnchorClass.EXACT)])
    sells = suspects.once(sites.in_anchors)[:, sites.place("commerce")] > 0
    is_short = suspects.once(sites.anchor_words) <= MOST_WORDS
    strength = np.zeros(evidence.rows, np.float32)
    strength[exact] = KEYWORD
    strength[keyword & sells & is_short] = COMMERCIAL_KEYWORD
    is_likely = likely[:, foreign].sum(axis=1) > 0
    is_sure = sure[:, foreign].sum(axis=1) > 0
    strength[is_likely & is_short] = FOREIGN_LIKELY
    strength[is_sure] = FOREIGN_TRADE
    strength[kind < 0] = np.nan

    def say(row: int) -> str:
        text = shown.quoted(evidence.text("anchor", row))
        if np.isnan(strength[row]):
            return "The anchor text is not known."
        if strength[row] >= FOREIGN_LIKELY and (is_sure[row] or is_likely[row]):
            counts = (sure[row] + likely[row]) * foreign
            trade = trades.names()[int(np.argmax(counts))]
            return f"The anchor {text} is of the trade {trade}, which is not the target's."
        if strength[row] == np.float32(COMMERCIAL_KEYWORD):
            return f"The anchor {text} is a target keyword with words of selling."
        if exact[row]:
            return f"The anchor {text} is exactly a target keyword."
        return f"The anchor {text} sells nothing."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))
