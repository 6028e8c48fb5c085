"""How good verdicts are on cases with a known truth: errors, calibration, areas under curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from toxicity_fit import weights
from toxicity_rows import HONEST, PLACED, SOURCES, Case

from backlinkbot.core.audit import Advice
from backlinkbot.logic.judge.disavow.facts import DisavowFacts
from backlinkbot.logic.judge.verdict import verdicts_of
from backlinkbot.logic.judge.verdict.model import Model

Floats = NDArray[np.float64]

BINS = 10
UNPROTECTED = DisavowFacts()  # what the verdicts do without any list of sites to spare


@dataclass(frozen=True)
class Verdicts:
    """Units of known truth: probability, advice (place in `Advice`), truth, case, source."""

    probability: Floats
    advice: NDArray[np.int64]
    truth: NDArray[np.int64]
    case: NDArray[np.int64]
    source: NDArray[np.int64]

    def errors(self, advice: Advice) -> tuple[int, int]:
        """How many units got the advice, and how many of them are honest."""
        got = self.advice == list(Advice).index(advice)
        return int(got.sum()), int((got & (self.truth == HONEST)).sum())


def verdicts(cases: list[Case], model: Model) -> Verdicts:
    """The product's own verdicts on whole cases."""
    columns: list[tuple[float, int, int, int, int]] = []
    for number, case in enumerate(cases):
        domains, _ = verdicts_of(case.suspects, case.marks, case.groups, UNPROTECTED, model)
        truth = dict(zip(case.suspects.units.to_pylist(), case.truth.tolist(), strict=True))
        columns += [
            (
                one.probability,
                list(Advice).index(one.verdict),
                truth[one.unit],
                number,
                SOURCES.index(case.source),
            )
            for one in domains
            if truth[one.unit] in {HONEST, PLACED}
        ]
    table = np.array(columns)
    return Verdicts(table[:, 0], *(table[:, at].astype(np.int64) for at in range(1, 5)))


def calibration_error(probability: Floats, truth: NDArray[np.int64], weight: Floats) -> float:
    """Expected calibration error over ten bins of equal width, 0..1."""
    place = np.minimum((probability * BINS).astype(int), BINS - 1)
    total = 0.0
    for at in range(BINS):
        inside = place == at
        if inside.any():
            told = np.average(probability[inside], weights=weight[inside])
            found = np.average(truth[inside], weights=weight[inside])
            total += weight[inside].sum() * abs(told - found)
    return float(total / weight.sum())


def measured(cases: list[Case], model: Model) -> Floats:
    """The numbers that the package tells: see `verdict.model.Measured`."""
    found = verdicts(cases, model)
    error = calibration_error(found.probability, found.truth, weights(found.truth, found.source))
    return np.array(
        [*found.errors(Advice.DISAVOW), *found.errors(Advice.REVIEW), len(found.truth), error]
    )
