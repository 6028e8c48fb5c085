"""One pass over a parsed page: its elements, links and visible text as flat columns.

Every later question (placement features, contexts, main text, template) is answered from these
columns, so that the tree is walked once. Elements are numbered in document order; element `i`
contains exactly the elements `i+1 .. end[i]-1`, so any count inside an element is a difference of
two running sums. The work is done column by column, not node by node: one list of nodes, then
one pass per fact, which the interpreter does several times faster than one pass with all facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pages import cues, tags
from backlinkbot.core.pages.tags import TAG_CODE, TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    Attributes = Mapping[str, str | None]
    Numbers = NDArray[np.int64]

__all__ = ["TAGS", "TAG_CODE", "Elements", "Walk", "running", "walk", "without_elements"]

CJK = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
CJK_CHARS_PER_WORD = 2  # scripts without spaces: a word is about two characters
LONG_WORD_CHARS = 12  # a longer mean "word" in non-ASCII text may be text without spaces


@dataclass(slots=True)
class Elements:
    """The elements of one page, one int64 column each.

    `parent`, `block`: element numbers (the nearest block element at or above); `tag`: `TAG_CODE`;
    `key`: equal for elements of one tag and class; `structure`, `words`: bits of `cues`;
    `first_word:last_word`, `first_link:last_link`, `first_char:last_char`: what it contains, as
    ranges over the page's words, links and text buffer; `end`: the first element after it.
    """

    parent: Numbers
    tag: Numbers
    block: Numbers
    depth: Numbers
    key: Numbers
    structure: Numbers
    words: Numbers
    first_word: Numbers
    first_link: Numbers
    first_char: Numbers
    last_word: Numbers
    last_link: Numbers
    last_char: Numbers
    end: Numbers

    def __len__(self) -> int:
        return len(self.parent)


@dataclass(slots=True)
class Walk:
    """What one walk over a page brings home.

    `text`: the visible text, spaces collapsed, a line break at every block boundary; `nodes`: the
    tree's node per element; links as lists of equal length: `link_element` (its element number),
    `link_attributes`, `alts` (alternative texts of the images in it), `has_image`.
    """

    elements: Elements
    nodes: list[LexborNode]
    text: str
    words: int
    link_element: list[int]
    link_attributes: list[Attributes]
    alts: list[list[str]]
    has_image: list[bool]
    base: str | None = None
    title: str = ""
    metas: list[dict[str, str | None]] = field(default_factory=list)
    head_links: list[dict[str, str | None]] = field(default_factory=list)

    def linked_words(self) -> Numbers:
        """Running sum of the words inside the first 0, 1, 2 … links; forms and frames hold none."""
        at = np.array(self.link_element, np.int64)
        elements = self.elements
        held = elements.last_word[at] - elements.first_word[at]
        return running(np.where(elements.tag[at] == TAG_CODE["a"], held, 0))


def walk(tree: LexborHTMLParser) -> Walk:
    """Walk a parsed page once."""
    root = tree.root
    if root is None:
        return without_elements()
    nodes = list(root.traverse(include_text=True))
    codes = _codes(nodes)
    written = _written(nodes, codes)
    shape = _shape(nodes, codes, written.at)
    if not len(shape.at):
        return without_elements()
    attributes = [node.attributes for node in shape.nodes]
    text = _text(written, codes, shape)
    links = [
        number
        for number in np.flatnonzero(tags.IS_LINK[shape.tag]).tolist()
        if _is_link(TAGS[shape.tag[number]], attributes[number])
    ]
    alts, has_image = _images(shape, links, attributes)
    bases, metas, head_links = (
        [node.attributes for node in compress(nodes, (codes == TAG_CODE[tag]).tolist())]
        for tag in ("base", "meta", "link")
    )
    first_link = np.searchsorted(np.array(links, np.int64), np.arange(len(shape.at) + 1))
    structure, words, key = _hints(attributes, shape.tag)
    return Walk(
        elements=Elements(
            parent=shape.parent,
            tag=shape.tag,
            block=shape.block,
            depth=shape.depth,
            key=key,
            structure=structure,
            words=words,
            first_word=text.words_before[shape.at],
            first_link=first_link[:-1],
            first_char=text.chars_before[shape.at] + text.breaks[shape.at],
            last_word=text.words_before[shape.last + 1],
            last_link=first_link[shape.end],
            last_char=text.chars_before[shape.last + 1],
            end=shape.end,
        ),
        nodes=shape.nodes,
        text=text.buffer,
        words=int(text.words_before[-1]),
        link_element=links,
        link_attributes=[attributes[number] for number in links],
        alts=alts,
        has_image=has_image,
        base=next((href for told in bases if (href := told.get("href"))), None),
        title=_title(shape),
        metas=metas,
        head_links=head_links,
    )


def without_elements() -> Walk:
    """The walk of a page of which only the head is known."""
    return Walk(_no_elements(), [], "", 0, [], [], [], [])


@cache
def _no_elements() -> Elements:
    return Elements(*(np.zeros(0, np.int64) for _ in range(14)))


def running(values: NDArray[np.int64] | NDArray[np.bool_]) -> Numbers:
    """Sums of the first 0, 1, 2 … values; one longer than they are."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return sums


def count_words(text: str, parts: int) -> int:
    """Words of a text of `parts` space-separated parts, also in scripts without spaces."""
    if len(text) <= LONG_WORD_CHARS * parts or text.isascii():
        return parts
    return max(parts, len(CJK.findall(text)) // CJK_CHARS_PER_WORD)


@dataclass(slots=True)
class _Shape:
    """The tree of elements. `at`, `last`: places among all nodes of it and its last descendant."""

    nodes: list[LexborNode]
    at: Numbers
    last: Numbers
    tag: Numbers
    parent: Numbers
    block: Numbers
    depth: Numbers
    end: Numbers
    unseen: NDArray[np.bool_]
    text_parent: Numbers


@dataclass(slots=True)
class _Written:
    """The text nodes: places and words of those that hold any, places of the blank ones."""

    at: Numbers
    blank_at: Numbers
    texts: list[str]


@dataclass(slots=True)
class _Text:
    """The text buffer, and per node how much stands before it (one longer than the nodes)."""

    buffer: str
    chars_before: Numbers
    words_before: Numbers
    breaks: Numbers


def _codes(nodes: list[LexborNode]) -> Numbers:
    known = tags.parser_numbers().get
    return np.array([known(node.tag_id, tags.OTHER) for node in nodes], np.int64)


def _written(nodes: list[LexborNode], codes: Numbers) -> _Written:
    places = np.flatnonzero(codes == tags.TEXT)
    texts = [nodes[place].text_content or " " for place in places.tolist()]
    blank = np.fromiter(map(str.isspace, texts), np.bool_, len(texts))
    return _Written(
        at=places[~blank], blank_at=places[blank], texts=list(compress(texts, (~blank).tolist()))
    )


def _shape(nodes: list[LexborNode], codes: Numbers, text_at: Numbers) -> _Shape:
    holds = tags.IS_HOLDER[codes]
    holders = list(compress(nodes, holds.tolist()))
    number_of = {node.mem_id: number for number, node in enumerate(holders)}
    parent = _numbers_above(holders, number_of)
    texts = [nodes[place] for place in text_at.tolist()]
    text_parent = np.array(_numbers_above(texts, number_of), np.int64)
    at = np.flatnonzero(holds)
    last = at.copy()
    inside = text_parent >= 0
    last[text_parent[inside]] = text_at[inside]  # places ascend: the last one written stays
    np.maximum(last, at, out=last)
    lasts = last.tolist()
    for number in range(len(parent) - 1, 0, -1):
        above = parent[number]
        if above >= 0 and lasts[number] > lasts[above]:
            lasts[above] = lasts[number]
    last = np.array(lasts, np.int64)
    tag = codes[at]
    block, depth, unseen = _inherited(parent, tag)
    return _Shape(
        nodes=holders,
        at=at,
        last=last,
        tag=tag,
        parent=np.array(parent, np.int64),
        block=block,
        depth=depth,
        end=np.searchsorted(at, last, side="right"),
        unseen=unseen,
        text_parent=text_parent,
    )


def _numbers_above(nodes: Iterable[LexborNode], number_of: dict[int, int]) -> list[int]:
    """Element number of each node's parent, -1 where that is the document."""
    above = [node.parent for node in nodes]
    return [number_of.get(node.mem_id, -1) if node is not None else -1 for node in above]


def _inherited(parent: list[int], tag: Numbers) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """Block, depth and whether its text is unseen, of every element, from the one above it."""
    count = len(parent)
    starts, unseen = tags.IS_BLOCK[tag].tolist(), tags.IS_UNSEEN[tag].tolist()
    # An anchor's own words are its anchor, even where a reader with scripts does not see them.
    lifts = (tag == TAG_CODE["a"]).tolist()
    block = list(range(count))
    depth = [0] * count
    for number, above in enumerate(parent):
        if above < 0:
            depth[number] = 1
            continue
        depth[number] = depth[above] + 1
        if not starts[number]:
            block[number] = block[above]
        if unseen[above] and not lifts[number]:
            unseen[number] = True
    return np.array(block, np.int64), np.array(depth, np.int64), np.array(unseen, np.bool_)


def _text(written: _Written, codes: Numbers, shape: _Shape) -> _Text:
    seen = (shape.text_parent >= 0) & ~shape.unseen[shape.text_parent]
    pieces = [""] * (len(codes) + 1)
    counts = [0] * len(codes)
    for place, text in zip(
        written.at[seen].tolist(), compress(written.texts, seen.tolist()), strict=True
    ):
        split = text.split()
        count = len(split)
        clean = " ".join(split)
        long = len(clean) > LONG_WORD_CHARS * count
        counts[place] = count_words(clean, count) if long else count
        if text[0] != clean[0]:
            clean = " " + clean
        pieces[place] = clean if text[-1] == clean[-1] else clean + " "
    words = np.array(counts, np.int64)
    texts_before = running(words > 0)[written.blank_at]
    for place in written.blank_at[np.diff(texts_before, prepend=0) > 0].tolist():
        pieces[place] = " "  # the first blank after a text; more would add nothing
    breaks = _breaks(codes, shape, words)
    for place in np.flatnonzero(breaks).tolist():
        pieces[place] = "\n" + pieces[place]
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    return _Text("".join(pieces), running(lengths)[:-1], running(words), breaks)


def _breaks(codes: Numbers, shape: _Shape, words: Numbers) -> Numbers:
    """1 before each node that begins a line of text, where there is text since the last break."""
    wanted = np.zeros(len(codes) + 1, np.int64)
    blocks = tags.IS_BLOCK[shape.tag]
    wanted[shape.at[blocks]] = 1
    wanted[shape.last[blocks] + 1] = 1
    wanted[:-1][tags.IS_LINE[codes]] = 1
    places = np.flatnonzero(wanted)
    texts_before = running(words > 0)[places]
    wanted[places[np.diff(texts_before, prepend=0) == 0]] = 0
    return wanted


def _hints(
    attributes: list[dict[str, str | None]], tag: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """The columns `structure`, `words` and `key`."""
    words = [0] * len(attributes)
    designs = [0] * len(attributes)
    structure = tags.STRUCTURE[tag]
    for number, told in enumerate(attributes):
        if not told:
            continue
        if name := told.get("class"):
            words[number], designs[number] = cues.class_hints(name)
        if name := told.get("id"):
            words[number] |= cues.name_hints(name)
        if not cues.TELLING.isdisjoint(told):
            structure[number] |= cues.attribute_hints(told)
    return structure, np.array(words, np.int64), np.array(designs, np.int64) + tag


def _images(
    shape: _Shape, links: list[int], attributes: list[dict[str, str | None]]
) -> tuple[list[list[str]], list[bool]]:
    """Per link the alternative texts of the images in it, and whether it holds any."""
    alts: list[list[str]] = [[] for _ in links]
    has_image = [False] * len(links)
    anchors = [place for place, link in enumerate(links) if shape.tag[link] == TAG_CODE["a"]]
    images = np.flatnonzero(shape.tag == TAG_CODE["img"])
    if not anchors or not len(images):
        return alts, has_image
    starts = np.array(links, np.int64)[anchors]
    around = np.searchsorted(starts, images) - 1
    inside = (around >= 0) & (shape.end[starts[around]] > images)
    for image, anchor in zip(images[inside].tolist(), around[inside].tolist(), strict=True):
        has_image[anchors[anchor]] = True
        if alt := attributes[image].get("alt"):
            alts[anchors[anchor]].append(alt)
    return alts, has_image


def _title(shape: _Shape) -> str:
    """The first title with words in it (an image drawn in the page may have titles too)."""
    titles = np.flatnonzero(shape.tag == TAG_CODE["title"]).tolist()
    return next(_worded(shape.nodes[number].text() for number in titles), "")


def _worded(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        if clean := " ".join(text.split()):
            yield clean


def _is_link(tag: str, attributes: Attributes) -> bool:
    if tag == "form":
        return bool(attributes.get("action"))
    if tag in {"frame", "iframe"}:
        return bool(attributes.get("src"))
    return "href" in attributes
