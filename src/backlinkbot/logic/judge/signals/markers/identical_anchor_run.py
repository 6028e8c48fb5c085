"""One anchor text, word for word, from many sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.judge.anchors import CLASSES
from backlinkbot.logic.judge.clues import shown, sites, trades
from backlinkbot.logic.judge.clues.ramp import ramp
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

# Names, addresses, images and "click here" are the same everywhere without anybody's order.
JUDGED = (AnchorClass.EXACT, AnchorClass.PARTIAL, AnchorClass.OTHER)
SITES_START, SITES_FULL = 3, 12  # sites with the very same words
# Their share of all linking sites; a natural profile gives one keyword 3 +- 2.5 % (anchors.md).
SHARE_START, SHARE_FULL = 0.03, 0.14
MANY_SITES = 40  # so many count whatever their share
HEADLINE_WORDS = 6  # longer anchors are headlines, which whoever reports takes over
HEADLINE_WEIGHT = np.float32(0.5)
SELLS_NOTHING_WEIGHT = np.float32(0.7)  # neither keyword nor words of a trade or of selling
LEAST_SHARE = 0.35  # what the number alone says where the share is small


@marker("identical-anchor-run", Family.ANCHORS, Level.LINK)
def identical_anchor_run(suspects: Suspects) -> Marks:
    """Many linking sites use the very same words, which are neither name, address nor "click here".

    People word links differently; whoever orders them words them once. Counted are sites, not
    links, and how large a part of the profile they are; headlines count half, because reporters
    copy them.
    """
    evidence = suspects.evidence
    used, total = evidence.anchor_domains, max(1, evidence.referring_domains)
    judged = np.isin(evidence.anchor_class, [CLASSES.index(one) for one in JUDGED])
    by_share = ramp(used / total, SHARE_START, SHARE_FULL)
    by_share = np.fmax(by_share, ramp(used, SITES_FULL, MANY_SITES))
    strength = ramp(used, SITES_START, SITES_FULL) * np.fmax(by_share, np.float32(LEAST_SHARE))
    is_headline = suspects.once(sites.anchor_words) > HEADLINE_WORDS
    strength = np.where(is_headline, strength * HEADLINE_WEIGHT, strength)
    strength = np.where(_sells(suspects), strength, strength * SELLS_NOTHING_WEIGHT)
    strength = np.where(judged, strength, np.float32(0)).astype(np.float32)
    strength[evidence.anchor_class < 0] = np.nan

    def say(row: int) -> str:
        if np.isnan(strength[row]):
            return "The anchor text is not known."
        text = shown.quoted(evidence.text("anchor", row))
        count = np.nan_to_num(used[row])
        return (
            f"The anchor {text} stands word for word on {count:,.0f} of {total:,} linking sites "
            f"({count / total:.1%})."
        )

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _sells(suspects: Suspects) -> NDArray[np.bool_]:
    """Whether each anchor holds a target keyword, or words of selling or of a trade."""
    keyword = [CLASSES.index(AnchorClass.EXACT), CLASSES.index(AnchorClass.PARTIAL)]
    sure, likely = suspects.once(trades.in_anchors)
    commerce = suspects.once(sites.in_anchors)[:, sites.place("commerce")] > 0
    is_keyword = np.isin(suspects.evidence.anchor_class, keyword)
    return np.asarray(is_keyword | commerce | (sure + likely).any(axis=1), np.bool_)
