"""Where on the page the link stands, whether it is followed, and how much else stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.evidence import UNKNOWN_CODE, Evidence, Factor
from backlinkbot.logic.judge.signals import signals

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What an editor's hand in it is worth: the starting weights of the authority method
# (docs/reference/authority.md), which the same reader's eye justifies here.
WEIGHTS = {
    Placement.CONTENT: 1.0,
    Placement.LIST: 0.5,
    Placement.AUTHOR_BIO: 0.3,
    Placement.NAVIGATION: 0.1,
    Placement.HEADER: 0.1,
    Placement.SIDEBAR: 0.1,
    Placement.FOOTER: 0.05,
    Placement.WIDGET: 0.05,
    Placement.COMMENT: 0.02,
}
# What a link is worth where the placement model is wrong: the middle of the other classes.
DOUBT_WEIGHT = 0.1
NOFOLLOW_WEIGHT, SPONSORED_WEIGHT = 0.3, 0.1  # as in the authority method
SITEWIDE_WEIGHT = 0.2  # one decision repeated on every page, mostly a partner's footer or blogroll
FREE_EXTERNAL_LINKS = 20  # up to here a page's links do not take attention from each other
LOWEST_POSITION_WEIGHT = 0.7  # the last lines of a text against its first
COMMENT_PAGES = ("forum", "profile")  # of user content: an unknown place there fails closed

PLACES = tuple(Placement)
_CLASS_WEIGHT = tuple(WEIGHTS.get(place, float("nan")) for place in PLACES)


@signals.add("placement")
def placement(evidence: Evidence) -> Factor:
    """How editorial the link is: 1 in the text of a page with few other links, near 0 in comments.

    The class weight is multiplied down by nofollow, sponsored, sitewide, the number of external
    links beyond 20 (by its root) and a place far down the page. UGC counts as a comment. Unknown
    placement stays unknown, except on pages of user content, where it counts as a comment, and
    except for links known to be nofollow, sponsored or sitewide, which get the best they could be.
    """
    codes = _codes(evidence)
    weight = _class_weight(evidence, codes)
    weight *= np.where(_is_nofollow(evidence), NOFOLLOW_WEIGHT, 1.0)
    weight *= np.where(evidence.flags("sponsored") == 1, SPONSORED_WEIGHT, 1.0)
    weight *= np.where(evidence.flags("sitewide") == 1, SITEWIDE_WEIGHT, 1.0)
    crowd = np.nan_to_num(evidence.numbers("external_links"), nan=0.0)
    weight *= np.sqrt(FREE_EXTERNAL_LINKS / np.maximum(crowd, FREE_EXTERNAL_LINKS))
    depth = np.nan_to_num(evidence.numbers("position"), nan=0.0).clip(0, 1)
    weight *= 1 - (1 - LOWEST_POSITION_WEIGHT) * depth
    score = weight.astype(np.float32)

    def say(row: int) -> str:
        return _sentence(evidence, PLACES[codes[row]] if codes[row] >= 0 else None, row)

    def show(row: int) -> tuple[str, ...]:
        seen = evidence.text("context_html", row)
        return (seen,) if seen else ()

    return Factor(score, score, say, show)


def _codes(evidence: Evidence) -> NDArray[np.int8]:
    """Placement of every link; unknown ones on pages that take comments, and UGC, are comments."""
    codes = evidence.codes("placement", PLACES)
    comment, unknown = PLACES.index(Placement.COMMENT), PLACES.index(Placement.UNKNOWN)
    is_unknown = (codes == UNKNOWN_CODE) | (codes == unknown)
    takes_comments = evidence.codes("page_type", COMMENT_PAGES) != UNKNOWN_CODE
    codes[(is_unknown & takes_comments) | (evidence.flags("ugc") == 1)] = comment
    return codes


def _is_nofollow(evidence: Evidence) -> NDArray[np.bool_]:
    """Told to be nofollow, or not followed for no other reason (the whole page, a vendor)."""
    unfollowed = evidence.flags("followed") == 0
    otherwise = (evidence.flags("ugc") == 1) | (evidence.flags("sponsored") == 1)
    return np.asarray((evidence.flags("nofollow") == 1) | (unfollowed & ~otherwise), dtype=np.bool_)


def _class_weight(evidence: Evidence, codes: NDArray[np.int8]) -> NDArray[np.float64]:
    weight = np.array([*_CLASS_WEIGHT, np.nan])[codes]
    sure = np.nan_to_num(evidence.numbers("placement_probability"), nan=1.0).clip(0, 1)
    mixed: NDArray[np.float64] = sure * weight + (1 - sure) * np.minimum(weight, DOUBT_WEIGHT)
    is_marked = _is_nofollow(evidence)
    for name in ("sponsored", "sitewide"):
        is_marked |= evidence.flags(name) == 1
    mixed[np.isnan(mixed) & is_marked] = 1.0
    return mixed


def _sentence(evidence: Evidence, place: Placement | None, row: int) -> str:
    is_ugc = evidence.text("ugc", row) == "True"
    parts = [said for name, said in _FLAGS if evidence.text(name, row) == "True"]
    crowd = int(evidence.text("external_links", row) or 0)
    if crowd > FREE_EXTERNAL_LINKS:
        parts.append(f"one of {crowd:,} external links on the page")
    rest = f": {', '.join(parts)}" if parts else ""
    if place is Placement.COMMENT and evidence.text("placement", row) != place and not is_ugc:
        return f"The link's place is not known; on a page of user content it counts so{rest}."
    if place is None or place is Placement.UNKNOWN:
        return f"Where on the page the link stands is not known{rest}."
    return f"The link stands {_WHERE[place]}{rest}."


_FLAGS = (
    ("nofollow", "nofollow"),
    ("sponsored", "marked as sponsored"),
    ("ugc", "marked as user content"),
    ("sitewide", "repeated on most pages of the site"),
)
_WHERE = {
    Placement.CONTENT: "in the content of the page",
    Placement.LIST: "in a list or directory",
    Placement.AUTHOR_BIO: "in an author's bio",
    Placement.NAVIGATION: "in the navigation",
    Placement.HEADER: "in the header",
    Placement.SIDEBAR: "in the sidebar",
    Placement.FOOTER: "in the footer",
    Placement.WIDGET: "in a widget",
    Placement.COMMENT: "in a comment or other user content",
}
