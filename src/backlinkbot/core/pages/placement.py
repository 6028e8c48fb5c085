"""Where on its page a link stands, with a calibrated probability, by a trained model of ours.

Three questions are asked of the same features: is it main content, is it readers' text (comments,
guest books), and which of the other places is it. Readers' text fails closed: a link that looks
like content but may be a comment is "unknown", never "content".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.errors import Broken
from backlinkbot.core.nouns import Placement
from backlinkbot.core.pages.features import FEATURES
from backlinkbot.core.pages.trees import Forest, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

# The places that are neither content nor comment; an earlier one wins where a page names several
# (a menu in a footer is footer).
OTHERS = ("footer", "sidebar", "navigation", "header", "author bio", "widget", "list/directory")
# Outputs of the stored trees: content, comment, then OTHERS.
CONTENT, COMMENT, OTHER = range(1), range(1, 2), range(2, 2 + len(OTHERS))
LIKELIER = 0.5  # a comment is called one from here on
UNSURE = 0.4  # of the other places none is named below this share
WORDS = (
    Placement.UNKNOWN.value,
    Placement.CONTENT.value,
    Placement.COMMENT.value,
    *OTHERS,
)


@dataclass(frozen=True)
class Model:
    """Three forests and what their raw scores mean.

    `content_curve`, `comment_curve`: (score, probability) pairs of the calibration, ascending;
    `from_content`: probability from which a link counts as content (best F1 on unseen domains);
    `from_comment`: probability of a comment from which nothing counts as content (recall >= 0.99).
    """

    content: Forest
    comment: Forest
    other: Forest
    content_curve: tuple[Floats, Floats]
    comment_curve: tuple[Floats, Floats]
    from_content: float
    from_comment: float


@cache
def shipped() -> Model:
    """The model in the package."""
    with (files("backlinkbot.core.pages.weights") / "placement.npz").open("rb") as file:
        arrays = dict(np.load(file))
    return model_of(arrays)


def model_of(arrays: dict[str, NDArray[Any]]) -> Model:
    """A model from its stored arrays; `features` names the columns that `node_feature` counts."""
    place = {name: number for number, name in enumerate(FEATURES)}
    names = [str(name) for name in arrays["features"]]
    missing = [name for name in names if name not in place]
    if missing:
        raise Broken(f"the placement model asks for features that no longer exist: {missing}")
    numbers = np.array([place[name] for name in names])
    trees = {**arrays, "node_feature": numbers[arrays["node_feature"].astype(np.int64)]}
    limits = arrays["limits"].astype(float)
    return Model(
        content=Forest.of(part(trees, CONTENT)),
        comment=Forest.of(part(trees, COMMENT)),
        other=Forest.of(part(trees, OTHER)),
        content_curve=(arrays["content_score"], arrays["content_probability"]),
        comment_curve=(arrays["comment_score"], arrays["comment_probability"]),
        from_content=float(limits[0]),
        from_comment=float(limits[1]),
    )


def classify(features: Floats) -> tuple[list[str], Floats]:
    """The placement (words of `nouns.Placement`) of each row of `features.matrix`; how sure 0..1.

    Rows of links that stand nowhere on the page (all zero) are unknown, with probability nan.
    """
    words, probability = classes(shipped(), features)
    return [WORDS[number] for number in words.tolist()], probability


def classes(model: Model, features: Floats) -> tuple[NDArray[np.int64], Floats]:
    """As `classify`, with numbers into `WORDS`."""
    content = np.interp(model.content.scores(features)[:, 0], *model.content_curve)
    comment = np.interp(model.comment.scores(features)[:, 0], *model.comment_curve)
    other = _shares(model.other.scores(features))
    likeliest = other.argmax(axis=1)
    share = other.max(axis=1, initial=0.0)
    rest = (1 - content) * (1 - comment)
    is_comment = comment >= np.maximum(LIKELIER, content)
    is_content = (content >= model.from_content) & (comment < model.from_comment) & ~is_comment
    is_doubtful = (content >= model.from_content) & ~is_content
    is_other = ~is_content & ~is_comment & ~is_doubtful & (share >= UNSURE)
    stands = features.any(axis=1)
    words = np.select(
        [~stands, is_comment, is_content, is_other],
        [0, WORDS.index("comment"), WORDS.index("content"), likeliest + len(WORDS) - len(OTHERS)],
        default=0,
    )
    sure = np.select(
        [~stands, is_comment, is_content, is_other],
        [np.float32(np.nan), comment, content, rest * share],
        default=np.maximum(rest * share, np.maximum(comment, 0)),
    )
    return words, sure.astype(np.float32)


def _shares(scores: Floats) -> Floats:
    """Softmax of each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
