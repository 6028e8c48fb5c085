"""Why links alone would give a domain more than trust does, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Rows

# A source is doubtful whose points by trust are at most half of those by links alone, as one that
# no trusted path reaches; after the spam mass of Gyöngyi, Berkhin, Garcia-Molina & Pedersen 2006.
DOUBTFUL_RATIO = 0.5
LEAST_GAP = 5.0  # points; less is no news
# Of a domain with more sources, those that pass on most are looked at.
MOST_SOURCES = 20_000


@dataclass(frozen=True, slots=True)
class Inflation:
    """`links_points` and `trust_points`: 0 to 100, by PageRank and by trust.

    `sources`: how many domains link here; `doubtful`: those that trust gives at most half
    the points that links alone do; `doubtful_share`: their part of what the sources pass on, 0..1;
    `linked`: how many of the doubtful link to another of them.
    """

    links_points: float
    trust_points: float
    sources: int
    doubtful: int
    doubtful_share: float
    linked: int

    @property
    def gap(self) -> float:
        """Points that trust does not bear out."""
        return max(self.links_points - self.trust_points, 0.0)

    def in_words(self) -> str:
        """One sentence for a client."""
        gap = round(self.links_points) - round(self.trust_points)  # as a reader would reckon it
        both = f"{self.links_points:.0f} by links alone, {self.trust_points:.0f} by trust"
        if max(self.links_points, self.trust_points) < LEAST_GAP:
            return f"{both}: hardly anything that counts leads to it"
        if self.gap < LEAST_GAP:
            return f"{both}: its links bear it out"
        if self.doubtful_share < 0.5:  # noqa: PLR2004 - the smaller part explains little
            return (
                f"{both}: most of its links come from sites that trust reaches, but pass little "
                "of it on"
            )
        if 2 * self.linked >= self.doubtful > 1:
            return (
                f"{both}: {gap} of it comes from {_domains(self.doubtful)} that link to each other"
            )
        return (
            f"{both}: {gap} of it comes from {_domains(self.doubtful)} that hardly any "
            "trusted site leads to"
        )


def inflation(
    incoming: Rows,
    out_degree: NDArray[np.uint32],
    node: int,
    seeds: NDArray[np.int64],
    pagerank: NDArray[np.float64],
    points: Callable[[NDArray[np.int64]], tuple[NDArray[np.float64], NDArray[np.float64]]],
) -> Inflation:
    """What stands behind a node's points. `points` of nodes: by links alone, and by trust."""
    sources = incoming.row(node).astype(np.int64)
    passed = pagerank[sources] / np.maximum(out_degree[sources], 1)
    order = np.argsort(-passed, kind="stable")[:MOST_SOURCES]
    looked_at, passed = sources[order], passed[order]
    by_links, by_trust = points(looked_at)
    # No seed vouches for itself, so its own points say little of the trust that it passes on.
    is_doubtful = (by_trust <= DOUBTFUL_RATIO * by_links) & ~np.isin(looked_at, seeds)
    doubtful = np.sort(looked_at[is_doubtful])
    whole = float(passed.sum())
    ((own_links,), (own_trust,)) = points(np.array([node]))
    return Inflation(
        links_points=float(own_links),
        trust_points=float(own_trust),
        sources=len(sources),
        doubtful=len(doubtful),
        doubtful_share=float(passed[is_doubtful].sum()) / whole if whole else 0.0,
        linked=_linked(incoming, doubtful),
    )


def _linked(incoming: Rows, nodes: NDArray[np.int64]) -> int:
    """How many of these nodes, ascending, link to another of them or are linked by one."""
    if not len(nodes):
        return 0
    is_linked = np.zeros(len(nodes), np.bool_)
    for place, node in enumerate(nodes):
        row = incoming.row(int(node))
        at = np.searchsorted(nodes, row)
        at = at[nodes[np.minimum(at, len(nodes) - 1)] == row]
        is_linked[at] = True
        is_linked[place] |= len(at) > 0
    return int(is_linked.sum())


def _domains(count: int) -> str:
    return "1 domain" if count == 1 else f"{count:,} domains"
