"""Linking pages that are copies of each other on different sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import linking_pages, shown
from backlinkbot.logic.judge.clues.near_copies import copies
from backlinkbot.logic.judge.clues.ramp import ramp, strongest
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

LEAST_TITLE_WORDS = 3  # "Home" and "About us" are everybody's titles
LEAST_EXTERNAL = 3  # pages with one or two links have that number in common by chance
TWIN_START, TWIN_FULL, TWIN_MOST = 1, 6, 0.85  # sites with one title and one number of links
# Agencies' reports stand in many papers word for word: a common text says less than a common page.
COPY_START, COPY_FULL, COPY_MOST = 1, 8, 0.6


@marker("mirror-page", Family.CONTENT, Level.LINK)
def mirror_page(suspects: Suspects) -> Marks:
    """The linking page stands on several sites: same title and number of links, or nearly one text.

    Generated sites are poured from one file. Agency reports, too, run in many papers word for word,
    so that a common text alone weighs less; near copies are found by least hashes of word runs
    (Broder 1997).
    """
    twins = _twins(suspects)
    alike = linking_pages.over_links(
        suspects, suspects.once(linking_pages.linking), suspects.once(copies)
    )
    strength = strongest(
        ramp(twins, TWIN_START, TWIN_FULL, TWIN_MOST), ramp(alike, COPY_START, COPY_FULL, COPY_MOST)
    )

    def say(row: int) -> str:
        title = shown.quoted(suspects.evidence.text("source_title", row))
        if np.isnan(strength[row]):
            return "Whether the linking page stands on several sites is not known."
        if twins[row] > 1:
            return (
                f"Pages with the title {title} and the same number of links to other sites stand "
                f"on {twins[row]:,.0f} of the linking sites."
            )
        if alike[row] > 1:
            return f"Nearly the text of {title} stands on {alike[row]:,.0f} of the linking sites."
        return f"The linking page {title} stands on one of the linking sites only."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _twins(suspects: Suspects) -> NDArray[np.float64]:
    """On how many linking sites a page with this title and number of links stands; NaN unknown."""
    encoded = linking_pages.titles(suspects).dictionary_encode()
    known = [folded(title) for title in encoded.dictionary.to_pylist()]
    number = {title: place for place, title in enumerate(dict.fromkeys(known))}
    told = [number[t] if len(t.split()) >= LEAST_TITLE_WORDS else -1 for t in known]
    title = np.array([*told, -2])[
        encoded.indices.fill_null(len(told)).to_numpy(zero_copy_only=False)
    ]
    crowd = suspects.evidence.numbers("external_links").astype(np.float64)
    twins = np.where((title == -2) | np.isnan(crowd), np.nan, 1.0)  # noqa: PLR2004 - no title told
    rows = np.flatnonzero((title >= 0) & (crowd >= LEAST_EXTERNAL))
    keys = title[rows].astype(np.int64) * (int(np.nanmax(crowd, initial=0)) + 1) + crowd[
        rows
    ].astype(np.int64)
    page, of_row = np.unique(keys, return_inverse=True)
    pairs = np.unique(of_row * max(1, len(suspects.domains)) + suspects.domain[rows])
    sites = np.bincount(pairs // max(1, len(suspects.domains)), minlength=len(page))
    twins[rows] = sites[of_row]
    return twins
