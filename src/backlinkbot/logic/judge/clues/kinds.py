"""How sure it is that a linking page is of a kind, by what it and its site's name say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.clues import linking_pages, sites
from backlinkbot.logic.judge.clues.ramp import ramp, strongest, unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

IN_TITLE = np.float32(0.75)
# One phrase in a text may be a mention ("submit your site to a web directory"), three are a menu.
IN_TEXT_START, IN_TEXT_FULL, IN_TEXT_MOST = 0, 3, 0.8


def by_phrases(suspects: Suspects, group: str) -> NDArray[np.float32]:
    """0..1 per link by the phrases of a group in title and text; NaN where neither is known."""
    column = sites.place(group)
    by_title = (suspects.once(sites.in_titles)[:, column] > 0) * IN_TITLE
    by_title[linking_pages.titles(suspects).is_null().to_numpy(zero_copy_only=False)] = np.nan
    rows = suspects.once(linking_pages.linking)
    if not len(rows):
        return np.asarray(by_title, np.float32)
    counts = suspects.once(sites.in_texts)[:, column]
    by_text = ramp(counts, IN_TEXT_START, IN_TEXT_FULL, IN_TEXT_MOST)
    by_text[suspects.once(linking_pages.words).counts() == 0] = np.nan
    return strongest(by_title, linking_pages.over_links(suspects, rows, by_text))


def in_names(suspects: Suspects, stems: tuple[str, ...]) -> NDArray[np.float32]:
    """1 per link where the site's name holds one of the stems, else NaN: a name clears nobody."""
    each = unknown(len(suspects.domains))
    for place, domain in enumerate(suspects.domains.to_pylist()):
        if any(stem in domain.replace("-", "") for stem in stems):
            each[place] = 1
    return each[suspects.domain]
