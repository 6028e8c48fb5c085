"""How often a walk that starts at a node comes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.blocks import cores, row_blocks, run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph


def visits_per_start(
    graph: Graph, share: NDArray[np.float64], damping: float, *, workers: int = 0
) -> NDArray[np.float64]:
    """G(v, v) ≥ 1: expected visits to v of a walk that starts there, by its two-step returns.

    Dividing a walk's score by it leaves the chance that a walk gets to v at all, which v cannot
    raise by linking to sites that link back. Longer cycles are left out, so this is a lower bound:
    1 / (1 - damping² · Σ_w P(v→w) P(w→v)).
    """
    from backlinkbot.logic.graph.kernels.flow import two_step_returns

    rows = graph.incoming
    weights = rows.weights if rows.weights is not None else np.empty(0, np.float32)
    returns = np.zeros(graph.nodes)

    def fill(block: tuple[int, int]) -> None:
        two_step_returns(rows.offsets, rows.neighbours, weights, share, *block, returns)

    run(fill, row_blocks(rows.offsets), workers or cores())
    return np.asarray(1 / (1 - damping**2 * returns))
