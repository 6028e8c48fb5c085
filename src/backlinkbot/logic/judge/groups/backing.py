"""Whether it says anything that hardly anybody links to a site: not where that is so of most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.seen import Seen

# Domains that link to a site without belonging to its group, from which on it stands on its own;
# one is half of that, since a small index sees one of two by chance.
BACKED_BY = 2
# Share of unsuspicious sites to which hardly anybody links: up to here it tells fully, from there
# on nothing, because the index is too small to know who links to them.
TELLS_UP_TO, TELLS_BELOW = 0.6, 0.9
LEAST_SITES = 10  # unsuspicious ones to learn it from; with fewer it is taken to tell


def unbacked(outside: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 where no domain outside of the group links to a site, 0 from `BACKED_BY` on."""
    return np.clip(1.0 - outside / BACKED_BY, 0.0, 1.0)


def backing_tells(seen: Seen, others: NDArray[np.bool_]) -> float:
    """0..1: how much it says of a site that nobody stands for it: less, the more usual it is."""
    known = seen.backers[others & ~np.isnan(seen.backers)]
    if len(known) < LEAST_SITES:
        return 1.0
    usual = float((known < BACKED_BY).mean())
    return float(np.clip((TELLS_BELOW - usual) / (TELLS_BELOW - TELLS_UP_TO), 0.0, 1.0))
