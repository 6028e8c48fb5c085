"""Loops of a counting sort of nodes by degree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXACT_UP_TO = 16  # short rows of one length are what a processor predicts well
CLASSES = EXACT_UP_TO + 33  # and then one per power of two, in 32 bits


@compiled
def _class_of(out_degree: np.int64, in_degree: np.int64) -> int:
    """0 and up for nodes that link, `CLASSES` and up for others; the most linked first."""
    linked = int(in_degree)
    if linked > EXACT_UP_TO:
        linked = EXACT_UP_TO
        while in_degree > EXACT_UP_TO:
            in_degree >>= 1
            linked += 1
    return CLASSES - 1 - linked if out_degree > 0 else 2 * CLASSES - 1 - linked


@compiled
def count_classes(
    out_degree: NDArray[np.uint32], in_degree: NDArray[np.uint32], counts: NDArray[np.int64]
) -> None:
    """Add to `counts` how many nodes are of each class."""
    for v in range(len(out_degree)):
        counts[_class_of(np.int64(out_degree[v]), np.int64(in_degree[v]))] += 1


@compiled
def place_classes(
    out_degree: NDArray[np.uint32],
    in_degree: NDArray[np.uint32],
    cursor: NDArray[np.int64],
    places: NDArray[np.uint32],
) -> None:
    """Give every node the next place of its class; `cursor`: each class's first place."""
    for v in range(len(out_degree)):
        kind = _class_of(np.int64(out_degree[v]), np.int64(in_degree[v]))
        places[v] = cursor[kind]
        cursor[kind] += 1
