"""Predictions for every labelled link by models that never saw its registrable domain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from link_rows import LinkRows
from numpy.typing import NDArray
from placement_fit import (
    FOLDS,
    fit_comment,
    fit_content,
    fit_other,
    folds_of,
    scores_of,
    without_marks,
)

from backlinkbot.core.pages.placement import OTHERS

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class OutOfFold:
    """Raw scores per row; `other_hidden`: shares of the other places with all marks hidden."""

    content: Floats
    comment: Floats
    other: Floats
    other_hidden: Floats


def content_out_of_fold(rows: LinkRows, seed: int) -> Floats:
    """Scores of content with the sites drawn into folds in another way."""
    folds = folds_of(rows, seed)
    found = np.zeros(len(rows.truth))
    for fold in range(FOLDS):
        boosters = fit_content(rows, folds != fold, folds)
        found[folds == fold] = scores_of(boosters, rows.features[folds == fold])
    return found


def out_of_fold(rows: LinkRows) -> OutOfFold:
    folds = folds_of(rows)
    size = len(rows.truth)
    found = OutOfFold(
        np.zeros(size), np.zeros(size), np.zeros((size, len(OTHERS))), np.zeros((size, len(OTHERS)))
    )
    for fold in range(FOLDS):
        seen, asked = folds != fold, folds == fold
        features = rows.features[asked]
        content = fit_content(rows, seen, folds)
        found.content[asked] = scores_of(content, features)
        comment = fit_comment(rows, seen)
        found.comment[asked] = comment.predict(features, raw_score=True, num_threads=1)
        other = fit_other(rows, seen)
        found.other[asked] = other.predict(features, num_threads=1)
        found.other_hidden[asked] = other.predict(without_marks(features), num_threads=1)
    return found
