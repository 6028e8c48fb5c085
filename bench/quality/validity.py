"""Does authority agree with an index that is not ours? Rank correlations with intervals.

    python bench/quality/validity.py

Truth stands in for truth here: Majestic's RefSubNets (2026, a slice of its top 15,000), an
independent crawl's count of the networks that link to a domain.

1. Baselines: Common Crawl's PageRank and harmonic centrality (newest release, top 1,000) on the
   domains that both lists know. Such a top is range-restricted: correlations are lower than over
   the whole web.
2. Ours, PageRank, harmonic centrality and referring domains, all on the UK web of 1996 joined to
   registered domains, on those Majestic knows thirty years later. What this can show is little:
   the difference between ours and a baseline is given with its paired bootstrap interval.

Prints one JSON document; Spearman, 95 % bootstrap intervals over domains.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "graph"))

import numpy as np
import pyarrow as pa
from graphs import shared_data, uk_1996
from scipy.stats import rankdata

from backlinkbot.core.urls import registered_domain
from backlinkbot.logic.graph.authority import open_authority
from backlinkbot.logic.graph.csr import graph_of
from backlinkbot.logic.graph.harmonic import harmonic
from backlinkbot.logic.graph.seeds import PACKAGED, read_seeds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

DATA = Path(__file__).resolve().parents[2] / "src" / "backlinkbot" / "logic" / "graph" / "data"
SEED = 29
RESAMPLED = 1_000


def spearman(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float(np.corrcoef(rankdata(a), rankdata(b))[0, 1])


def with_interval(values: list[float], point: float) -> dict[str, float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return {"rho": round(point, 3), "low": round(float(low), 3), "high": round(float(high), 3)}


def correlations(
    truth: NDArray[np.float64], measures: Mapping[str, NDArray[np.float64]], against: str
) -> dict[str, Any]:
    """Each measure's correlation, and how much more than the others' the one of `against` is."""
    random = np.random.default_rng(SEED)
    drawn = [random.integers(0, len(truth), len(truth)) for _ in range(RESAMPLED)]
    each = {k: [spearman(truth[i], v[i]) for i in drawn] for k, v in measures.items()}
    points = {k: spearman(truth, v) for k, v in measures.items()}
    found: dict[str, Any] = {k: with_interval(each[k], points[k]) for k in measures}
    for other in measures:
        if other != against:
            more = (np.array(each[against]) - np.array(each[other])).tolist()
            difference = with_interval(more, points[against] - points[other])
            found[f"{against} minus {other}"] = difference
    return found | {"domains": len(truth)}


def majestic() -> dict[str, float]:
    with gzip.open(shared_data() / "authority" / "majestic-top15000.csv.gz", "rt") as rows:
        return {row["Domain"]: float(row["RefSubNets"]) for row in csv.DictReader(rows)}


def common_crawl(truth: Mapping[str, float]) -> dict[str, Any]:
    name = "cc-rank-domain-top1000-cc-main-2025-oct-nov-dec.json.gz"
    with gzip.open(shared_data() / "authority" / name) as file:
        rows = json.load(file)["rows"]
    ours = {".".join(reversed(row[4].split("."))): row for row in rows}
    both = [domain for domain in ours if domain in truth]
    return correlations(
        np.array([truth[domain] for domain in both]),
        {
            "pagerank": np.array([float(ours[domain][3]) for domain in both]),
            "harmonic": np.array([float(ours[domain][1]) for domain in both]),
        },
        "pagerank",
    )


def uk_domains(truth: Mapping[str, float]) -> dict[str, Any]:
    (source, target, _), hosts = uk_1996()
    owners = [registered_domain(host) or host for host in hosts]
    names = list(dict.fromkeys(owners))
    ids = {name: place for place, name in enumerate(names)}
    joined = np.array([ids[owner] for owner in owners], np.uint32)
    graph = graph_of(joined[source], joined[target], len(names))
    seeds = read_seeds((DATA / PACKAGED).read_text("utf-8"), PACKAGED).nodes(pa.array(names))
    made = open_authority(graph, seeds)
    scores = {
        "ours": made.authority,
        "pagerank": np.asarray(made.pagerank, np.float64),
        "harmonic": harmonic(graph),
        "referring domains": graph.in_degree().astype(np.float64),
    }
    linked = graph.in_degree() > 0
    both = np.array([i for i, name in enumerate(names) if name in truth and linked[i]])
    found = correlations(
        np.array([truth[names[i]] for i in both]), {k: v[both] for k, v in scores.items()}, "ours"
    )
    is_seed = np.isin(both, seeds)
    rest = both[~is_seed]
    return found | {
        "basis": str(made.basis), "nodes": graph.nodes, "edges": graph.edges,
        "seeds among them": int(is_seed.sum()),
        "without seeds": correlations(
            np.array([truth[names[i]] for i in rest]),
            {k: v[rest] for k, v in scores.items()}, "ours",
        ),
    }  # fmt: skip


def main() -> None:
    truth = majestic()
    told = {
        "Common Crawl's top 1,000 ~ Majestic": common_crawl(truth),
        "UK domains of 1996 ~ Majestic of 2026": uk_domains(truth),
    }
    sys.stdout.write(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
