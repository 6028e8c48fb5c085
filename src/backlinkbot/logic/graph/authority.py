"""Open Authority: how well-known sites lead to a domain, 0 to 100, with an interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.logic.graph.blocks import BLOCKS, Crew, cores, row_blocks
from backlinkbot.logic.graph.returns import visits_per_start
from backlinkbot.logic.graph.scale import Population, Scale
from backlinkbot.logic.graph.steps import PAGERANK_DAMPING, Walk
from backlinkbot.logic.graph.votes import counted_by, joined, silenced_votes
from backlinkbot.logic.graph.walk import TRUST_DAMPING, Rested, rest
from backlinkbot.logic.graph.weights import shares

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph
    from backlinkbot.logic.graph.owners import Owners

METHOD_VERSION = "open-authority-3"
# Ten random halves and their ten complements: a half's complement follows from the whole, so
# twenty estimates cost ten walks.
HALF_PAIRS = 10
# Half-width of the interval in standard errors: about 95 of 100 under a normal law.
INTERVAL_SPREADS = 2.0
# With fewer seeds that link somewhere, one seed's taste decides; with less reach, most domains
# would show 0 for want of data and not for want of trust.
LEAST_SEEDS = 10
LEAST_REACH = 0.3
# So many domains with trust make a scale of their own: from here on no crowd of strangers that link
# to each other, however large, can make the whole graph fall back on links.
LEAST_REACHED = 1000
NODES_AT_ONCE = 1 << 18  # whose intervals are worked out together: a few megabytes each
RANDOM_SEED = 20261101  # the halves are part of the method: the same in every run


class Basis(StrEnum):
    """What an authority stands on; the value is shown to the user."""

    TRUST = "trust"
    LINKS_ONLY = "links only"


@dataclass(frozen=True, slots=True)
class Authority:
    """One value per node in each column; points are 0 to 100.

    `authority`, `low`, `high`: points and their interval; `trust`: share of a trusted walk's
    arrivals, none where `basis` is links only; `pagerank`: textbook, sums to 1; `links_points`: the
    points that links alone would give, on the same population; `inflated_share` 0..1: the part of
    these that trust does not bear out, none where `basis` is links only. `reach`: share of linked
    nodes that trust gets to, 0 with too few seeds. `scale`: score to points of `authority`.
    `silenced`: links that do not count because a stronger vote for the same target has the same
    owner, or strangers place them; `weights`: of the edges as they were counted, none where each
    counts as it was given; `owners`: who had one vote together, none where that was not asked.
    """

    basis: Basis
    authority: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    trust: NDArray[np.float64] | None
    pagerank: NDArray[np.float64]
    links_points: NDArray[np.float64]
    inflated_share: NDArray[np.float64] | None
    scale: Scale
    seeds: int
    reach: float
    silenced: int
    weights: NDArray[np.float32] | None
    owners: Owners | None
    iterations: int
    residual: float


def open_authority(
    graph: Graph,
    seeds: NDArray[np.int64],
    *,
    owners: Owners | None = None,
    reference: Scale | Population | None = None,
    workers: int = 0,
    told: Callable[[int, float], None] | None = None,
) -> Authority:
    """Authority of every node: trust that starts at `seeds`, by weighted links, divided by returns.

    0. An owner has one vote per target, the strongest (`votes.counted`).
    1. A walk restarts only at the seeds, goes on with probability 0.7, follows a link by its
       weight over max(sum of weights, 20), and ends at a dead end.
    2. Its arrivals at v are divided by G(v, v), v's own return visits, and a seed's own restart is
       taken off: what is left is the chance of being reached from another seed. A site that no
       trusted path reaches has 0, however many links it has.
    3. Points are 100 · (1 - ln rank / ln N) among the N members of the reference population.
    4. The interval is ± 2 standard errors over random halves of the seeds.

    `owners`: who is known to have one owner. `reference`: the population that ranks are counted in,
    so that points can be compared with an earlier release's, or a scale as it stands; without one
    the points are ranks among the nodes of this graph that trust reaches.

    Where the graph is too small for trust (see LEAST_SEEDS, LEAST_REACH, LEAST_REACHED) every node
    is a seed, and `basis` says "links only". PageRank is a column of the same pass.
    """
    seeds = np.unique(seeds)
    useful = seeds[graph.out_degree[seeds] > 0] if len(seeds) else seeds
    reach = 0.0
    if len(useful) >= LEAST_SEEDS:
        found = _counted(graph, seeds, Basis.TRUST, owners, reference, workers, told)
        reached = 0 if found.trust is None else np.count_nonzero(found.trust)
        if found.reach >= LEAST_REACH or reached >= LEAST_REACHED:
            return found
        reach = found.reach
    everyone = np.arange(graph.nodes)
    made = _counted(graph, everyone, Basis.LINKS_ONLY, owners, reference, workers, told)
    return replace(made, reach=reach)


def _counted(  # noqa: PLR0913, PLR0917 - what `open_authority` was given
    graph: Graph,
    seeds: NDArray[np.int64],
    basis: Basis,
    owners: Owners | None,
    reference: Scale | Population | None,
    workers: int,
    told: Callable[[int, float], None] | None,
) -> Authority:
    """What is measured where an owner has one vote per target."""
    known = joined(graph, seeds, owners=owners, workers=workers)
    if known is None:
        return _measured(graph, seeds, basis, reference, workers, told)
    votes = counted_by(graph, known, workers=workers)
    found = replace(_measured(votes, seeds, basis, reference, workers, told), owners=known.owners)
    if votes is graph:
        return found
    silenced = silenced_votes(graph, votes)
    return replace(found, silenced=silenced, weights=votes.incoming.weights)


def _measured(
    graph: Graph,
    seeds: NDArray[np.int64],
    basis: Basis,
    reference: Scale | Population | None,
    workers: int,
    told: Callable[[int, float], None] | None,
) -> Authority:
    share, halves = shares(graph), seed_halves(seeds)
    wanted = [Walk(PAGERANK_DAMPING), Walk(TRUST_DAMPING, seeds=seeds, is_weighted=True)]
    wanted += [Walk(TRUST_DAMPING, seeds=h, is_weighted=True, is_rough=True) for h in halves]
    with Crew(workers or cores()) as crew:
        walked = rest(graph, wanted, crew, share=share, told=told)
        (arrivals,) = walked.scores([1])
        visits = visits_per_start(graph, share, TRUST_DAMPING, workers=workers)
        del share
        score = from_others(arrivals, visits, seeds)
        scale = reference if isinstance(reference, Scale) else Scale.of(score, reference)
        points = scale.points(score)
        low, high = _interval(points, arrivals, walked, halves, seeds, visits, scale)
        (pagerank,) = walked.scores([0])
    iterations, residual = walked.iterations, walked.residual
    del walked, visits
    ranked = reference if isinstance(reference, Population) else Population.of(score)
    links_points = Scale.of(np.asarray(pagerank, np.float64), ranked).points(pagerank)
    is_trust = basis is Basis.TRUST
    return Authority(
        basis=basis,
        authority=points,
        low=low,
        high=high,
        trust=arrivals if is_trust else None,
        pagerank=pagerank,
        links_points=links_points,
        inflated_share=_inflated(links_points, points) if is_trust else None,
        scale=scale,
        seeds=len(seeds) if is_trust else 0,
        reach=_reach(graph, arrivals, seeds) if is_trust else 0.0,
        silenced=0,
        weights=None,
        owners=None,
        iterations=iterations,
        residual=residual,
    )


def seed_halves(seeds: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Random halves of the seeds; fewer than two seeds have none."""
    if len(seeds) < 2:  # noqa: PLR2004 - one seed cannot be halved
        return []
    random = np.random.default_rng(RANDOM_SEED)
    return [random.choice(seeds, len(seeds) // 2, replace=False) for _ in range(HALF_PAIRS)]


def from_others(
    arrivals: NDArray[np.float64], visits: NDArray[np.float64], seeds: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The chance that a walk from a seed other than v ever gets to v: no seed vouches for itself.

    What is left of a seed's own restart after subtraction is rounding, and set to 0.
    """
    return _without_own(arrivals, visits, seeds, len(seeds))


def _without_own(
    arrivals: NDArray[Any], visits: NDArray[np.float64], seeds: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """As `from_others`, of a part of the nodes, of which `seeds` are some of `count` seeds."""
    score = arrivals.astype(np.float64) / visits
    own = (1 - TRUST_DAMPING) / count
    left = score[seeds] - own
    rounding = 8 * own * float(np.finfo(arrivals.dtype).eps)
    score[seeds] = np.where(left > rounding, left, 0.0)
    return score


def _interval(  # noqa: PLR0913, PLR0917 - one stage of `_measured`
    points: NDArray[np.float64],
    arrivals: NDArray[Any],
    walked: Rested,
    halves: list[NDArray[np.int64]],
    seeds: NDArray[np.int64],
    visits: NDArray[np.float64],
    scale: Scale,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest points: ± 2 standard errors over the halves and their complements.

    The spread of estimates from half the seeds around the whole's is the whole's standard error
    (the delete-half jackknife; Shao & Wu 1989). What the halves bring is worked out for some nodes
    at a time, so that it is never all in memory.
    """
    low, high = points.copy(), points.copy()
    if not halves:
        return low, high
    ordered = [np.sort(half) for half in halves]
    rests = [np.setdiff1d(seeds, half, assume_unique=True) for half in ordered]
    numbers = range(walked.count - len(halves), walked.count)

    def work(block: tuple[int, int]) -> None:
        at, squares = slice(*block), np.zeros(block[1] - block[0])
        parts = walked.part(numbers, *block)
        for part, half, others in zip(parts, ordered, rests, strict=True):
            whole = arrivals[at]
            left = np.maximum(len(seeds) * whole - len(half) * part, 0) / len(others)
            for found, chosen in ((part, half), (left, others)):
                first, last = np.searchsorted(chosen, block)
                inside = chosen[first:last] - block[0]
                score = _without_own(found, visits[at], inside, len(chosen))
                squares += (scale.points(score) - points[at]) ** 2
        spread = INTERVAL_SPREADS * np.sqrt(squares / (2 * len(halves)))
        low[at] = np.clip(points[at] - spread, 0, 100)
        high[at] = np.clip(points[at] + spread, 0, 100)

    pieces = max(1, -(-len(points) // NODES_AT_ONCE))
    walked.crew.run(work, row_blocks(walked.graph.incoming.offsets, max(BLOCKS, pieces)))
    return low, high


def _inflated(
    links_points: NDArray[np.float64], points: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The share of the points by links alone that trust does not bear out, 0..1."""
    missing = np.maximum(links_points - points, 0)
    return np.divide(missing, links_points, out=np.zeros(len(points)), where=links_points > 0)


def _reach(graph: Graph, arrivals: NDArray[np.float64], seeds: NDArray[np.int64]) -> float:
    """Share of the nodes with at least one in-link, seeds aside, that trust gets to."""
    linked = graph.in_degree() > 0
    linked[seeds] = False
    return float((arrivals[linked] > 0).mean()) if linked.any() else 0.0
