"""Links that readers cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.hiding import how_hidden, may_hide
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

# By the way it is hidden: menus and tabs use display:none honestly, but nobody honest writes in
# white on white or a thousand pixels beside the page.
STRENGTH = {"not displayed": 0.45, "invisible": 0.6, "of no size": 0.85, "off the screen": 0.9,
            "in the colour of its ground": 0.9}  # fmt: skip


@marker("hidden-link", Family.PLACEMENT, Level.LINK)
def hidden_link(suspects: Suspects) -> Marks:
    """The HTML around the link hides it from readers.

    Read in the HTML that was kept with the link: display:none, visibility:hidden, letters or boxes
    of no size, places off the screen, text in the colour of its ground. What a style sheet hides by
    class cannot be seen here.
    """
    rows = may_hide(suspects.links)
    strength = np.zeros(suspects.evidence.rows, np.float32)
    told = {row: how_hidden(*_around(suspects, row)) for row in rows.tolist()}
    for row, how in told.items():
        strength[row] = STRENGTH.get(how, 0.0)
    if "context_html" not in suspects.links.column_names:
        strength[:] = np.nan
    else:
        strength[suspects.links["context_html"].is_null().to_numpy()] = np.nan

    def say(row: int) -> str:
        if np.isnan(strength[row]):
            return "The HTML around the link was not kept."
        how = told.get(row, "")
        return (
            f"The link is {how} in the page's HTML." if how else "The HTML does not hide the link."
        )

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _around(suspects: Suspects, row: int) -> tuple[str, str]:
    """The HTML around the link, and the domain it leads to."""
    evidence = suspects.evidence
    return evidence.text("context_html", row), evidence.text("target_domain", row)
