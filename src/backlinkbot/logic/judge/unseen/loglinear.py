"""Log-linear models of three lists and more: which lists see the same is part of the model."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.unseen.pairs import Range, around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from backlinkbot.logic.judge.unseen.lists import Lists

ROUNDS, CLOSE = 60, 1e-9  # of reweighted least squares
HALF_CELL = 0.5  # put to an empty cell to start with
HOPELESS = 1e6  # times what was seen: a model that says so has nothing to stand on
VAGUE = 9.0  # variance of the logarithm of what is hidden: a factor of 20 either way tells nothing
LONGEST_LOG = 30.0  # e^30 is more than any web has
LONGEST_STEP = 5.0  # in the logarithm, that a bad start does not run away


def averaged(lists: Lists) -> Range | None:
    """How many there are in all: the mean of all models with pairs of lists tied, by their AIC.

    The interval holds the doubt about the model as well. None where no model can be fitted.
    """
    seen = lists.counts[1:].astype(np.float64)
    found = [fit for model in _models(len(lists.names)) if (fit := _fit(lists, seen, *model))]
    if not found:
        return None
    aic, hidden, variance = (np.array(column) for column in zip(*found, strict=True))
    weight = np.exp(-(aic - aic.min()) / 2)
    weight /= weight.sum()
    logs = np.log(np.maximum(hidden, HALF_CELL))
    mean = float(weight @ logs)
    doubt = float((weight @ np.sqrt(variance + (logs - mean) ** 2)) ** 2)
    total = float(np.exp(mean))
    return around(float(seen.sum()), total, total + total**2 * doubt)


def _models(lists: int) -> Iterator[tuple[tuple[tuple[int, int], ...], bool]]:
    """Every set of pairs that may be tied but all of them; and ease that is uneven for all alike.

    Uneven ease goes with one tied pair at most: of more, too few cells would be left to tell them.
    """
    pairs = list(combinations(range(lists), 2))
    for ties in chain.from_iterable(combinations(pairs, size) for size in range(len(pairs))):
        yield ties, False
        if len(ties) <= 1:
            yield ties, True


def _fit(
    lists: Lists,
    seen: NDArray[np.float64],
    ties: tuple[tuple[int, int], ...],
    is_uneven: bool,  # noqa: FBT001 - part of a model's name
) -> tuple[float, float, float] | None:
    """AIC, how many are on no list, and the variance of its logarithm; None where it fails."""
    places = np.arange(1, len(lists.counts))
    on = np.array([places >> n & 1 for n in range(len(lists.names))], dtype=np.float64)
    columns = [np.ones(len(places)), *on, *(on[a] * on[b] for a, b in ties)]
    times = on.sum(axis=0)
    columns += [times * (times - 1) / 2] if is_uneven else []  # Darroch et al. 1993
    design = np.column_stack(columns)
    fitted = _poisson(design, seen)
    if fitted is None:
        return None
    beta, covariance, mean = fitted
    hidden = float(np.exp(min(beta[0], LONGEST_LOG)))
    variance = float(covariance[0, 0])
    if not (0 < variance < VAGUE and hidden <= HOPELESS * seen.sum()):
        return None
    likelihood = float(np.sum(seen * np.log(mean) - mean))
    return 2 * len(beta) - 2 * likelihood, hidden, variance


def _poisson(
    design: NDArray[np.float64], counts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]] | None:
    """A Poisson regression: coefficients, their covariance, and the means."""
    start = np.linalg.lstsq(design, np.log(counts + HALF_CELL), rcond=None)[0]
    beta = np.asarray(start, dtype=np.float64)
    for _ in range(ROUNDS):
        mean = np.exp(np.clip(design @ beta, -LONGEST_LOG, LONGEST_LOG))
        information = design.T @ (design * mean[:, None])
        try:
            step = np.linalg.solve(information, design.T @ (counts - mean))
        except np.linalg.LinAlgError:
            return None
        step = np.clip(step, -LONGEST_STEP, LONGEST_STEP)
        beta = beta + step
        if np.abs(step).max() < CLOSE:
            break
    mean = np.exp(np.clip(design @ beta, -LONGEST_LOG, LONGEST_LOG))
    information = design.T @ (design * mean[:, None])
    try:
        covariance = np.linalg.inv(information)
    except np.linalg.LinAlgError:
        return None
    return beta, np.asarray(covariance, dtype=np.float64), np.asarray(mean, dtype=np.float64)
