"""Linking sites that were first seen in the same week as many others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import lives, shown
from backlinkbot.logic.judge.clues.ramp import ramp
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

SITES_START, SITES_FULL = 4, 15  # sites of one week
# Times the usual number of a week in which any was first seen: a crawl brings many at once.
TIMES_START, TIMES_FULL = 3, 10
MOST = 0.6
FIRST_WEEKS = 6  # what was there when we first looked around may be of any age


@marker("born-together", Family.TIMING, Level.DOMAIN)
def born_together(suspects: Suspects) -> Marks:
    """The site was first seen in the same week as many other linking sites.

    Networks are set up in one go. When we first saw a site depends on when we looked, so that the
    week is compared with the usual number of such a week, and the first look counts for nothing.
    """
    day = suspects.once(lives.first_day)
    known = ~np.isnan(day)
    week = np.where(known, lives.week(day), -1).astype(np.int64)
    weeks, number, count = np.unique(week[known], return_inverse=True, return_counts=True)
    strength = np.where(known, 0, np.nan).astype(np.float32)
    usual = np.median(count) if len(count) else 0.0
    if len(weeks):
        times = ramp(count / usual, TIMES_START, TIMES_FULL)
        each = ramp(count, SITES_START, SITES_FULL, MOST) * times
        each[weeks < weeks[0] + FIRST_WEEKS] = 0
        strength[known] = each[number]
    of_domain = np.zeros(len(day), np.int64)
    of_domain[known] = count[number] if len(count) else 0

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if np.isnan(strength[row]):
            return f"Since when {site} exists is not known."
        return (
            f"{site} was first seen in the same week as {of_domain[row] - 1:,} other linking sites "
            f"(usual: {usual:,.0f} in a week with any)."
        )

    return Marks(strength, say, lambda row: shown.of_domain(suspects, row))
