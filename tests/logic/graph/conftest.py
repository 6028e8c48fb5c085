"""Real graphs for the tests of this room."""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from backlinkbot.logic.graph.csr import Graph, graph_of

# igraph's threads wait by spinning: on a busy machine PageRank then takes a hundred times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))  # so that tests here find small_graphs.py


@pytest.fixture(scope="session")
def uk_graph(shared_data: Path) -> Graph:
    ids: dict[str, int] = {}
    edges = []
    with gzip.open(shared_data / "graphs" / "ukwa-1996-hosts.tsv.gz", "rt") as rows:
        for row in rows:
            _, source, target = row.split("\t")[0].split("|")
            edges.append([ids.setdefault(name, len(ids)) for name in (source, target)])
    columns = np.array(edges, np.uint32)
    return graph_of(columns[:, 0], columns[:, 1], len(ids))


@pytest.fixture(scope="session")
def cnr_graph(shared_data: Path) -> Graph:
    with gzip.open(shared_data / "graphs" / "cnr-2000.edges.tsv.gz") as rows:
        columns = np.fromstring(rows.read(), np.uint32, sep="\t").reshape(-1, 2)
    return graph_of(columns[:, 0], columns[:, 1], int(columns.max()) + 1)
