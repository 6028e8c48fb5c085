"""Links that came with something given away: a widget, a counter, a theme, a badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.nouns import LinkKind, Placement
from backlinkbot.logic.judge.clues import shown, sites
from backlinkbot.logic.judge.clues.ramp import ramp
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

SAID = 0.6  # "widget by", "counter by" right before a link in a site's frame
BADGE = 0.3  # a picture in a widget, without such words
FRAME = (Placement.WIDGET, Placement.FOOTER, Placement.SIDEBAR)
# Linking sites on which such a link stands: a single one is a credit to who made the site.
SITES_START, SITES_FULL = 1, 6
NEAR_WORDS = 6  # words before the link that may belong to it


@marker("widget-bait", Family.PLACEMENT, Level.LINK)
def widget_bait(suspects: Suspects) -> Marks:
    """The link came with a widget, counter, theme or badge that sites put into their pages.

    Told by its place and by the words before it ("powered by", "widget by", "free counter"; nine
    languages), and only where several sites carry it: one such link is a credit to whoever made the
    site.
    """
    code = suspects.evidence.codes("placement", tuple(place.value for place in FRAME))
    is_image = suspects.evidence.codes("kind", (LinkKind.IMAGE.value,)) == 0
    is_badge = (code == FRAME.index(Placement.WIDGET)) & is_image
    says = (code >= 0) & (_said_before(suspects) > 0)
    is_bait = is_badge | says
    base = np.where(says, SAID, np.where(is_badge, BADGE, 0.0))
    count = len(np.unique(suspects.domain[is_bait]))
    strength = (base * float(ramp(count, SITES_START, SITES_FULL))).astype(np.float32)
    strength[suspects.links["placement"].is_null().to_numpy()] = np.nan

    def say(row: int) -> str:
        if np.isnan(strength[row]):
            return "Where on the page the link stands is not known."
        if not strength[row]:
            return "The link came with no widget, counter or theme that several sites carry."
        what = "is a picture in a widget"
        if says[row]:
            near = " ".join(suspects.evidence.text("left", row).split()[-NEAR_WORDS:])
            what = f"follows the words {shown.quoted(near)}"
        return f"The link {what}; such links stand on {count:,} of the linking sites."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _said_before(suspects: Suspects) -> NDArray[np.int32]:
    """Phrases of widgets in the few words before each link."""
    import pyarrow.compute as pc

    left = pc.fill_null(suspects.links["left"], "")
    near = pc.extract_regex(left, rf"(?P<near>(?:\S+\s+){{0,{NEAR_WORDS}}}\S*)$")
    counts = sites.word_list().counts_in(pc.struct_field(near, "near"))
    return counts[:, sites.place("widget")]
