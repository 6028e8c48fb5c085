"""Pages with hardly any text of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.pages.page_type import PageType
from backlinkbot.logic.judge.clues import linking_pages, shown
from backlinkbot.logic.judge.clues.ramp import ramp
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

WORDS_START, WORDS_FULL = 80, 20  # of main text
MOST = 0.35  # photo pages, start pages and visiting cards are thin and honest
MOST_EXTERNAL = 19  # with more links the page is a list, which another marker reads
# Pages that are thin by their nature, or whose text our reader takes for something else.
THIN_BY_NATURE = (PageType.HOME, PageType.PROFILE, PageType.FORUM, PageType.ARCHIVE, PageType.SHOP)


@marker("thin-page", Family.CONTENT, Level.LINK)
def thin_page(suspects: Suspects) -> Marks:
    """The linking page has hardly any text of its own, and it is no start page, profile or forum.

    Pages made for one link are short. Honest pages are short as well, so that it says a third at
    most.
    """
    words = linking_pages.numbers(suspects, "words")
    words[linking_pages.flags(suspects, "cut")] = np.nan
    strength = ramp(words, WORDS_START, WORDS_FULL, MOST)
    kinds = tuple(kind.value for kind in THIN_BY_NATURE)
    strength[(suspects.evidence.codes("page_type", kinds) >= 0) & ~np.isnan(strength)] = 0
    crowd = suspects.evidence.numbers("external_links")
    strength[(crowd > MOST_EXTERNAL) & ~np.isnan(strength)] = 0

    def say(row: int) -> str:
        if np.isnan(words[row]):
            return "How much text the linking page has is not known."
        return f"The linking page has {words[row]:,.0f} words of text of its own."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))
