"""Site types: accuracy with intervals and baselines, per type, and calibration, on real sites.

* by hand: 525 sites of the labelled pages and the archives, each read once by title, address and
  what is known of the site, in `site_types_by_hand.tsv` (our own labels; no text of anybody). The
  weights were written with one half of them at hand (by a hash of the domain); only the other half
  is reported. Nearly all of these sites are known by a single page.
* by names: the 1,807 host names of `topics/site-topic-and-type.json.gz`, whose labels a language
  model made (noisy); there is no page of these sites, so the rules for names alone are measured.

* `--little-web`: instead, the sites of two little webs (made up), by what kind they truly are.

    python bench/quality/site_types.py [--little-web]

Prints JSON. Baselines: the commonest type of the other half; a rule of ending and name.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from page_labels import data_folder
from tiny_web_index import SEEDS, tiny_web

from backlinkbot.app.ingest import ingest
from backlinkbot.app.topics import site_types
from backlinkbot.app.topics.types import pages_of
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.settings import Settings
from backlinkbot.logic.judge.site_type.judge import (
    LEAST_PROBABILITY,
    TYPES,
    clues,
    judged,
    probabilities,
)
from backlinkbot.logic.judge.site_type.read import Sites

ARCHIVES = (
    "pages/multi-domain-pages.warc.gz",
    "warc/ia-2008-38-hosts.warc.gz",
    "warc/cc-slice-15-hosts.warc.gz",
    "warc/cc-2024-22-one-page.warc.gz",
)
LABELS = Path(__file__).with_name("site_types_by_hand.tsv")
UNKNOWN = "unknown"
BASELINE = (
    ("university", r"\.edu(\.[a-z]{2})?$|\.ac\.[a-z]{2}$|(?:^|[.-])uni[.-]|universit"),
    ("government", r"\.(?:gov|mil)(\.[a-z]{2})?$|\.gob\.[a-z]{2}$|\.gouv\.[a-z]{2}$|\.gv\.at$"),
    ("wiki", r"wiki"),
    ("forum", r"forum"),
    ("industry blog", r"blog"),
    ("news", r"news|zeitung|times|tribune|herald|nachrichten"),
    ("digital publication", r"magazin|mag\."),
    ("shop", r"shop|store"),
    ("association", r"verband|verein|\.org$"),
)
# What the words of the other set mean in ours; "reference" and "tool" have no word here.
MEANT = {
    "blog": {"industry blog", "personal"},
    "personal": {"personal", "industry blog"},
    "docs": {"documentation"},
    "news": {"news", "digital publication"},
    "journal": {"digital publication"},
    "forum": {"forum"},
    "wiki": {"wiki"},
    "store": {"shop"},
    "org": {"association", "university", "government", "company"},
}
BINS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
ROUNDS, SEED = 2000, 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--little-web", action="store_true")
    told = little_web() if parser.parse_args().little_web else real_sites()
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


def little_web() -> dict[str, Any]:
    """By true kind, how many sites were told to be of each type."""
    counts: dict[str, Counter[str]] = {}
    for seed in SEEDS:
        with tiny_web(seed) as (workspace, world):
            found = site_types(workspace, [site.domain for site in world.sites])
            for site, kind in zip(world.sites, found["type"].to_pylist(), strict=True):
                counts.setdefault(site.kind.value, Counter())[kind] += 1
    told = {kind: dict(said.most_common()) for kind, said in sorted(counts.items())}
    return {"synthetic": True, "seeds": SEEDS, "told of each kind": told}


def real_sites() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(workspace=Path(folder) / "workspace", workers=1)
        clock = DatedClock(datetime(2026, 11, 21, tzinfo=UTC))
        with Workspace(settings, clock) as workspace:
            ingest(workspace, [str(data_folder() / name) for name in ARCHIVES])
            workspace.refresh()
            return by_hand(workspace) | {"names": by_names()}


def by_hand(workspace: Workspace) -> dict[str, Any]:
    with LABELS.open(encoding="utf-8") as lines:
        truth = {row["domain"]: row["type"] for row in csv.DictReader(lines, delimiter="\t")}
    kept = [domain for domain in truth if crc32(domain.encode()) % 2 == 1]
    other = Counter(truth[domain] for domain in truth if domain not in set(kept))
    start = time.perf_counter()
    found = site_types(workspace, kept)
    seconds = time.perf_counter() - start
    said, wanted = found["type"].to_pylist(), [truth[domain] for domain in kept]
    names = [baseline(domain) for domain in kept]
    constant = [other.most_common(1)[0][0]] * len(kept)
    chance = np.array([p or 0 for p in found["probability"].to_pylist()])
    return {
        "sites": len(kept),
        "seconds": round(seconds, 3),
        "ours": summed(said, wanted),
        "ending and name": summed(names, wanted),
        "constant": summed(constant, wanted),
        "ours against ending and name, all sites": gain(said, names, wanted),
        "by type": by_type(said, wanted),
        "calibration": calibration(said, wanted, chance),
        "calibration, temperature of other sites": nested(workspace, kept, wanted),
        "confused": [
            {"is": one, "said": two, "sites": count}
            for (one, two), count in Counter(zip(wanted, said, strict=True)).most_common()
            if two not in (one, UNKNOWN)
        ][:10],
    }


def by_names() -> dict[str, Any]:
    path = data_folder() / "topics" / "site-topic-and-type.json.gz"
    sites = [
        site
        for site in json.loads(gzip.decompress(path.read_bytes()))
        if site["site_type"] in MEANT
    ]
    domains = [site["name"] for site in sites]
    found = judged(domains, pa.Table.from_batches([], columns.page_facts()))
    said = found["type"].to_pylist()
    result: dict[str, Any] = {}
    for name, answers in (("ours", said), ("ending and name", [baseline(d) for d in domains])):
        right = [one in MEANT[site["site_type"]] for one, site in zip(answers, sites, strict=True)]
        answered = [one != UNKNOWN for one in answers]
        hits = sum(r for r, a in zip(right, answered, strict=True) if a)
        result[name] = {
            "sites": len(sites),
            "answered": share(sum(answered), len(sites)),
            "right of answered": share(hits, sum(answered)),
            "by label": {
                label: {
                    "answered": sum(
                        a for a, s in zip(answered, sites, strict=True) if s["site_type"] == label
                    ),
                    "right": sum(
                        r for r, s in zip(right, sites, strict=True) if s["site_type"] == label
                    ),
                    "sites": sum(s["site_type"] == label for s in sites),
                }
                for label in MEANT
            },
        }
    return result


def baseline(domain: str) -> str:
    return next((kind for kind, pattern in BASELINE if re.search(pattern, domain)), UNKNOWN)


def summed(said: Sequence[str], wanted: Sequence[str]) -> dict[str, Any]:
    right = sum(one == two for one, two in zip(said, wanted, strict=True))
    answered = sum(one != UNKNOWN for one in said)
    return {
        "answered": share(answered, len(said)),
        "right of answered": share(right, answered),
        "right of all": share(right, len(said)),
    }


def by_type(said: Sequence[str], wanted: Sequence[str]) -> dict[str, Any]:
    pairs = list(zip(said, wanted, strict=True))
    return {
        kind: {
            "sites": sum(two == kind for _, two in pairs),
            "precision": share(
                sum(one == two == kind for one, two in pairs), sum(one == kind for one, _ in pairs)
            ),
            "recall": share(
                sum(one == two == kind for one, two in pairs), sum(two == kind for _, two in pairs)
            ),
        }
        for kind in sorted(set(wanted))
    }


def calibration(
    said: Sequence[str], wanted: Sequence[str], chance: NDArray[np.float64]
) -> dict[str, Any]:
    answered = np.array([one != UNKNOWN for one in said])
    right = np.array([one == two for one, two in zip(said, wanted, strict=True)])[answered]
    told = chance[answered]
    place = np.digitize(told, BINS)
    bins = [
        {
            "told": round(float(told[place == n].mean()), 3),
            "right": round(float(right[place == n].mean()), 3),
            "sites": int((place == n).sum()),
        }
        for n in range(len(BINS) + 1)
        if (place == n).any()
    ]
    error = sum(abs(one["told"] - one["right"]) * one["sites"] for one in bins) / len(told)
    return {"error": round(error, 3), "bins": bins}


def nested(workspace: Workspace, domains: list[str], wanted: list[str]) -> dict[str, Any]:
    """Calibration of each half with the temperature of the other; and the temperature of both."""
    pages = pages_of(workspace, domains)
    values, weights, _ = clues(Sites.of(domains, pages))
    scores = values @ weights
    truth = np.array([[kind.value for kind in TYPES].index(one) for one in wanted])
    half = np.array([crc32(f"half {domain}".encode()) % 2 for domain in domains])
    best, chance = np.zeros(len(truth), dtype=int), np.zeros(len(truth))
    for part in (0, 1):
        rows = half == part
        odds = probabilities(scores[rows], temperature_of(scores[~rows], truth[~rows]))
        best[rows], chance[rows] = odds.argmax(axis=1), odds.max(axis=1)
    said = [
        TYPES[n].value if p >= LEAST_PROBABILITY else UNKNOWN
        for n, p in zip(best, chance, strict=True)
    ]
    return {
        "temperature of all": temperature_of(scores, truth),
        "ours": summed(said, wanted),
        **calibration(said, wanted, chance),
    }


def temperature_of(scores: NDArray[np.float32], truth: NDArray[np.int64]) -> float:
    """The temperature of least log loss."""

    def loss(temperature: float) -> float:
        chance = probabilities(scores, temperature)[np.arange(len(truth)), truth]
        return float(-np.log(np.maximum(chance, 1e-9)).mean())

    return min((round(float(t), 2) for t in np.arange(0.5, 4, 0.05)), key=loss)


def gain(ours: Sequence[str], theirs: Sequence[str], wanted: Sequence[str]) -> list[float]:
    """Difference in the share right of all, with its 95 % bootstrap interval over sites."""
    more = np.array(
        [
            float(one == right) - float(two == right)
            for one, two, right in zip(ours, theirs, wanted, strict=True)
        ]
    )
    draw = np.random.default_rng(SEED).integers(0, len(more), (ROUNDS, len(more)))
    low, high = np.quantile(more[draw].mean(axis=1), [0.025, 0.975])
    return [round(float(more.mean()), 3), round(float(low), 3), round(float(high), 3)]


def share(part: int, whole: int) -> list[float] | None:
    """A share with its 95 % interval after Wilson; None of nothing."""
    if not whole:
        return None
    z, p = 1.96, part / whole
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * (p * (1 - p) / whole + z * z / (4 * whole**2)) ** 0.5 / (1 + z * z / whole)
    return [round(p, 3), round(middle - half, 3), round(middle + half, 3)]


if __name__ == "__main__":
    main()
