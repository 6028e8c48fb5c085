"""Chooses from out-of-fold scores what the placement model's scores mean and where it decides."""

from __future__ import annotations

from typing import Any

import numpy as np
from link_rows import LinkRows
from numpy.typing import NDArray
from page_labels import BESIDE, COMMENT, CONTENT
from placement_fit import comment_marks, weights
from placement_oof import OutOfFold
from sklearn.isotonic import IsotonicRegression

KNOTS = 40  # of a calibration curve
SMOOTHED = 7  # neighbouring limits, of 0.025 each
COMMENT_RECALL = 0.99
FREE = 0.002  # of F1: less than a single page moves it


def limits_and_calibration(rows: LinkRows, scores: OutOfFold) -> dict[str, NDArray[Any]]:
    """`limits` (from_content, from_comment) and the two calibration curves."""
    weight = weights(rows)
    judged = judged_rows(rows)
    is_content = rows.truth == CONTENT
    content_curve = curve(scores.content[judged], is_content[judged], weight[judged])
    is_comment, told = comment_marks(rows)
    comment_curve = curve(scores.comment[told], is_comment[told], weight[told])
    content = np.interp(scores.content, *content_curve)
    comment = np.interp(scores.comment, *comment_curve)
    from_content = content_limit(rows, content, judged)
    from_comment = comment_limit(rows, content, comment, from_content)
    return {
        "limits": np.array([from_content, from_comment], np.float32),
        "content_score": content_curve[0],
        "content_probability": content_curve[1],
        "comment_score": comment_curve[0],
        "comment_probability": comment_curve[1],
    }


def judged_rows(rows: LinkRows) -> NDArray[np.bool_]:
    return np.asarray(rows.is_judging & (rows.truth != BESIDE))


def curve(
    scores: NDArray[np.float64], truth: NDArray[np.bool_], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A monotone curve from score to probability, thinned to KNOTS points."""
    fitted = IsotonicRegression(y_min=0.0005, y_max=0.9995, out_of_bounds="clip")
    fitted.fit(scores, truth, sample_weight=weight)
    knots = np.unique(np.quantile(scores, np.linspace(0, 1, KNOTS // 2)))
    knots = np.union1d(knots, np.linspace(scores.min(), scores.max(), KNOTS // 2))
    return knots.astype(np.float32), fitted.predict(knots).astype(np.float32)


def content_limit(rows: LinkRows, content: NDArray[np.float64], judged: NDArray[np.bool_]) -> float:
    """The probability from which "content" gives the best mean of the sets' two F1 values each.

    The values are smoothed over neighbouring limits: a lone peak is the luck of a few pages.
    """
    limits = np.arange(0.15, 0.85, 0.025)
    is_content = rows.truth == CONTENT
    values = []
    for limit in limits:
        called = content >= limit
        parts = []
        for of_set in (rows.is_multi & judged, ~rows.is_multi):
            parts.append(f1(is_content[of_set], called[of_set]))
            parts.append(page_mean(is_content[of_set], called[of_set], rows.page[of_set]))
        values.append(np.mean(parts))
    wide = np.pad(values, SMOOTHED // 2, mode="edge")
    smooth = np.convolve(wide, np.ones(SMOOTHED) / SMOOTHED, "valid")
    return float(limits[int(np.argmax(smooth))])


def comment_limit(
    rows: LinkRows, content: NDArray[np.float64], comment: NDArray[np.float64], limit: float
) -> float:
    """The smallest comment probability that may shut out content without costing F1.

    Of all limits that keep COMMENT_RECALL of the labelled comments out, the strictest one that is
    free: a comment in disguise should meet the lowest bar.
    """
    judged = judged_rows(rows)
    truth, likely = rows.truth == CONTENT, content >= limit
    steps = np.arange(0.05, 1.0, 0.05)
    values = [f1(truth[judged], (likely & (comment < step))[judged]) for step in steps]
    free = steps[np.array(values) >= max(values) - FREE]
    shut = (likely & (comment < free[0]))[rows.truth == COMMENT].mean()
    if shut > 1 - COMMENT_RECALL:
        raise SystemExit(f"comments called content: {shut:.3f}; no limit keeps enough of them out")
    return float(free[0])


def f1(truth: NDArray[np.bool_], called: NDArray[np.bool_]) -> float:
    return float(2 * (truth & called).sum() / max(1, truth.sum() + called.sum()))


def page_mean(
    truth: NDArray[np.bool_], called: NDArray[np.bool_], page: NDArray[np.int64]
) -> float:
    """Mean F1 of the pages that have a link in their content."""
    both = np.bincount(page, truth & called)
    total = np.bincount(page, truth) + np.bincount(page, called)
    has = np.bincount(page, truth) > 0
    return float((2 * both[has] / total[has]).mean())
