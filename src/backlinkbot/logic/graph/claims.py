"""Two claims of the trade, tested on a graph: how many weak links a strong one outweighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.authority import Basis
from backlinkbot.logic.graph.target import target_of
from backlinkbot.logic.graph.worth import values

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph, Rows
    from backlinkbot.logic.graph.forms import Form, Forms

LEAST_DONORS = 100  # with fewer there is no top per cent
# Fewer strong donors, drawn again and again, hardly differ: their interval would have no width
# that means anything, however different the next strong donor may be.
LEAST_STRONG = 10
LEAST_TARGETS = 10  # fewer say nothing about the next one
DRAWS = 100  # random pairs of sets per target
RESAMPLES = 1000  # of the donors, for the interval
RANDOM_SEED = 20261101
CONFIDENCE = 95  # per cent
EVEN = 0.5  # a bet that both sides win alike


@dataclass(frozen=True, slots=True)
class Claim:
    """`few` links from the best `top_share` of donors against `many` from the weak half."""

    name: str
    words: str
    few: int
    top_share: float
    many: int


CLAIMS = (
    Claim(
        "one-against-hundred",
        "one link from a respected publication beats a hundred weak ones",
        1,
        0.001,
        100,
    ),
    Claim(
        "fifty-against-five-thousand",
        "fifty high-quality links beat five thousand low-quality ones",
        50,
        0.01,
        5000,
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim under one measure.

    `value_ratio`: what the few bring over what the many bring, on average, with its interval over
    donors, none where fewer than `LEAST_STRONG` are strong; `exchange_rate`: how many weak links
    one strong link is worth; all None where weak links bring nothing at all. `win_probability`: how
    often a random few beat random many, an even bet counting half. `strong`, `weak`: how many
    donors there are of each kind; `targets`: tested.
    """

    claim: Claim
    measure: str
    value_ratio: float | None
    low: float | None
    high: float | None
    win_probability: float
    exchange_rate: float | None
    strong: int
    weak: int
    targets: int

    @property
    def is_thin(self) -> bool:
        """Whether too few donors are strong to say how the next one would do."""
        return self.strong < LEAST_STRONG

    @property
    def verdict(self) -> str:
        """Whether the claim is "true" or "false".

        "cannot tell" where the interval crosses 1, or too few donors are strong for one.
        """
        if self.is_thin:
            return "cannot tell"
        if self.value_ratio is None or self.low is None or self.high is None:
            # Weak links bring nothing: whatever brings something beats any number of them.
            return "true" if self.win_probability > EVEN else "cannot tell"
        if self.low > 1:
            return "true"
        return "false" if self.high < 1 else "cannot tell"


@dataclass(frozen=True, slots=True)
class Kinds:
    """Donors under one measure, best first: nodes that link to at least one other."""

    donors: NDArray[np.int64]
    weak: NDArray[np.int64]

    def top(self, share: float) -> NDArray[np.int64]:
        """The best donors, at least one."""
        return self.donors[: max(1, round(share * len(self.donors)))]


def study(
    graph: Graph,
    outgoing: Rows,
    forms: Forms,
    *,
    targets: int = 200,
    random_seed: int = RANDOM_SEED,
    told: Callable[[float], None] | None = None,
) -> list[Finding]:
    """Both claims under authority and under PageRank, for random sites that somebody links to.

    Where the graph is too small for trust there is no authority, and only PageRank is tested.

    Each measure calls strong and weak what itself ranks so. Values add up (a set of links is worth
    its sum within some per cent), and points are a rising function of value, so that who wins does
    not depend on the scale.

    Raises:
        BadInput: too few linking or linked domains to speak of a top per cent.
    """
    chosen = _targets(graph, targets, random_seed)
    if (donors := len(forms.donors)) < LEAST_DONORS:
        raise BadInput(
            f"a graph in which {donors:,} domains link to others is too small for a study; "
            f"{LEAST_DONORS} are needed"
        )
    if len(chosen) < LEAST_TARGETS:
        raise BadInput(
            f"a graph in which {len(chosen):,} domains are linked to is too small for a study; "
            f"{LEAST_TARGETS} are needed"
        )
    found, done = [], 0
    for measure, form, kinds in _measures(forms):
        tested = [_Tested(claim, kinds, random_seed) for claim in CLAIMS]
        for node in chosen:
            target = target_of(form, graph.incoming, outgoing, int(node))
            score = values(target)
            for one in tested:
                one.add(score)
            if told:
                told(done := done + 1)
        found += [one.finding(measure) for one in tested]
    return found


def _targets(graph: Graph, count: int, random_seed: int) -> NDArray[np.int64]:
    """Random nodes among those that somebody links to."""
    linked = np.flatnonzero(graph.in_degree() > 0)
    random = np.random.default_rng(random_seed)
    return np.asarray(random.choice(linked, min(count, len(linked)), replace=False), np.int64)


def _measures(forms: Forms) -> list[tuple[str, Form, Kinds]]:
    """What values are measured by, and whom each calls strong and weak."""
    links = ("pagerank", forms.pagerank, _by_links(forms))
    if forms.basis is not Basis.TRUST:
        return [links]
    return [("authority", forms.trust, Kinds(forms.donors, forms.weak)), links]


def _by_links(forms: Forms) -> Kinds:
    score = forms.pagerank.arrivals
    ordered = forms.donors[np.argsort(-score[forms.donors], kind="stable")]
    return Kinds(ordered, ordered[len(ordered) // 2 :])


class _Tested:
    """One claim, tested on one target after the other."""

    def __init__(self, claim: Claim, kinds: Kinds, random_seed: int) -> None:
        self.claim = claim
        self.strong, self.weak = kinds.top(claim.top_share), kinds.weak
        self._random = np.random.default_rng(random_seed)
        self._strong_sum, self._weak_sum = np.zeros(len(self.strong)), np.zeros(len(self.weak))
        self._wins: list[float] = []

    def add(self, score: NDArray[np.float64]) -> None:
        """Take what a link from each node would bring one target."""
        strong, weak = score[self.strong], score[self.weak]
        self._strong_sum += strong
        self._weak_sum += weak
        few, many = self._sums(strong, self.claim.few), self._sums(weak, self.claim.many)
        self._wins.append(float(np.mean((few > many) + EVEN * (few == many))))

    def _sums(self, values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
        """Sums of random sets; where there are fewer donors than links, some give twice."""
        if not len(values):
            return np.zeros(DRAWS)
        return np.asarray(values[self._random.integers(0, len(values), (DRAWS, size))].sum(axis=1))

    def finding(self, measure: str) -> Finding:
        """What all targets say together."""
        claim = self.claim
        ratio, low, high = self._ratio()
        return Finding(
            claim=claim,
            measure=measure,
            value_ratio=ratio,
            low=low,
            high=high,
            win_probability=float(np.mean(self._wins)),
            exchange_rate=None if ratio is None else ratio * claim.many / claim.few,
            strong=len(self.strong),
            weak=len(self.weak),
            targets=len(self._wins),
        )

    def _ratio(self) -> tuple[float | None, float | None, float | None]:
        """Ratio of the mean values, and its percentile interval over resampled donors.

        Donors are what differs: what a link is worth hardly depends on whom it is aimed at. The
        weak are so many that their mean is normal.
        """
        strong, weak = self._strong_sum, self._weak_sum
        if not weak.any():
            return None, None, None
        scale = self.claim.few / self.claim.many
        ratio = float(scale * strong.mean() / weak.mean())
        if len(strong) < LEAST_STRONG:
            return ratio, None, None
        picked = self._random.integers(0, len(strong), (RESAMPLES, len(strong)))
        error = float(weak.std()) / np.sqrt(len(weak))
        means = weak.mean() + error * self._random.standard_normal(RESAMPLES)
        ratios = scale * strong[picked].mean(axis=1)[means > 0] / means[means > 0]
        edge = (100 - CONFIDENCE) / 2
        low, high = np.percentile(ratios, [edge, 100 - edge])
        return ratio, float(low), float(high)
