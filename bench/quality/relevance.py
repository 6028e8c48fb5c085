"""Topical relevance on real pages: AUC with intervals, plain TF-IDF cosine beside it, calibration.

    python bench/quality/relevance.py [--little-web]

The sets of pairs stand in `relevance_pairs.py`. "own" = terms and topics learnt from the pages
judged, as an index does; "unseen" = learnt from the pages of other domains. The product's
probabilities are one logistic model over the logarithms of cosines; "nested" = that model fitted on
the links and tags of other domains only (five folds by registrable domain), so neither its slopes
nor its start saw the pair; what stands in the product is fitted on all of them. "nested, unseen" is
the whole model with terms, topics, slopes and start all from other domains.

`--little-web`: instead, links of the little web (made up) to its client and competitors.

Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import astuple
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from relevance_pairs import Pair, every_set
from scipy.optimize import minimize
from scipy.stats import rankdata
from sklearn.feature_extraction.text import TfidfVectorizer
from tiny_web_index import SEEDS, tiny_web

from backlinkbot.app.topics import relevance
from backlinkbot.io.index.filters import LinkFilter
from backlinkbot.logic.judge.relevance import (
    FITS,
    FITS_NOTHING,
    LINK_ODDS,
    NEAR_NOTHING,
    TEXT_ODDS,
    Odds,
    mixed,
)
from backlinkbot.logic.judge.topics import TopicModel, fit, vectors

SEED, ROUNDS, FOLDS = 7, 500, 5
FITTED_ON = {
    "links": ("links, site", "links, shuffled", "links, address"),
    "texts": ("links, site", "links, shuffled", "tags"),
}
RIDGE = 0.5  # against slopes that fit chance; about one pair in a thousand
Floats = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--little-web", action="store_true")
    told = little_web() if parser.parse_args().little_web else real_pages()
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


def little_web() -> dict[str, Any]:
    """Whether links are from a site of the target's topic, as the product tells it of each."""
    found: dict[str, Any] = {"synthetic": True}
    for seed in SEEDS:
        with tiny_web(seed) as (workspace, world):
            topics = {site.domain: site.topic for site in world.sites}
            for target in (world.client, *world.competitors):
                links = workspace.index.links(target, LinkFilter(backlinks=True))
                chance = relevance(workspace, target, links)
                names = links["source_domain"].to_pylist()
                same = np.array([topics.get(name) == topics[target] for name in names])
                found[f"seed {seed}: {target}"] = told_apart(chance, same)
    return found


def told_apart(chance: NDArray[Any] | None, same: NDArray[np.bool_]) -> dict[str, Any]:
    """AUC among the links of known relevance, and the median of both kinds."""
    known = np.zeros(len(same), dtype=bool) if chance is None else ~np.isnan(chance)
    told: dict[str, Any] = {"links": len(same), "known": int(known.sum())}
    if chance is None or not 0 < same[known].sum() < known.sum():
        return told
    chance, same = chance[known], same[known]
    return told | {
        "same topic": int(same.sum()),
        "auc": round(auc(chance, same), 3),
        "median of same topic": round(float(np.median(chance[same])), 2),
        "median of others": round(float(np.median(chance[~same])), 2),
    }


def real_pages() -> dict[str, Any]:
    pages, sets = every_set()
    texts = [(page.domain, page.text) for page in pages]
    found = {name: cosines_of(pairs, own_texts(name, pairs, texts)) for name, pairs in sets.items()}
    unseen = {
        name: unseen_cosines(pairs, own_texts(name, pairs, texts)) for name, pairs in sets.items()
    }
    told = {name: row(name, sets, found) for name in sets}
    for name, pairs in sets.items():
        own = own_texts(name, pairs, texts)
        told[name]["TF-IDF cosine"] = scored(pairs, plain(pairs, own))
        told[name]["TF-IDF cosine, unseen"] = scored(pairs, plain_unseen(pairs, own))
        told[name]["our cosine, unseen"] = scored(pairs, unseen[name][:, 0])
        told[name]["ours, nested, unseen"] = nested(name, sets, unseen)
    fits = {
        "links": fitted(sets, found, "links", everywhere),
        "texts": fitted(sets, found, "texts", everywhere),
    }
    shipped = {"links": astuple(LINK_ODDS), "texts": astuple(TEXT_ODDS)}
    return {"pages": len(pages), "sets": told, "fitted": fits, "shipped": shipped}


def own_texts(name: str, pairs: list[Pair], texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the model of a set learns from: the pages, or the lines where there are no pages."""
    if name not in ("site topics", "names of UT1"):
        return texts
    return sorted({(pair.group, pair.left) for pair in pairs})


def cosines_of(pairs: list[Pair], texts: list[tuple[str, str]]) -> Floats:
    """Columns: cosine of the texts; of anchor and target, and of anchor and source page.

    The last two are NaN where no link joins them.
    """
    return columns_of(fit([pa.array([text for _, text in texts])]), pairs)


def columns_of(model: TopicModel, pairs: list[Pair]) -> Floats:
    left, right = [pair.left for pair in pairs], [pair.right for pair in pairs]
    both = cosines(model, left, right)
    if not pairs[0].anchor:
        return np.stack([both, *np.full((2, len(both)), np.nan)], axis=1)
    words = [pair.anchor for pair in pairs]
    return np.stack([both, cosines(model, words, right), cosines(model, words, left)], axis=1)


def cosines(model: TopicModel, left: list[str], right: list[str]) -> Floats:
    one, other = vectors(model, pa.array(left)), vectors(model, pa.array(right))
    return np.asarray(one.multiply(other).sum(axis=1), dtype=np.float64).ravel()


def row(name: str, sets: dict[str, list[Pair]], found: dict[str, Floats]) -> dict[str, Any]:
    """What is told of one set."""
    pairs = sets[name]
    same = is_same(pairs)
    both = found[name].astype(np.float32)
    chance = mixed(both[:, 0], both[:, 0], both[:, 1], both[:, 2])
    told = {
        "pairs": int(same.sum()),
        "others": int((~same).sum()),
        "our cosine": scored(pairs, found[name][:, 0]),
        "ours, shipped": scored(pairs, chance) | calibration(pairs, chance),
    }
    return told | {"ours, nested": nested(name, sets, found)}


def nested(name: str, sets: dict[str, list[Pair]], found: dict[str, Floats]) -> dict[str, Any]:
    """Scores by a model that was fitted on pairs of other domains."""
    pairs = sets[name]
    kind = "links" if pairs[0].anchor else "texts"
    odds = np.zeros(len(pairs))
    folds = np.array([fold(pair.group) for pair in pairs])
    for number in range(FOLDS):
        chosen = fitted(sets, found, kind, lambda group, n=number: fold(group) != n)
        rows = folds == number
        odds[rows] = log_odds(Odds(*chosen), found[name][rows])
    return scored(pairs, odds) | calibration(pairs, 1 / (1 + np.exp(-odds)))


def log_odds(chosen: Odds, found: Floats) -> Floats:
    logs = logarithms(found)
    fit = LINK_ODDS.fit * logs[:, 2] if chosen.words else 0
    return np.asarray(chosen.start + chosen.texts * logs[:, 0] + chosen.words * logs[:, 1] + fit)


def logarithms(found: Floats) -> Floats:
    """Of each column; of the last one how far it stays behind what fits."""
    known = np.maximum(np.nan_to_num(found), 0)
    logs = np.log(known + NEAR_NOTHING)
    logs[:, 2] = np.log((np.minimum(known[:, 2], FITS) + FITS_NOTHING) / (FITS + FITS_NOTHING))
    return np.asarray(logs)


def fitted(
    sets: dict[str, list[Pair]],
    found: dict[str, Floats],
    kind: str,
    is_used: Callable[[str], bool],
) -> tuple[float, ...]:
    """Start and slopes of least log loss; sets weigh the same, and so do both answers."""
    x, y, weight = [], [], []
    for name in FITTED_ON[kind]:
        rows = np.array([is_used(pair.group) for pair in sets[name]])
        same = is_same(sets[name])[rows]
        x.append(logarithms(found[name][rows]))
        y.append(same)
        weight.append(np.where(same, 1 / same.sum(), 1 / (~same).sum()))
    logs, truth, each = np.concatenate(x), np.concatenate(y), np.concatenate(weight)
    sign = 2.0 * truth - 1
    with_words = kind == "links"

    def loss(at: Floats) -> float:
        odds = at[0] + at[1] * logs[:, 0]
        if with_words:
            odds = odds + at[2] * logs[:, 1] + LINK_ODDS.fit * logs[:, 2]
        return float((each * np.logaddexp(0, -sign * odds)).sum() + RIDGE / 1000 * (at**2).sum())

    best = minimize(loss, np.array([4.0, 1.0, 0.2]), method="Nelder-Mead")
    return tuple(round(float(one), 3) for one in best.x[: 3 if with_words else 2])


def everywhere(group: str) -> bool:
    del group
    return True


def fold(group: str) -> int:
    return crc32(f"fold {group}".encode()) % FOLDS


def plain(pairs: list[Pair], texts: list[tuple[str, str]]) -> Floats:
    """The baseline: cosine of whole words weighed by TF-IDF, as a textbook has it."""
    model = TfidfVectorizer(sublinear_tf=True).fit([text for _, text in texts])
    one = model.transform([pair.left for pair in pairs])
    other = model.transform([pair.right for pair in pairs])
    return np.asarray(one.multiply(other).sum(axis=1), dtype=np.float64).ravel()


def plain_unseen(pairs: list[Pair], texts: list[tuple[str, str]]) -> Floats:
    """The baseline, its words weighed by texts of other groups."""
    scores = np.zeros(len(pairs))
    for rows, others in by_fold(pairs, texts):
        scores[rows] = plain([pairs[at] for at in rows], [("", text) for text in others])
    return scores


def unseen_cosines(pairs: list[Pair], texts: list[tuple[str, str]]) -> Floats:
    """As `cosines_of`, by models that saw no text of the pair's own group."""
    found = np.zeros((len(pairs), 3))
    for rows, others in by_fold(pairs, texts):
        found[rows] = columns_of(fit([pa.array(others)]), [pairs[at] for at in rows])
    return found


def by_fold(
    pairs: list[Pair], texts: list[tuple[str, str]]
) -> Iterator[tuple[NDArray[np.int64], list[str]]]:
    """The pairs of each fold, and the texts of the others."""
    folds = np.array([fold(pair.group) for pair in pairs])
    for number in range(FOLDS):
        rows = np.flatnonzero(folds == number)
        if len(rows):
            yield rows, [text for name, text in texts if fold(name) != number]


def is_same(pairs: list[Pair]) -> NDArray[np.bool_]:
    return np.array([pair.is_same for pair in pairs])


def scored(pairs: list[Pair], scores: NDArray[Any]) -> dict[str, Any]:
    """AUC with its 95 % bootstrap interval over groups (domains)."""
    same = is_same(pairs)
    rows_of: dict[str, list[int]] = defaultdict(list)
    for place, pair in enumerate(pairs):
        rows_of[pair.group].append(place)
    groups = [np.array(rows) for rows in rows_of.values()]
    draw = np.random.default_rng(SEED)
    found = []
    for _ in range(ROUNDS):
        chosen = np.concatenate([groups[i] for i in draw.integers(0, len(groups), len(groups))])
        found.append(auc(scores[chosen], same[chosen]))
    low, high = np.quantile(found, [0.025, 0.975])
    return {"auc": [round(float(one), 3) for one in (auc(scores, same), low, high)]}


def auc(scores: NDArray[Any], same: NDArray[np.bool_]) -> float:
    """The chance that a pair that belongs together scores higher than one that does not."""
    positive = int(same.sum())
    ranks = rankdata(scores)[same].sum()
    return float((ranks - positive * (positive + 1) / 2) / (positive * (len(same) - positive)))


def calibration(pairs: list[Pair], chance: NDArray[Any]) -> dict[str, Any]:
    """Expected calibration error at even odds (both answers weigh the same), and both means."""
    same = is_same(pairs)
    weight = np.where(same, 0.5 / same.sum(), 0.5 / (~same).sum())
    place = np.clip((chance * 10).astype(int), 0, 9)
    error = sum(abs((weight * (same - chance))[place == n].sum()) for n in range(10))
    return {
        "calibration error": round(float(error), 3),
        "mean of pairs": round(float(chance[same].mean()), 2),
        "mean of others": round(float(chance[~same].mean()), 2),
    }


if __name__ == "__main__":
    main()
