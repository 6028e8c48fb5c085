"""What a person answers: of seven classes the one meant, with how sure that is.

Rules know a wish to be left alone; the rest is a small linear model over hashed words, pairs of
words and pieces of words (Weinberger et al. 2009) and the hints that `unsubscribe` finds, trained
by bench/train/replies.py on sentences that we wrote in six languages. Its confidence is calibrated
by one temperature (Guo et al. 2017) on sentences of families that it had not seen.
"""

from __future__ import annotations

import re
import zlib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backlinkbot.logic.outreach.mail.unsubscribe import asks_to_stop, folded, hints_of

WEIGHTS = "replies-2026-11.npz"
SIZE = 1 << 15  # places for hashed pieces: some 25,000 are in use
MAX_WORDS = 120  # of a reply that the model reads; the answer is given in the first sentences
PIECES = (3, 4)  # characters of the pieces of a word
HINT_PLACES = 2  # for each hint, so that a text of many pieces does not drown it
# By the model alone, which only adds to the rules. Chosen out of fold, not by what measures: the
# chance at which about an eighth of other answers are shown to a person as such a wish.
STOP_IS_LIKELY = 0.3
STOP_IS_POSSIBLE = 0.1  # from here on a person sees it, whatever else it seems to be
STOP_BY_RULE = 0.99
STOP_BY_MODEL = 0.55  # at most: without a rule's words a person decides
UNREAD = 0.2  # where a text has nothing to go by
WORD = re.compile(r"[^\W_]+|[?€$£]")


class ReplyClass(StrEnum):
    """What an answer means for us; the last two are no person's words."""

    POSITIVE = "positive"
    PAYMENT = "asks for payment"
    QUESTION = "question"
    REFERRAL = "referral"
    NOT_NOW = "not now"
    NEGATIVE = "negative"
    UNSUBSCRIBE = "unsubscribe"
    OUT_OF_OFFICE = "out of office"
    BOUNCE = "bounce"


BY_TEXT = tuple(ReplyClass)[:7]  # those that the model tells apart, in the order of its columns


class Model(NamedTuple):
    """The trained numbers: a row for each place, a column for each class of `BY_TEXT`."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float


def reply_class_of(text: str) -> tuple[ReplyClass, float]:
    """What a person means, and how likely that is; `text` is without quotes and signature."""
    if asks_to_stop(text):
        return ReplyClass.UNSUBSCRIBE, STOP_BY_RULE
    chances = chances_of(text, trained())
    stop = BY_TEXT.index(ReplyClass.UNSUBSCRIBE)
    is_wish = chances[stop] >= STOP_IS_LIKELY
    best = stop if is_wish else int(np.argmax(chances[:stop]))  # the last column is that wish
    sure = float(chances[best]) if WORD.search(folded(text)) else UNREAD
    if best == stop or chances[stop] >= STOP_IS_POSSIBLE:
        sure = min(sure, STOP_BY_MODEL)
    return BY_TEXT[best], sure


def chances_of(text: str, model: Model) -> NDArray[np.float64]:
    """The chance of each class of `BY_TEXT`; they add up to one."""
    places = places_of(text)
    scale = 1 / np.sqrt(max(1, len(places)))
    score = (model.weights[places].sum(axis=0) * scale + model.bias) / model.temperature
    raised = np.exp(score.astype(np.float64) - score.max())
    return np.asarray(raised / raised.sum())


def places_of(text: str) -> list[int]:
    """Where the words, pairs and pieces of a text are counted; each once."""
    found = WORD.findall(folded(text))[:MAX_WORDS]
    pieces = [f"w{word}" for word in found]
    pieces += [f"p{one} {two}" for one, two in pairwise(found)]
    for word in found:
        padded = f"^{word[:30]}$"
        for length in PIECES:
            pieces += [f"c{padded[n : n + length]}" for n in range(len(padded) - length + 1)]
    pieces += [f"h{n}{hint}" for hint in hints_of(text) for n in range(HINT_PLACES)]
    return sorted({zlib.crc32(piece.encode()) % SIZE for piece in pieces})


@cache
def trained() -> Model:
    """The model that the package carries."""
    place = files("backlinkbot.logic.outreach.mail") / "data" / WEIGHTS
    with place.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return Model(
            kept["weights"].astype(np.float32),
            kept["bias"].astype(np.float32),
            float(kept["temperature"]),
        )
