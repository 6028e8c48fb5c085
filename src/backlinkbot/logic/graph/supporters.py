"""Whether a PageRank comes from many or from few, from far or from next door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.blocks import Crew, cores, row_blocks, run, spans
from backlinkbot.logic.graph.steps import PAGERANK_DAMPING
from backlinkbot.logic.graph.weights import shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph

# A supporter that gives more than this of itself to one page is counted as giving this much
# (Andersen et al. 2008).
MOST_PER_SUPPORTER = 1e-3
# A push may leave so much at each node: what it misses of a gift above the limit is a tenth of it.
PUSH_THRESHOLD = 1e-4
# A hub's supporters are millions, of whom hardly one gives more than the limit.
MOST_EDGES_READ = 8_000_000
NEAR_LINKS = 4  # links that a farm needs at most to reach the page that it is for


def far_part(
    graph: Graph,
    pagerank: NDArray[np.float64],
    *,
    links: int = NEAR_LINKS,
    damping: float = PAGERANK_DAMPING,
    workers: int = 0,
) -> NDArray[np.float64]:
    """Truncated PageRank over PageRank, 0..1: the part that comes over more than `links` links.

    After Becchetti et al. 2006, who drop the first levels of the walk: supporters of a farm are
    near. `pagerank`: the textbook one of this graph; what dead ends spread everywhere counts as
    every node's own.
    """
    share = shares(_bare(graph), floor=0)
    left = pagerank.astype(np.float64)
    with Crew(workers or cores()) as crew:
        for _ in range(links + 1):
            left = _passed_on(graph, left * share, damping, crew)
    return np.divide(left, pagerank, out=np.zeros(graph.nodes), where=pagerank > 0)


def _passed_on(
    graph: Graph, given: NDArray[np.float64], damping: float, crew: Crew
) -> NDArray[np.float64]:
    """What every node gets when each gives `given` to each of its targets."""
    from backlinkbot.logic.graph.kernels.supporters import pass_on

    rows, arrived = graph.incoming, np.empty(graph.nodes)

    def step(block: tuple[int, int]) -> None:
        pass_on(rows.offsets, rows.neighbours, *block, damping, given, arrived)

    crew.run(step, row_blocks(rows.offsets))
    return arrived


def robust_part(
    graph: Graph,
    pagerank: NDArray[np.float64],
    nodes: NDArray[np.int64],
    *,
    most: float = MOST_PER_SUPPORTER,
    damping: float = PAGERANK_DAMPING,
    workers: int = 0,
) -> NDArray[np.float64]:
    """Robust PageRank over PageRank of the chosen `nodes`, 0..1: what no single supporter decides.

    Every node u gives v the chance c(u, v) that a walk from u ends at v; PageRank is their sum, and
    robust PageRank the sum of min(c, `most`) (Andersen, Borgs, Chayes, Hopcroft, Jain, Mirrokni &
    Teng 2008). Little of it means that few supporters give much, as in a farm. One reverse push per
    node (`visits.visits_to`); `pagerank`: the textbook one.
    """
    from backlinkbot.logic.graph.kernels.supporters import excess_of

    bare = _bare(graph)
    share = shares(bare, floor=0)
    dead = float(pagerank[graph.out_degree == 0].sum())
    afresh = (1 - damping + damping * dead) / graph.nodes
    rows, result = graph.incoming, np.empty(len(nodes))

    def some(span: tuple[int, int]) -> None:
        settled, waiting = np.zeros(graph.nodes), np.zeros(graph.nodes)
        touched, queue = np.empty(graph.nodes, np.uint32), np.empty(graph.nodes, np.uint32)
        is_queued = np.zeros(graph.nodes, np.bool_)
        for i in range(*span):
            excess = excess_of(
                rows.offsets, rows.neighbours, share, damping, int(nodes[i]), most,
                PUSH_THRESHOLD, MOST_EDGES_READ, settled, waiting, touched, queue, is_queued,
            )  # fmt: skip
            # All that arrives, in walks of which each node starts one.
            whole = (1 - damping) * pagerank[nodes[i]] / afresh
            result[i] = 1 - excess / whole

    workers = max(1, min(workers or cores(), len(nodes)))
    run(some, spans(len(nodes), workers), workers)
    return np.clip(result, 0, 1)


def _bare(graph: Graph) -> Graph:
    """The same links, all of the same weight."""
    from backlinkbot.logic.graph.forms import unweighted

    return unweighted(graph)
