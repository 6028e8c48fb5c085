"""Weights of edges that we saw ourselves, among edges that we only heard of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import Placement
from backlinkbot.logic.graph.weights import PLACEMENT_WEIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A power of two, so that no weight loses a digit; the least weight of a link that we saw times this
# is above 1, the most that a bare edge weighs. Of repeated edges the heaviest stays: ours.
SEEN_FACTOR = np.float32(1 << 20)
SEEN_WORTHLESS = np.float32(2)  # stands for a weight of 0, between bare edges and all others


def bare_weight(*, placed: bool) -> float:
    """What every edge weighs of which we only heard. `placed`: we know placements of our own."""
    return PLACEMENT_WEIGHT[Placement.UNKNOWN] if placed else 1.0


def seen(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weights 0..1 of edges that we saw, so marked that they stand against any bare edge."""
    return np.where(weights > 0, weights * SEEN_FACTOR, SEEN_WORTHLESS)


def unmarked(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The weights again, marked or not."""
    found = np.where(weights > 1, weights / SEEN_FACTOR, weights)
    return np.where(weights == SEEN_WORTHLESS, np.float32(0), found)
