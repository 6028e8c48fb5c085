"""How good the verdicts are: on planted farms, real honest pages, well-known sites, human labels.

    python bench/quality/toxicity.py            # everything, some minutes
    python bench/quality/toxicity.py --part well-known

The shipped model is judged on cases that it was not trained on (`toxicity_rows`), without any list
of sites to spare. Beside it: a constant, rules, a logistic regression over the same columns, the
group's probability alone, and the model with one round of smoothing over groups. Intervals are 95 %
bootstrap intervals over whole cases.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import numpy as np
from numpy.typing import NDArray
from planted import PAPERS
from sklearn.metrics import average_precision_score, roc_auc_score
from toxicity_fit import BASE_RATE, Rows, by_rules, fit_logistic, rows_of, weights
from toxicity_judge import Verdicts, calibration_error, verdicts
from toxicity_known import well_known
from toxicity_names import names_report
from toxicity_rows import (
    HONEST,
    PLACED,
    REAL,
    SOURCES,
    Case,
    judging_cases,
    paper_cases,
    training_cases,
)

from backlinkbot.core.audit import Advice
from backlinkbot.logic.judge.verdict.advice import DISAVOW_FROM
from backlinkbot.logic.judge.verdict.columns import GROUP, NONE
from backlinkbot.logic.judge.verdict.model import Model, shipped

Floats = NDArray[np.float64]

DRAWS, SEED = 200, 20_261_121
SMOOTHING = 0.5  # of a neighbour round: how much the mean of the group counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("planted", "well-known", "labels"))
    part = parser.parse_args().part
    for name, lines in (("planted", planted), ("well-known", well_known), ("labels", names_report)):
        if part in {None, name}:
            for line in lines():
                sys.stdout.write(line + "\n")
                sys.stdout.flush()


def planted() -> Iterator[str]:
    """Held-out cases, by source; then what the advice got wrong."""
    model = shipped()
    seen = training_cases()
    cases = judging_cases(seen)
    taught, asked = rows_of(seen, model.names), rows_of(cases, model.names)
    yield f"{len(cases)} held-out cases, {len(asked.truth):,} linking sites"
    yield f"weighted so that {BASE_RATE:.0%} of each planted source are placed:"
    scores = dict(_scores(model, taught, asked, cases))
    for name, (score, probability) in scores.items():
        yield _figures(name, asked, score, probability)
    for source in SOURCES[:-1]:
        inside = asked.source == SOURCES.index(source)
        for name in ("ours", "rules", "logistic"):
            score, probability = scores[name]
            some = _part(asked, inside)
            yield _figures(f"{source}: {name}", some, score[inside], probability[inside])
    yield from _reliability(asked, scores["ours"][1])
    yield from _advice(verdicts(cases, model))
    yield from _papers(model)


def _scores(
    model: Model, taught: Rows, asked: Rows, cases: list[Case]
) -> Iterator[tuple[str, tuple[Floats, Floats]]]:
    """By method: scores to rank by, and probabilities (the same where a method has no others)."""
    raw = model.scores(asked.features).astype(np.float64)
    yield "ours", (raw, model.probability(asked.features).astype(np.float64))
    smooth = _smoothed(cases, raw)
    yield "ours, smoothed", (smooth, np.interp(smooth, *model.curve))
    logistic = fit_logistic(taught)
    yield (
        "logistic",
        (
            logistic.decision_function(asked.features),
            logistic.predict_proba(asked.features)[:, 1],
        ),
    )
    group = asked.features[:, asked.names.index(GROUP)].astype(np.float64)
    for name, score in (
        ("group alone", group),
        ("rules", by_rules(asked)),
        ("constant", np.full(len(raw), np.average(taught.truth, weights=taught.weight))),
    ):
        yield name, (score, score)


def _smoothed(cases: list[Case], raw: Floats) -> Floats:
    """One round in which a group's members take a share of their mean score."""
    found, begin = raw.copy(), 0
    for case in cases:
        known = (case.truth == HONEST) | (case.truth == PLACED)
        group = case.told.group[known]
        own = raw[begin : begin + len(group)]
        for each in np.unique(group[group != NONE]):
            inside = group == each
            mean = own[inside].mean()
            mixed = (1 - SMOOTHING) * own[inside] + SMOOTHING * mean
            found[begin : begin + len(group)][inside] = mixed
        begin += len(group)
    return found


def _part(rows: Rows, inside: NDArray[np.bool_]) -> Rows:
    truth, source = rows.truth[inside], rows.source[inside]
    return Rows(
        rows.names, rows.features[inside], truth, rows.case[inside], source, weights(truth, source)
    )


def _figures(name: str, rows: Rows, score: Floats, probability: Floats) -> str:
    told = [
        f"PR AUC {_interval(rows, score, average_precision_score)}",
        f"ROC AUC {_interval(rows, score, roc_auc_score)}",
        f"ECE {calibration_error(probability, rows.truth, rows.weight):.4f}"
        f" (unweighted {calibration_error(probability, rows.truth, np.ones(len(score))):.4f})",
    ]
    high = probability >= DISAVOW_FROM
    wrong = int((high & (rows.truth == HONEST)).sum())
    told.append(f"p >= {DISAVOW_FROM}: {int(high.sum()):,} sites, {wrong} honest")
    return f"  {name:32} " + ", ".join(told)


def _interval(rows: Rows, score: Floats, measure: Callable[..., float]) -> str:
    draw = np.random.default_rng(SEED)
    cases = np.unique(rows.case)
    place = {case: np.flatnonzero(rows.case == case) for case in cases.tolist()}
    found = []
    for _ in range(DRAWS):
        some = np.concatenate([place[at] for at in draw.choice(cases, len(cases)).tolist()])
        if 0 < rows.truth[some].sum() < len(some):
            found.append(measure(rows.truth[some], score[some], sample_weight=rows.weight[some]))
    low, high = np.quantile(found, (0.025, 0.975))
    middle = measure(rows.truth, score, sample_weight=rows.weight)
    return f"{middle:.4f} [{low:.4f}, {high:.4f}]"


def _reliability(rows: Rows, probability: Floats) -> Iterator[str]:
    """What was said beside what was found, in tenths."""
    yield "said and found, by tenths:"
    place = np.minimum((probability * 10).astype(int), 9)
    for at in np.unique(place).tolist():
        inside = place == at
        said = np.average(probability[inside], weights=rows.weight[inside])
        found = np.average(rows.truth[inside], weights=rows.weight[inside])
        yield f"  said {said:.3f}, found {found:.3f} ({int(inside.sum()):,} sites)"


def _advice(found: Verdicts) -> Iterator[str]:
    """What the product advised: how many of the placed ones it named, how many honest ones."""
    for source in SOURCES:
        inside = found.source == SOURCES.index(source)
        told = []
        for advice in (Advice.DISAVOW, Advice.REVIEW):
            got = inside & (found.advice == list(Advice).index(advice))
            placed, honest = got & (found.truth == PLACED), got & (found.truth == HONEST)
            told.append(f"{advice.value} {placed.sum():,} placed and {honest.sum()} honest")
        total = f"{(inside & (found.truth == PLACED)).sum():,} placed"
        yield f"advice, {source}: {', '.join(told)}, of {total}, {inside.sum():,} in all"
    for advice in (Advice.DISAVOW, Advice.REVIEW):
        got = found.advice == list(Advice).index(advice)
        for of, truth in (("placed", PLACED), ("honest", HONEST)):
            share = _share(found, got, found.truth == truth)
            yield f"{of} sites with advice “{advice.value}”: {share}"
        given, wrong = found.errors(advice)
        yield f"advice “{advice.value}”: {wrong} of {given:,} wrong"
        yield f"wrong among advice “{advice.value}”: {_share(found, found.truth == HONEST, got)}"
    real = found.source == SOURCES.index(REAL)
    yield f"real honest pages: {Counter(list(Advice)[a].value for a in found.advice[real])}"


def _papers(model: Model) -> Iterator[str]:
    """Honest papers of one publisher in an index that knows hardly anybody: apart, all of them."""
    disavowed = 0
    for name in PAPERS:
        found = verdicts(list(paper_cases(name)), model)
        told = Counter(list(Advice)[advice].value for advice in found.advice.tolist())
        disavowed += told[Advice.DISAVOW.value]
        yield f"clients of a publisher's {name}: {dict(told)}, {found.probability.mean():.3f} said"
    yield f"clients of publishers, sites disavowed: {disavowed}"


def _share(found: Verdicts, some: NDArray[np.bool_], of: NDArray[np.bool_]) -> str:
    """How many of certain sites are also of another kind, with a bootstrap over cases."""
    draw = np.random.default_rng(SEED)
    both = np.bincount(found.case, some & of, found.case.max() + 1)
    whole = np.bincount(found.case, of, found.case.max() + 1)
    shares = []
    for _ in range(DRAWS):
        rows = draw.integers(0, len(whole), len(whole))
        shares.append(both[rows].sum() / max(1, whole[rows].sum()))
    low, high = np.quantile(shares, (0.025, 0.975))
    share = both.sum() / max(1, whole.sum())
    return f"{both.sum():,.0f} of {whole.sum():,.0f} = {share:.3%} [{low:.3%}, {high:.3%}]"


if __name__ == "__main__":
    main()
