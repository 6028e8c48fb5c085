"""One link repeated on the pages of a whole site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.clues import linking_pages, shown
from backlinkbot.logic.judge.clues.ramp import ramp
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

TOLD = 0.4  # marked as sitewide: partners and friends are linked in footers and blogrolls
MOST = 0.6
PAGES_START, PAGES_FULL = 5, 200  # pages of a site that carry the link
# The part of a site's links that stand in its frame and not in what somebody wrote.
FRAME = (Placement.FOOTER, Placement.SIDEBAR, Placement.NAVIGATION, Placement.HEADER,
         Placement.WIDGET, Placement.LIST)  # fmt: skip
FRAME_START, FRAME_FULL = 0.5, 0.9


@marker("sitewide", Family.PLACEMENT, Level.DOMAIN)
def sitewide(suspects: Suspects) -> Marks:
    """The site carries the link in its footer, blogroll or sidebar on many of its pages.

    It is one decision, not hundreds, and often a sold one; partners, friends and makers of the site
    are linked that way too. Grows with the pages that carry it; platforms are left out.
    """
    pages = _pages(suspects)
    frame = _frame(suspects)
    by_count = ramp(np.log1p(pages), np.log1p(PAGES_START), np.log1p(PAGES_FULL), MOST)
    told = _told(suspects)
    strength = by_count * ramp(frame, FRAME_START, FRAME_FULL)
    strength = np.where(told, np.fmax(strength, np.float32(TOLD)), strength)
    strength[suspects.once(linking_pages.platforms)] = np.nan

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if np.isnan(strength[row]):
            return f"Where on the pages of {site} its links stand is not known."
        if told[row]:
            return f"{site} repeats the link on most of its pages ({pages[row]:,.0f} of them seen)."
        return (
            f"{pages[row]:,.0f} pages of {site} link here, {frame[row]:.0%} of the links from "
            "footers, sidebars, menus or lists."
        )

    return Marks(strength.astype(np.float32), say, lambda row: shown.of_domain(suspects, row))


def _pages(suspects: Suspects) -> NDArray[np.float64]:
    """How many pages of each domain link to the target."""
    encoded = suspects.links["source_url"].combine_chunks().dictionary_encode()
    page = encoded.indices.to_numpy(zero_copy_only=False)
    first = np.unique(page, return_index=True)[1]
    return np.bincount(suspects.domain[first], minlength=len(suspects.domains)).astype(np.float64)


def _frame(suspects: Suspects) -> NDArray[np.float64]:
    """The share of each domain's placed links that stand in its frame; NaN where none is known."""
    places = [place for place in Placement if place is not Placement.UNKNOWN]
    code = suspects.evidence.codes("placement", tuple(place.value for place in places))
    is_frame = np.append([place in FRAME for place in places], False)[code]
    domains = len(suspects.domains)
    known = np.bincount(suspects.domain, code >= 0, domains)
    inside = np.bincount(suspects.domain, is_frame, domains)
    return np.where(known > 0, inside / np.maximum(known, 1), np.nan)


def _told(suspects: Suspects) -> NDArray[np.bool_]:
    """Whether any link of the domain is marked as sitewide."""
    is_told = suspects.evidence.flags("sitewide") == 1
    return np.bincount(suspects.domain, is_told, len(suspects.domains)) > 0
