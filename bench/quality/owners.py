"""How many sites of one owner are found by their links alone, and how many strangers are joined.

    python bench/quality/owners.py

Networks of 20 sites are planted into the UK host graph of 1996, each site trusted a little. Each
links to 20 hosts: so many of its owner's, the rest its own, that its likeness to its siblings
(Jaccard) is as the row says. Prints per likeness the share of sites found; and what is joined in
the real graph: groups, hosts, and how many of the pairs share a registered domain. One JSON
document.
"""

from __future__ import annotations

import json
import sys
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "graph"))

import numpy as np
import pyarrow as pa
from graphs import uk_1996

from backlinkbot.core.urls import registered_domain
from backlinkbot.logic.graph.authority import open_authority
from backlinkbot.logic.graph.csr import graph_of
from backlinkbot.logic.graph.owners import Owners, owners_by_links
from backlinkbot.logic.graph.seeds import PACKAGED, read_seeds

DATA = Path(__file__).resolve().parents[2] / "src" / "backlinkbot" / "logic" / "graph" / "data"
NETWORKS, SITES, TARGETS = 20, 20, 20
LIKENESS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def members(found: Owners) -> list[list[int]]:
    member = np.repeat(np.arange(len(found.starts) - 1), np.diff(found.starts))
    return [member[found.groups == group].tolist() for group in range(found.count)]


def main() -> None:
    (source, target, nodes), names = uk_1996()
    seeds = read_seeds((DATA / PACKAGED).read_text("utf-8"), PACKAGED).nodes(pa.array(names))
    before = open_authority(graph_of(source, target, nodes), seeds)
    assert before.trust is not None
    groups = members(owners_by_links(graph_of(source, target, nodes), before.trust))
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    same = sum(registered_domain(names[a]) == registered_domain(names[b]) for a, b in pairs)
    random = np.random.default_rng(17)
    known = np.flatnonzero(before.authority > 0)
    recall = {}
    for likeness in LIKENESS:
        # Two sites that share c of n targets each are alike by c / (2 n - c).
        common = round(2 * TARGETS * likeness / (1 + likeness))
        edges: list[tuple[int, int]] = []
        for network in range(NETWORKS):
            shared = random.choice(known, common, replace=False)
            for site in range(SITES):
                node = nodes + network * SITES + site
                own = random.choice(known, TARGETS - common, replace=False)
                edges += [(node, int(t)) for t in (*shared, *own)]
        planted = np.array(edges, np.uint32)
        trusted = np.append(before.trust, np.full(NETWORKS * SITES, 1e-7))
        graph = graph_of(
            np.append(source, planted[:, 0]), np.append(target, planted[:, 1]), len(trusted)
        )
        found = owners_by_links(graph, trusted)
        joined = np.flatnonzero(np.diff(found.starts) > 0)
        recall[likeness] = round(int((joined >= nodes).sum()) / (NETWORKS * SITES), 3)
    told = {
        "share of a network's sites found, by their likeness": recall,
        "UK hosts 1996": {
            "hosts that link to somebody": int((np.bincount(source, minlength=nodes) > 0).sum()),
            "groups": len(groups),
            "hosts in groups": len({host for group in groups for host in group}),
            "pairs": len(pairs),
            "pairs of one registered domain": same,
        },
    }
    sys.stdout.write(json.dumps(told, indent=2) + "\n")


if __name__ == "__main__":
    main()
