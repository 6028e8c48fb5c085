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
# "Strong" is a claim: who gives the link and where it stands must be known for it, and it must hold
# at the low end of the authority's interval. Above `HELD_AT` a number therefore counts that low
# end; a link that does not bear it stays there, so that number and word never disagree.
STRONG_NEEDS = ("authority", "placement")
HELD_AT = 59.0
# A judgement needs two fifths of the weights (the site and the anchor, say), and something of who
# links: the neatest place and anchor are just what a casino's page has too. With less, a number
# would say more of what is not known than of the link.
LEAST_KNOWN = 0.4
WHO_LINKS = ("authority", "relevance")
ROUNDING = 1e-5  # sums of weights in 32 bits

STRENGTHS = tuple(Strength)
UNJUDGED = -1  # code of a link of which too little is known
UNJUDGED_WORD = "unjudged"


@dataclass(frozen=True, slots=True)
class LinkQuality:
    """The judgement of every link, in the order of the links.

    `quality`: 0..100, NaN where too little is known (`LEAST_KNOWN`, `WHO_LINKS`); `strength`: codes
    into `STRENGTHS`, `UNJUDGED` where quality is NaN; `held`: where quality was kept under
    `STRONG_FROM` because what is known does not bear a strong link; `known_weight`: 0..1, the share
    of the weights that was known; `anchor_class`: codes into `anchors.CLASSES`, -1 where the anchor
    was not told; `factors`: side by side with `FACTORS`.
    """

    quality: NDArray[np.float32]
    strength: NDArray[np.int8]
    held: NDArray[np.bool_]
    known_weight: NDArray[np.float32]
    anchor_class: NDArray[np.int8]
    factors: tuple[Factor, ...]

    def readings(self, row: int) -> tuple[Reading, ...]:
        """The five readings of one link, in the order of `FACTORS`."""
        return tuple(
            factor.reading(name, row) for name, factor in zip(FACTORS, self.factors, strict=True)
        )

    def strength_word(self, row: int) -> str:
        """Strong, medium, weak or unjudged."""
        code = self.strength[row]
        return UNJUDGED_WORD if code == UNJUDGED else STRENGTHS[code].value

    def reason(self, row: int) -> str:
        """What lifts a strong link most (two factors), or holds another back most (one)."""
        if self.strength[row] == UNJUDGED:
            unknown = self._unknown(row)
            known = [n for n in FACTORS if n not in unknown]
            told = f"only its {' and '.join(known)}" if known else "nothing"
            return f"Too little is known of this link to judge it: {told}."
        if self.held[row]:
            return self._why_held(row)
        is_strong = self.strength[row] == STRENGTHS.index(Strength.STRONG)
        if not is_strong:
            return self.factors[int(np.nanargmin(self._pulls_on(row)))].say(row)
        lifts = np.nan_to_num(self._lifts(row), nan=-1.0)
        first, second = np.argsort(-lifts, kind="stable")[:2].tolist()
        return f"{self.factors[first].say(row)} {self.factors[second].say(row)}"

    def _unknown(self, row: int) -> list[str]:
        return [n for n, f in zip(FACTORS, self.factors, strict=True) if not f.known[row]]

    def _why_held(self, row: int) -> str:
        unknown = self._unknown(row)
        if set(unknown) & set(STRONG_NEEDS):
            return f"Too little is known to call it strong: {', '.join(unknown)} unknown."
        unsure = [f.say(row) for f in self.factors if f.least_score[row] < f.score[row]]
        return f"Too uncertain to call it strong. {' '.join(unsure)}"

    def pulls(self) -> NDArray[np.float32]:
        """How far each factor pulls each link down: weighted log score, (5, links), NaN unknown."""
        return np.stack(
            [
                np.float32(WEIGHTS[name]) * np.log(np.maximum(factor.score, LEAST_SCORE))
                for name, factor in zip(FACTORS, self.factors, strict=True)
            ]
        )

    def _pulls_on(self, row: int) -> NDArray[np.float32]:
        """`pulls` of one link."""
        scores = np.array([f.score[row] for f in self.factors], np.float32)
        weights = np.array([WEIGHTS[name] for name in FACTORS], np.float32)
        return weights * np.log(np.maximum(scores, np.float32(LEAST_SCORE)))

    def _lifts(self, row: int) -> NDArray[np.float64]:
        return np.array(
            [WEIGHTS[n] * float(f.score[row]) for n, f in zip(FACTORS, self.factors, strict=True)]
        )


def judge_links(links: pa.Table, inputs: LinkInputs) -> LinkQuality:
    """The quality of every link of one target, with its factors.

    `links`: rows of `core.columns.links()`, all pointing at `inputs.words.domain`. Unknown factors
    are left out and the weights of the known ones scaled up to 1; nothing is put in their place.
    Where too little is known there is no quality at all.
    """
    evidence = Evidence(links, inputs)
    factors = tuple(signals[name](evidence) for name in FACTORS)
    is_known = {name: factor.known for name, factor in zip(FACTORS, factors, strict=True)}
    weights = np.array([WEIGHTS[name] for name in FACTORS], dtype=np.float32)
    known = weights @ np.stack([is_known[name] for name in FACTORS]).astype(np.float32)
    may_be_strong = np.logical_and.reduce([is_known[name] for name in STRONG_NEEDS])
    knows_who = np.logical_or.reduce([is_known[name] for name in WHO_LINKS])
    quality = _together([factor.score for factor in factors], known)
    least = _together([factor.least_score for factor in factors], known)
    least[~may_be_strong] = 0
    held = (quality >= STRONG_FROM) & (least < STRONG_FROM)
    quality = np.maximum(np.minimum(quality, HELD_AT), np.minimum(quality, least))
    is_judged = knows_who & (known >= LEAST_KNOWN - ROUNDING)
    quality[~is_judged] = np.nan
    held &= is_judged
    return LinkQuality(quality, _strength(quality), held, known, evidence.anchor_class, factors)


def _together(scores: list[NDArray[np.float32]], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """The weighted geometric mean of the known scores, 0..100; NaN where none is known."""
    log_sum = np.zeros(len(known), dtype=np.float32)
    for name, score in zip(FACTORS, scores, strict=True):
        log_score = np.log(np.maximum(score, np.float32(LEAST_SCORE)))
        log_sum += np.nan_to_num(np.float32(WEIGHTS[name]) * log_score, nan=0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        quality: NDArray[np.float32] = (100 * np.exp(log_sum / known)).astype(np.float32)
    quality[known == 0] = np.nan
    return quality


def _strength(quality: NDArray[np.float32]) -> NDArray[np.int8]:
    strong, medium, weak = (
        STRENGTHS.index(one) for one in (Strength.STRONG, Strength.MEDIUM, Strength.WEAK)
    )
    codes = np.where(quality >= STRONG_FROM, strong, np.where(quality >= MEDIUM_FROM, medium, weak))
    codes[np.isnan(quality)] = UNJUDGED
    return codes.astype(np.int8)


def how_judged() -> tuple[str, ...]:
    """The method in plain sentences, with the constants it really uses."""
    shares = ", ".join(f"{name} {weight:.0%}" for name, weight in WEIGHTS.items())
    return (
        f"Each backlink is scored on five factors: {shares}. The factors are multiplied, so one "
        "very bad factor cannot be bought off by the others.",
        "A factor that is not known is left out and the others weigh more; nothing is invented. "
        f"Where less than {LEAST_KNOWN:.0%} of the weights is known, or nothing of who links "
        f"({' or '.join(WHO_LINKS)}), the backlink is unjudged.",
        f"A backlink is strong from {STRONG_FROM:.0f} points on, if its "
        f"{' and '.join(STRONG_NEEDS)} are known; medium from {MEDIUM_FROM:.0f} on; weak below. "
        f"Beyond {HELD_AT:.0f} points the low end of the authority's interval counts.",
        "The number that counts is referring domains: registered domains with at least one live "
        "backlink.",
    )
