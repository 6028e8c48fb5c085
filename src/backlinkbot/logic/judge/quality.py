"""Quality of each link, 0 to 100, from its five factors; see docs/reference/quality.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import Reading, Strength
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.signals import signals

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.evidence import Factor

# The product's five factors in its order. Who links and where it stands count most; an anchor or
# a rank alone makes no link good. `readings` come in this order.
WEIGHTS = {"authority": 0.30, "relevance": 0.20, "placement": 0.30, "anchor": 0.10, "traffic": 0.10}
FACTORS = tuple(WEIGHTS)

# Factors are multiplied (weighted geometric mean), so that one very bad factor cannot be bought
# off by the others: a comment on a famous site stays weak. The least score keeps one zero from
# hiding everything else.
LEAST_SCORE = 0.02

# Between the archetypes of docs/reference/quality.md: a followed link in the content of a relevant
# site of authority 40 reaches 78; the same from an unknown blog 53, in a sidebar 39; a comment on
# the most respected site stays under 30.
STRONG_FROM, MEDIUM_FROM = 60.0, 40.0
# "Strong" is a claim: who gives the link and where it stands must be known for it; without either a
# link is medium at best.
STRONG_NEEDS = ("authority", "placement")

STRENGTHS = tuple(Strength)
UNJUDGED = -1  # code of a link of which no factor is known


@dataclass(frozen=True, slots=True)
class LinkQuality:
    """The judgement of every link, in the order of the links.

    `quality`: 0..100, NaN where no factor is known; `strength`: codes into `STRENGTHS`, `UNJUDGED`
    where quality is NaN; `known_weight`: 0..1, the share of the weights that was known;
    `anchor_class`: codes into `anchors.CLASSES`, -1 where the anchor was not told;
    `factors`: side by side with `FACTORS`.
    """

    quality: NDArray[np.float32]
    strength: NDArray[np.int8]
    known_weight: NDArray[np.float32]
    anchor_class: NDArray[np.int8]
    factors: tuple[Factor, ...]

    def readings(self, row: int) -> tuple[Reading, ...]:
        """The five readings of one link, in the order of `FACTORS`."""
        return tuple(
            factor.reading(name, row) for name, factor in zip(FACTORS, self.factors, strict=True)
        )

    def strength_word(self, row: int) -> str:
        """Strong, medium or weak; empty where the link is unjudged."""
        code = self.strength[row]
        return "" if code == UNJUDGED else STRENGTHS[code].value

    def reason(self, row: int) -> str:
        """What lifts a strong link most (two factors), or holds another back most (one)."""
        if self.strength[row] == UNJUDGED:
            return "Nothing is known of this link that it could be judged by."
        is_strong = self.strength[row] == STRENGTHS.index(Strength.STRONG)
        if self.quality[row] >= STRONG_FROM and not is_strong:
            unknown = [n for n, f in zip(FACTORS, self.factors, strict=True) if not f.known[row]]
            return f"Too little is known to call it strong: {', '.join(unknown)} unknown."
        if not is_strong:
            return self.factors[int(np.nanargmin(self.pulls()[:, row]))].say(row)
        lifts = np.nan_to_num(self._lifts(row), nan=-1.0)
        first, second = np.argsort(-lifts, kind="stable")[:2].tolist()
        return f"{self.factors[first].say(row)} {self.factors[second].say(row)}"

    def pulls(self) -> NDArray[np.float32]:
        """How far each factor pulls each link down: weighted log score, (5, links), NaN unknown."""
        return np.stack(
            [
                np.float32(WEIGHTS[name]) * np.log(np.maximum(factor.score, LEAST_SCORE))
                for name, factor in zip(FACTORS, self.factors, strict=True)
            ]
        )

    def _lifts(self, row: int) -> NDArray[np.float64]:
        return np.array(
            [WEIGHTS[n] * float(f.score[row]) for n, f in zip(FACTORS, self.factors, strict=True)]
        )


def judge_links(links: pa.Table, inputs: LinkInputs) -> LinkQuality:
    """The quality of every link of one target, with its factors.

    `links`: rows of `core.columns.links()`, all pointing at `inputs.words.domain`. Unknown factors
    are left out and the weights of the known ones scaled up to 1; nothing is put in their place.
    """
    evidence = Evidence(links, inputs)
    factors = tuple(signals[name](evidence) for name in FACTORS)
    log_sum = np.zeros(evidence.rows, dtype=np.float32)
    known = np.zeros(evidence.rows, dtype=np.float32)
    for name, factor in zip(FACTORS, factors, strict=True):
        weight = np.float32(WEIGHTS[name])
        log_score = np.log(np.maximum(factor.score, np.float32(LEAST_SCORE)))
        log_sum += np.where(factor.known, weight * log_score, np.float32(0))
        known += np.where(factor.known, weight, np.float32(0))
    with np.errstate(invalid="ignore", divide="ignore"):
        quality = (100 * np.exp(log_sum / known)).astype(np.float32)
    quality[known == 0] = np.nan
    may_be_strong = np.ones(evidence.rows, dtype=bool)
    for name in STRONG_NEEDS:
        may_be_strong &= factors[FACTORS.index(name)].known
    strength = _strength(quality, may_be_strong)
    return LinkQuality(quality, strength, known, evidence.anchor_class, factors)


def _strength(quality: NDArray[np.float32], may_be_strong: NDArray[np.bool_]) -> NDArray[np.int8]:
    strong, medium, weak = (
        STRENGTHS.index(one) for one in (Strength.STRONG, Strength.MEDIUM, Strength.WEAK)
    )
    is_strong = (quality >= STRONG_FROM) & may_be_strong
    codes = np.where(is_strong, strong, np.where(quality >= MEDIUM_FROM, medium, weak))
    codes[np.isnan(quality)] = UNJUDGED
    return codes.astype(np.int8)


def how_judged() -> tuple[str, ...]:
    """The method in plain sentences, with the constants it really uses."""
    shares = ", ".join(f"{name} {weight:.0%}" for name, weight in WEIGHTS.items())
    return (
        f"Each backlink is scored on five factors: {shares}. The factors are multiplied, so one "
        "very bad factor cannot be bought off by the others.",
        "A factor that is not known is left out and the others weigh more; nothing is invented.",
        f"A backlink is strong from {STRONG_FROM:.0f} points on, if its "
        f"{' and '.join(STRONG_NEEDS)} are known; medium from {MEDIUM_FROM:.0f} on; weak below.",
        "The number that counts is referring domains: registered domains with at least one live "
        "backlink.",
    )
