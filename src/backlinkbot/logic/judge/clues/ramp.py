"""From a number to a strength 0..1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def ramp(values: ArrayLike, start: float, full: float, most: float = 1.0) -> NDArray[np.float32]:
    """0 up to `start`, `most` from `full` on, straight between; NaN stays NaN.

    `full` below `start` falls instead of rising.
    """
    given = np.asarray(values, np.float64)
    share = ((given - start) / (full - start)).clip(0, 1)
    return np.asarray(share * most, np.float32)


def unknown(rows: int) -> NDArray[np.float32]:
    """Nothing is known of any row."""
    return np.full(rows, np.nan, np.float32)


def strongest(*parts: NDArray[np.float32]) -> NDArray[np.float32]:
    """The largest of what is known of each row; NaN where nothing is."""
    return np.asarray(np.fmax.reduce(np.stack(parts)), np.float32)
