"""Texts of answers as the models see them: a row of hashed pieces for each text and sentence."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from reply_texts import Said
from scipy.sparse import csr_matrix, vstack

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from backlinkbot.logic.outreach.mail.pieces import (
    SIZE,
    places_of,
    sentences_of,
)
from backlinkbot.logic.outreach.mail.replies import BY_TEXT
from backlinkbot.logic.outreach.mail.unsubscribe import asks_to_stop

NAMES = [one.value for one in BY_TEXT]


class Texts(NamedTuple):
    """Texts with what the models see of them; `bag` says of which text a sentence is."""

    classes: NDArray[np.int64]
    families: NDArray[np.int64]
    ruled: NDArray[np.bool_]  # whether a rule hears a wish
    whole: csr_matrix
    sentences: csr_matrix
    bag: NDArray[np.int64]

    def highest(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """The highest of the scores of the sentences of each text."""
        most = np.full(len(self.classes), -np.inf)
        np.maximum.at(most, self.bag, scores)
        return most


def seen(said: list[Said]) -> Texts:
    """Texts as the models see them."""
    parts = [sentences_of(one.text) or [one.text] for one in said]
    return Texts(
        np.array([NAMES.index(one.name) for one in said]),
        np.array([one.family for one in said]),
        np.array([asks_to_stop(one.text) for one in said]),
        rows_of([one.text for one in said]),
        rows_of([sentence for one in parts for sentence in one]),
        np.repeat(np.arange(len(said)), [len(one) for one in parts]),
    )


def joined(parts: list[Texts]) -> Texts:
    """All of them, with families and bags of their own."""
    families = np.cumsum([0, *(one.families.max() + 1 for one in parts)])
    places = np.cumsum([0, *(len(one.classes) for one in parts)])
    return Texts(
        np.concatenate([one.classes for one in parts]),
        np.concatenate([one.families + n for one, n in zip(parts, families[:-1], strict=True)]),
        np.concatenate([one.ruled for one in parts]),
        csr_matrix(vstack([one.whole for one in parts])),
        csr_matrix(vstack([one.sentences for one in parts])),
        np.concatenate([one.bag + n for one, n in zip(parts, places[:-1], strict=True)]),
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


def balanced(classes: NDArray[np.int64], family: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weights by which each family of a class and each class count alike."""
    weights = 1 / np.bincount(family)[family]
    weights /= np.bincount(classes, weights=weights)[classes]
    return np.asarray(weights * len(weights) / weights.sum())
