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
from backlinkbot.core.pages import labels
from backlinkbot.core.pages.features import FEATURES
from backlinkbot.core.pages.trees import Forest, first, part

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
# A page whose content is a list of entries: most of its outward links stand in items of like build
# with one outward link and a line of text each, and the items are a good part of the page. The
# limits are of the definition, not fitted: no labelled set has such pages (one 300-link
# bibliography of an article must stay content).
FEWEST_ENTRIES, MOST_ENTRY_WORDS = 5, 40
ENTRIES_ALIKE, ENTRIES_OUTWARD, ENTRIES_PAGE = 0.8, 0.6, 0.3  # shares: items, outward links, words
READERS_COLUMNS = ("rel_ugc", "in_item_comment", "word_comment", "near_comment", "label_last",
                   "page_textareas")  # fmt: skip
COMMENT_LABEL, AUTHOR_LABEL = labels.NAMES.index("comment"), labels.NAMES.index("author")
AUTHOR_NEAR = 0.4  # of labels.REACH_WORDS behind "About the author": a note's length
AUTHOR_COLUMNS = ("label_last", "label_author")
FRAMES = ("in_nav", "in_header", "in_footer", "in_aside")
ENTRY_COLUMNS = ("external", "item_count", "item_one_outward", "item_words", "item_outward_share",
                 "item_page_share", *FRAMES)  # fmt: skip
READERS_NEAR = 4  # ancestors up to which the name "comment" speaks of the link's own place
READERS_PAGES = frozenset({"forum"})  # page types whose main text is its readers'
# What is told without asking for the other places, in order of precedence.
PLAIN = ("unknown", "comment", "list/directory", "author bio", "content")
WORDS = (
    Placement.UNKNOWN.value,
    Placement.CONTENT.value,
    Placement.COMMENT.value,
    *OTHERS,
)


@dataclass(frozen=True)
class GatedForest:
    """The content trees; links that the first of them put below `shut` get the score `lowest`.

    Most links of a page stand in menus, and few trees suffice to say so.
    """

    gate: Forest
    forest: Forest
    shut: float
    lowest: float

    @classmethod
    def of(cls, arrays: dict[str, NDArray[Any]]) -> GatedForest:
        """From the stored arrays; `gate`: how many trees it has, its limit, the lowest score."""
        trees, shut, lowest = arrays["gate"].astype(float).tolist()
        content = part(arrays, CONTENT)
        return cls(Forest.of(first(content, int(trees))), Forest.of(content), shut, lowest)

    def scores(self, features: Floats) -> Floats:
        """One raw score per row."""
        found = np.full(len(features), self.lowest, np.float32)
        is_open = np.flatnonzero(self.gate.scores(features)[:, 0] >= self.shut)
        scores = self.forest.scores(features[is_open])[:, 0]
        found[is_open] = np.maximum(scores, self.lowest)
        return found


@dataclass(frozen=True)
class Model:
    """Three forests and what their raw scores mean.

    `content_curve`, `comment_curve`: (score, probability) pairs of the calibration, ascending;
    `from_content`: probability from which a link counts as content (best F1 on unseen domains);
    `from_comment`: probability of a comment from which nothing counts as content (recall >= 0.99).
    """

    content: GatedForest
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
        content=GatedForest.of(trees),
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
    content = np.interp(model.content.scores(features), *model.content_curve)
    comment = np.interp(model.comment.scores(features)[:, 0], *model.comment_curve)
    is_comment = comment >= np.maximum(LIKELIER, content)
    may_be_content = ~is_comment & (comment < model.from_comment) & ~named_readers(features)
    is_content = (content >= model.from_content) & may_be_content
    is_doubtful = (content >= model.from_content) & ~is_content
    is_entry = entries(features) & ~is_doubtful & ~is_comment
    is_author = author_notes(features) & ~is_doubtful & ~is_comment & ~is_entry
    stands = features.any(axis=1)
    words = np.select(
        [~stands, is_comment, is_entry, is_author, is_content],
        [WORDS.index(place) for place in PLAIN],
        default=0,
    )
    sure = np.select(
        [~stands, is_comment, is_entry, is_author, is_content],
        [np.float32(np.nan), comment, 1 - comment, 1 - comment, content],
        default=comment,
    )
    asked = np.flatnonzero(stands & ~(is_comment | is_entry | is_author | is_content))
    other = _shares(model.other.scores(features[asked]))
    share = other.max(axis=1, initial=0.0)
    sure[asked] = (1 - content[asked]) * (1 - comment[asked]) * share
    is_named = (share >= UNSURE) & ~is_doubtful[asked]
    named = asked[is_named]
    words[named] = other[is_named].argmax(axis=1) + len(WORDS) - len(OTHERS)
    unnamed = asked[~is_named]
    sure[unnamed] = np.maximum(sure[unnamed], comment[unnamed])
    return words, sure.astype(np.float32)


def readers_text(words: list[str], page_type: str | None) -> list[str]:
    """Placements of a page's links; on pages that readers write, their content is comment."""
    if page_type not in READERS_PAGES:
        return words
    return [Placement.COMMENT.value if word == Placement.CONTENT.value else word for word in words]


def entries(features: Floats) -> NDArray[np.bool_]:
    """Which links are entries of a list that is the content of its page."""
    told = {name: features[:, place] for name, place in _columns(*ENTRY_COLUMNS).items()}
    outward = told["external"] > 0
    alike = (told["item_count"] >= FEWEST_ENTRIES) & (told["item_one_outward"] >= ENTRIES_ALIKE)
    short = told["item_words"] <= MOST_ENTRY_WORDS
    most = (told["item_outward_share"] >= ENTRIES_OUTWARD) & (
        told["item_page_share"] >= ENTRIES_PAGE
    )
    framed = np.logical_or.reduce([told[name] > 0 for name in FRAMES])
    return np.asarray(outward & alike & short & most & ~framed)


def named_readers(features: Floats) -> NDArray[np.bool_]:
    """Which links their pages themselves name readers' text.

    By rel=ugc, schema.org, class names, or a label such as "Comments" before them on a page with a
    field to write in. They are never content, whatever the trees say.
    """
    told = {name: features[:, place] for name, place in _columns(*READERS_COLUMNS).items()}
    by_class = (told["word_comment"] > 0) & (told["near_comment"] <= READERS_NEAR)
    by_label = (told["label_last"] == COMMENT_LABEL) & (told["page_textareas"] > 0)
    by_mark = (told["rel_ugc"] > 0) | (told["in_item_comment"] > 0)
    return np.asarray(by_mark | by_class | by_label)


def author_notes(features: Floats) -> NDArray[np.bool_]:
    """Which links stand shortly behind a label such as "About the author", the nearest label."""
    told = {name: features[:, place] for name, place in _columns(*AUTHOR_COLUMNS).items()}
    near = told["label_author"] <= AUTHOR_NEAR
    return np.asarray((told["label_last"] == AUTHOR_LABEL) & near)


@cache
def _columns(*names: str) -> dict[str, int]:
    return {name: FEATURES.index(name) for name in names}


def _shares(scores: Floats) -> Floats:
    """Softmax of each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
