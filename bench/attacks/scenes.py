"""The webs that are attacked: a generated one, the UK hosts of 1996, cnr-2000; each with seeds."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "graph"))

import numpy as np
import pyarrow as pa
from graphs import cnr_2000, uk_1996

from backlinkbot.logic.graph.authority import Authority, open_authority
from backlinkbot.logic.graph.csr import Graph, graph_of
from backlinkbot.logic.graph.harmonic import harmonic, harmonic_sampled
from backlinkbot.logic.graph.scale import Scale
from backlinkbot.logic.graph.seeds import PACKAGED, SeedList, read_seeds
from backlinkbot.logic.graph.steps import PAGERANK_DAMPING
from backlinkbot.logic.graph.walk import trust

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
SEEDS_FILE = ROOT / "src" / "backlinkbot" / "logic" / "graph" / "data" / PACKAGED
RANDOM_SEED = 11
# Where nodes have no names: every tenth of the two in a hundred that most others link to.
SEED_TOP_SHARE, SEED_STEP = 0.02, 10
TOP_SHARE = 0.001
# The made-up web: links that stay in the community, and links that are returned.
NEAR_SHARE, RETURNED_SHARE, COMMUNITY = 0.9, 0.1, 500
MOST_EXACT_NODES = 100_000  # above, harmonic centrality before the attack is a sample's
PIVOTS = 256


@dataclass(frozen=True)
class Scene:
    """A web before any attack."""

    name: str
    source: NDArray[np.uint32]
    target: NDArray[np.uint32]
    nodes: int
    seeds: NDArray[np.int64]

    @cached_property
    def graph(self) -> Graph:
        return graph_of(self.source, self.target, self.nodes)

    @cached_property
    def before(self) -> Authority:
        """Our own measure, before."""
        return open_authority(self.graph, self.seeds)

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """How each of the other measures becomes points: log-rank among all nodes with a score."""
        graph = self.graph
        is_small = self.nodes <= MOST_EXACT_NODES
        near = harmonic(graph) if is_small else harmonic_sampled(graph, PIVOTS, seed=RANDOM_SEED)
        values = {
            "in-degree": graph.in_degree().astype(np.float64),
            "PageRank": np.asarray(self.before.pagerank, np.float64),
            "harmonic": near,
            "TrustRank": trust_rank(graph, self.seeds),
        }
        return {name: Scale.of(value) for name, value in values.items()}

    @cached_property
    def by_authority(self) -> NDArray[np.int64]:
        """The nodes that have authority, weakest first."""
        reached = np.flatnonzero(self.before.authority > 0)
        return reached[np.argsort(self.before.authority[reached], kind="stable")]

    def victims(self, count: int) -> NDArray[np.int64]:
        """Sites in the middle of those that trust reaches, none of them a seed."""
        ranked = self.by_authority[~np.isin(self.by_authority, self.seeds)]
        middle = ranked[len(ranked) * 45 // 100 : len(ranked) * 55 // 100]
        return np.random.default_rng(RANDOM_SEED).choice(middle, count, replace=False)

    def linking(self, low: float, high: float) -> NDArray[np.int64]:
        """Sites that link out, between two shares of the ranking by authority, in random order."""
        ranked = self.by_authority[~np.isin(self.by_authority, self.seeds)]
        ranked = ranked[self.graph.out_degree[ranked] > 0]
        chosen = ranked[int(len(ranked) * low) : int(len(ranked) * high)]
        return np.random.default_rng(RANDOM_SEED + 1).permutation(chosen)

    @cached_property
    def top(self) -> NDArray[np.int64]:
        """The top 0.1 % by authority that link out, at least ten, in random order."""
        ranked = self.by_authority[self.graph.out_degree[self.by_authority] > 0]
        return np.random.default_rng(2).permutation(ranked[-max(10, int(self.nodes * TOP_SHARE)) :])

    @cached_property
    def platforms(self) -> NDArray[np.int64]:
        """The sites with most out-links: where anyone may publish, there are many of these."""
        return np.argsort(-self.graph.out_degree.astype(np.int64), kind="stable")[:100]


def trust_rank(graph: Graph, seeds: NDArray[np.int64]) -> NDArray[np.float64]:
    """TrustRank as published: damping 0.85, all links alike, no division by returns."""
    found = trust(graph, [seeds], damping=PAGERANK_DAMPING).scores[0]
    return np.asarray(found, np.float64)


def uk_scene() -> Scene:
    """The UK hosts of 1996 with the packaged seed list."""
    (source, target, nodes), names = uk_1996()
    return Scene("UK hosts 1996", source, target, nodes, packaged_seeds().nodes(pa.array(names)))


def packaged_seeds() -> SeedList:
    """The seed list that the program comes with."""
    return read_seeds(SEEDS_FILE.read_text("utf-8"), PACKAGED)


def cnr_scene() -> Scene:
    """The pages of cnr-2000; as they have no names, seeds are taken from the most linked."""
    source, target, nodes = cnr_2000()
    return Scene("cnr-2000", source, target, nodes, _well_linked(target, nodes))


def made_scene(nodes: int = 200_000) -> Scene:
    """A made-up web: communities, in- and out-degrees by power laws, two thirds without out-links.

    Nine links in ten stay in the source's community of some 500 sites; a target is chosen by its
    attraction, which falls with its rank to the power 0.75 (in-degrees then have the exponent 2.3
    of the web). A tenth of the links are returned.
    """
    random = np.random.default_rng(RANDOM_SEED)
    linking = random.permutation(nodes)[: nodes * 36 // 100]
    degree = np.minimum(4 * random.pareto(1.4, len(linking)) + 1, 400).astype(np.int64)
    source = np.repeat(linking, degree)
    community = random.integers(0, max(2, nodes // COMMUNITY), nodes)
    attraction = random.permutation(np.arange(1, nodes + 1) ** -0.75)
    anywhere = random.choice(nodes, len(source), p=attraction / attraction.sum())
    near = _near(source, community, attraction, random)
    target = np.where(random.random(len(source)) < NEAR_SHARE, near, anywhere)
    is_returned = random.random(len(source)) < RETURNED_SHARE
    source, target = (
        np.concatenate((source, target[is_returned])),
        np.concatenate((target, source[is_returned])),
    )
    kept = source != target
    source, target = source[kept].astype(np.uint32), target[kept].astype(np.uint32)
    return Scene(f"made-up web of {nodes:,}", source, target, nodes, _well_linked(target, nodes))


def _near(
    source: NDArray[np.int64],
    community: NDArray[np.int64],
    attraction: NDArray[np.float64],
    random: np.random.Generator,
) -> NDArray[np.int64]:
    """For each source a node of its own community, by attraction."""
    order = np.argsort(community, kind="stable")
    sums = np.cumsum(attraction[order])
    starts = np.searchsorted(community[order], np.arange(community.max() + 2))
    before = np.concatenate(([0.0], sums))
    low, high = before[starts[community[source]]], before[starts[community[source] + 1]]
    drawn = low + (high - low) * random.random(len(source))
    return order[np.minimum(np.searchsorted(sums, drawn, side="right"), len(order) - 1)]


def _well_linked(target: NDArray[np.uint32], nodes: int) -> NDArray[np.int64]:
    ranked = np.argsort(-np.bincount(target, minlength=nodes), kind="stable")
    top = ranked[: max(300, int(nodes * SEED_TOP_SHARE))]
    return np.sort(top[::SEED_STEP]).astype(np.int64)
