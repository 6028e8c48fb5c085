"""Trains the models of what a reply means, on our texts; writes the packaged weights.

    python bench/train/replies.py [--by-set]

A softmax over the classes on whole texts, and a logistic model of a wish to be left alone on each
sentence by itself: of a text that is a wish, the sentence that is most like one is taken for it
(multiple instances, Andrews et al. 2002), averaged with one that learns from whole texts. What both
say of a text and of its sentences, and whether a rule hears a wish, is weighed together (stacking,
Wolpert 1992). The weights of that, and how good all is, come from sets left out: each was written
by itself, and the models of the rest are asked about it. `--by-set` tells this and writes nothing.
The texts are ours: the figures on people's mails may be lower.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from reply_rows import Texts, balanced, joined, seen
from reply_texts import dressed, said_in
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from backlinkbot.logic.outreach.mail.replies import (  # noqa: E402 - found by the line above
    BY_TEXT,
    STOP,
    WEIGHTS,
    odds_of,
)

HERE = Path(__file__).parent
OWN = [HERE / f"reply_{name}.toml" for name in ("sentences", "wishes", "others", "letters")]
LATER = sorted([*HERE.glob("reply_thoughts_*"), *HERE.glob("reply_voices_*")])
BY_FIFTH = [HERE / "reply_nearly.toml", HERE / "reply_further.toml"]  # written with it in mind
BY_SIXTH = [HERE / "reply_everyday.toml", HERE / "reply_everyday_more.toml"]
MEASURED = [  # sets that were looked at once, and train since
    ROOT / "bench" / "quality" / f"mail_sentences{name}.toml"
    for name in ("", "_second", "_third", "_fourth", "_fifth", "_sixth")
]
# What is asked about, and what knows of it and is left out of the training with it. On the last
# three the rules were not mended: these weigh rules and models.
LEFT_OUT = [
    *(([path], [path]) for path in MEASURED[:4]),
    (MEASURED[4:5], [MEASURED[4], *BY_FIFTH, *BY_SIXTH]),
    (MEASURED[5:], [MEASURED[5], *BY_SIXTH]),
]
WEIGHING = range(3, 6)
OUT = ROOT / "src" / "backlinkbot" / "logic" / "outreach" / "mail" / "data" / WEIGHTS
MOST_OF_FAMILY, SEED = 4, 7
STRENGTH = 100.0  # the inverse of the L2 penalty; 30 and 10 were a little worse on sets left out
ROUNDS_OF_INSTANCES = 2
TURNS = 80  # of the solver: more change nothing out of fold
TEMPERATURES = (0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0)
NAMES = [one.value for one in BY_TEXT]


class Fitted(NamedTuple):
    """The two models."""

    classes: LogisticRegression
    wish: LogisticRegression


class Heard(NamedTuple):
    """What models say of texts they have not seen: six logits, and the signs of a wish."""

    texts: Texts
    logits: NDArray[np.float64]
    signs: NDArray[np.float64]


def heard(model: Fitted, texts: Texts) -> Heard:
    """What the models say of texts; the signs as `wish_signs` of the package has them."""
    whole = model.classes.decision_function(texts.whole)
    said = odds_of(model.classes.decision_function(texts.sentences))
    signs = [
        odds_of(whole),
        texts.highest(said),
        model.wish.decision_function(texts.whole),
        texts.highest(model.wish.decision_function(texts.sentences)),
        texts.ruled.astype(np.float64),
    ]
    return Heard(texts, whole[:, :STOP], np.column_stack(signs))


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


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=TURNS)


def weighed(sets: list[Heard]) -> LogisticRegression:
    """How much each sign of a wish says, each set, class and family alike."""
    wishes = [(one.texts.classes == STOP).astype(np.int64) for one in sets]
    weights = [
        balanced(wish, one.texts.families) / len(wish)
        for wish, one in zip(wishes, sets, strict=True)
    ]
    signs, wish, weight = map(np.concatenate, ([one.signs for one in sets], wishes, weights))
    model = LogisticRegression(C=1e3, max_iter=1000)
    return model.fit(signs, wish, sample_weight=weight * len(weight))


def temperature(sets: list[Heard]) -> float:
    """That by which the chances of the six classes are likeliest, on texts that are no wish."""
    losses = []
    for heat in TEMPERATURES:
        losses.append(0.0)
        for one in sets:
            others = one.texts.classes != STOP
            truth = one.texts.classes[others]
            scaled = one.logits[others] / heat
            raised = np.exp(scaled - scaled.max(1, keepdims=True))
            weights = balanced(truth, one.texts.families[others])
            losses[-1] += log_loss(
                truth, raised / raised.sum(1, keepdims=True), sample_weight=weights, labels=range(6)
            )
    return TEMPERATURES[int(np.argmin(losses))]


def main(*, writes: bool) -> None:
    """Say how good it is on each set left out; then train on all, and write."""
    rng = np.random.default_rng(SEED)
    parts = {}
    for path in [*OWN, *LATER, *BY_FIFTH, *BY_SIXTH, *MEASURED]:
        said = said_in(path, rng, MOST_OF_FAMILY)
        parts[path] = seen(said + dressed(said, rng))  # bare, too: a little better on sets left out
    sets = []
    for asked, left in LEFT_OUT:
        model = fitted(joined([part for path, part in parts.items() if path not in left]))
        bare = joined([seen(said_in(path, rng, MOST_OF_FAMILY)) for path in asked])
        sets.append(heard(model, bare))
    for n, ((asked, _), one) in enumerate(zip(LEFT_OUT, sets, strict=True)):
        line = weighed([sets[k] for k in WEIGHING if k != n])
        print(asked[0].stem)
        _tell(one, line.predict_proba(one.signs)[:, 1])
    weighing = [sets[n] for n in WEIGHING]
    line, heat = weighed(weighing), temperature(weighing)
    print("signs of a wish:", line.coef_.round(3), line.intercept_.round(3), "temperature", heat)
    if writes:
        _write(fitted(joined(list(parts.values()))), line, heat)


def _write(model: Fitted, line: LogisticRegression, heat: float) -> None:
    columns = np.vstack([model.classes.coef_, model.wish.coef_]).T
    np.savez_compressed(
        OUT,
        weights=columns.astype(np.float16),
        bias=np.append(model.classes.intercept_, model.wish.intercept_).astype(np.float32),
        temperature=heat,
        shares=line.coef_[0],
        shift=line.intercept_[0],
    )
    print(f"{OUT.stat().st_size:,} bytes")


def _tell(one: Heard, chance: NDArray[np.float64]) -> None:
    """Prints what each chance from which a wish is heard finds, with the rules' say and without."""
    texts = one.texts
    weights = 1 / np.bincount(texts.families)[texts.families]
    is_wish = texts.classes == STOP
    for least in (0.7, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01):
        figures = []
        for got in (texts.ruled | (chance >= least), chance >= least):
            figures += [
                np.average(got[kind], weights=weights[kind]) for kind in (is_wish, ~is_wish)
            ]
            told = np.where(got, STOP, one.logits.argmax(1))
            figures.append(f1_score(texts.classes, told, average="macro", sample_weight=weights))
        ours, alone = (" ".join(f"{one:.3f}" for one in figures[n : n + 3]) for n in (0, 3))
        print(f"  from {least}: found, false, macro-F1 {ours}; weighed only {alone}", flush=True)
    for least in (0.7, 0.8, 0.9, 0.95, 0.98):
        sure = texts.ruled & (chance >= least)
        share = [np.average(sure[kind], weights=weights[kind]) for kind in (is_wish, ~is_wish)]
        print(f"  sure from {least}: wishes {share[0]:.3f}, others {share[1]:.3f}", flush=True)


if __name__ == "__main__":
    with threadpool_limits(1):  # so small a problem only waits for more threads
        main(writes="--by-set" not in sys.argv)
