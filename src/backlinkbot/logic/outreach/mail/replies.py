"""What a person answers: of seven classes the one meant, with how sure that is.

Rules know a wish to be left alone. Beside them stand two small linear models over hashed pieces
(`pieces`), trained by bench/train/replies.py on sentences that we wrote in seven languages: one
looks for a wish in each sentence by itself, for it is often said in one of many, and the sentence
that is most like one counts; the other tells the six other classes by the whole text. Both are
calibrated on families of sentences that they had not seen (Platt 1999; Guo et al. 2017).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backlinkbot.logic.outreach.mail.pieces import LETTER, scores_of, sentences_of
from backlinkbot.logic.outreach.mail.unsubscribe import asks_to_stop

WEIGHTS = "replies-2026-11.npz"
# Chances from which the model hears a wish, and from which a person looks. Chosen out of fold by
# bench/train/replies.py, not by what measures: there the first calls 0.12 of the other answers a
# wish, all of which a person sees; from the second on 0.98 of the wishes are heard or shown.
STOP_IS_LIKELY = 0.4
STOP_IS_POSSIBLE = 0.1
STOP_BY_RULE = 0.99
STOP_BY_MODEL = 0.55  # at most: without a rule's words a person decides
UNREAD = 0.2  # where a text has nothing to go by


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
    """The trained numbers: a row for each place, a column for each class and one for the wish."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float  # of the classes
    slope: float  # of the wish: its chance is the logistic of slope · score + shift
    shift: float


def reply_class_of(text: str) -> tuple[ReplyClass, float]:
    """What a person means, and how likely that is; `text` is without quotes and signature."""
    if asks_to_stop(text):
        return ReplyClass.UNSUBSCRIBE, STOP_BY_RULE
    if not LETTER.search(text):
        return ReplyClass.QUESTION, UNREAD
    chances = chances_of(text, trained())
    stop = BY_TEXT.index(ReplyClass.UNSUBSCRIBE)
    is_wish = chances[stop] >= STOP_IS_LIKELY
    best = stop if is_wish else int(np.argmax(chances[:stop]))  # the last column is that wish
    sure = float(chances[best])
    if is_wish or chances[stop] >= STOP_IS_POSSIBLE:
        sure = min(sure, STOP_BY_MODEL)
    return BY_TEXT[best], sure


def chances_of(text: str, model: Model) -> NDArray[np.float64]:
    """The chance of each class of `BY_TEXT`; they add up to one."""
    score = scores_of(text, model.weights[:, :-1], model.bias[:-1]) / model.temperature
    raised = np.exp(score.astype(np.float64) - score.max())
    wish = wish_of(text, model)
    return np.append(raised / raised.sum() * (1 - wish), wish)


def wish_of(text: str, model: Model) -> float:
    """The chance that some sentence of a text is a wish to be left alone."""
    weights, bias = model.weights[:, -1:], model.bias[-1:]
    read = sentences_of(text) or [text]
    most = max(float(scores_of(one, weights, bias)[0]) for one in read)
    return float(1 / (1 + np.exp(-(model.slope * most + model.shift))))


@cache
def trained() -> Model:
    """The model that the package carries."""
    place = files("backlinkbot.logic.outreach.mail") / "data" / WEIGHTS
    with place.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return Model(
            kept["weights"].astype(np.float32),
            kept["bias"].astype(np.float32),
            float(kept["temperature"]),
            float(kept["slope"]),
            float(kept["shift"]),
        )
