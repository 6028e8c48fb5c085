"""One pass over a parsed page: its elements, links and visible text as flat columns.

Every later question (placement features, contexts, main text, template) is answered from these
columns, so that the tree is walked once. Elements are numbered in document order; element `i`
contains exactly the elements `i+1 .. end[i]-1`, so any count inside an element is a difference of
two prefix sums.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pages import cues

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from selectolax.lexbor import LexborHTMLParser, LexborNode

TAGS = (
    "#other", "a", "abbr", "address", "area", "article", "aside", "audio", "b", "base", "blockquote",
    "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure",
    "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "label", "legend", "li", "link",
    "main", "map", "menu", "meta", "nav", "noembed", "noframes", "noscript", "object", "ol",
    "optgroup", "option", "p", "param", "picture", "pre", "script", "search", "section", "select",
    "source", "span", "strong", "style", "summary", "svg", "table", "tbody", "td", "template",
    "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "u", "ul", "video", "wbr",
)  # fmt: skip
TAG_CODE = {name: code for code, name in enumerate(TAGS)}

BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "html",
        "iframe",
        "legend",
        "li",
        "main",
        "map",
        "menu",
        "nav",
        "noscript",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
    ]
)
UNSEEN_TAGS = frozenset(
    [
        "audio",
        "canvas",
        "head",
        "iframe",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
VOID_TAGS = frozenset(
    ["base", "br", "col", "embed", "hr", "input", "link", "meta", "param", "source", "track", "wbr"]
)
LINK_TAGS = frozenset(["a", "area", "frame", "iframe", "form"])

CJK = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
CJK_CHARS_PER_WORD = 2  # scripts without spaces: a word is about two characters
LONG_WORD_CHARS = 12  # a longer mean "word" in non-ASCII text may be text without spaces

# What an element asks of the walk.
_PLAIN, _TEXT, _SKIP, _VOID, _LINK, _IMAGE, _BREAK = range(7)

# Columns of an element, in the order they are written when it opens and when it closes.
_OPEN = (
    "parent", "tag", "block", "depth", "key", "structure", "words",
    "first_word", "first_link", "first_char",
)  # fmt: skip
_CLOSE = ("last_word", "last_link", "last_char", "end")


@dataclass(slots=True)
class Elements:
    """The elements of one page, one int64 column each.

    `parent`, `block`: element numbers (the nearest block element at or above); `tag`: `TAG_CODE`;
    `key`: equal for elements of one tag and class; `structure`, `words`: bits of `cues`;
    `first_word:last_word`, `first_link:last_link`, `first_char:last_char`: what it contains, as
    ranges over the page's words, links and text buffer; `end`: the first element after it.
    """

    parent: NDArray[np.int64]
    tag: NDArray[np.int64]
    block: NDArray[np.int64]
    depth: NDArray[np.int64]
    key: NDArray[np.int64]
    structure: NDArray[np.int64]
    words: NDArray[np.int64]
    first_word: NDArray[np.int64]
    first_link: NDArray[np.int64]
    first_char: NDArray[np.int64]
    last_word: NDArray[np.int64]
    last_link: NDArray[np.int64]
    last_char: NDArray[np.int64]
    end: NDArray[np.int64]

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
    link_attributes: list[dict[str, str | None]]
    alts: list[list[str]]
    has_image: list[bool]
    base: str | None = None
    title: str = ""
    metas: list[dict[str, str | None]] = field(default_factory=list)
    head_links: list[dict[str, str | None]] = field(default_factory=list)

    def linked_words(self) -> NDArray[np.int64]:
        """Running sum of the words inside the first 0, 1, 2 … links; forms and frames hold none."""
        at = np.array(self.link_element, np.int64)
        elements = self.elements
        held = elements.last_word[at] - elements.first_word[at]
        sums = np.zeros(len(at) + 1, np.int64)
        np.cumsum(np.where(elements.tag[at] == TAG_CODE["a"], held, 0), out=sums[1:])
        return sums


@cache
def _tag_codes() -> dict[int, int]:
    """The parser's tag numbers to ours; the numbers are the parser's own and may change."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser("<p>")
    return {tree.create_node(name).tag_id: code for name, code in TAG_CODE.items() if code}


@cache
def _tag_tasks() -> dict[int, tuple[int, int, int, bool, bool]]:
    """Per parser tag number: task, our tag code, structure bits, is it a block, is it unseen."""
    tasks = {}
    for number, code in _tag_codes().items():
        name = TAGS[code]
        task = _PLAIN
        if name in LINK_TAGS:
            task = _LINK
        elif name == "img":
            task = _IMAGE
        elif name in {"br", "hr"}:
            task = _BREAK
        elif name in VOID_TAGS:
            task = _VOID
        tasks[number] = (
            task,
            code,
            cues.tag_hints(name),
            name in BLOCK_TAGS,
            name in UNSEEN_TAGS,
        )
    tasks.update(dict.fromkeys(_silent_numbers(), (_SKIP, 0, 0, False, False)))
    tasks[_text_number()] = (_TEXT, 0, 0, False, False)
    return tasks


def _silent_numbers() -> set[int]:
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser("<!doctype html><!-- x --><p>").root
    assert root is not None
    return {node.tag_id for node in root.traverse() if not node.is_element_node}


def _text_number() -> int:
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser("<body>x").body
    assert body is not None
    assert body.first_child is not None
    return body.first_child.tag_id


_OTHER = (_PLAIN, 0, 0, False, False)


def count_words(text: str, parts: int) -> int:
    """Words of a text of `parts` space-separated parts, also in scripts without spaces."""
    if len(text) <= LONG_WORD_CHARS * parts or text.isascii():
        return parts
    return max(parts, len(CJK.findall(text)) // CJK_CHARS_PER_WORD)


def walk(tree: LexborHTMLParser) -> Walk:  # noqa: C901, PLR0912, PLR0915 - one hot loop over plain locals is 2x faster
    """Walk a parsed page once."""
    tasks = _tag_tasks()
    opened, closed = array("q"), array("q")
    nodes: list[LexborNode] = []
    pieces: list[str] = []
    link_element: list[int] = []
    link_attributes: list[dict[str, str | None]] = []
    alts: list[list[str]] = []
    has_image: list[bool] = []
    found = _Head()
    chars = words = links = count = 0
    tail = "\n"  # the last character of the buffer
    open_link = link_root = -1
    # The stack of open elements, as columns; its bottom stands for the document.
    ids, numbers, unseen, blocks, is_block = [0], [-1], [False], [0], [False]
    root = tree.root
    if root is None:
        return without_elements()
    for node in root.traverse(include_text=True):
        task, code, structure, starts_block, hides = tasks.get(node.tag_id, _OTHER)
        if task == _SKIP:
            continue
        above = node.parent
        parent_id = 0 if above is None else above.mem_id
        while ids[-1] != parent_id and len(ids) > 1:
            ids.pop()
            number = numbers.pop()
            unseen.pop()
            blocks.pop()
            at = 4 * number
            closed[at] = words
            closed[at + 1] = links
            closed[at + 2] = chars
            closed[at + 3] = count
            if number == link_root:
                open_link = link_root = -1
            if is_block.pop() and tail != "\n":
                pieces.append("\n")
                chars += 1
                tail = "\n"
        if task == _TEXT:
            if unseen[-1]:
                if not found.title and TAGS[opened[10 * numbers[-1] + 1]] == "title":
                    found.title = " ".join((node.text_content or "").split())
                continue
            text = node.text_content or ""
            parts = text.split()
            if not parts:
                if tail > " " and text:
                    pieces.append(" ")
                    chars += 1
                    tail = " "
                continue
            clean = " ".join(parts)
            words += count_words(clean, len(parts))
            if tail > " " and text[0] <= " ":
                clean = " " + clean
            if text[-1] <= " ":
                clean += " "
            pieces.append(clean)
            chars += len(clean)
            tail = clean[-1]
            continue
        if task == _BREAK:
            if tail != "\n" and not unseen[-1]:
                pieces.append("\n")
                chars += 1
                tail = "\n"
            continue
        attributes = node.attributes
        if task == _VOID:
            found.see(TAGS[code], attributes)
            continue
        if starts_block and tail != "\n":
            pieces.append("\n")
            chars += 1
            tail = "\n"
        hints, key = 0, code
        if attributes:
            structure |= cues.attribute_hints(attributes)
            if name := attributes.get("class"):
                hints = cues.name_hints(name)
                key = cues.class_key(name) * 128 + code
            if name := attributes.get("id"):
                hints |= cues.name_hints(name)
        block = count if starts_block else blocks[-1]
        opened.extend(
            (numbers[-1], code, block, len(ids), key, structure, hints, words, links, chars)
        )
        closed.extend((words, links, chars, count + 1))
        nodes.append(node)
        hides = hides or unseen[-1]
        if task == _LINK and _is_link(TAGS[code], attributes):
            link_element.append(count)
            link_attributes.append(attributes)
            alts.append([])
            has_image.append(False)
            if TAGS[code] == "a":
                open_link, link_root = links, count
                hides = False  # its own words are its anchor even where a reader has scripts on
            links += 1
        elif task == _IMAGE:
            if open_link >= 0:
                has_image[open_link] = True
                if alt := attributes.get("alt"):
                    alts[open_link].append(alt)
            count += 1
            continue
        ids.append(node.mem_id)
        numbers.append(count)
        unseen.append(hides)
        blocks.append(block)
        is_block.append(starts_block)
        count += 1
    for number in numbers[1:]:
        closed[4 * number : 4 * number + 4] = array("q", (words, links, chars, count))
    return Walk(
        _columns(opened, closed),
        nodes,
        "".join(pieces),
        words,
        link_element,
        link_attributes,
        alts,
        has_image,
        found.base,
        found.title,
        found.metas,
        found.links,
    )


def _is_link(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag == "form":
        return bool(attributes.get("action"))
    if tag in {"frame", "iframe"}:
        return bool(attributes.get("src"))
    return attributes.get("href") is not None


@dataclass(slots=True)
class _Head:
    """What a page says about itself in elements that hold no text."""

    title: str = ""
    base: str | None = None
    metas: list[dict[str, str | None]] = field(default_factory=list)
    links: list[dict[str, str | None]] = field(default_factory=list)

    def see(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "meta":
            self.metas.append(attributes)
        elif tag == "link":
            self.links.append(attributes)
        elif tag == "base" and self.base is None and attributes.get("href"):
            self.base = attributes["href"]


def _columns(opened: array[int], closed: array[int]) -> Elements:
    first = np.frombuffer(opened, np.int64).reshape(-1, len(_OPEN)).T
    last = np.frombuffer(closed, np.int64).reshape(-1, len(_CLOSE)).T
    return Elements(*first, *last)


def without_elements() -> Walk:
    """The walk of a page of which only the head is known."""
    return Walk(_columns(array("q"), array("q")), [], "", 0, [], [], [], [])
