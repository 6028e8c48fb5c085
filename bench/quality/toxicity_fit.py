"""Fits the verdict's model and the baselines it has to beat; training and judging use the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from toxicity_rows import HONEST, PLACED, REAL, SOURCES, Case

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.verdict.advice import SOFT, SPEAKS_ABOVE, family_columns
from backlinkbot.logic.judge.verdict.columns import GROUP, OF_GROUP
from backlinkbot.logic.judge.verdict.measured import RULE_OF_THREE

Floats = NDArray[np.float64]

FOLDS = 5
ROUNDS = 150
# Chosen by the out-of-fold loss on the training cases.
BOOSTER: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 8,  # three markers together; more would learn the planted webs by heart
    "learning_rate": 0.1,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.8,  # so that no marker hides what another could tell
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_bin": 63,
    "verbosity": -1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
    "monotone_constraints_method": "advanced",
}
# Of the linking sites, in training and calibration: planted farms are larger beside their clients
# than those in profiles that are worth an audit.
BASE_RATE = 0.2
# Markers that no planted site shows (hidden links, sellers of links, parked names …) would weigh
# nothing. ASSUMED: one placed site in fifty shows each; honest ones as often as the real pages do,
# and at least as often as three in all of them would be (the rule of three). Trees only: the
# calibration and every figure stand on what was planted.
ASSUMED_SHOWN = 0.02
LEAST_TAUGHT = 0.01  # of the placed rows, under which a marker counts as never shown
CERTAIN = 0.999  # planted data cannot show that anything is surer
EDGE = 1.0  # pseudo-counts on either side of each step of the calibration


@dataclass(frozen=True)
class Rows:
    """Units of many cases: `features` in the order of `names`, the truth, whose case, the weight.

    Each source of cases weighs the same in all, whatever its number of units, and within each the
    placed ones weigh `BASE_RATE`.
    """

    names: tuple[str, ...]
    features: NDArray[np.float32]
    truth: NDArray[np.int64]
    case: NDArray[np.int64]
    source: NDArray[np.int64]
    weight: Floats


def rows_of(cases: list[Case], names: tuple[str, ...] | None = None) -> Rows:
    """All units whose truth is known."""
    names = names or (*sorted(markers), *OF_GROUP)
    parts, truth, owner, source = [], [], [], []
    for number, case in enumerate(cases):
        known = (case.truth == HONEST) | (case.truth == PLACED)
        parts.append(case.told.ordered(names, case.told.units)[known])
        truth.append(case.truth[known])
        owner.append(np.full(known.sum(), number))
        source.append(np.full(known.sum(), SOURCES.index(case.source)))
    sources = np.concatenate(source)
    told = np.concatenate(truth).astype(np.int64)
    return Rows(
        names, np.concatenate(parts), told, np.concatenate(owner), sources, weights(told, sources)
    )


def weights(truth: NDArray[np.int64], source: NDArray[np.int64]) -> Floats:
    """Of each row, so that the sources weigh alike and the placed ones `BASE_RATE` in each."""
    found = np.zeros(len(truth))
    for at in np.unique(source):
        inside = source == at
        rate = BASE_RATE if truth[inside].any() else 0.0
        for value, share in ((HONEST, 1 - rate), (PLACED, rate)):
            rows = inside & (truth == value)
            found[rows] = share / max(1, rows.sum())
    return np.asarray(found / found.mean())


def with_unseen(rows: Rows) -> Rows:
    """The same with hard markers that planted sites never show set at the assumed rates."""
    draw = np.random.default_rng(1)
    features = rows.features.copy()
    placed, real = rows.truth == PLACED, rows.source == SOURCES.index(REAL)
    for at, name in enumerate(rows.names):
        shown = features[:, at] > SPEAKS_ABOVE
        if name in {*OF_GROUP, *SOFT} or shown[placed].mean() >= LEAST_TAUGHT:
            continue
        honest = max(shown[real].mean(), RULE_OF_THREE / real.sum())
        rate = np.where(placed, ASSUMED_SHOWN, np.where(real, 0.0, honest))
        turned = draw.random(len(rate)) < rate
        features[turned, at] = draw.uniform(SPEAKS_ABOVE, 1, int(turned.sum()))
    return replace(rows, features=features)


def fit_booster(rows: Rows, use: NDArray[np.bool_]) -> Any:
    """Monotone trees: more evidence never lowers the score."""
    data = lightgbm.Dataset(
        rows.features[use].astype(np.float64), rows.truth[use], weight=rows.weight[use]
    )
    rising = {"monotone_constraints": [1] * len(rows.names)}
    return lightgbm.train(BOOSTER | rising, data, num_boost_round=ROUNDS)


def booster_scores(booster: Any, features: NDArray[np.float32]) -> Floats:
    raw = booster.predict(features.astype(np.float64), raw_score=True, num_threads=1)
    return np.asarray(raw, np.float64)


def out_of_fold(rows: Rows, taught: Rows) -> Floats:
    """Scores of each row by boosters that saw no unit of its case; `taught`: rows to learn from."""
    fold = np.random.default_rng(1).permutation(rows.case.max() + 1)[rows.case] % FOLDS
    found = np.zeros(len(rows.truth))
    for number in range(FOLDS):
        booster = fit_booster(taught, fold != number)
        found[fold == number] = booster_scores(booster, rows.features[fold == number])
    return found


def calibrated(scores: Floats, rows: Rows) -> tuple[Floats, Floats]:
    """Ascending scores and their probabilities; isotonic, each step drawn in by pseudo-counts."""
    steps = IsotonicRegression(out_of_bounds="clip").fit(scores, rows.truth, rows.weight)
    value = steps.predict(scores)
    curve_score, curve_probability = [], []
    for level in np.unique(value):
        inside = value == level
        count = inside.sum()
        share = (level * count + EDGE / 2) / (count + EDGE)
        ends = (scores[inside].min(), scores[inside].max())
        curve_score += list(ends)
        curve_probability += [share, share]
    rising = np.maximum.accumulate(np.array(curve_probability))
    return np.array(curve_score), np.minimum(rising, CERTAIN)


def fit_logistic(rows: Rows) -> LogisticRegression:
    """The baseline that adds the markers up."""
    model = LogisticRegression(C=1.0, max_iter=1000)
    return model.fit(rows.features, rows.truth, rows.weight)


def by_rules(rows: Rows) -> Floats:
    """The baseline that counts families of hard evidence, a group as two: 0..1."""
    columns = family_columns(rows.names, hard_only=True)
    count = np.zeros(len(rows.truth))
    for family in Family:
        if columns[family]:
            count += rows.features[:, columns[family]].max(axis=1) > SPEAKS_ABOVE
    count += 2 * (rows.features[:, rows.names.index(GROUP)] > SPEAKS_ABOVE)
    return np.asarray(count / (count + 1))
