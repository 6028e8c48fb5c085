"""How well rivals are suggested: the little web's three main characters compete with each other.

    python bench/quality/rivals.py [--seeds 8] [--sites 300]

For each of the three, the other two are its true rivals. Told are: the share of them among the
first two and the first five suggestions, and their mean reciprocal rank; beside two baselines: most
shared referring domains, and a plain cosine. Intervals: 95 %, over whole seeds. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.rivals import LEAST_SHARED, MOST_NEIGHBOURS, rivals
from backlinkbot.app.topics import learn_topics
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.settings import Settings
from backlinkbot.io.samples.archives import write_warcs
from backlinkbot.logic.tiny_web.world import make_world

DRAWS, TOP = 1_000, 1_000
FIRST = (2, 5)


def ranked_lists(workspace: Workspace, domain: str) -> dict[str, list[str]]:
    """The suggestions of each method, the best first."""
    told = workspace.index.cocited(domain).targets(least=LEAST_SHARED, most=MOST_NEIGHBOURS)
    rows = told.to_pylist()[1:]
    names = [row["domain"] for row in rows]
    counted = workspace.index.linking_sites(names).referring_domains().to_pylist()
    size = {row["domain"]: row["referring_domains"] for row in counted}
    by_count = sorted(rows, key=lambda row: (-row["shared"], row["domain"]))
    by_cosine = sorted(rows, key=lambda row: -row["shared"] / size[row["domain"]] ** 0.5)
    return {
        "rivals": [one.domain for one in rivals(workspace, domain, limit=TOP).found],
        "most shared": [row["domain"] for row in by_count],
        "plain cosine": [row["domain"] for row in by_cosine],
    }


def scores(suggested: list[str], true: set[str]) -> list[float]:
    """Share of the true ones among the first two, the first five, and mean reciprocal rank."""
    ranks = [suggested.index(name) + 1 if name in suggested else np.inf for name in sorted(true)]
    return [
        *(float(np.mean([rank <= first for rank in ranks])) for first in FIRST),
        float(np.mean([1 / rank for rank in ranks])),
    ]


def of_world(seed: int, sites: int) -> dict[str, list[list[float]]]:
    """The scores of each method for each of the three sites."""
    world = make_world(seed, sites=sites)
    three = [world.client, *world.competitors]
    found: dict[str, list[list[float]]] = {}
    with tempfile.TemporaryDirectory(prefix="backlinkbot-rivals-") as folder:
        root = Path(folder)
        (root / "web").mkdir()
        written = [str(one.path) for one in write_warcs(world, root / "web")]
        clock = DatedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))
        with Workspace(Settings(workspace=root / "w", workers=2), clock) as workspace:
            ingest(workspace, written, IngestOptions())
            learn_topics(workspace)
            for domain in three:
                for name, suggested in ranked_lists(workspace, domain).items():
                    told = scores(suggested, set(three) - {domain})
                    found.setdefault(name, []).append(told)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--sites", type=int, default=300)
    asked = parser.parse_args()
    worlds = [of_world(seed, asked.sites) for seed in range(1, asked.seeds + 1)]
    random = np.random.default_rng(1)
    document: dict[str, Any] = {"synthetic": True, "seeds": asked.seeds, "sites": asked.sites}
    for method in worlds[0]:
        told = np.array([np.mean(world[method], axis=0) for world in worlds])
        drawn = told[random.integers(0, len(told), (DRAWS, len(told)))].mean(axis=1)
        low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
        document[method] = {
            name: {
                "value": round(float(told[:, n].mean()), 3),
                "interval": [round(float(low[n]), 3), round(float(high[n]), 3)],
            }
            for n, name in enumerate(("in first 2", "in first 5", "mean reciprocal rank"))
        }
    sys.stdout.write(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
