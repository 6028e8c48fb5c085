"""The trained model: from strengths of evidence to a calibrated probability, and who moved it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.pages.trees import Forest
from backlinkbot.logic.judge.verdict.columns import GROUP, TIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WEIGHTS = "toxicity.npz"


@dataclass(frozen=True)
class Measured:
    """How such verdicts did on planted data that the model has not seen.

    `disavow`, `review`: (verdicts, of which wrong); `units`: all judged; `calibration`: expected
    calibration error, 0..1; `on`: when it was measured (`2026-11`).
    """

    disavow: tuple[int, int]
    review: tuple[int, int]
    units: int
    calibration: float
    on: str


@dataclass(frozen=True)
class Model:
    """Monotone boosted trees: more evidence never lowers the probability.

    `names`: the columns it reads; `versions`: of those that are markers, at training; `curve`:
    (score, probability) pairs of the calibration, ascending.
    """

    names: tuple[str, ...]
    versions: dict[str, int]
    forest: Forest
    curve: tuple[Floats, Floats]
    measured: Measured

    def scores(self, rows: Floats) -> Floats:
        """Raw score of each row of strengths, whose columns are in the order of `names`."""
        return self.forest.scores(rows)[:, 0]

    def probability(self, rows: Floats) -> Floats:
        """Calibrated probability, 0..1, that the links are artificial or hostile."""
        return np.interp(self.scores(rows), *self.curve).astype(np.float32)

    def contributions(self, rows: Floats) -> Floats:
        """By how much the score of each row would fall without each of its strengths.

        A group and its ties are one: they fall together, and the group has the whole.
        """
        group = self.names.index(GROUP)
        ties = [self.names.index(name) for name in TIES]
        asked = rows.copy()
        asked[:, ties] = 0
        row, column = np.nonzero(asked)
        without = rows[row]
        without[np.arange(len(row)), column] = 0
        without[np.ix_(column == group, ties)] = 0
        found = np.zeros_like(rows)
        found[row, column] = self.scores(rows)[row] - self.scores(without)
        return found


@cache
def shipped() -> Model:
    """The model in the package."""
    with (files("backlinkbot.logic.judge.verdict.weights") / WEIGHTS).open("rb") as file:
        return model_of(dict(np.load(file)))


def model_of(arrays: dict[str, NDArray[Any]]) -> Model:
    """A model from its stored arrays; `measured`: the numbers of `Measured` in their order."""
    numbers = arrays["measured"].astype(float).tolist()
    versions = zip(arrays["markers"].tolist(), arrays["versions"].tolist(), strict=True)
    return Model(
        names=tuple(arrays["names"].tolist()),
        versions=dict(versions),
        forest=Forest.of(arrays),
        curve=(arrays["curve_score"], arrays["curve_probability"]),
        measured=Measured(
            disavow=(int(numbers[0]), int(numbers[1])),
            review=(int(numbers[2]), int(numbers[3])),
            units=int(numbers[4]),
            calibration=numbers[5],
            on=str(arrays["measured_on"]),
        ),
    )
