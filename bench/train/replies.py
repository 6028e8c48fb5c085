"""Trains the model of what a reply means, on the sentences beside it; writes the packaged weights.

    python bench/train/replies.py

A one-layer softmax over hashed words, pairs and pieces (scikit-learn's logistic regression), its
strength and its temperature chosen over five folds of families, so that no sentence's family is on
both sides. The sentences are ours: the figures on people's mails may be lower.
"""

from __future__ import annotations

import itertools
import re
import sys
import tomllib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from backlinkbot.logic.outreach.mail.replies import (  # noqa: E402 - from this clone
    BY_TEXT,
    SIZE,
    WEIGHTS,
    ReplyClass,
    places_of,
)
from backlinkbot.logic.outreach.mail.unsubscribe import asks_to_stop  # noqa: E402

SENTENCES = Path(__file__).with_name("reply_sentences.toml")
OUT = ROOT / "src" / "backlinkbot" / "logic" / "outreach" / "mail" / "data" / WEIGHTS
FOLDS, MOST_OF_FAMILY, SEED = 5, 24, 7
STRENGTHS = (3.0, 10.0, 30.0, 100.0)
TEMPERATURES = (0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2, 1.5, 2.0)
CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
GREETINGS = (
    "", "", "", "Hi, ", "Hello,\n\n", "Hallo, ", "Guten Tag,\n", "Bonjour,\n", "Hola, ", "Beste, ",
    "Hi there,\n", "Dear Sir,\n", "Buongiorno,\n", "Ciao, ",
)  # fmt: skip
ENDS = (
    "",
    "",
    "",
    "\n\nBest,\nAnna",
    "\nThanks",
    "\nViele Grüße",
    "\nCordialement",
    "\nSaludos",
    "\nGroet",
    "\nTom",
    "\nCordiali saluti",
)

# What stands before an answer and means nothing; a third of the sentences get one, so that the
# model learns to look past them.
CONTEXTS = (
    "I read your mail this morning. ", "We are a small team here. ", "It is raining today. ",
    "You wrote about our page. ", "I run this site in my free time. ",
    "ich habe Ihre Mail heute gelesen. ", "Wir sind ein kleines Team. ", "Es regnet heute. ",
    "Sie haben wegen unserer Seite geschrieben. ", "Die Seite mache ich nebenbei. ",
    "j'ai lu votre mail ce matin. ", "Nous sommes une petite équipe. ", "Il pleut ici. ",
    "Vous parlez de notre page. ", "Je tiens ce site à mes heures perdues. ",
    "he leído su correo esta mañana. ", "Somos un equipo pequeño. ", "Hoy llueve. ",
    "Habla usted de nuestra página. ", "Llevo esta web en mi tiempo libre. ",
    "ho letto la mail stamattina. ", "Siamo una piccola squadra. ", "Oggi piove. ",
    "Si tratta della nostra pagina. ", "Curo questo sito nel tempo libero. ",
    "ik heb uw mail gelezen. ", "Wij zijn een klein team. ",
)  # fmt: skip
WITH_CONTEXT = 0.33


def expanded(template: str, rng: np.random.Generator, most: int = MOST_OF_FAMILY) -> list[str]:
    """The sentences of a family: every choice, or so many drawn from them; inner choices first."""
    found = {template}
    while any(CHOICE.search(one) for one in found):
        found = set(itertools.chain.from_iterable(map(_first_choice, found)))
        if len(found) > most * 40:
            found = set(rng.choice(sorted(found), most * 40, replace=False))
    texts = sorted(found)
    return (
        texts
        if len(texts) <= most
        else [str(one) for one in rng.choice(texts, most, replace=False)]
    )


def _first_choice(text: str) -> list[str]:
    found = CHOICE.search(text)
    if not found:
        return [text]
    return [text[: found.start()] + part + text[found.end() :] for part in found[1].split("|")]


def families(path: Path) -> list[tuple[str, str, str]]:
    """Class, language and template of each family."""
    table = tomllib.loads(path.read_text("utf-8"))
    return [(c, lang, t) for c, langs in table.items() for lang, ts in langs.items() for t in ts]


def rows_of(texts: list[str]) -> csr_matrix:
    """A row for each text, as the model sees it."""
    places = [places_of(text) for text in texts]
    values = np.concatenate([np.full(len(p), 1 / np.sqrt(max(1, len(p)))) for p in places])
    starts = np.concatenate([[0], np.cumsum([len(p) for p in places])])
    return csr_matrix((values, np.concatenate(places).astype(np.int64), starts), (len(texts), SIZE))


def fitted(
    rows: csr_matrix, classes: NDArray[np.int64], strength: float, weights: NDArray[np.float64]
) -> LogisticRegression:
    """The model at one strength (the inverse of the L2 penalty)."""
    return LogisticRegression(C=strength, max_iter=120).fit(rows, classes, sample_weight=weights)


def main() -> None:
    """Choose, fit, write, and say how good it is out of fold."""
    rng = np.random.default_rng(SEED)
    texts, classes, groups = [], [], []
    for number, (name, _, template) in enumerate(families(SENTENCES)):
        for sentence in expanded(template, rng):
            before = rng.choice(CONTEXTS) if rng.random() < WITH_CONTEXT else ""
            texts.append(f"{rng.choice(GREETINGS)}{before}{sentence}{rng.choice(ENDS)}")
            classes.append([c.value for c in BY_TEXT].index(name))
            groups.append(number)
    y, group = np.array(classes), np.array(groups)
    rows = rows_of(texts)
    weights = 1 / np.bincount(group)[group]  # each family counts alike, and so does each class
    weights /= np.bincount(y, weights=weights)[y]
    weights *= len(weights) / weights.sum()
    fold = rng.permutation(group.max() + 1)[group] % FOLDS
    best: tuple[float, float, NDArray[np.float64]] | None = None
    for strength in STRENGTHS:
        logits = np.zeros((len(y), len(BY_TEXT)))
        for n in range(FOLDS):
            model = fitted(rows[fold != n], y[fold != n], strength, weights[fold != n])
            logits[fold == n] = model.decision_function(rows[fold == n])
        f1 = f1_score(y, logits.argmax(1), average="macro", sample_weight=weights)
        print(f"strength {strength}: macro-F1 out of fold {f1:.3f}")
        if best is None or f1 > best[1]:
            best = (strength, f1, logits)
    assert best
    strength, _, logits = best
    losses = []
    for heat in TEMPERATURES:
        raised = np.exp(logits / heat - (logits / heat).max(1, keepdims=True))
        losses.append(log_loss(y, raised / raised.sum(1, keepdims=True), sample_weight=weights))
    heat = TEMPERATURES[int(np.argmin(losses))]
    _tell(texts, y, weights, logits / heat)
    model = fitted(rows, y, strength, weights)
    np.savez_compressed(
        OUT,
        weights=model.coef_.T.astype(np.float16),
        bias=model.intercept_.astype(np.float32),
        temperature=heat,
    )
    print(f"{len(texts)} sentences of {group.max() + 1} families; {OUT.stat().st_size:,} bytes")
    print(f"strength {strength}, temperature {heat}")


def _tell(
    texts: list[str],
    y: NDArray[np.int64],
    weights: NDArray[np.float64],
    logits: NDArray[np.float64],
) -> None:
    """Prints what each chance from which the model hears a wish finds, out of fold."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    stop = BY_TEXT.index(ReplyClass.UNSUBSCRIBE)
    chance = raised[:, stop] / raised.sum(1)
    ruled, wish = np.array([asks_to_stop(text) for text in texts]), y == stop
    for least in (0.5, 0.3, 0.2, 0.1):
        heard = ruled | (chance >= least)
        found = np.average(heard[wish], weights=weights[wish])
        false = np.average(heard[~wish], weights=weights[~wish])
        print(f"a wish from {least}: found {found:.3f}, other answers taken for it {false:.3f}")


if __name__ == "__main__":
    with threadpool_limits(1):  # so small a problem only waits for more threads
        main()
