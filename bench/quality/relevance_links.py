"""What links alone tell of a niche: topical authority on two communities of political blogs.

`graphs/polblogs`: 1,489 blogs, their links, and which side each is of (Adamic & Glance 2005). Some
blogs of each side are taken as the seeds of a topic, as the product's topic list has them; asked is
whether the difference of both topical authorities tells the side of all other blogs. Beside it: the
side of the seeds that link to a blog directly, and a constant. Ten draws of seeds; intervals are
by bootstrap over the blogs. Prints JSON.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray
from page_labels import data_folder
from relevance import auc

from backlinkbot.logic.graph.csr import Graph, graph_of
from backlinkbot.logic.graph.topical import topical_authority

SEED, DRAWS, ROUNDS = 7, 10, 500
SEEDS = (10, 25, 75)  # of each side


def main() -> None:
    names, edges = blogs()
    sides = leanings(names)
    graph = graph_of(edges[:, 0], edges[:, 1], len(names))
    linked = np.flatnonzero((sides >= 0) & (np.diff(graph.incoming.offsets) > 0))
    told = {f"{count} seeds a side": row(graph, edges, sides, linked, count) for count in SEEDS}
    document = {"blogs": len(names), "with links to them": len(linked), "links": len(edges)} | told
    sys.stdout.write(json.dumps(document, indent=1) + "\n")


def blogs() -> tuple[list[str], NDArray[np.int64]]:
    """Names, and links as pairs of places."""
    text = gzip.decompress((data_folder() / "graphs" / "polblogs.gml.gz").read_bytes()).decode()
    found = re.findall(r"node\s*\[\s*id\s+(\d+)\s+label\s+\"([^\"]+)\"", text)
    place = {number: at for at, (number, _) in enumerate(found)}
    pairs = re.findall(r"edge\s*\[\s*source\s+(\d+)\s+target\s+(\d+)", text)
    links = sorted({(place[a], place[b]) for a, b in pairs if a != b})
    return [name for _, name in found], np.array(links, dtype=np.int64)


def leanings(names: list[str]) -> NDArray[np.int64]:
    """0 or 1 of each blog, -1 unknown."""
    path = data_folder() / "graphs" / "polblogs-leaning.csv"
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    side = {row[0]: row[-1] for row in rows[1:]}
    words = sorted(set(side.values()))
    return np.array([words.index(side[name]) if name in side else -1 for name in names])


def row(
    graph: Graph,
    edges: NDArray[np.int64],
    sides: NDArray[np.int64],
    linked: NDArray[np.int64],
    count: int,
) -> dict[str, Any]:
    """AUC of telling the side of blogs that are no seeds, with its interval."""
    ours: list[NDArray[np.float64]] = []
    direct: list[NDArray[np.float64]] = []
    truth: list[NDArray[np.bool_]] = []
    blog: list[NDArray[np.int64]] = []
    for draw in range(DRAWS):
        random = np.random.default_rng(SEED + draw)
        seeds = {
            str(side): random.choice(np.flatnonzero(sides == side), count, replace=False)
            for side in (0, 1)
        }
        points = dict(topical_authority(graph, seeds))
        if len(points) < len(seeds):
            continue  # too few of the seeds link anywhere
        asked = np.setdiff1d(linked, np.concatenate(list(seeds.values())))
        ours.append((points["1"] - points["0"])[asked])
        votes = [np.bincount(t, minlength=graph.nodes) for t in targets(edges, seeds)]
        direct.append((votes[1] - votes[0])[asked].astype(float))
        truth.append(sides[asked] == 1)
        blog.append(asked)
    same, place = np.concatenate(truth), np.concatenate(blog)
    return {
        "draws": len(truth),
        "asked": len(same),
        "topical authority": interval(np.concatenate(ours), same, place),
        "links from seeds": interval(np.concatenate(direct), same, place),
        "constant": [0.5, 0.5, 0.5],
    }


def targets(
    edges: NDArray[np.int64], seeds: dict[str, NDArray[np.int64]]
) -> list[NDArray[np.int64]]:
    """What the seeds of each side link to."""
    return [edges[np.isin(edges[:, 0], seeds[side]), 1] for side in ("0", "1")]


def interval(
    scores: NDArray[np.float64], same: NDArray[np.bool_], blog: NDArray[np.int64]
) -> list[float]:
    random = np.random.default_rng(SEED)
    order = np.argsort(blog, kind="stable")
    rows_of = np.split(order, np.flatnonzero(np.diff(blog[order])) + 1)
    found = []
    for _ in range(ROUNDS):
        drawn = random.integers(0, len(rows_of), len(rows_of))
        rows = np.concatenate([rows_of[at] for at in drawn])
        found.append(auc(scores[rows], same[rows]))
    low, high = np.quantile(found, [0.025, 0.975])
    return [round(float(one), 3) for one in (auc(scores, same), low, high)]


if __name__ == "__main__":
    main()
