"""Sites with many links to them and no trust behind these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.ramp import ramp, unknown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

# The share of a site's PageRank that no trusted site stands behind. Half of the small honest sites
# of any index have a large one, because few look at them: the marker is weak by itself.
SHARE_START, SHARE_FULL = 0.9, 1.0
BACKERS_START, BACKERS_FULL = 20, 200  # referring domains: many, and yet nobody trusted
MOST = 0.4


@marker("inflated-authority", Family.LINKS, Level.DOMAIN)
def inflated_authority(suspects: Suspects) -> Marks:
    """The linking site has many links to it, but hardly any of its rank comes from trusted sites.

    The inflated share is 1 - trust / PageRank (spam mass, Gyöngyi et al. 2006). Young and foreign
    sites have a large one too, so that this marker only ever supports others.
    """
    share = _column(suspects, "inflated_share")
    backers = _column(suspects, "referring_domains")
    strength = ramp(share, SHARE_START, SHARE_FULL, MOST) * ramp(
        backers, BACKERS_START, BACKERS_FULL
    )

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if np.isnan(strength[row]):
            return f"How much of the authority of {site} is inflated is not known."
        return (
            f"{backers[row]:,.0f} domains link to {site}, and {share[row]:.0%} of its rank has no "
            "trusted site behind it."
        )

    return Marks(strength, say, lambda row: shown.of_domain(suspects, row))


def _column(suspects: Suspects, name: str) -> NDArray[np.float64]:
    import pyarrow as pa

    table = suspects.facts.domains
    if not table.num_rows or name not in table.column_names:
        return unknown(len(suspects.domains)).astype(np.float64)
    return suspects.of_domain(table["domain"], table[name].cast(pa.float64()).to_numpy())
