"""Domains that vanished and came back with other links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import lives, shown
from backlinkbot.logic.judge.clues.ramp import ramp
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

# Days away; a domain is free for anybody about 75 days after its end.
GAP_START, GAP_FULL = 120, 400
CHANGED_START, CHANGED_FULL = 0.5, 0.95  # share of its old links gone, and of those now new
UNSEEN_MOST = (
    0.2  # where nobody saw it gone: a front page changes all its links by itself in a year
)


@marker("expired-domain-back", Family.TIMING, Level.DOMAIN, version=3)
def expired_domain_back(suspects: Suspects) -> Marks:
    """The site was away for months and came back with other links than before.

    Domains that their owners gave up are bought for the links that still lead to them, and filled
    with links for sale. Told where the old links are gone and those now are new: a site of which
    other pages were read than before has new ones and lost none. A site that nobody visited for a
    year was perhaps not away at all: unless it failed when it was asked, a fifth is said at most,
    and nothing where it is not known how its links changed.
    """
    gap = suspects.once(lives.gap_days)
    changed = suspects.once(lives.changed)
    strength = ramp(gap, GAP_START, GAP_FULL) * ramp(changed, CHANGED_START, CHANGED_FULL)
    strength[gap <= GAP_START] = 0
    gone = suspects.once(lives.was_gone)
    strength = np.where(gone, strength, np.minimum(strength, UNSEEN_MOST))

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if np.isnan(gap[row]):
            return f"Whether {site} was ever away is not known."
        if np.isnan(changed[row]):
            return f"{site} was not seen for {gap[row]:,.0f} days; its links before are not known."
        if not gone[row]:
            return (
                f"{site} was not read for {gap[row]:,.0f} days, and most of its links are others "
                "now; whether it was gone meanwhile is not known."
            )
        return (
            f"{site} was gone for up to {gap[row]:,.0f} days and came back with other links: at "
            f"least {changed[row]:.0%} of the old ones are gone, and as many of today's are new."
        )

    return Marks(strength, say, lambda row: shown.of_domain(suspects, row))
