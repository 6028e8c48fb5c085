"""Chances drawn at random as sure as they are, so that little-tried tactics get their turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.prospect.priors import Step

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.prospect.odds import Odds


def drawn_chance(odds: Odds, rows: pa.Table, seed: int) -> NDArray[np.float64]:
    """One draw for each row of the chance of a reply and a placement; the same for the same seed.

    Who orders by it asks each row as often as it may be the best one (Thompson sampling): what is
    known to be poor is left alone, what nobody has tried is tried. Source: Thompson (1933); Russo
    et al., A Tutorial on Thompson Sampling (2018).
    """
    generator = np.random.default_rng(seed)
    reply = odds.drawn(Step.REPLY, rows, generator)
    return np.asarray(reply * odds.drawn(Step.PLACEMENT, rows, generator))
