"""What a person answers: of seven classes the one meant, with how sure that is.

Rules know a wish to be left alone. Beside them stand two small linear models over hashed pieces
(`pieces`), trained by bench/train/replies.py on sentences that we wrote in seven languages: one
tells the classes by the whole text; the other looks for a wish in each sentence by itself, for it
is often said in one of many, and the sentence that is most like one counts. How likely a wish is,
both say together. They are calibrated on families of sentences that they had not seen (Platt 1999;
Guo et al. 2017).
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
# Chances from which the model hears a wish, and from which a person looks. Chosen out of fold over
# families (bench/train/replies.py): from the first on 0.12 of the other answers are called a wish,
# all of which a person sees; from the second on 0.99 of the wishes are heard or shown.
STOP_IS_LIKELY = 0.35
STOP_IS_POSSIBLE = 0.05
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
    """The trained numbers: a row for each place, a column for each class, one for a sentence."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float  # of the classes beside the wish
    slope: float  # of the wish: its chance is the logistic of slope · both scores + shift
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
    whole = scores_of(text, model.weights[:, :-1], model.bias[:-1]).astype(np.float64)
    others = whole[:-1]
    odds = whole[-1] - np.logaddexp.reduce(others)
    line = model.slope * (odds + wish_score(text, model)) + model.shift
    wish = 1 / (1 + np.exp(-line))
    raised = np.exp((others - others.max()) / model.temperature)
    return np.append(raised / raised.sum() * (1 - wish), wish)


def wish_score(text: str, model: Model) -> float:
    """How much that sentence of a text which is most like a wish to be left alone is like one."""
    weights, bias = model.weights[:, -1:], model.bias[-1:]
    read = sentences_of(text) or [text]
    return max(float(scores_of(one, weights, bias)[0]) for one in read)


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
