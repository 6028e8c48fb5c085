"""Two forms of one question, how much reaches a domain: trust from seeds, and links alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.graph.authority import Basis, from_others, seed_halves
from backlinkbot.logic.graph.csr import Graph, Rows
from backlinkbot.logic.graph.returns import visits_per_start
from backlinkbot.logic.graph.scale import Scale
from backlinkbot.logic.graph.steps import PAGERANK_DAMPING, Walk
from backlinkbot.logic.graph.visits import visits_anywhere
from backlinkbot.logic.graph.walk import TRUST_DAMPING, walks
from backlinkbot.logic.graph.weights import FLOOR_LINKS, shares

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Form:
    """A walk, and how what arrives becomes points; arrays hold one value per node.

    `total`: sum of a node's link weights; `share`: what it passes on per unit of a link's weight,
    1 / max(total, `floor`).
    `arrivals`: what the walk brings; `returns`: expected visits of a walk to its own start.
    `seeds`: where the walk restarts, and what a score leaves out; empty for PageRank, which has
    `anywhere`: expected visits of a walk by its start, since its arrivals are scaled to sum 1.
    `parts[k]`: arrivals of the walk from the seeds `halves[k]`. `is_mute`: nodes none of whose
    links counts, whatever they link to.
    """

    damping: float
    floor: float
    is_weighted: bool
    total: NDArray[np.float64]
    share: NDArray[np.float64]
    arrivals: NDArray[Any]
    returns: NDArray[np.float64]
    scale: Scale
    seeds: NDArray[np.int64]
    is_mute: NDArray[np.bool_]
    anywhere: NDArray[np.float64] | None = None
    halves: tuple[NDArray[np.int64], ...] = ()
    parts: tuple[NDArray[Any], ...] = ()

    @property
    def is_trust(self) -> bool:
        """Whether scores are arrivals from seeds over returns, and not PageRank."""
        return self.anywhere is None

    def seen(self, rows: Rows) -> Rows:
        """The rows as this form's walk sees them: without weights, where it ignores them."""
        if self.is_weighted or rows.weights is None:
            return rows
        return Rows(rows.offsets, rows.neighbours)

    def own(self, seeds: int) -> float:
        """What its own restart brings one of so many seeds, which is no vote of others."""
        return (1 - self.damping) / seeds

    def scores(self) -> NDArray[np.float64]:
        """Every node's score, the number that `scale` turns into points."""
        if not self.is_trust:
            return np.asarray(self.arrivals, np.float64)
        return from_others(self.arrivals, self.returns, self.seeds)


@dataclass(frozen=True, slots=True)
class Forms:
    """Both forms over one graph, and which nodes a user would call strong or weak.

    `donors`: nodes with at least one link that counts, best authority first; others are not known
    to link out, or strangers place their links. `weak`: the lower half of the donors that trust
    reaches, seeds aside.
    """

    trust: Form
    pagerank: Form
    basis: Basis
    donors: NDArray[np.int64]
    weak: NDArray[np.int64]


def forms(  # noqa: PLR0913 - a graph, how it was measured
    graph: Graph,
    outgoing: Rows,
    seeds: NDArray[np.int64],
    basis: Basis,
    *,
    reference: Scale | None = None,
    is_mute: NDArray[np.bool_] | None = None,
    workers: int = 0,
    told: Callable[[int, float], None] | None = None,
) -> Forms:
    """Both forms of a graph whose authority was measured with these seeds on this basis.

    The graph's weights are those that counted: a link that does not count weighs 0.

    `reference`: the scale of that measurement. On "links only" every node is a seed. `is_mute`:
    nodes none of whose links counts, by default those that have none which does.
    """
    seeds = np.unique(seeds) if basis is Basis.TRUST else np.arange(graph.nodes)
    halves = tuple(seed_halves(seeds))
    share = shares(graph)
    wanted = [Walk(PAGERANK_DAMPING)]
    wanted += [Walk(TRUST_DAMPING, seeds=part, is_weighted=True) for part in (seeds, *halves)]
    walked = walks(graph, wanted, share=share, workers=workers, told=told)
    links, arrivals, *parts = walked.scores
    visits = visits_per_start(graph, share, TRUST_DAMPING, workers=workers)
    score = from_others(arrivals, visits, seeds)
    total = _totals(graph)
    trust = Form(
        damping=TRUST_DAMPING,
        floor=FLOOR_LINKS,
        is_weighted=True,
        total=total,
        share=share,
        arrivals=arrivals,
        returns=visits,
        scale=reference or Scale.of(score),
        seeds=seeds,
        is_mute=(graph.out_degree > 0) & (total == 0) if is_mute is None else is_mute,
        halves=halves,
        parts=tuple(parts),
    )
    pagerank = _pagerank(graph, outgoing, links, score, workers)
    donors = np.flatnonzero(trust.total > 0)
    order = np.lexsort((donors, -links[donors], -score[donors]))
    donors = np.asarray(donors[order], np.int64)
    return Forms(trust, pagerank, basis, donors, _weak(donors, score, seeds, basis))


def topical(
    forms: Forms, graph: Graph, seeds: NDArray[np.int64], *, workers: int = 0
) -> tuple[Form, NDArray[np.int64]]:
    """The trust form as if trust started at a topic's sites only, and the topic's weak donors.

    Points are ranks among the nodes that the topic's trust reaches.

    Raises:
        BadInput: the topic's sites lead to nobody.
    """
    seeds, form = np.unique(seeds), forms.trust
    halves = tuple(seed_halves(seeds))
    wanted = [Walk(TRUST_DAMPING, seeds=part, is_weighted=True) for part in (seeds, *halves)]
    arrivals, *parts = walks(graph, wanted, share=form.share, workers=workers).scores
    score = from_others(arrivals, form.returns, seeds)
    if not score.any():
        raise BadInput("the sites where this topic's trust starts link to nobody in the graph")
    made = replace(
        form,
        arrivals=arrivals,
        scale=Scale.of(score),
        seeds=seeds,
        halves=halves,
        parts=tuple(parts),
    )
    donors = forms.donors[np.argsort(-score[forms.donors], kind="stable")]
    return made, _weak(donors, score, seeds, Basis.TRUST)


def _pagerank(
    graph: Graph,
    outgoing: Rows,
    links: NDArray[Any],
    score: NDArray[np.float64],
    workers: int,
) -> Form:
    """Links alone; its points are ranks among the nodes that trust reaches, as in the release."""
    plain = unweighted(graph)
    share = shares(plain, floor=0)
    return Form(
        damping=PAGERANK_DAMPING,
        floor=0.0,
        is_weighted=False,
        total=graph.out_degree.astype(np.float64),
        share=share,
        arrivals=links,
        returns=visits_per_start(plain, share, PAGERANK_DAMPING, workers=workers),
        scale=Scale.of(links[score > 0]),
        seeds=np.empty(0, np.int64),
        is_mute=np.zeros(graph.nodes, np.bool_),
        anywhere=visits_anywhere(outgoing, PAGERANK_DAMPING, workers=workers),
    )


def unweighted(graph: Graph) -> Graph:
    """The same links, all of the same weight."""
    bare = Rows(graph.incoming.offsets, graph.incoming.neighbours)
    return Graph(bare, graph.out_degree, graph.self_loops, graph.repeats)


def _totals(graph: Graph) -> NDArray[np.float64]:
    """Sum of the weights of each node's links."""
    per_unit = shares(graph, floor=0)
    return np.divide(1.0, per_unit, out=np.zeros(graph.nodes), where=per_unit > 0)


def _weak(
    donors: NDArray[np.int64], score: NDArray[np.float64], seeds: NDArray[np.int64], basis: Basis
) -> NDArray[np.int64]:
    """The lower half of the donors that trust reaches at all; the others would bring nothing."""
    reached = donors[score[donors] > 0]
    if not len(reached):
        return reached
    weak = reached[score[reached] <= score[reached[len(reached) // 2]]]
    if basis is Basis.TRUST:
        weak = weak[~np.isin(weak, seeds)]
    return np.asarray(weak, np.int64)
