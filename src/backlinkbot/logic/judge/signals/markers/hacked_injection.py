"""Blocks of spam links put into the pages of an honest site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.clues import linking_pages, shown, trades
from backlinkbot.logic.judge.clues.ramp import ramp, unknown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

# Phrases of foreign trades in the 50 words around the link; one or two may be a neighbour's ad.
PHRASES_START, PHRASES_FULL = 1, 5
MOST = 0.9
# Phrases per hundred words up to which the page itself is about something else.
CLEAN_DENSITY = 1.5
LEAST_WORDS = 40  # a page that says less is no honest page that was broken into


@marker("hacked-injection", Family.CONTENT, Level.LINK)
def hacked_injection(suspects: Suspects) -> Marks:
    """Around the link stand words of casinos, pills or loans, on a page about something else.

    Whoever breaks into a site hangs a block of links into its pages: casino and pill words close
    together on the page of a school or a parish. Comments are left out (they have a marker of
    their own), and pages that are about such a trade themselves.
    """
    foreign = suspects.once(trades.foreign)
    around = suspects.once(_around)[:, foreign].sum(axis=1)
    clean = _clean(suspects, foreign)
    strength = ramp(around, PHRASES_START, PHRASES_FULL, MOST) * clean
    is_comment = suspects.evidence.codes("placement", (Placement.COMMENT.value,)) == 0
    is_comment |= suspects.evidence.flags("ugc") == 1
    strength[is_comment & ~np.isnan(strength)] = 0
    links = suspects.links
    told = links["left"].is_valid().to_numpy() | links["right"].is_valid().to_numpy()
    strength[~told] = np.nan

    def say(row: int) -> str:
        if np.isnan(strength[row]):
            return "What stands around the link, or on the page, is not known."
        count = int(around[row])
        return (
            f"{count} phrases of trades that buy links stand around the link, on a page that is "
            f"about something else ({shown.quoted(suspects.evidence.text('source_title', row))})."
            if strength[row] > 0
            else "Around the link stands no block of spam words."
        )

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _around(suspects: Suspects) -> NDArray[np.int32]:
    """Sure phrases in the words on both sides of each link, links by trades."""
    left, _ = trades.split(trades.word_list().counts_in(suspects.links["left"]))
    right, _ = trades.split(trades.word_list().counts_in(suspects.links["right"]))
    return left + right


def _clean(suspects: Suspects, foreign: NDArray[np.bool_]) -> NDArray[np.float32]:
    """1 per link whose page is about something else, 0 where not; NaN where it was not read."""
    rows = suspects.once(linking_pages.linking)
    if not len(rows):
        return unknown(suspects.evidence.rows)
    sure, _ = suspects.once(trades.in_texts)
    words = suspects.once(linking_pages.words).counts()
    density = 100 * sure[:, foreign].sum(axis=1) / np.maximum(words, 1)
    clean = ((density <= CLEAN_DENSITY) & (words >= LEAST_WORDS)).astype(np.float32)
    in_title, _ = suspects.once(trades.in_titles)
    title_is_clean = ~in_title[:, foreign].any(axis=1)
    return linking_pages.over_links(suspects, rows, clean) * title_is_clean.astype(np.float32)
