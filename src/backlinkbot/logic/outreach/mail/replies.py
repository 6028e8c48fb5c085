"""What a person answers: of seven classes the one meant, with how sure that is.

Two small linear models over hashed pieces (`pieces`), trained by bench/train/replies.py on texts
that we wrote in seven languages: one tells the classes, the other a wish to be left alone. Both
read the whole text and each sentence by itself, for a wish is often said in one of many, and the
sentence that is most like one counts. These four scores and whether a rule hears a wish
(`unsubscribe`) are weighed together to the chance of one; the weights were learned, and both kinds
of chances calibrated, on sets of texts that the models had not seen (stacking, Wolpert 1992; Platt
1999; Guo et al. 2017).
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
# Chances of a wish from which it is heard, and from which a person looks. The first is where, on
# the last three sets, each left out of the training (bench/train/replies.py --by-set), missed
# wishes cost least, one held to be as bad as twenty false ones that a person is shown.
STOP_IS_LIKELY = 0.07
STOP_IS_POSSIBLE = 0.02
# Where a rule hears it as well, and only there, a wish is sure from this chance on. Of answers with
# the words of a wish and without one (the fifth set, left out), 0.012 are taken for one from here.
STOP_IS_SURE = 0.9
NOT_SURE = 0.55  # at most, of what a person shall decide
SUREST = 0.99
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
STOP = BY_TEXT.index(ReplyClass.UNSUBSCRIBE)  # the last of them


class Model(NamedTuple):
    """The trained numbers: a row for each place, a column for each class, one for a wish."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float  # of the classes beside the wish
    shares: NDArray[np.float64]  # of each of `wish_signs` in a wish
    shift: float  # of a wish: its chance is the logistic of what the signs add up to + shift


def reply_class_of(text: str) -> tuple[ReplyClass, float]:
    """What a person means, and how likely that is; `text` is without quotes and signature.

    A rule and the model must agree on a wish for it to be sure. Where one of them alone hears it,
    nothing more is sent, and a person decides.
    """
    is_ruled = asks_to_stop(text)
    if not LETTER.search(text):
        return (ReplyClass.UNSUBSCRIBE, NOT_SURE) if is_ruled else (ReplyClass.QUESTION, UNREAD)
    chances = chances_of(text, trained())
    wish = float(chances[STOP])
    if is_ruled or wish >= STOP_IS_LIKELY:
        is_sure = is_ruled and wish >= STOP_IS_SURE
        return ReplyClass.UNSUBSCRIBE, min(wish, SUREST if is_sure else NOT_SURE)
    best = int(np.argmax(chances[:STOP]))
    sure = float(chances[best])
    return BY_TEXT[best], min(sure, NOT_SURE) if wish >= STOP_IS_POSSIBLE else sure


def chances_of(text: str, model: Model) -> NDArray[np.float64]:
    """The chance of each class of `BY_TEXT`; they add up to one."""
    whole = scores_of(text, model.weights, model.bias).astype(np.float64)
    others = whole[:STOP]
    line = float(wish_signs(text, model) @ model.shares) + model.shift
    wish = 1 / (1 + np.exp(-line))
    raised = np.exp((others - others.max()) / model.temperature)
    return np.append(raised / raised.sum() * (1 - wish), wish)


def wish_signs(text: str, model: Model) -> NDArray[np.float64]:
    """What speaks for a wish: both models on the whole, both on its likest sentence, a rule."""
    whole = scores_of(text, model.weights, model.bias)
    read = [scores_of(one, model.weights, model.bias) for one in sentences_of(text)] or [whole]
    said = np.array(read, np.float64)
    return np.array(
        [
            odds_of(whole[None].astype(np.float64))[0],
            odds_of(said).max(),
            float(whole[-1]),
            said[:, -1].max(),
            float(asks_to_stop(text)),
        ]
    )


def odds_of(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithm of the odds of a wish by the class model; a row for each text, see `BY_TEXT`."""
    return np.asarray(scores[:, STOP] - np.logaddexp.reduce(scores[:, :STOP], axis=1))


@cache
def trained() -> Model:
    """The model that the package carries."""
    place = files("backlinkbot.logic.outreach.mail") / "data" / WEIGHTS
    with place.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return Model(
            kept["weights"].astype(np.float32),
            kept["bias"].astype(np.float32),
            float(kept["temperature"]),
            kept["shares"].astype(np.float64),
            float(kept["shift"]),
        )
