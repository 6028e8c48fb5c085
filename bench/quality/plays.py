"""How well planted plays are found: precision and recall per play, and grouping against a baseline.

    python bench/quality/plays.py [--seeds 6] [--sites 100]

The worlds are made up (`planted_plays.py`), written as web archives and read in like any other, so
that pages, placements and beginnings are what our own readers make of them. The unit is a linking
site of a rival. Baseline: one cluster for each linked page and month, given for nothing the play
that most of its members truly belong to. Intervals: 95 %, from 1,000 draws of whole seeds and
rivals. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from planted_plays import NETWORK, NONE, PLAYS, RIVALS, PlantedLink, planted_world

from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.plays import plays
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.settings import Settings
from backlinkbot.io.samples.archives import write_warcs
from backlinkbot.logic.tiny_web.world import make_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backlinkbot.core.plays import Plays

DRAWS = 1_000
WAVE_SITES = 300
SURE_BINS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 1.01))


@dataclass(frozen=True)
class Case:
    """One linking site of one rival: what it truly is, and what it was taken for.

    `play`, `cluster`: kind and number; NONE where it is in no play.
    """

    rival: str
    seed: int
    play: str
    cluster: str
    said: str
    said_cluster: str
    confidence: float
    month: str
    asset: str

    @property
    def block(self) -> tuple[int, str]:
        """What is drawn as a whole."""
        return self.seed, self.rival


def cases_of(seed: int, sites: int, *, is_silent: bool) -> list[Case]:
    """All linking sites of the planted rivals of one world."""
    planted = planted_world(seed, sites, is_silent=is_silent)
    with tempfile.TemporaryDirectory(prefix="backlinkbot-plays-") as folder:
        root = Path(folder)
        (root / "web").mkdir()
        written = [str(one.path) for one in write_warcs(planted.world, root / "web")]
        ends = planted.world.ends_on
        clock = DatedClock(datetime(ends.year, ends.month, ends.day, 12, tzinfo=UTC))
        with Workspace(Settings(workspace=root / "w", workers=2), clock) as workspace:
            ingest(workspace, written, IngestOptions())
            return [
                case
                for rival, _ in RIVALS
                for case in _cases(seed, rival, planted.truth, plays(workspace, rival))
            ]


def _cases(seed: int, rival: str, truth: Sequence[PlantedLink], found: Plays) -> Iterable[Case]:
    said = {
        link.source_domain: (play.kind.value, play.name, play.confidence)
        for play in found.plays
        for link in play.links
    }
    links = {
        link.source_domain: link
        for play in (*found.plays, *((found.trickle,) if found.trickle else ()))
        for link in play.links
    }
    for one in truth:
        if one.rival != rival:
            continue
        if one.source not in links:
            raise AssertionError(f"{one.source} links to {rival} and was not read")
        kind, name, sure = said.get(one.source, (NONE, "", 0.0))
        link = links[one.source]
        yield Case(
            rival, seed, one.play, str(one.number) if one.play else "", kind, name, sure,
            link.day.isoformat()[:7], link.target_url,
        )  # fmt: skip


def waves_of(seed: int, sites: int) -> dict[str, Counter[str]]:
    """What the sources of the little web's own waves were taken for: it was made before plays."""
    world, found = make_world(seed, sites=sites), {}
    with tempfile.TemporaryDirectory(prefix="backlinkbot-plays-") as folder:
        root = Path(folder)
        (root / "web").mkdir()
        written = [str(one.path) for one in write_warcs(world, root / "web")]
        ends = world.ends_on
        clock = DatedClock(datetime(ends.year, ends.month, ends.day, 12, tzinfo=UTC))
        with Workspace(Settings(workspace=root / "w", workers=2), clock) as workspace:
            ingest(workspace, written, IngestOptions())
            for wave in world.waves:
                told = {
                    link.source_domain: play.kind.value
                    for play in plays(workspace, wave.target).plays
                    for link in play.links
                }
                found[wave.name] = Counter(told.get(name, "none") for name in wave.sources)
                others = sum(kind == NETWORK for kind in told.values())
                found[f"{wave.name}: all sites told as PBN"] = Counter({"sites": others})
    return found


def of_baseline(cases: Sequence[Case]) -> list[tuple[str, str]]:
    """For each case the play and cluster that the baseline gives it."""
    clusters: dict[tuple[int, str, str, str], Counter[str]] = defaultdict(Counter)
    for case in cases:
        clusters[case.seed, case.rival, case.asset, case.month][case.play] += 1
    found = []
    for case in cases:
        key = (case.seed, case.rival, case.asset, case.month)
        best = clusters[key].most_common(1)[0][0]
        is_play = sum(clusters[key].values()) > 1 and best
        found.append((best, str(key)) if is_play else (NONE, ""))
    return found


def precision_recall(cases: Sequence[Case], play: str) -> dict[str, Any]:
    """Of the sites taken for a play the share that is one; of those that are one the share told."""
    precision = _share(cases, lambda c: c.said == play, lambda c: c.play == play)
    recall = _share(cases, lambda c: c.play == play, lambda c: c.said == play)
    return {"precision": precision, "recall": recall}


def _share(
    cases: Sequence[Case], of: Callable[[Case], bool], has: Callable[[Case], bool]
) -> dict[str, Any]:
    """A share with its interval over blocks."""
    blocks: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for case in cases:
        if of(case):
            blocks[case.block][0] += 1
            blocks[case.block][1] += has(case)
    told = np.array([*blocks.values()] or [[0, 0]])
    if not told[:, 0].sum():
        return {"value": None, "of": 0}
    random = np.random.default_rng(1)
    drawn = told[random.integers(0, len(told), (DRAWS, len(told)))].sum(axis=1)
    shares = drawn[:, 1] / np.maximum(drawn[:, 0], 1)
    low, high = np.quantile(shares, [0.025, 0.975])
    value = told[:, 1].sum() / told[:, 0].sum()
    return {
        "value": round(float(value), 3),
        "interval": [round(float(low), 3), round(float(high), 3)],
        "of": int(told[:, 0].sum()),
    }


def grouping(cases: Sequence[Case], said: Sequence[str]) -> dict[str, Any]:
    """B-cubed precision and recall of the clusters (Bagga & Baldwin 1998), over planted members."""
    rows = [
        (case.block, case.cluster, (case.seed, case.rival, told) if told else None)
        for case, told in zip(cases, said, strict=True)
    ]
    true: Counter[Any] = Counter((block, cluster) for block, cluster, _ in rows)
    given: Counter[Any] = Counter(told for _, _, told in rows if told)
    both: Counter[Any] = Counter((block, cluster, told) for block, cluster, told in rows if told)
    scores: dict[Any, list[tuple[float, float]]] = defaultdict(list)
    for block, cluster, told in rows:
        if not cluster:
            continue
        shared = both[block, cluster, told] if told else 1
        scores[block].append((shared / (given[told] if told else 1), shared / true[block, cluster]))
    blocks = np.array([[len(one), *np.sum(one, axis=0)] for one in scores.values()])
    random = np.random.default_rng(1)
    drawn = blocks[random.integers(0, len(blocks), (DRAWS, len(blocks)))].sum(axis=1)
    return {
        "f1": _f1(blocks.sum(axis=0)),
        "precision": round(float(blocks[:, 1].sum() / blocks[:, 0].sum()), 3),
        "recall": round(float(blocks[:, 2].sum() / blocks[:, 0].sum()), 3),
        "interval": [
            round(float(q), 3) for q in np.quantile([_f1(d) for d in drawn], [0.025, 0.975])
        ],
    }


def _f1(told: Any) -> float:
    count, precision, recall = told
    precision, recall = precision / count, recall / count
    return round(float(2 * precision * recall / (precision + recall)), 3)


def sureness(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Of the sites in plays of some confidence, the share that is of that play."""
    found = []
    for low, high in SURE_BINS:
        inside = [case for case in cases if case.said and low <= case.confidence < high]
        if inside:
            right = sum(case.said == case.play for case in inside)
            said = float(np.mean([case.confidence for case in inside]))
            found.append(
                {"said": round(said, 3), "right": round(right / len(inside), 3), "of": len(inside)}
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--sites", type=int, default=100)
    parser.add_argument("--silent", action="store_true", help="No page says what it is.")
    parser.add_argument("--waves", type=int, default=0, help="So many plain little webs as well.")
    parser.add_argument("--wrong", action="store_true", help="List what was taken for what.")
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    cases = [case for seed in seeds for case in cases_of(seed, asked.sites, is_silent=asked.silent)]
    based = of_baseline(cases)
    named = [
        Case(**{**case.__dict__, "said": play, "said_cluster": cluster})
        for case, (play, cluster) in zip(cases, based, strict=True)
    ]
    document = {
        "synthetic": True,
        "silent": asked.silent,
        "seeds": list(seeds),
        "linking_sites": len(cases),
        "in_plays": sum(bool(case.play) for case in cases),
        "plays": {play: precision_recall(cases, play) for play in PLAYS},
        "baseline_named_by_truth": {play: precision_recall(named, play) for play in PLAYS},
        "honest_left_alone": _share(cases, lambda c: not c.play, lambda c: not c.said),
        "baseline_honest_left_alone": _share(named, lambda c: not c.play, lambda c: not c.said),
        "grouping": grouping(cases, [case.said_cluster for case in cases]),
        "baseline_grouping": grouping(cases, [cluster for _, cluster in based]),
        "confidence": sureness(cases),
    }
    if asked.waves:
        waves: dict[str, Counter[str]] = defaultdict(Counter)
        for seed in seeds[: asked.waves]:
            for name, counts in waves_of(seed, WAVE_SITES).items():
                waves[name] += counts
        document["waves_of_the_little_web"] = {name: dict(told) for name, told in waves.items()}
    if asked.wrong:
        wrong = Counter((case.play or "none", case.said or "none") for case in cases)
        document["taken_for"] = {f"{a} as {b}": n for (a, b), n in wrong.most_common() if a != b}
    sys.stdout.write(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
