"""The numbers around a link: its blocks, its neighbours, and the page's densest text.

Pages of a batch are joined into one set of columns (element, link and word numbers shifted), so
that every question is a few numpy calls for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import LinkKind
from backlinkbot.core.pages import cues, labels, target_hints, wording
from backlinkbot.core.pages.joined import Batch
from backlinkbot.core.pages.walk import TAG_CODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.pages.links import PageLinks
    from backlinkbot.core.pages.walk import Elements

    Numbers = NDArray[np.int64]
    Floats = NDArray[np.float32]

GAP_CAP = 300  # words to a neighbour beyond which more tells nothing
RUN = 3  # neighbours on each side that tell whether links stand in a row
PROSE_WORDS = 8  # unlinked words that make a paragraph prose rather than a label
GROW_STEPS = 12  # wrappers climbed to find a truly larger block
TEXT_TAGS = ("p", "pre", "blockquote", "td", "li", "dd", "div", "section", "article", "span")

LINK_COLUMNS = (
    "depth", "position_words", "position_links",
    *wording.COLUMNS,
    "gap_before", "gap_after", "run_before", "run_after", "neighbour_words", "repeats",
    "most_repeats", "repeat_words", "repeat_links", "repeat_depth", "child_number",
    "words_since_heading", "heading_level", "words_since_h1", "in_top_text", "top_text_before",
    "top_text_after", "depth_below_top", "in_top_parent", "words_since_comment",
    "comments_before",
)  # fmt: skip
BLOCK_COLUMNS = (
    "words", "links", "link_share", "external_share", "before", "after", "paragraphs", "items",
    "images", "elements", "headings", "up", "same_kind", "prose_share",
)  # fmt: skip
PAGE_COLUMNS = (
    "page_words", "page_links", "page_link_share", "page_external", "page_paragraphs",
    "page_items", "page_headings", "page_textareas", "page_forms", "page_comment_marks",
    "page_articles", "top_text_share", "page_times", "page_has_h1",
)  # fmt: skip


def joined(pages: Sequence[PageLinks], wanted: Sequence[NDArray[np.bool_]] | None = None) -> Batch:
    """All pages in one set of columns; rows are the `wanted` links of each page, all by default."""
    chosen = [
        np.flatnonzero(wanted[place]) if wanted else np.arange(len(page))
        for place, page in enumerate(pages)
    ]
    placed = [np.flatnonzero(page.row[rows] >= 0) for page, rows in zip(pages, chosen, strict=True)]
    kept = [rows[there] for rows, there in zip(chosen, placed, strict=True)]
    walks = [page.walk.elements for page in pages]
    offsets = _running(np.array([len(walk) for walk in walks], np.int64))
    links = _running(np.array([len(page.walk.link_element) for page in pages], np.int64))
    words = _running(np.array([page.walk.words for page in pages], np.int64))
    rows = _running(np.array([len(rows) for rows in chosen], np.int64))
    parent = _column(walks, "parent")
    parent = np.where(parent < 0, np.arange(len(parent)), _shifted_by(parent, walks, offsets))
    tag, hints = _column(walks, "tag"), _column(walks, "words")
    frame = (tag == TAG_CODE["body"]) | (tag == TAG_CODE["html"])
    hints = np.where(frame, 0, hints)  # a body's classes describe the page, not a place on it
    link_at = _shifted([np.array(page.walk.link_element, np.int64) for page in pages], offsets)
    first_word = _shifted([walk.first_word for walk in walks], words)
    last_word = _shifted([walk.last_word for walk in walks], words)
    repeats, siblings, group = _repeats(parent, _column(walks, "key"))
    page_of = np.repeat(np.arange(len(pages)), [len(rows) for rows in kept])
    linked = np.where(tag[link_at] == TAG_CODE["a"], last_word[link_at] - first_word[link_at], 0)
    return Batch(
        rows=int(rows[-1]),
        placed=_shifted(placed, rows),
        at=_shifted([page.element[rows] for page, rows in zip(pages, kept, strict=True)], offsets),
        link=_shifted([page.row[rows] for page, rows in zip(pages, kept, strict=True)], links),
        root=offsets[:-1][page_of],
        page=page_of,
        page_roots=offsets[:-1],
        page_ends=offsets[1:],
        parent=parent,
        tag=tag,
        block=_shifted([walk.block for walk in walks], offsets),
        depth=_column(walks, "depth"),
        structure=_column(walks, "structure"),
        words=hints,
        first_word=first_word,
        last_word=last_word,
        first_link=_shifted([walk.first_link for walk in walks], links),
        last_link=_shifted([walk.last_link for walk in walks], links),
        end=_shifted([walk.end for walk in walks], offsets),
        repeats=repeats,
        siblings=siblings,
        group=group,
        link_element=link_at,
        linked_words=_running(linked),
        outward=_running(_outward(pages, links)),
        link_first_word=first_word[link_at],
        link_last_word=last_word[link_at],
        link_page=np.repeat(np.arange(len(pages)), np.diff(links)),
        texts=wording.columns(pages, kept),
        addresses=target_hints.columns(pages, kept),
        labels=_labels(pages, offsets),
        is_image=np.array(
            [
                page.kinds[row] is LinkKind.IMAGE
                for page, rows in zip(pages, kept, strict=True)
                for row in rows.tolist()
            ],
            np.bool_,
        ),
    )


def _labels(pages: Sequence[PageLinks], offsets: Numbers) -> Numbers:
    found = labels.of_pages(pages)
    shifts = ((offset, 0) for offset in offsets)
    return np.concatenate([part + shift for part, shift in zip(found, shifts, strict=False)])


def _outward(pages: Sequence[PageLinks], links: Numbers) -> Numbers:
    """1 for each walked link that leads to another domain, wanted or not."""
    outward = np.zeros(links[-1], np.int64)
    for page, start in zip(pages, links, strict=False):
        outside = page.row[page.external & (page.row >= 0)]
        outward[outside + start] = 1
    return outward


def link_columns(batch: Batch, most_repeated: Numbers) -> Floats:
    """`LINK_COLUMNS` of each placed link; `most_repeated`: its ancestor with most like siblings."""
    at, page = batch.at, batch.page
    page_words = _page_words(batch)[page]
    first_link = batch.first_link[batch.root]
    page_links = np.maximum(batch.last_link[batch.root] - first_link, 1)
    start = batch.first_word[batch.root]
    before, after = _gaps(batch, 1)
    run_before, run_after = _gaps(batch, RUN)
    heading, level = _last_heading(batch)
    top = _top_text(batch)
    top_at = top[page]
    inside = (at >= top_at) & (at < batch.end[top_at])
    top_parent = batch.parent[top_at]
    comment, comments = _last_comment(batch)
    own_repeat = batch.repeats[at]
    columns = [
        batch.depth[at],
        (batch.first_word[at] - start) / np.maximum(page_words, 1),
        (batch.link - first_link) / page_links,
        *batch.texts.T,
        before,
        after,
        run_before,
        run_after,
        np.minimum(before, GAP_CAP) + np.minimum(after, GAP_CAP),
        own_repeat,
        batch.repeats[most_repeated],
        _words_in(batch, most_repeated),
        batch.last_link[most_repeated] - batch.first_link[most_repeated],
        batch.depth[at] - batch.depth[most_repeated],
        batch.siblings[at],
        heading,
        level,
        _since_h1(batch),
        inside,
        np.clip(
            (batch.first_word[at] - batch.first_word[top_at]) / np.maximum(page_words, 1), -1, 1
        ),
        np.clip((batch.last_word[top_at] - batch.last_word[at]) / np.maximum(page_words, 1), -1, 1),
        np.where(inside, batch.depth[at] - batch.depth[top_at], -1),
        (at >= top_parent) & (at < batch.end[top_parent]),
        comment,
        comments,
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def blocks(batch: Batch, levels: int) -> list[Numbers]:
    """The blocks around each link, each truly larger (in words or links) than the one before."""
    found = [batch.block[batch.at]]
    for _ in range(levels - 1):
        found.append(_grown(batch, found[-1]))
    return found


def block_columns(batch: Batch, block: Numbers) -> Floats:
    """`BLOCK_COLUMNS` of one block per link."""
    at = batch.at
    words = _words_in(batch, block)
    linked = _linked_in(batch, block)
    links = batch.last_link[block] - batch.first_link[block]
    outward = batch.outward[batch.last_link[block]] - batch.outward[batch.first_link[block]]
    end = batch.end[block]
    columns = [
        words,
        links,
        linked / np.maximum(words, 1),
        outward / np.maximum(links, 1),
        np.minimum(batch.first_word[at] - batch.first_word[block], GAP_CAP),
        np.minimum(batch.last_word[block] - batch.last_word[at], GAP_CAP),
        *(_inside(batch, tags, block, end) for tags in (("p",), ("li", "dd", "tr"), ("img",))),
        end - block,
        _inside(batch, ("h1", "h2", "h3", "h4", "h5", "h6"), block, end),
        batch.depth[at] - batch.depth[block],
        batch.repeats[block],
        (words - linked) / np.maximum(_page_words(batch)[batch.page], 1),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def page_columns(batch: Batch) -> Floats:
    """`PAGE_COLUMNS`, the same for all links of one page."""
    root, end = batch.page_roots, np.maximum(batch.page_ends - 1, batch.page_roots)
    words = _page_words(batch)
    links = batch.last_link[root] - batch.first_link[root]
    linked = _linked_in(batch, root)
    outward = batch.outward[batch.last_link[root]] - batch.outward[batch.first_link[root]]
    top = _top_text(batch)
    marks = _running((batch.words & cues.WORD_BIT["comment"]) != 0)
    end = batch.page_ends
    columns = [
        words,
        links,
        linked / np.maximum(words, 1),
        outward,
        *(
            _inside(batch, tags, root, end)
            for tags in (
                ("p",),
                ("li", "dd", "tr"),
                ("h1", "h2", "h3", "h4", "h5", "h6"),
                ("textarea",),
                ("form",),
            )
        ),
        marks[end] - marks[root],
        _inside(batch, ("article",), root, end),
        _words_in(batch, top) / np.maximum(words, 1),
        _inside(batch, ("time",), root, end),
        _inside(batch, ("h1",), root, end) > 0,
    ]
    return np.stack(columns, axis=1).astype(np.float32)[batch.page]


def _column(walks: Sequence[Elements], name: str) -> Numbers:
    return np.concatenate([getattr(walk, name) for walk in walks])


def _shifted_by(column: Numbers, walks: Sequence[Elements], offsets: Numbers) -> Numbers:
    return column + np.repeat(offsets[:-1], [len(walk) for walk in walks])


def _shifted(parts: Sequence[Numbers], offsets: Numbers) -> Numbers:
    return np.concatenate([part + offset for part, offset in zip(parts, offsets, strict=False)])


def _running(values: NDArray[np.int64] | NDArray[np.bool_]) -> Numbers:
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    return sums


def _repeats(parent: Numbers, key: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Per element: how many siblings of its tag and class, its number among them, their group."""
    order = np.lexsort((key, parent))
    same = (np.diff(parent[order], prepend=-1) != 0) | (np.diff(key[order], prepend=-1) != 0)
    starts = np.flatnonzero(same)
    sizes = np.diff(np.append(starts, len(order)))
    repeats = np.empty(len(order), np.int64)
    repeats[order] = np.repeat(sizes, sizes)
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order)) - np.repeat(starts, sizes)
    group = np.empty(len(order), np.int64)
    group[order] = np.repeat(np.arange(len(starts)), sizes)
    return repeats, number, group


def _words_in(batch: Batch, element: Numbers) -> Numbers:
    return batch.last_word[element] - batch.first_word[element]


def _linked_in(batch: Batch, element: Numbers) -> Numbers:
    sums = batch.linked_words
    return sums[batch.last_link[element]] - sums[batch.first_link[element]]


def _inside(batch: Batch, tags: tuple[str, ...], start: Numbers, end: Numbers) -> Numbers:
    """How many elements of these tags lie in `start:end`."""
    wanted = np.isin(batch.tag, [TAG_CODE[tag] for tag in tags])
    sums = _running(wanted)
    return sums[end] - sums[start]


def _page_words(batch: Batch) -> Numbers:
    return _words_in(batch, batch.page_roots)


def _grown(batch: Batch, block: Numbers) -> Numbers:
    """The nearest block above that holds more words or links than `block` does."""
    words, links = _words_in(batch, block), batch.last_link[block] - batch.first_link[block]
    at = block
    for _ in range(GROW_STEPS):
        above = batch.block[batch.parent[at]]
        same = (_words_in(batch, at) == words) & (
            batch.last_link[at] - batch.first_link[at] == links
        )
        step = np.where(same, above, at)
        if np.array_equal(step, at):
            break
        at = step
    return at


def _gaps(batch: Batch, reach: int) -> tuple[Floats, Floats]:
    """Words without a link between each link and its `reach`-th neighbours, capped."""
    link, count = batch.link, len(batch.link_page)
    before, after = link - reach, link + reach
    here = batch.link_page[link]
    lower, upper = np.maximum(before, 0), np.minimum(after, count - 1)
    has_before = (before >= 0) & (batch.link_page[lower] == here)
    has_after = (after < count) & (batch.link_page[upper] == here)
    sums = batch.linked_words
    linked_before = sums[link] - sums[lower + 1]
    linked_after = sums[upper] - sums[np.minimum(link + 1, count)]
    gap_before = batch.link_first_word[link] - batch.link_last_word[lower] - linked_before
    gap_after = batch.link_first_word[upper] - batch.link_last_word[link] - linked_after
    cap = float(GAP_CAP)
    return (
        np.where(has_before, np.clip(gap_before, 0, cap), cap).astype(np.float32),
        np.where(has_after, np.clip(gap_after, 0, cap), cap).astype(np.float32),
    )


def _last_before(batch: Batch, marked: NDArray[np.bool_]) -> Numbers:
    """The last marked element before each link on its page, -1 where there is none."""
    places = np.flatnonzero(marked)
    if not len(places):
        return np.full(len(batch.at), -1, np.int64)
    found = np.searchsorted(places, batch.at) - 1
    element = places[np.maximum(found, 0)]
    return np.where((found >= 0) & (element >= batch.root), element, -1)


def _last_heading(batch: Batch) -> tuple[Numbers, Numbers]:
    h1 = TAG_CODE["h1"]
    marked = (batch.tag >= h1) & (batch.tag <= TAG_CODE["h6"])
    last = _last_before(batch, marked)
    words = batch.first_word[batch.at] - batch.last_word[last]
    known = last >= 0
    return np.where(known, np.maximum(words, 0), -1), np.where(known, batch.tag[last] - h1 + 1, 0)


def _since_h1(batch: Batch) -> Numbers:
    last = _last_before(batch, batch.tag == TAG_CODE["h1"])
    return np.where(last >= 0, batch.first_word[batch.at] - batch.first_word[last], -1)


def _last_comment(batch: Batch) -> tuple[Numbers, Numbers]:
    marked = ((batch.words & cues.WORD_BIT["comment"]) != 0) | (
        (batch.structure & cues.STRUCTURE_BIT["item_comment"]) != 0
    )
    last = _last_before(batch, marked)
    sums = _running(marked)
    words = batch.first_word[batch.at] - batch.first_word[last]
    return np.where(last >= 0, words, -1), sums[batch.at] - sums[batch.root]


def _top_text(batch: Batch) -> Numbers:
    """Per page the element that holds most prose directly or one level down."""
    texty = np.flatnonzero(np.isin(batch.tag, [TAG_CODE[tag] for tag in TEXT_TAGS[:4]]))
    prose = _words_in(batch, texty) - _linked_in(batch, texty)
    texty, prose = texty[prose >= PROSE_WORDS], prose[prose >= PROSE_WORDS]
    size = len(batch.parent)
    above = batch.parent[texty]
    score = np.bincount(above, prose, size) + 0.5 * np.bincount(batch.parent[above], prose, size)
    return np.array(
        [
            start + (int(np.argmax(score[start:end])) if end > start else 0)
            for start, end in zip(batch.page_roots, batch.page_ends, strict=True)
        ],
        np.int64,
    )
