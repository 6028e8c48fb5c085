"""Links and sites that are gone soon after they appear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import lives, shown
from backlinkbot.logic.judge.clues.ramp import ramp, strongest
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

LINK_START, LINK_FULL, LINK_MOST = 60, 14, 0.5  # days from a link's start to its loss
# Days that a site lived from the first sight of it to the last, if it has been gone for long.
SITE_START, SITE_FULL, SITE_MOST = 120, 30, 0.4
GONE_START, GONE_FULL = 90, 365
EPOCH_DAY = 719_163  # the ordinal of 1 January 1970


@marker("short-lived", Family.TIMING, Level.LINK)
def short_lived(suspects: Suspects) -> Marks:
    """The link was lost within weeks of its start, or its site was seen for weeks and never since.

    Rented links end with the rent, and throw-away sites with their registration. Start pages and
    feeds lose links as fast, so that it says half at most.
    """
    age = suspects.once(lives.lost_on) - suspects.once(lives.started_on)
    by_link = ramp(age, LINK_START, LINK_FULL, LINK_MOST)
    last, first = suspects.once(lives.last_day), suspects.once(lives.first_day)
    lived = (last - first)[suspects.domain]
    gone = (suspects.as_of.toordinal() - EPOCH_DAY - last)[suspects.domain]
    by_site = ramp(lived, SITE_START, SITE_FULL, SITE_MOST) * ramp(gone, GONE_START, GONE_FULL)
    strength = strongest(by_link, by_site)

    def say(row: int) -> str:
        if np.isnan(strength[row]):
            return "How long the link and its site lived is not known."
        if by_link[row] > 0:
            return f"The link was lost {age[row]:,.0f} days after it began."
        site = shown.named(suspects.evidence.text("source_domain", row))
        return (
            f"{site} was seen over {lived[row]:,.0f} days, for the last time "
            f"{gone[row]:,.0f} days ago."
        )

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))
