"""Fits the three parts of the placement model; training and measuring use the same code.

* content: is the link in the main content? Trained on the labels of both sets.
* comment: is it readers' text? Trained on the labelled comments and on unmistakable marks.
* other: which of the remaining places is it? No set labels these, so the explicit marks of pages
  (`<nav>`, ARIA roles, unmistakable class names) are the teachers, and each row is learned a second
  time with those very marks hidden, so that the shape of the place has to be learned too.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import lightgbm
import numpy as np
from link_rows import LinkRows
from numpy.typing import NDArray
from page_labels import BESIDE, COMMENT, CONTENT

from backlinkbot.core.pages.features import FEATURES
from backlinkbot.core.pages.placement import OTHERS

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

COLUMN = {name: place for place, name in enumerate(FEATURES)}
# The widest block knows its page by heart: with it the trees learn pages, not places.
USED = [place for name, place in COLUMN.items() if not name.startswith("block4_")]
FOLDS = 5
CONTENT_ROUNDS, COMMENT_ROUNDS, OTHER_ROUNDS = 150, 40, 18
FIRST_ROUNDS = 70  # of the boosters that find contradicted labels and useful features
CONTENT_SEEDS = (1, 2, 3)  # averaged: with so few sites, one booster is partly luck
# Kept by gain: each costs a look-up per link.
MOST_FEATURES = {"content": 64, "comment": 16, "other": 48}
CONTRADICTED = 0.6  # a label this far from what all other sites teach is a fault of derivation
BASE = {
    "num_leaves": 16,  # the trees' leaves are the bits of a uint16
    "learning_rate": 0.08,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "path_smooth": 50.0,
    "max_bin": 63,
    "verbosity": -1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
}
# The content labels are the noisiest: trees that see few features and rows at once agree less with
# any one page's fault.
CALM: dict[str, Any] = {"feature_fraction": 0.2, "min_data_in_leaf": 80}
# Most links of a page are menus: what the first trees already put this low is asked no further.
GATE_TREES, GATE_SCORE, LOWEST_SCORE = 30, -3.0, -6.0
NEAR = 4  # ancestors up to which a class name speaks of the link's own place


def weights(rows: LinkRows) -> Floats:
    """A page counts by the root of its links: neither do huge pages rule nor tiny ones shout."""
    share = 1 / np.sqrt(np.bincount(rows.page))[rows.page]
    return np.asarray(share / share.mean(), np.float64)


def folds_of(rows: LinkRows, seed: int = 1) -> NDArray[np.int64]:
    """A fold per row; a registrable domain is never in two, and the folds are of like size."""
    order = np.random.default_rng(seed).permutation(len(rows.domains))
    sizes = np.bincount(rows.domain, minlength=len(rows.domains))
    fold_of_domain = np.zeros(len(rows.domains), np.int64)
    load = np.zeros(FOLDS)
    for domain in sorted(order, key=lambda d: -sizes[d]):
        fold_of_domain[domain] = int(np.argmin(load))
        load[fold_of_domain[domain]] += sizes[domain]
    return np.asarray(fold_of_domain[rows.domain])


def fit_content(rows: LinkRows, use: Bools, folds: NDArray[np.int64]) -> list[Any]:
    """The content boosters, to be averaged, from the rows in `use`.

    Labels of the multi-domain set follow from three short strings a page and are sometimes wrong;
    those that contradict what the other sites of `use` teach are left out, and those of share
    buttons, menus and the like that stand inside the smallest element around the strings.
    """
    use = use & (rows.truth != BESIDE) & ~rows.framed
    target = (rows.truth == CONTENT).astype(np.float64)
    heard = np.full(len(target), np.nan)
    gains = np.zeros(len(FEATURES))
    for fold in np.unique(folds[use]):
        teach, ask = use & (folds != fold), use & (folds == fold)
        booster = _binary(rows, target, teach, FIRST_ROUNDS, USED, **CALM)
        heard[ask] = booster.predict(rows.features[ask], num_threads=1)
        gains += booster.feature_importance("gain")
    believed = use & ~(rows.is_multi & (np.abs(target - heard) > CONTRADICTED))
    kept = best(gains, "content")
    return [
        _binary(rows, target, believed, CONTENT_ROUNDS, kept, seed, **CALM)
        for seed in CONTENT_SEEDS
    ]


def scores_of(boosters: list[Any], features: NDArray[np.float32]) -> Floats:
    """The mean raw score of the content boosters, LOWEST_SCORE where the gate stays shut."""
    raw = [booster.predict(features, raw_score=True, num_threads=1) for booster in boosters]
    first = boosters[0].predict(features, raw_score=True, num_threads=1, num_iteration=GATE_TREES)
    mean = np.maximum(np.mean(raw, axis=0), LOWEST_SCORE)
    return np.asarray(np.where(first < GATE_SCORE, LOWEST_SCORE, mean), np.float64)


def best(gains: Floats, name: str) -> list[int]:
    return sorted(np.argsort(-gains)[: MOST_FEATURES[name]].tolist())


def fit_comment(rows: LinkRows, use: Bools) -> Any:
    target, told = comment_marks(rows)
    use, wanted = use & told, target.astype(np.float64)
    gains = _binary(rows, wanted, use, COMMENT_ROUNDS // 2, USED).feature_importance("gain")
    return _binary(rows, wanted, use, COMMENT_ROUNDS, best(gains, "comment"))


def fit_other(rows: LinkRows, use: Bools, seed: int = 1) -> Any:
    """The booster of the places that are neither content nor comment."""
    marked = other_marks(rows)
    use = use & (marked >= 0)
    shown, hidden = rows.features[use], without_marks(rows.features[use])
    features, target = np.concatenate((shown, hidden)), np.tile(marked[use], 2)
    balance = 1 / np.sqrt(np.bincount(marked[use], minlength=len(OTHERS)))[marked[use]]
    weight = np.tile(weights(rows)[use] * balance / balance.mean(), 2)
    params = {**BASE, "objective": "multiclass", "num_class": len(OTHERS), "seed": seed}
    params |= {"learning_rate": 0.2}
    first = _train(params, features, target, weight, OTHER_ROUNDS // 3, USED)
    kept = best(first.feature_importance("gain"), "other")
    return _train(params, features, target, weight, OTHER_ROUNDS, kept)


def _binary(
    rows: LinkRows,
    target: Floats,
    use: Bools,
    rounds: int,
    kept: list[int],
    seed: int = 1,
    **changed: Any,
) -> Any:
    params = {**BASE, "objective": "binary", "seed": seed, **changed}
    return _train(params, rows.features[use], target[use], weights(rows)[use], rounds, kept)


def _train(
    params: dict[str, Any],
    features: NDArray[np.float32],
    target: NDArray[Any],
    weight: Floats,
    rounds: int,
    kept: list[int],
) -> Any:
    """A booster that splits on the kept columns only; the others are zero, so numbers stay."""
    shown = np.zeros_like(features)
    shown[:, kept] = features[:, kept]
    return lightgbm.train(params, lightgbm.Dataset(shown, target, weight=weight), rounds)


def _column(rows: LinkRows, name: str) -> NDArray[np.float32]:
    return np.asarray(rows.features[:, COLUMN[name]])


def comment_marks(rows: LinkRows) -> tuple[Bools, Bools]:
    """(is readers' text, is that known): labelled comments, and what unmistakably names itself so.

    Content of a forum or of a page inside comment-like names is not known either way.
    """
    column = partial(_column, rows)
    named = (column("in_item_comment") > 0) | (
        (column("word_comment") > 0) & (column("near_comment") <= NEAR)
    )
    is_content = rows.truth == CONTENT
    comment = (rows.truth == COMMENT) | (named & ~is_content)
    unknown = is_content & (named | (column("word_forum") > 0))
    return comment, ~unknown


def other_marks(rows: LinkRows) -> NDArray[np.int64]:
    """The place each link's page names explicitly, as a number in OTHERS; -1 where it does not."""
    column = partial(_column, rows)
    in_text = (column("in_article") + column("in_main")) > 0
    marks = {
        "footer": ((column("in_footer") + column("in_item_footer")) > 0) & ~in_text,
        "sidebar": (column("in_aside") + column("in_item_sidebar") > 0)
        | (column("near_sidebar") <= NEAR),
        "navigation": (column("in_nav") + column("in_item_nav") + column("in_item_breadcrumb") > 0)
        | (column("near_path") <= NEAR),
        "header": ((column("in_header") + column("in_item_header")) > 0) & ~in_text,
        "author bio": (column("near_author") <= NEAR) & ((column("in_article") > 0) | in_text),
        "widget": (column("word_widget") > 0)
        | (column("near_related") <= NEAR)
        | (column("near_share") <= NEAR)
        | (column("own_tag") > 0),
        "list/directory": (column("near_listing") <= NEAR)
        & in_text
        & (column("most_repeats") >= NEAR * 2),
    }
    found = np.full(len(rows.truth), -1)
    for number, name in enumerate(OTHERS):
        found[(found < 0) & marks[name]] = number
    comment, _ = comment_marks(rows)
    found[(rows.truth == CONTENT) | comment] = -1
    return found


SHAPES = {"in_p", "in_box", "in_text_block", "in_top_text", "in_top_parent"}
MARKS = [
    place
    for name, place in COLUMN.items()
    if name.startswith(("in_", "word_", "near_", "own_")) and name not in SHAPES
]


def without_marks(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows as if the page named nothing: every mark off, every distance to one far."""
    hidden = features.copy()
    for place in MARKS:
        hidden[:, place] = 50.0 if FEATURES[place].startswith("near_") else 0.0
    return hidden
