"""Graphs to measure on: cnr-2000 where the real data is, and generated power-law graphs."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Edges = tuple[NDArray[np.uint32], NDArray[np.uint32], int]

ROOT = Path(__file__).resolve().parents[2]
SEED = 7


def shared_data() -> Path:
    """The folder of real data; see tests/conftest.py."""
    return Path(os.environ.get("BACKLINKBOT_SHARED_DATA", ROOT.parent / "shared" / "data"))


def cnr_2000() -> Edges:
    """Sources, targets and number of nodes of the crawl of Italy's research council."""
    with gzip.open(shared_data() / "graphs" / "cnr-2000.edges.tsv.gz") as rows:
        columns = np.fromstring(rows.read(), np.uint32, sep="\t").reshape(-1, 2)
    return columns[:, 0].copy(), columns[:, 1].copy(), int(columns.max()) + 1


def uk_1996() -> tuple[Edges, list[str]]:
    """The UK host graph of 1996, lower-cased, and its names."""
    ids: dict[str, int] = {}
    pairs = []
    with gzip.open(shared_data() / "graphs" / "ukwa-1996-hosts.tsv.gz", "rt") as rows:
        for row in rows:
            _, source, target = row.lower().split("\t")[0].split("|")
            pairs.append([ids.setdefault(name, len(ids)) for name in (source, target)])
    columns = np.array(pairs, np.uint32)
    return (columns[:, 0].copy(), columns[:, 1].copy(), len(ids)), list(ids)


def power_law(nodes: int, edges: int) -> Edges:
    """In- and out-degrees fall as a power law; two nodes in three have no out-links."""
    random = np.random.default_rng(SEED)
    linking = max(1, nodes * 36 // 100)
    source = (linking * random.random(edges, np.float32) ** 2).astype(np.uint32)
    target = (nodes * random.random(edges, np.float32) ** 3).astype(np.uint32)
    # Popular nodes are not the first ones of the file: ids say nothing about degree.
    shuffled = random.permutation(nodes).astype(np.uint32)
    return shuffled[source], shuffled[target], nodes
