"""Links in comments and other words of readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.clues import linking_pages, shown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

SURE = 0.5  # readers name their own site under what they write, mostly in good faith
BY_PAGE = 0.25  # place not known, on a page that takes comments: it may be one


@marker("comment", Family.PLACEMENT, Level.LINK)
def comment(suspects: Suspects) -> Marks:
    """The link stands in a comment, or is marked as written by users (rel="ugc").

    Anybody can leave such a link, so search engines mostly ignore it, and alone it is no reason to
    act. Where the place is not known but the page takes comments, it counts half.
    """
    evidence = suspects.evidence
    places = (Placement.COMMENT.value, Placement.UNKNOWN.value)
    code = evidence.codes("placement", places)
    sure = np.nan_to_num(evidence.numbers("placement_probability"), nan=1.0)
    is_ugc = evidence.flags("ugc") == 1
    strength = np.where(code == 0, SURE * sure, 0.0).astype(np.float32)
    strength[is_ugc] = SURE
    known = _is_known(suspects)
    takes = linking_pages.flags(suspects, "takes_comments")
    strength[~known & ~is_ugc] = np.nan
    strength[~known & ~is_ugc & takes] = BY_PAGE

    def say(row: int) -> str:
        site = shown.named(evidence.text("source_domain", row))
        if np.isnan(strength[row]):
            return f"Where the link stands on the page of {site} is not known."
        if is_ugc[row]:
            return f"The link on {site} is marked as written by users."
        if code[row] == 0:
            return f"The link on {site} stands in a comment ({sure[row]:.0%} sure)."
        if strength[row] > 0:
            return f"The place of the link is not known, and the page on {site} takes comments."
        return f"The link on {site} stands in no comment."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _is_known(suspects: Suspects) -> NDArray[np.bool_]:
    """Where on the page the link stands is told."""
    told = tuple(place.value for place in Placement if place is not Placement.UNKNOWN)
    return np.asarray(suspects.evidence.codes("placement", told) >= 0, np.bool_)
