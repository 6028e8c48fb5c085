"""Anchors whose words stand nowhere else: not on the page, not at the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.nouns import AnchorClass, Placement
from backlinkbot.logic.judge.anchors import CLASSES
from backlinkbot.logic.judge.clues import linking_pages, shown
from backlinkbot.logic.judge.clues.foreign_words import foreign_words, scripts_of_anchors
from backlinkbot.logic.judge.clues.ramp import unknown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

ANOTHER_SCRIPT = 0.8  # letters that neither page nor target is written in
NO_WORD = 0.45  # none of its words stands on the page or at the target
JUDGED = (AnchorClass.EXACT, AnchorClass.PARTIAL, AnchorClass.OTHER)


@marker("anchor-unlike-page", Family.ANCHORS, Level.LINK)
def anchor_unlike_page(suspects: Suspects) -> Marks:
    """The anchor's words stand nowhere else on the linking page, nor among the target's own words.

    An editor links a word of the sentence; whoever hangs a link into a text brings the words along.
    Strongest where even the letters are of another script than page and target. Judged are links in
    the content of a page; names, addresses and "click here" are not, and pages whose text was not
    read are unknown.
    """
    if suspects.facts.pages.num_rows and len(suspects.once(linking_pages.linking)):
        foreign = foreign_words(suspects)
    else:
        foreign = unknown(suspects.evidence.rows)
    other_script = suspects.once(scripts_of_anchors)
    kind = suspects.evidence.anchor_class
    judged = np.isin(kind, [CLASSES.index(one) for one in JUDGED])
    in_content = suspects.evidence.codes("placement", (Placement.CONTENT.value,)) == 0
    strength = np.where(judged & in_content, foreign * np.float32(NO_WORD), 0).astype(np.float32)
    strength[judged & other_script] = ANOTHER_SCRIPT
    strength[kind < 0] = np.nan

    def say(row: int) -> str:
        if np.isnan(strength[row]):
            return "The anchor or the text of the linking page is not known."
        text = shown.quoted(suspects.evidence.text("anchor", row))
        if strength[row] == np.float32(ANOTHER_SCRIPT):
            return f"The anchor {text} is in letters that neither page nor target is written in."
        if strength[row] > 0:
            return f"No word of the anchor {text} stands elsewhere on the page or at the target."
        return f"The anchor {text} fits the page or the target."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))
