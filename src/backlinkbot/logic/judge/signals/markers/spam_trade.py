"""Linking pages about casinos, pills, loans and the like that lead to targets of other trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import linking_pages, shown, trades
from backlinkbot.logic.judge.clues.ramp import ramp, strongest, unknown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

LIKELY_WEIGHT = 0.25  # a "likely" word counts a quarter of a sure one
IN_NAME = np.float32(0.5)  # a name is only a name
IN_TITLE = np.float32(0.7)  # a news item may have such a title once
# Phrases per hundred words: an honest article on the subject stays under the first.
TEXT_START, TEXT_FULL = 1.0, 4.0
LEAST_PHRASES = 3.0  # one or two may be the link itself
MOST_BY_TEXT = 0.9


@marker("spam-trade", Family.CONTENT, Level.LINK)
def spam_trade(suspects: Suspects) -> Marks:
    """The linking page is about a trade that buys links in bulk, and the target is of another.

    Casino, pharmacy, quick loans, adult, money schemes, essay mills, fakes and the trade in links
    itself, told by phrases in nine languages in the page's title, its text and the site's name. The
    anchor is left out: other markers read it. Nothing is said when the target is of that trade.
    """
    foreign = suspects.once(trades.foreign)
    by_title = _by_title(suspects, foreign)
    by_text = _by_text(suspects, foreign)
    by_name = _by_name(suspects, foreign)
    strength = strongest(by_title, by_text, by_name)
    is_silent = np.isnan(by_title) & np.isnan(by_text) & (by_name == 0)
    strength[is_silent] = np.nan

    def say(row: int) -> str:
        site = shown.named(suspects.evidence.text("source_domain", row))
        title = suspects.evidence.text("source_title", row)
        for trade in np.array(trades.names())[foreign].tolist():
            groups = (trade + trades.SURE, trade + trades.LIKELY)
            said = trades.word_list().first(title, *groups)
            if said:
                return (
                    f"The linking page's title {shown.quoted(title)} speaks of {trade} "
                    f"({shown.quoted(said)}); the target does not."
                )
        if by_text[row] > 0:
            trade, count = _most_spoken(suspects, foreign, row)
            return (
                f"The linking page on {site} holds {count} phrases of the trade {trade} in its "
                "first lines; the target is of another."
            )
        if by_name[row] > 0:
            return f"The name {site} is of a trade that buys links; the target is of another."
        return f"The linking page on {site} does not speak of a trade that buys links in bulk."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _by_title(suspects: Suspects, foreign: NDArray[np.bool_]) -> NDArray[np.float32]:
    sure, likely = suspects.once(trades.in_titles)
    told = (sure + LIKELY_WEIGHT * likely)[:, foreign].max(axis=1, initial=0)
    strength = np.asarray(told.clip(0, 1) * IN_TITLE, np.float32)
    strength[linking_pages.titles(suspects).is_null().to_numpy(zero_copy_only=False)] = np.nan
    return strength


def _by_text(suspects: Suspects, foreign: NDArray[np.bool_]) -> NDArray[np.float32]:
    rows = suspects.once(linking_pages.linking)
    if not len(rows):
        return unknown(suspects.evidence.rows)
    weighed = _weighed(suspects)[:, foreign].max(axis=1, initial=0)
    words = suspects.once(linking_pages.words).counts()
    density = np.where(weighed >= LEAST_PHRASES, 100 * weighed / np.maximum(words, 1), 0)
    density = np.where(words > 0, density, np.nan)
    strength = ramp(density, TEXT_START, TEXT_FULL, MOST_BY_TEXT)
    return linking_pages.over_links(suspects, rows, strength)


def _by_name(suspects: Suspects, foreign: NDArray[np.bool_]) -> NDArray[np.float32]:
    trade = suspects.once(trades.in_site_names)
    spoken = np.append(foreign, False)[trade]
    return np.asarray(spoken[suspects.domain] * IN_NAME, np.float32)


def _weighed(suspects: Suspects) -> NDArray[np.float64]:
    sure, likely = suspects.once(trades.in_texts)
    return np.asarray(sure + LIKELY_WEIGHT * likely, np.float64)


def _most_spoken(suspects: Suspects, foreign: NDArray[np.bool_], row: int) -> tuple[str, int]:
    page = int(np.searchsorted(suspects.once(linking_pages.linking), suspects.page[row]))
    sure, likely = suspects.once(trades.in_texts)
    trade = int(np.argmax(np.where(foreign, _weighed(suspects)[page], -1)))
    return trades.names()[trade], int(sure[page, trade] + likely[page, trade])
