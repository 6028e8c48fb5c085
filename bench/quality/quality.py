"""Quality on the little web (SYNTHETIC): whether it tells editorial links from made ones.

Needs a demo's workspace: `backlinkbot demo`, then `--workspace backlinkbot-demo/workspace`. Truth
is the little web's own: a link is *editorial* when an honest site of the same topic set it in its
content, followed. Each factor alone stands beside the whole as a baseline, and quality by the kind
of the linking site shows where the mass lies. Relevance alone is scored against the same topic.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from backlinkbot.app.profile.beside import inputs
from backlinkbot.app.topics import learn_topics
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.quality import FACTORS, STRENGTHS, judge_links
from backlinkbot.logic.tiny_web.world import make_world

ROUNDS, SEED = 500, 7


def auc(scores: NDArray[np.float64], good: NDArray[np.bool_]) -> float:
    """The chance that a good one scores higher than another; unknown scores lie in the middle."""
    known = np.where(np.isnan(scores), np.nanmedian(scores), scores)
    positive = int(good.sum())
    ranks = rankdata(known)[good].sum()
    return float((ranks - positive * (positive + 1) / 2) / (positive * (len(good) - positive)))


def interval(
    scores: NDArray[np.float64], good: NDArray[np.bool_], groups: NDArray[np.str_]
) -> tuple[float, float]:
    """95 % bootstrap interval over linking domains."""
    draw = np.random.default_rng(SEED)
    names = np.unique(groups)
    rows_of = {name: np.flatnonzero(groups == name) for name in names}
    found = []
    for _ in range(ROUNDS):
        rows = np.concatenate([rows_of[name] for name in draw.choice(names, len(names))])
        if 0 < good[rows].sum() < len(rows):
            found.append(auc(scores[rows], good[rows]))
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def main() -> None:
    """Print AUCs and the split by kind of site for the client and its rivals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, required=True)
    workspace = Workspace.open(parser.parse_args().workspace)
    learn_topics(workspace)
    world = make_world()
    site_of = {site.domain: site for site in world.sites}
    truth = {(b.link.source_url, b.link.target_url): b.link for b in world.backlinks}
    columns: dict[str, list[NDArray[np.float64]]] = {name: [] for name in ("quality", *FACTORS)}
    editorial, topical, groups, kinds, strengths = [], [], [], [], []
    for domain in (world.client, *world.competitors):
        rows = workspace.index.links(domain)
        judged = judge_links(rows, inputs(workspace, domain, rows, whole=True))
        columns["quality"].append(judged.quality)
        for name, factor in zip(FACTORS, judged.factors, strict=True):
            columns[name].append(factor.score)
        strengths.append(judged.strength)
        for link in rows.select(["source_url", "source_domain", "target_url"]).to_pylist():
            site = site_of.get(link["source_domain"])
            told = truth.get((link["source_url"], link["target_url"]))
            same = site is not None and site.topic == site_of[domain].topic
            is_placed = told is not None and told.followed and told.placement is Placement.CONTENT
            editorial.append(bool(site and site.honest and same and is_placed))
            topical.append(same)
            groups.append(link["source_domain"])
            kinds.append(site.kind.value if site else "not in the truth")
    good, group = np.array(editorial), np.array(groups)
    print(f"SYNTHETIC: {len(good)} links, {good.sum()} editorial")
    for name, parts in columns.items():
        scores = np.concatenate(parts).astype(np.float64)
        low, high = interval(scores, good, group)
        gap = np.isnan(scores).mean()
        print(f"  {name:10} AUC {auc(scores, good):.3f} [{low:.3f}, {high:.3f}], unknown {gap:.0%}")
    relevance = np.concatenate(columns["relevance"]).astype(np.float64)
    known = ~np.isnan(relevance)
    print(
        "  relevance against the same topic, where known: AUC "
        f"{auc(relevance[known], np.array(topical)[known]):.3f} ({known.sum()} links)"
    )
    strength, kind = np.concatenate(strengths), np.array(kinds)
    for name in sorted(set(kinds)):
        split = [int((strength[kind == name] == code).sum()) for code in range(len(STRENGTHS))]
        print(f"  {name:22} strong {split[0]:4} medium {split[1]:4} weak {split[2]:4}")


if __name__ == "__main__":
    main()
