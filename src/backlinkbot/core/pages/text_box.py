"""How each link stands to the main text of its page: the whole page's view, as features."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pages.main_text import sum_inside, text_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.pages.main_text import TextMap
    from backlinkbot.core.pages.walk import Walk

COLUMNS = (
    "in_box", "in_text_block", "in_other", "text_share_parent", "text_share_grandparent",
    "text_position", "text_near", "text_around", "depth_below_box",
)  # fmt: skip
NEAR, AROUND = 10, 30  # elements on each side of the link's block
LEAST_POSITION, MOST_POSITION = -2.0, 3.0  # in lengths of the main text; 0..1 is within it


def columns(
    walks: Sequence[Walk], at: NDArray[np.int64], page: NDArray[np.int64]
) -> NDArray[np.float32]:
    """`COLUMNS` of links; `at`: their elements, `page`: numbers of their walks, ascending.

    All zero on pages without main text.
    """
    found = np.zeros((len(at), len(COLUMNS)), np.float32)
    ends = np.searchsorted(page, np.arange(len(walks) + 1))
    for number, walk in enumerate(walks):
        start, end = ends[number], ends[number + 1]
        text = text_map(walk) if end > start else None
        if text is not None and text.is_text.any():
            found[start:end] = _of_page(walk, text, at[start:end])
    return found


def _of_page(walk: Walk, text: TextMap, at: NDArray[np.int64]) -> NDArray[np.float32]:
    elements = walk.elements
    block = elements.block[at]
    parent = elements.block[elements.parent[block].clip(0)]
    grandparent = elements.block[elements.parent[parent].clip(0)]
    text_words = np.where(text.is_text, text.own, 0)
    inside, words = sum_inside(elements, text_words), sum_inside(elements, text.own)
    is_in_box = (at >= text.box) & (at < elements.end[text.box])
    blocks = np.flatnonzero(text.is_text)
    first, last = elements.first_word[blocks[0]], elements.last_word[blocks[-1]]
    position = (elements.first_word[at] - first) / max(1, last - first)
    running = np.concatenate(([0], np.cumsum(text_words)))
    depth = elements.depth[at] - elements.depth[text.box]
    return np.stack(
        [
            is_in_box,
            text.is_text[block],
            text.is_other[at],
            inside[parent] / np.maximum(words[parent], 1),
            inside[grandparent] / np.maximum(words[grandparent], 1),
            np.clip(position, LEAST_POSITION, MOST_POSITION),
            np.log1p(_between(running, block, NEAR)),
            np.log1p(_between(running, block, AROUND)),
            np.where(is_in_box, depth, -1),
        ],
        axis=1,
    ).astype(np.float32)


def _between(running: NDArray[np.int64], block: NDArray[np.int64], reach: int) -> NDArray[np.int64]:
    """Words of main text in the elements at most `reach` numbers away."""
    last = len(running) - 1
    first, end = (block - reach).clip(0, last), (block + reach + 1).clip(0, last)
    return np.asarray(running[end] - running[first])
