"""Points that an attack gains its victims, by five measures, on the scales of before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from catalogue import Attack, Level, Plan
from scenes import Scene, packaged_seeds, trust_rank

from backlinkbot.logic.graph.authority import open_authority
from backlinkbot.logic.graph.csr import Graph, graph_of
from backlinkbot.logic.graph.owners import owners_by_footprint

if TYPE_CHECKING:
    from collections import Counter

    from numpy.typing import NDArray

MEASURES = ("in-degree", "PageRank", "harmonic", "TrustRank", "ours")
OTHERS = MEASURES[:-1]


@dataclass(frozen=True, slots=True)
class Gain:
    """`points[measure]`: one gain per victim; `bill`: what one victim's attack takes."""

    points: dict[str, NDArray[np.float64]]
    bill: Counter[str]

    def median(self, measure: str) -> float:
        return float(np.median(self.points[measure]))


@dataclass(frozen=True, slots=True)
class Before:
    """The victims, and the points that they have before any attack."""

    victims: NDArray[np.int64]
    points: dict[str, NDArray[np.float64]]

    @classmethod
    def of(cls, scene: Scene, count: int) -> Before:
        victims = scene.victims(count)
        return cls(victims, points_of(scene, Plan(scene.nodes), victims))


def gain(scene: Scene, attack: Attack, size: int, level: Level, before: Before) -> Gain:
    """All victims are attacked at once, each by sites of its own: one measurement serves them."""
    victims = before.victims
    plan = Plan(scene.nodes)
    for number, victim in enumerate(victims):
        attack.attempt(scene, plan, int(victim), number, size, level)
    after = points_of(scene, plan, victims)
    bill = plan.bill.copy()
    for kind in bill:
        bill[kind] = round(bill[kind] / len(victims))
    return Gain({name: after[name] - before.points[name] for name in MEASURES}, bill)


def points_of(
    scene: Scene, plan: Plan, victims: NDArray[np.int64]
) -> dict[str, NDArray[np.float64]]:
    """The victims' points on the web as the plan leaves it."""
    graph = changed(scene, plan)
    owned = np.array([site for site, _ in plan.owned], np.int64)
    names = pa.array([owner for _, owner in plan.owned], pa.string())
    owners = owners_by_footprint(owned, names, graph.nodes)
    seeds = seeds_of(scene, plan)
    found = open_authority(graph, seeds, owners=owners, reference=scene.before.scale)
    values = {
        "in-degree": graph.in_degree()[victims].astype(np.float64),
        "PageRank": np.asarray(found.pagerank, np.float64)[victims],
        "harmonic": np.array([nearness(graph, int(victim)) for victim in victims]),
        "TrustRank": trust_rank(graph, seeds)[victims],
    }
    points = {name: scene.scales[name].points(values[name]) for name in OTHERS}
    return points | {"ours": found.authority[victims]}


def seeds_of(scene: Scene, plan: Plan) -> NDArray[np.int64]:
    """The scene's seeds, and those of the plan's new sites whose names the seed list takes."""
    if not plan.named:
        return scene.seeds
    sites = np.array([site for site, _ in plan.named], np.int64)
    taken = packaged_seeds().nodes(pa.array([name for _, name in plan.named]))
    return np.concatenate((scene.seeds, sites[taken]))


def changed(scene: Scene, plan: Plan) -> Graph:
    """The scene's graph with the plan's sites emptied and its links added."""
    kept = ~np.isin(scene.source, np.array(plan.emptied, np.uint32))
    source = [scene.source[kept], np.array([e[0] for e in plan.edges], np.uint32)]
    target = [scene.target[kept], np.array([e[1] for e in plan.edges], np.uint32)]
    added = np.array([e[2] for e in plan.edges], np.float32)
    weights = np.concatenate((np.ones(int(kept.sum()), np.float32), added))
    bare = None if (weights == 1).all() else weights
    return graph_of(np.concatenate(source), np.concatenate(target), plan.nodes, weights=bare)


def nearness(graph: Graph, node: int) -> float:
    """Harmonic centrality of one node: Σ 1 / distance over all that reach it, by one search."""
    rows = graph.incoming
    is_seen = np.zeros(graph.nodes, np.bool_)
    is_seen[node] = True
    edge_of_search, distance, total = np.array([node]), 0, 0.0
    while len(edge_of_search):
        distance += 1
        starts, ends = rows.offsets[edge_of_search], rows.offsets[edge_of_search + 1]
        lengths = ends - starts
        place = np.arange(int(lengths.sum())) + np.repeat(
            starts - np.cumsum(lengths) + lengths, lengths
        )
        found = np.unique(rows.neighbours[place])
        edge_of_search = found[~is_seen[found]].astype(np.int64)
        is_seen[edge_of_search] = True
        total += len(edge_of_search) / distance
    return total
