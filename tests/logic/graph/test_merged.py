from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.nouns import Placement
from backlinkbot.logic.graph.csr import graph_of
from backlinkbot.logic.graph.merged import bare_weight, seen, unmarked
from backlinkbot.logic.graph.weights import (
    LAST_POSITION_FACTOR,
    NOT_FOLLOWED_FACTOR,
    PLACEMENT_WEIGHT,
    SPONSORED_FACTOR,
)

LEAST = (
    min(weight for weight in PLACEMENT_WEIGHT.values() if weight)
    * LAST_POSITION_FACTOR
    * NOT_FOLLOWED_FACTOR
)
LEAST *= SPONSORED_FACTOR


@given(st.floats(float(np.float32(LEAST)), 1, width=32) | st.just(0.0))
def test_what_we_saw_stands_against_what_we_heard_and_keeps_every_digit(weight: float) -> None:
    ours = np.array([weight], np.float32)
    for bare in (bare_weight(placed=True), bare_weight(placed=False)):
        weights = np.concatenate([np.float32([bare]), seen(ours), np.float32([bare])])
        ends = np.array([0, 0, 0], np.uint32), np.array([1, 1, 1], np.uint32)
        made = graph_of(*ends, 2, weights=weights)
        assert made.incoming.weights is not None
        assert unmarked(made.incoming.weights).tolist() == ours.tolist()


def test_bare_weights_stay_as_they_are() -> None:
    assert bare_weight(placed=True) == PLACEMENT_WEIGHT[Placement.UNKNOWN]
    given = np.array([0.02, 0.2, 1.0], np.float32)
    assert unmarked(given).tolist() == given.tolist()
