"""Pages made to hold links: lists of partners, and offers of exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import linking_pages, shown, sites
from backlinkbot.logic.judge.clues.ramp import ramp, strongest, unknown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

LIST_ONLY = np.float32(0.25)  # "useful links": many honest sites have such a page
OFFERS_IN_TITLE = np.float32(0.85)
OFFERS_IN_ADDRESS = np.float32(0.5)  # an address that nobody read is a hint
OFFERS_START, OFFERS_FULL = 0, 3  # phrases in the text: "link exchange", "add your link"
MOST_BY_TEXT = 0.8
SHORT_TITLE = 60  # characters; in a longer title "partners" and "links" are words like others


@marker("link-page", Family.LINKS, Level.LINK, version=2)
def link_page(suspects: Suspects) -> Marks:
    """The linking page is a page of links: weak for a mere list, strong where exchange is offered.

    Told by phrases in nine languages in title, address and text ("links", "our partners"; "link
    exchange", "add your link", "link back to us"). By the address alone it says half at most.
    """
    exchange, listed = sites.place("link exchange"), sites.place("link page")
    title = suspects.once(sites.in_titles)
    address = suspects.once(sites.in_addresses)
    is_list = (title[:, listed] > 0) & _is_short(suspects) | (address[:, listed] > 0)
    offers, hints = title[:, exchange] > 0, address[:, exchange] > 0
    by_title = np.where(is_list, LIST_ONLY, np.float32(0))
    by_title = np.where(hints, OFFERS_IN_ADDRESS, by_title)
    by_title = np.where(offers, OFFERS_IN_TITLE, by_title)
    untold = linking_pages.titles(suspects).is_null().to_numpy(zero_copy_only=False)
    by_title[untold & (by_title == 0)] = np.nan
    by_text = _by_text(suspects, exchange)
    strength = strongest(by_title, by_text)

    def say(row: int) -> str:
        title = shown.quoted(suspects.evidence.text("source_title", row))
        if np.isnan(strength[row]):
            return "What the linking page says is not known."
        if offers[row]:
            return f"The linking page {title} offers an exchange of links by its title."
        if by_text[row] > 0:
            return f"The linking page {title} offers an exchange of links in its text."
        if hints[row]:
            page = shown.named(suspects.evidence.text("source_url", row))
            return f"The address of the linking page ({page}) speaks of an exchange of links."
        if is_list[row]:
            return f"The linking page {title} is a list of links."
        return f"The linking page {title} is no list of links by its title, address and text."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _is_short(suspects: Suspects) -> NDArray[np.bool_]:
    import pyarrow.compute as pc

    length = pc.utf8_length(pc.fill_null(linking_pages.titles(suspects), "")).to_numpy()
    return np.asarray(length <= SHORT_TITLE, np.bool_)


def _by_text(suspects: Suspects, group: int) -> NDArray[np.float32]:
    rows = suspects.once(linking_pages.linking)
    if not len(rows):
        return unknown(suspects.evidence.rows)
    counts = suspects.once(sites.in_texts)[:, group]
    strength = ramp(counts, OFFERS_START, OFFERS_FULL, MOST_BY_TEXT)
    return linking_pages.over_links(suspects, rows, strength)
