"""What host names alone tell of spam: WEBSPAM-UK2007's human labels, for evaluation only.

The labels are non-commercial: nothing that is fitted on them here is stored. Two other models of
names learn from weak labels (a real disavow file and a list of referrer spammers against Majestic's
list) and are judged on the same hosts: they would have to help before names became a feature.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from authority_links import known_sites
from numpy.typing import NDArray
from page_labels import data_folder
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

from backlinkbot.core.urls import clean_host, registered_domain
from backlinkbot.logic.judge.clues import trades

FOLDS, DRAWS, SEED = 10, 400, 20_261_121
KNOWN_ALONE = 0.648  # what was measured for names alone before

Names = list[str]


def labelled() -> tuple[Names, NDArray[np.int64]]:
    """Hosts that people called spam (1) or not (0); the undecided are left out."""
    folder = data_folder() / "spam"
    with gzip.open(folder / "uk2007-hostnames.txt.gz", "rt") as file:
        hosts = dict(line.split()[:2] for line in file if line.strip())
    found = []
    for line in (folder / "uk2007-SET1-labels.txt").read_text().splitlines():
        number, label, *_ = line.split()
        if label in {"spam", "nonspam"}:
            found.append((hosts[number], int(label == "spam")))
    return [name for name, _ in found], np.array([label for _, label in found])


def weakly_bad() -> Names:
    """Domains of a real disavow file and of a list of referrer spammers."""
    folder = data_folder() / "spam"
    lines = gzip.decompress((folder / "disavow-google-spamlist.txt.gz").read_bytes()).decode()
    told = [line.removeprefix("domain:") for line in lines.splitlines() if line[:7] == "domain:"]
    told += (folder / "referrer-spammers.txt").read_text().splitlines()
    cleaned = (clean_host(name.strip()) for name in told)
    return sorted({name for name in cleaned if name})


def names_report() -> Iterator[str]:
    """Areas under the ROC curve with 95 % bootstrap intervals over registered domains."""
    names, truth = labelled()
    owner = np.unique([registered_domain(name) for name in names], return_inverse=True)[1]
    yield f"UK2007 SET1: {truth.sum()} spam of {len(truth)} hosts; evaluation only"
    letters, build = _cross_validated(names, truth, owner)
    both = letters.argsort().argsort() + build.argsort().argsort()
    yield _row("  letters of the name, cross-validated", truth, letters, owner)
    yield _row("  build of the name, cross-validated", truth, build, owner)
    yield _row(f"  both (known for names alone: {KNOWN_ALONE})", truth, both, owner)
    weak = _weakly_taught(names)
    yield _row("  characters, taught by weak labels", truth, weak, owner)
    yield _row("  our words of trades in the name", truth, _by_words(names), owner)
    yield _row("  a coin", truth, np.random.default_rng(SEED).random(len(truth)), owner)


def _model() -> tuple[TfidfVectorizer, LogisticRegression]:
    cut = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True)
    return cut, LogisticRegression(C=1.0, max_iter=2000)


def _cross_validated(
    names: Names, truth: NDArray[np.int64], owner: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores by letters and by build, of hosts whose registered domain was not learned from."""
    letters, build = np.zeros(len(truth)), np.zeros(len(truth))
    built = np.array([_build(name) for name in names])
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=1)
    for teach, ask in folds.split(names, truth, owner):
        cut, model = _model()
        model.fit(cut.fit_transform([names[at] for at in teach]), truth[teach])
        letters[ask] = model.decision_function(cut.transform([names[at] for at in ask]))
        trees = HistGradientBoostingClassifier(
            max_iter=80, learning_rate=0.05, max_leaf_nodes=6, min_samples_leaf=30, random_state=1
        ).fit(built[teach], truth[teach])
        build[ask] = trees.decision_function(built[ask])
    return letters, build


def _build(name: str) -> list[float]:
    """Length, hyphens, digits, vowels and levels of a name."""
    body = _body(name)
    vowels = sum(letter in "aeiou" for letter in body) / max(1, len(body))
    digits = sum(letter.isdigit() for letter in name)
    counts = [len(name), len(body), name.count("-"), body.count("-"), digits, name.count(".")]
    return [*counts, float(name.startswith("www.")), vowels]


def _weakly_taught(names: Names) -> NDArray[np.float64]:
    """The last part of a name is left out: lists of different countries differ by it alone."""
    bad, good = weakly_bad(), known_sites()
    cut, model = _model()
    given = [_body(name) for name in (*bad, *good)]
    model.fit(cut.fit_transform(given), np.r_[np.ones(len(bad)), np.zeros(len(good))])
    return np.asarray(model.decision_function(cut.transform([_body(name) for name in names])))


def _body(name: str) -> str:
    domain = registered_domain(name)
    return domain.partition(".")[0]


def _by_words(names: Names) -> NDArray[np.float64]:
    """Phrases of the trades that buy links, found in the name's parts."""
    parts = pa.array([name.replace(".", " ").replace("-", " ") for name in names])
    return np.asarray(trades.word_list().counts_in(parts), np.float64).sum(axis=1)


def _row(
    name: str, truth: NDArray[np.int64], score: NDArray[np.float64], owner: NDArray[np.intp]
) -> str:
    draw = np.random.default_rng(SEED)
    rows_of = [np.flatnonzero(owner == one) for one in range(owner.max() + 1)]
    found = []
    for _ in range(DRAWS):
        rows = np.concatenate([rows_of[at] for at in draw.integers(0, len(rows_of), len(rows_of))])
        if 0 < truth[rows].sum() < len(rows):
            found.append(roc_auc_score(truth[rows], score[rows]))
    low, high = np.quantile(found, (0.025, 0.975))
    return f"{name}: AUC {roc_auc_score(truth, score):.3f} [{low:.3f}, {high:.3f}]"
