"""How likely a reply and a placement are: published rates at first, the user's outcomes then.

A rate is learnt for each cell of tactic x nearness x contact x site type x niche. Cells are drawn
from beta distributions whose means add up, on the scale of log-odds, from a base rate and one
effect for each level; effects are drawn around what is published (`priors.py`). So a tactic that
was tried often teaches all its cells, and a cell tried often goes its own way: a hierarchical
beta-binomial model, fitted by empirical Bayes (Gelman et al., Bayesian Data Analysis, ch. 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.prospect.cells import Cells, cells_of, levels_of
from backlinkbot.logic.prospect.fitting import Fitted, fitted
from backlinkbot.logic.prospect.priors import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

CERTAINTY = 0.9  # of the intervals


@dataclass(frozen=True, slots=True)
class Likely:
    """Probabilities 0..1 for rows of candidates, with the ends of their 90 % intervals."""

    expected: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds of both steps; `outcomes`: how many of the user's own they were learnt from."""

    steps: Mapping[Step, Fitted]
    outcomes: int = 0

    def of(self, step: Step, traits: pa.Table) -> Likely:
        """How likely a step is for each row, with intervals; columns as in `cells_of`."""
        model = self.steps[step]
        cells = cells_of(traits, model.levels)
        low, high = model.ends(cells, CERTAINTY)
        return Likely(model.expected(cells)[cells.row], low[cells.row], high[cells.row])

    def expected(self, step: Step, traits: pa.Table) -> NDArray[np.float64]:
        """How likely a step is for each row, alone."""
        model = self.steps[step]
        cells = cells_of(traits, model.levels)
        return model.expected(cells)[cells.row]

    def tried_by_tactic(self) -> dict[str, int]:
        """How many outcomes of the user's own each tactic has."""
        tried: dict[str, int] = {}
        for name, (trials, _) in self.steps[Step.REPLY].counts.items():
            tried[name[0]] = tried.get(name[0], 0) + round(trials)
        return tried

    def drawn(
        self, step: Step, traits: pa.Table, generator: np.random.Generator
    ) -> NDArray[np.float64]:
        """One draw of each row's probability from what is believed of it (Thompson, 1933).

        Rows of one cell draw together, and cells that share a level lean the same way: what is
        tried to learn of a tactic is learnt once.
        """
        model = self.steps[step]
        cells = cells_of(traits, model.levels)
        return model.drawn(cells, generator)[cells.row]


def published_odds() -> Odds:
    """What is believed before any outcome."""
    return learnt_odds(None)


def learnt_odds(outcomes: pa.Table | None) -> Odds:
    """Odds from outcomes that are old enough to be told; None for those of the priors alone.

    `outcomes`: columns as in `cells_of`, and `replied`, `placed`, `settled` (bool, no nulls; see
    `learning.trials`): a placement is learnt from those that replied and are settled. A link that
    was set without a word counts as a reply: the question was answered.
    """
    if outcomes is None or not outcomes.num_rows:
        return Odds({step: fitted(step, None) for step in Step})
    placed, told, settled = (
        outcomes[name].to_numpy().astype(bool) for name in ("placed", "replied", "settled")
    )
    replied = told | placed
    among = {Step.REPLY: np.ones(len(placed), dtype=bool), Step.PLACEMENT: replied & settled}
    came_true = {Step.REPLY: replied, Step.PLACEMENT: placed}
    steps = {}
    for step in Step:
        rows = outcomes.filter(among[step])
        cells = cells_of(rows, levels_of(step, rows))
        steps[step] = fitted(step, _counted(cells, came_true[step][among[step]]))
    return Odds(steps, outcomes.num_rows)


def _counted(cells: Cells, came_true: NDArray[np.bool_]) -> Cells:
    many = len(cells.codes)
    trials = np.bincount(cells.row, minlength=many).astype(np.float64)
    successes = np.bincount(cells.row[came_true], minlength=many).astype(np.float64)
    return cells.with_counts(trials, successes)
