"""Textbook spike detectors as baselines of the velocity bench: MAD, Kleinberg's bursts, BOCPD.

Each gives one score per week from the weeks up to it; higher is more of a spike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

Floats = NDArray[np.float64]

HISTORY = 8  # weeks before the first score
MAD_TO_SD = 1.4826
BURST = 2.0  # times the usual rate of Kleinberg's second state
HAZARD = 1 / 100  # BOCPD: one change in a hundred weeks
SHORT_RUN = 2  # weeks: a change now, or the week before


def mad(counts: Floats) -> Floats:
    """Deviations from the median of all weeks before, in robust standard deviations."""
    scores = np.zeros(len(counts))
    for at in range(HISTORY, len(counts)):
        past = counts[:at]
        middle = float(np.median(past))
        spread = MAD_TO_SD * float(np.median(np.abs(past - middle)))
        scores[at] = (counts[at] - middle) / max(spread, np.sqrt(middle + 1))
    return scores


def kleinberg(counts: Floats) -> Floats:
    """Weight of the running burst (Kleinberg 2002, two states, Poisson counts).

    The log-likelihood ratio of twice the usual rate, summed while it stays positive: the cost at
    which the second state would be entered.
    """
    scores = np.zeros(len(counts))
    running = 0.0
    for at in range(HISTORY, len(counts)):
        rate = max(float(counts[:at].mean()), 0.1)
        running = max(0.0, running + counts[at] * np.log(BURST) - (BURST - 1) * rate)
        scores[at] = running
    return scores


def bocpd(counts: Floats) -> Floats:
    """Log odds of a change to more in the last two weeks (Adams and MacKay 2007, gamma-Poisson)."""
    start = max(float(counts[:HISTORY].mean()), 0.5)
    shape, rate = np.array([1.0]), np.array([1 / start])
    runs = np.array([0.0])  # log probabilities of the lengths of the running stretch
    scores = np.full(len(counts), -np.inf)
    for at, count in enumerate(counts):
        logs = (
            gammaln(count + shape) - gammaln(shape) - gammaln(count + 1)
            + shape * np.log(rate / (rate + 1)) - count * np.log(rate + 1)
        )  # fmt: skip
        joint = runs + logs
        runs = np.append(logsumexp(joint) + np.log(HAZARD), joint + np.log(1 - HAZARD))
        runs -= logsumexp(runs)
        if at >= HISTORY and count > counts[:at].mean():
            scores[at] = logsumexp(runs[1 : SHORT_RUN + 1]) - logsumexp(runs[SHORT_RUN + 1 :])
        shape = np.append(1.0, shape + count)
        rate = np.append(1 / start, rate + 1)
    return scores
