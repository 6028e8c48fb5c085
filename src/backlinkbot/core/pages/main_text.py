"""The main text of a page: the blocks of prose inside the element that holds most of them.

The element is the one with the largest sum of prose less link lists and labels (the maximum
subsequence idea of Pasternack and Roth, WWW 2009, on the tree instead of the token stream); what
names itself navigation, comment, teaser or the like is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pages.cues import STRUCTURE_BIT, WORD_BIT
from backlinkbot.core.pages.walk import TAG_CODE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.core.pages.walk import Elements, Walk

MOST_CHARS = 10_000  # of main text kept for a page
PROSE_WORDS = 8  # unlinked words from which a block votes: shorter ones are labels and dates
LINKED_SHARE = 0.5  # of a block's words from which it is a list of links, not prose
WRAPPER_SHARE = 0.5  # of the page's prose
MOST_VOTE = 150  # words a single block votes with: one long legal notice is not the article


def _bits(table: dict[str, int], names: str) -> int:
    return sum(table[name] for name in names.split())


OTHER_STRUCTURE = _bits(
    STRUCTURE_BIT,
    "nav footer aside form button hidden noscript item_comment item_nav item_footer item_sidebar"
    " item_breadcrumb",
)
OTHER_WORDS = _bits(
    WORD_BIT,
    "nav menu footer sidebar comment breadcrumb pagination related outbrain share tag ad legal"
    " account search skip language hidden",
)
CONTENT_WORDS = _bits(WORD_BIT, "article content intro")
CONTENT_STRUCTURE = _bits(STRUCTURE_BIT, "article main item_article item_body")
PROSE_TAGS = np.array([TAG_CODE[tag] for tag in ("p", "pre", "blockquote", "h2", "h3")])


@dataclass(frozen=True, slots=True)
class MainText:
    """The text (blocks parted by line breaks, at most MOST_CHARS) and its words before the cut."""

    text: str
    words: int


def main_text(walk: Walk) -> MainText:
    """The main text of a page; empty where a page has no prose."""
    blocks = content_blocks(walk)
    elements = walk.elements
    pieces: list[str] = []
    end = 0
    for block in blocks:
        start, stop = max(end, int(elements.first_char[block])), int(elements.last_char[block])
        if stop > start:
            pieces.append(walk.text[start:stop].strip())
            end = stop
    text = "\n".join(piece for piece in pieces if piece)
    return MainText(text[:MOST_CHARS], len(text.split()))


@dataclass(frozen=True, slots=True)
class TextMap:
    """Where the main text of a page is.

    `box`: the element that holds it; per element `own`: words that stand in no block within it,
    `is_text`: its own words are main text, `is_other`: it stands in what names itself otherwise.
    """

    box: int
    own: NDArray[np.int64]
    is_text: NDArray[np.bool_]
    is_other: NDArray[np.bool_]


def content_blocks(walk: Walk) -> NDArray[np.int64]:
    """The numbers of the elements whose own text is main text, in page order."""
    found = text_map(walk)
    return np.empty(0, np.int64) if found is None else np.flatnonzero(found.is_text)


def text_map(walk: Walk) -> TextMap | None:
    """The main text of a page; None where it has no prose.

    Prose gives its words to every element around it, lists of links and labels take theirs away:
    the element with the highest sum is the box.
    """
    elements = walk.elements
    if not len(elements):
        return None
    own, linked = _own_words(walk)
    free = own - linked
    is_prose = (free >= PROSE_WORDS) & (linked <= LINKED_SHARE * own)
    is_other = _is_other(elements, np.where(is_prose, free, 0))
    gain = np.where(is_prose & ~is_other, np.minimum(free, MOST_VOTE), -own)
    if not (gain > 0).any():
        return None
    box = int(np.argmax(sum_inside(elements, gain)))
    is_text = ~is_other & (own > 0) & (linked <= LINKED_SHARE * own)
    is_text[:box] = False
    is_text[elements.end[box] :] = False
    return TextMap(box, own, is_text, is_other)


def _own_words(walk: Walk) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per block element: the words that stand in it but in no block within; those inside links."""
    elements = walk.elements
    words = elements.last_word - elements.first_word
    numbers = np.arange(len(elements))
    is_block = elements.block == numbers
    own = np.where(is_block, words, 0)
    inner = np.flatnonzero(is_block & (elements.parent >= 0))
    np.subtract.at(own, elements.block[elements.parent[inner]], words[inner])
    linked = np.zeros(len(elements), np.int64)
    links = np.array(walk.link_element, np.int64)
    np.add.at(linked, elements.block[links], words[links])
    return own, np.minimum(linked, own)


def _is_other(elements: Elements, prose: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Elements that are, or stand inside, what names itself something else than content.

    A name around most of the page's prose is a wrapper's and means nothing.
    """
    marked = ((elements.structure & OTHER_STRUCTURE) != 0) | (
        ((elements.words & OTHER_WORDS) != 0) & ((elements.words & CONTENT_WORDS) == 0)
    )
    marked &= sum_inside(elements, prose) <= WRAPPER_SHARE * prose.sum()
    change = np.zeros(len(elements) + 1, np.int64)
    starts = np.flatnonzero(marked)
    np.add.at(change, starts, 1)
    np.subtract.at(change, elements.end[starts], 1)
    return np.cumsum(change[:-1]) > 0


def sum_inside(elements: Elements, amounts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Per element, the sum of what it and the elements in it have."""
    sums = np.concatenate(([0], np.cumsum(amounts)))
    return sums[elements.end] - sums[: len(elements)]
