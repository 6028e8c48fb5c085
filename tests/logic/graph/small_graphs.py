"""Small graphs and what other libraries make of them."""

from __future__ import annotations

from typing import Any

import igraph
import networkx as nx
import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from backlinkbot.logic.graph.csr import Graph, graph_of

Edges = list[tuple[int, int]]


def graph(edges: Edges, nodes: int, weights: list[float] | None = None) -> Graph:
    columns = np.array(edges, np.uint32).reshape(-1, 2)
    given = None if weights is None else np.array(weights, np.float32)
    return graph_of(columns[:, 0], columns[:, 1], nodes, weights=given)


@st.composite
def edge_lists(draw: st.DrawFn, most_nodes: int = 12) -> tuple[Edges, int]:
    nodes = draw(st.integers(1, most_nodes))
    node = st.integers(0, nodes - 1)
    return draw(st.lists(st.tuples(node, node), max_size=5 * nodes)), nodes


def pairs(made: Graph) -> NDArray[np.int64]:
    """Source and target of every edge, by target."""
    targets = np.repeat(np.arange(made.nodes), made.in_degree())
    return np.column_stack((made.incoming.neighbours.astype(np.int64), targets))


def in_igraph(made: Graph) -> Any:
    return igraph.Graph(n=made.nodes, edges=pairs(made), directed=True)


def in_networkx(made: Graph) -> Any:
    other = nx.DiGraph()
    other.add_nodes_from(range(made.nodes))
    other.add_edges_from(pairs(made).tolist())
    return other


def steps(made: Graph) -> NDArray[np.float64]:
    """P[u, v] = 1 / out-degree of u for each edge u to v; rows of dead ends are 0."""
    matrix = np.zeros((made.nodes, made.nodes))
    for source, target in pairs(made):
        matrix[source, target] = 1 / made.out_degree[source]
    return matrix
