"""Trains the models of what a reply means, on our sentences; writes the packaged weights.

    python bench/train/replies.py [--by-set]

A softmax over the classes on whole texts, and a logistic model of a wish to be left alone on each
sentence by itself: of a text that is a wish, the sentence that is most like one is taken for it
(multiple instances, Andrews et al. 2002), averaged with one that learns from whole texts. What both
say of a wish is added. How good they are is told out of fold, over folds of families; `--by-set`
tells instead how good they are on each set that once measured, when trained on the rest.
The sentences are ours: the figures on people's mails may be lower.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from reply_texts import Said, dressed, said_in  # noqa: E402 - a script beside this one

from backlinkbot.logic.outreach.mail.pieces import SIZE, places_of, sentences_of  # noqa: E402
from backlinkbot.logic.outreach.mail.replies import BY_TEXT, WEIGHTS  # noqa: E402
from backlinkbot.logic.outreach.mail.unsubscribe import asks_to_stop  # noqa: E402

HERE = Path(__file__).parent
OUR_OWN = [HERE / f"reply_{name}.toml" for name in ("sentences", "wishes", "others", "letters")]
MEASURED = [  # sets that were looked at once, and train since
    ROOT / "bench" / "quality" / f"mail_sentences{name}.toml"
    for name in ("", "_second", "_third", "_fourth")
]
OUT = ROOT / "src" / "backlinkbot" / "logic" / "outreach" / "mail" / "data" / WEIGHTS
FOLDS, MOST_OF_FAMILY, SEED = 5, 10, 7
STRENGTH = 30.0  # the inverse of the L2 penalty; 10 was no better on sets left out
ROUNDS_OF_INSTANCES = 2
TURNS = 80  # of the solver: more change nothing out of fold
TEMPERATURES = (0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0)
NAMES = [one.value for one in BY_TEXT]
STOP = len(NAMES) - 1


class Texts(NamedTuple):
    """Texts with what the models see of them; `bag` says of which text a sentence is."""

    classes: NDArray[np.int64]
    families: NDArray[np.int64]
    whole: csr_matrix
    sentences: csr_matrix
    bag: NDArray[np.int64]

    def only(self, kept: NDArray[np.bool_]) -> Texts:
        """Those of the texts alone."""
        number = np.cumsum(kept) - 1
        held = kept[self.bag]
        return Texts(
            self.classes[kept],
            self.families[kept],
            self.whole[kept],
            self.sentences[held],
            number[self.bag[held]],
        )


class Fitted(NamedTuple):
    """The two models."""

    classes: LogisticRegression
    wish: LogisticRegression

    def logits(self, texts: Texts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Scores of the six other classes; and of a wish, by the text and its likest sentence."""
        whole = self.classes.decision_function(texts.whole)
        odds = whole[:, STOP] - np.logaddexp.reduce(whole[:, :STOP], axis=1)
        return whole[:, :STOP], odds + highest(self.wish, texts)


def seen(said: list[Said]) -> Texts:
    """Texts as the models see them."""
    parts = [sentences_of(one.text) or [one.text] for one in said]
    return Texts(
        np.array([NAMES.index(one.name) for one in said]),
        np.array([one.family for one in said]),
        rows_of([one.text for one in said]),
        rows_of([sentence for one in parts for sentence in one]),
        np.repeat(np.arange(len(said)), [len(one) for one in parts]),
    )


def rows_of(texts: list[str]) -> csr_matrix:
    """A row for each text."""
    places, values = zip(*map(places_of, texts), strict=True)
    starts = np.concatenate([[0], np.cumsum([len(one) for one in places])])
    rows = csr_matrix(
        (
            np.concatenate(values).astype(np.float32),
            np.concatenate(places).astype(np.int32),
            starts,
        ),
        (len(texts), SIZE),
    )
    rows.sum_duplicates()
    return rows


def highest(model: LogisticRegression, texts: Texts) -> NDArray[np.float64]:
    """The highest score of the sentences of each text."""
    most = np.full(len(texts.classes), -np.inf)
    np.maximum.at(most, texts.bag, model.decision_function(texts.sentences))
    return most


def fitted(texts: Texts) -> Fitted:
    """Both models; each family counts alike, and so does each class."""
    weights = balanced(texts.classes, texts.families)
    classes = _model().fit(texts.whole, texts.classes, sample_weight=weights)
    return Fitted(classes, fitted_wish(texts))


def fitted_wish(texts: Texts) -> LogisticRegression:
    """The mean of two models of a wish: on whole texts, and on the sentences most like one."""
    is_wish = (texts.classes == STOP).astype(np.int64)
    model = _model().fit(texts.whole, is_wish, sample_weight=balanced(is_wish, texts.families))
    on_whole = model
    said, family = is_wish[texts.bag], texts.families[texts.bag]
    for _ in range(ROUNDS_OF_INSTANCES):
        scores = model.decision_function(texts.sentences)
        order = np.lexsort((-scores, texts.bag))
        first = np.zeros(len(order), bool)
        first[order[np.concatenate([[True], np.diff(texts.bag[order]) > 0])]] = True
        kept = first | (said == 0)
        weights = balanced(said[kept], family[kept])
        model = _model().fit(texts.sentences[kept], said[kept], sample_weight=weights)
    model.coef_ = (model.coef_ + on_whole.coef_) / 2
    model.intercept_ = (model.intercept_ + on_whole.intercept_) / 2
    return model


def balanced(classes: NDArray[np.int64], family: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weights by which each family of a class and each class count alike."""
    weights = 1 / np.bincount(family)[family]
    weights /= np.bincount(classes, weights=weights)[classes]
    return weights * len(weights) / weights.sum()


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=TURNS)


def trained_on(paths: list[Path]) -> tuple[list[Said], Texts]:
    """The texts of the files, dressed, and what the models see of them."""
    rng = np.random.default_rng(SEED)
    said: list[Said] = []
    for path in paths:
        first = said[-1].family + 1 if said else 0
        said += dressed(said_in(path, rng, MOST_OF_FAMILY, first), rng)
    return said, seen(said)


def by_set() -> None:
    """Tells how good the models are on each set when trained on all else."""
    for path in MEASURED:
        _, texts = trained_on([*OUR_OWN, *(one for one in MEASURED if one != path)])
        said = said_in(path, np.random.default_rng(SEED), MOST_OF_FAMILY)
        other = seen(said)
        print(path.stem, flush=True)
        _tell(said, other, *fitted(texts).logits(other))


def main() -> None:
    """Fit, calibrate out of fold, write, and say how good it is there."""
    said, texts = trained_on([*OUR_OWN, *MEASURED])
    fold = np.random.default_rng(SEED).permutation(texts.families.max() + 1)[texts.families] % FOLDS
    logits, wish = np.zeros((len(said), STOP)), np.zeros(len(said))
    for n in range(FOLDS):
        model = fitted(texts.only(fold != n))
        logits[fold == n], wish[fold == n] = model.logits(texts.only(fold == n))
    heat = temperature(logits, texts)
    is_wish = (texts.classes == STOP).astype(np.int64)
    weights = balanced(is_wish, texts.families)
    line = LogisticRegression(C=1e6).fit(wish[:, None], is_wish, sample_weight=weights)
    slope, shift = float(line.coef_[0, 0]), float(line.intercept_[0])
    _tell(said, texts, logits, wish * slope + shift)
    model = fitted(texts)
    columns = np.vstack([model.classes.coef_, model.wish.coef_]).T
    np.savez_compressed(
        OUT,
        weights=columns.astype(np.float16),
        bias=np.append(model.classes.intercept_, model.wish.intercept_).astype(np.float32),
        temperature=heat,
        slope=slope,
        shift=shift,
    )
    print(f"{len(said)} texts of {texts.families.max() + 1} families; {OUT.stat().st_size:,} bytes")
    print(f"temperature {heat}, slope {slope:.3f}, shift {shift:.3f}")


def temperature(logits: NDArray[np.float64], texts: Texts) -> float:
    """That by which the chances of the six classes are likeliest, on texts that are no wish."""
    others = texts.classes != STOP
    truth, weights = texts.classes[others], balanced(texts.classes[others], texts.families[others])
    losses = []
    for heat in TEMPERATURES:
        raised = np.exp(logits[others] / heat - (logits[others] / heat).max(1, keepdims=True))
        chances = raised / raised.sum(1, keepdims=True)
        losses.append(log_loss(truth, chances, sample_weight=weights))
    return TEMPERATURES[int(np.argmin(losses))]


def _tell(
    said: list[Said], texts: Texts, logits: NDArray[np.float64], wish: NDArray[np.float64]
) -> None:
    """Prints what each chance from which the model hears a wish finds, with the rules beside."""
    chance = 1 / (1 + np.exp(-wish))
    weights = 1 / np.bincount(texts.families)[texts.families]
    ruled, is_wish = np.array([asks_to_stop(one.text) for one in said]), texts.classes == STOP
    for least in (0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05, 0.03):
        figures = []
        for heard in (ruled | (chance >= least), chance >= least):
            got = np.where(heard, STOP, logits.argmax(1))
            figures += [np.average(heard[one], weights=weights[one]) for one in (is_wish, ~is_wish)]
            figures.append(f1_score(texts.classes, got, average="macro", sample_weight=weights))
        ours, alone = (" ".join(f"{one:.3f}" for one in figures[n : n + 3]) for n in (0, 3))
        print(f"  from {least}: found, false, macro-F1 {ours}; without rules {alone}", flush=True)


if __name__ == "__main__":
    with threadpool_limits(1):  # so small a problem only waits for more threads
        by_set() if "--by-set" in sys.argv else main()
