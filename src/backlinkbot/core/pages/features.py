"""What the placement model knows about each link: numbers from the page's columns, no text.

`matrix(pages)` answers for a batch of pages at once, because numpy pays per call, not per link.
The order of the columns is `FEATURES`; a model is trained on names, so a column may be added but
its meaning never changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pages import cues, flow, labels, surroundings, target_hints, text_box
from backlinkbot.core.pages.walk import TAG_CODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.pages.joined import Batch
    from backlinkbot.core.pages.links import PageLinks

MOST_CLIMB = 48  # ancestors looked at; real pages end before, hostile ones do not matter
FAR = 50.0  # distance when no ancestor has the hint

# Groups of hints of which the distance to the nearest ancestor counts: (structure, words).
NEAREST = {
    "content": (("article", "main", "item_body", "item_article"), ("article", "content", "intro")),
    "nav": (("nav", "item_nav"), ("nav", "menu")),
    "header": (("header", "item_header"), ("header",)),
    "footer": (("footer", "item_footer"), ("footer", "legal")),
    "sidebar": (("aside", "item_sidebar"), ("sidebar",)),
    "widget": ((), ("widget",)),
    "comment": (("item_comment",), ("comment", "forum")),
    "author": (("item_person", "address"), ("author", "profile")),
    "meta": ((), ("byline", "date", "category", "tag", "edit")),
    "related": ((), ("related", "outbrain", "feed", "ad")),
    "share": ((), ("share",)),
    "listing": (("item_list",), ("listing", "item", "links")),
    "path": (("item_breadcrumb",), ("breadcrumb", "pagination")),
    "paragraph": (("p",), ()),
    "li": (("li",), ()),
    "cell": (("cell",), ()),
    "heading": (("heading",), ()),
    "media": (("figure",), ("media", "caption")),
    "reference": ((), ("reference", "infobox")),
}
OWN_WORDS = ("nav", "menu", "author", "share", "tag", "category", "related", "comment", "edit",
             "title", "logo", "pagination", "shop", "reference", "links")  # fmt: skip
LEVELS = 4  # blocks around the link, each truly larger than the one before
KINDS = ("text", "image", "area", "frame", "form")

FEATURES: tuple[str, ...] = (
    *(f"in_{name}" for name in cues.STRUCTURE),
    *(f"word_{name}" for name in cues.WORDS),
    *(f"near_{name}" for name in NEAREST),
    *(f"own_{name}" for name in OWN_WORDS),
    *(f"kind_{name}" for name in KINDS),
    *surroundings.LINK_COLUMNS,
    *(
        f"block{level}_{name}"
        for level in range(1, LEVELS + 1)
        for name in surroundings.BLOCK_COLUMNS
    ),
    *surroundings.PAGE_COLUMNS,
    *text_box.COLUMNS,
    *target_hints.COLUMNS,
    *flow.COLUMNS,
    *labels.COLUMNS,
)


def matrix(
    pages: Sequence[PageLinks], wanted: Sequence[NDArray[np.bool_]] | None = None
) -> NDArray[np.float32]:
    """One float32 row per link of each page, in order, one column per name of `FEATURES`.

    `wanted`: per page which of its links get a row; all by default.
    Rows of links of the head (canonical, redirect) are all zero: they stand nowhere on the page.
    """
    batch = surroundings.joined(pages, wanted)
    found = np.zeros((batch.rows, len(FEATURES)), np.float32)
    if not len(batch.at):
        return found
    climb = _climb(batch)
    columns = [
        _bits(climb.structure, len(cues.STRUCTURE)),
        _bits(climb.words, len(cues.WORDS)),
        climb.distance,
        _own(batch),
        _kinds(batch),
        surroundings.link_columns(batch, climb.repeat_level),
        *(surroundings.block_columns(batch, block) for block in surroundings.blocks(batch, LEVELS)),
        surroundings.page_columns(batch),
        text_box.columns([page.walk for page in pages], batch.at - batch.root, batch.page),
        batch.addresses,
        flow.columns(batch),
        labels.columns(batch),
    ]
    found[batch.placed] = np.concatenate(columns, axis=1)
    return found


@dataclass(slots=True)
class _Climb:
    """What the way from each link to the root met."""

    structure: NDArray[np.int64]
    words: NDArray[np.int64]
    distance: NDArray[np.float32]
    repeat_level: NDArray[np.int64]


def _groups() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    pairs = NEAREST.values()
    structure = [sum(cues.STRUCTURE_BIT[name] for name in names) for names, _ in pairs]
    words = [sum(cues.WORD_BIT[name] for name in names) for _, names in pairs]
    return np.array(structure, np.int64), np.array(words, np.int64)


def _climb(batch: Batch) -> _Climb:
    group_structure, group_words = _groups()
    at = batch.at
    structure, words = batch.structure[at], batch.words[at]
    distance = np.full((len(at), len(NEAREST)), FAR, np.float32)
    most_repeated = at.copy()
    for level in range(MOST_CLIMB):
        own_structure, own_words = batch.structure[at], batch.words[at]
        structure = structure | own_structure
        words = words | own_words
        met = (own_structure[:, None] & group_structure) | (own_words[:, None] & group_words)
        np.minimum(distance, np.where(met != 0, np.float32(level), np.float32(FAR)), out=distance)
        more = batch.repeats[at] > batch.repeats[most_repeated]
        most_repeated = np.where(more, at, most_repeated)
        above = batch.parent[at]
        if np.array_equal(above, at):
            break
        at = above
    return _Climb(structure, words, distance, most_repeated)


def _bits(masks: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    return ((masks[:, None] >> np.arange(count)) & 1).astype(np.float32)


def _own(batch: Batch) -> NDArray[np.float32]:
    wanted = np.array([cues.WORD_BIT[name] for name in OWN_WORDS], np.int64)
    has: NDArray[np.bool_] = (batch.words[batch.at][:, None] & wanted) != 0
    return has.astype(np.float32)


def _kinds(batch: Batch) -> NDArray[np.float32]:
    tags = batch.tag[batch.at]
    image = batch.is_image
    kinds = np.stack(
        [
            (tags == TAG_CODE["a"]) & ~image,
            image,
            tags == TAG_CODE["area"],
            (tags == TAG_CODE["iframe"]) | (tags == TAG_CODE["frame"]),
            tags == TAG_CODE["form"],
        ],
        axis=1,
    )
    return kinds.astype(np.float32)
