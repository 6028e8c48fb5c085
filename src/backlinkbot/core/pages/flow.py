"""The page as a sequence of text blocks: how much prose flows around each link, at several reaches.

Three known ideas on our own columns, none of which reads a name: block densities smoothed over
document order (Kohlschütter et al., WSDM 2010), the run of blocks with the highest sum of prose
less linked text (Pasternack and Roth, WWW 2009), and paragraphs that hand their score to the
elements around them (the idea of the reading modes of browsers). The fourth group tells whether the
link stands in one of many items of like build, and what such an item holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pages.walk import running

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.core.pages.joined import Batch

    Numbers = NDArray[np.int64]

REACHES = (2, 6, 15)  # text blocks on each side
COLUMNS = (
    *(f"flow_{what}_{reach}" for reach in REACHES for what in ("free", "share", "prose")),
    "flow_in_run", "flow_run_position", "flow_run_share", "flow_before_run", "flow_after_run",
    "handed_parent", "handed_best", "handed_level", "handed_top",
    "item_count", "item_words", "item_links", "item_outward", "item_one_outward", "item_spread",
    "item_page_share", "item_outward_share", "item_free_words",
)  # fmt: skip
PROSE_WORDS = 8  # unlinked words from which a block is prose rather than a label
LINKED_SHARE = 0.5  # of a block's words from which it is a list of links
MOST_VOTE = 150  # words one block adds to a run: one long legal notice is not the article
HANDED = (1.0, 0.5, 0.33, 0.25)  # of a paragraph's score, to parent, grandparent …
CLIMB = 6  # elements above a link's block in which the best score is looked for
FEWEST_ITEMS = 3  # siblings of like build that make items


def columns(batch: Batch) -> NDArray[np.float32]:
    """`COLUMNS` of the placed links of a batch, in order."""
    own, linked = _own_words(batch)
    found = [*_flow(batch, own, linked), *_handed(batch, own, linked), *_items(batch)]
    return np.stack(found, axis=1).astype(np.float32)


def _own_words(batch: Batch) -> tuple[Numbers, Numbers]:
    """Per block element the words in no block within it, and those of them inside links."""
    size = len(batch.parent)
    words = batch.last_word - batch.first_word
    numbers = np.arange(size)
    is_block = batch.block == numbers
    inner = np.flatnonzero(is_block & (batch.parent != numbers))
    held = np.bincount(batch.block[batch.parent[inner]], words[inner], size)
    own = np.where(is_block, words - held.astype(np.int64), 0)
    link_words = np.diff(batch.linked_words)
    linked = np.bincount(batch.block[batch.link_element], link_words, size).astype(np.int64)
    return own, np.minimum(linked, own)


def _flow(batch: Batch, own: Numbers, linked: Numbers) -> list[NDArray[np.generic]]:
    texts = np.flatnonzero(own > 0)
    free = (own - linked)[texts]
    is_prose = (free >= PROSE_WORDS) & (linked[texts] <= LINKED_SHARE * own[texts])
    starts = np.searchsorted(texts, batch.page_roots)
    ends = np.searchsorted(texts, batch.page_ends)
    here = np.searchsorted(texts, batch.block[batch.at])
    first, last = starts[batch.page], ends[batch.page]
    sums = [running(values) for values in (free, own[texts], np.where(is_prose, free, 0))]
    found: list[NDArray[np.generic]] = []
    for reach in REACHES:
        low, high = np.maximum(here - reach, first), np.minimum(here + reach + 1, last)
        high = np.maximum(high, low)
        frees, words, prose = (total[high] - total[low] for total in sums)
        found += [np.log1p(frees), frees / np.maximum(words, 1), prose / np.maximum(words, 1)]
    gain = np.where(is_prose, np.minimum(free, MOST_VOTE), -own[texts])
    runs = [_best_run(gain[start:end]) for start, end in zip(starts, ends, strict=True)]
    begin, stop = (np.array(part, np.int64) for part in zip(*runs, strict=True))
    begin, stop = (begin + starts)[batch.page], (stop + starts)[batch.page]
    prose = sums[2]
    total = np.maximum(prose[last] - prose[first], 1)
    return [
        *found,
        (here >= begin) & (here < stop),
        np.clip((here - begin) / np.maximum(stop - begin, 1), -2, 3),
        (prose[stop] - prose[begin]) / total,
        (prose[np.minimum(here, last)] - prose[first]) / total,
        (prose[last] - prose[np.minimum(here + 1, last)]) / total,
    ]


def _best_run(gain: Numbers) -> tuple[int, int]:
    """The run of blocks with the highest sum; (0, 0) where none is above zero."""
    if not len(gain):
        return 0, 0
    sums = running(gain)
    lowest = np.minimum.accumulate(sums)
    stop = int(np.argmax(sums - lowest))
    if sums[stop] <= lowest[stop]:
        return 0, 0
    return int(np.argmin(sums[:stop])), stop


def _handed(batch: Batch, own: Numbers, linked: Numbers) -> list[NDArray[np.generic]]:
    """Scores that paragraphs hand upwards, of the elements around each link, against the best."""
    size = len(batch.parent)
    free = own - linked
    prose = np.flatnonzero((free >= PROSE_WORDS) & (linked <= LINKED_SHARE * own))
    worth = np.minimum(free[prose], MOST_VOTE)
    scores = np.zeros(size)
    at = prose
    for share in HANDED:
        at = batch.parent[at]
        scores += np.bincount(at, worth * share, size)
    inside = batch.last_word - batch.first_word
    sums = batch.linked_words
    of_links = sums[batch.last_link] - sums[batch.first_link]
    scores *= 1 - np.minimum(of_links / np.maximum(inside, 1), 1)
    tops = np.array(
        [
            start + (int(np.argmax(scores[start:end])) if end > start else 0)
            for start, end in zip(batch.page_roots, batch.page_ends, strict=True)
        ],
        np.int64,
    )[batch.page]
    most = np.maximum(scores[tops], 1)
    at = batch.parent[batch.block[batch.at]]
    parent = scores[at]
    best, level = parent, np.zeros(len(at))
    for step in range(1, CLIMB):
        at = batch.parent[at]
        level = np.where(scores[at] > best, step, level)
        best = np.maximum(scores[at], best)
    inside_top = (batch.at >= tops) & (batch.at < batch.end[tops])
    return [parent / most, best / most, level, inside_top]


def _items(batch: Batch) -> list[NDArray[np.generic]]:
    """The innermost element around each link with siblings of like build, and what they hold."""
    at = batch.block[batch.at]
    item = at.copy()
    for _ in range(CLIMB):
        wanting = batch.repeats[item] < FEWEST_ITEMS
        item = np.where(wanting, batch.block[batch.parent[item]], item)
    group = batch.group
    count = np.maximum(batch.repeats, 1)
    words = batch.last_word - batch.first_word
    links = batch.last_link - batch.first_link
    outward = batch.outward[batch.last_link] - batch.outward[batch.first_link]
    linked = batch.linked_words[batch.last_link] - batch.linked_words[batch.first_link]
    groups = int(group.max()) + 1 if len(group) else 0

    def total(values: Numbers | NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(group, values, groups), np.float64)

    held = group[item]
    size = count[item]
    mean_words = total(words)[held] / size
    variance = total(words.astype(np.float64) ** 2)[held] / size - mean_words**2
    root = batch.page_roots[batch.page]
    page_words = np.maximum(words[root], 1)
    page_outward = np.maximum(outward[root], 1)
    outwards = total(outward)[held]
    return [
        size,
        mean_words,
        total(links)[held] / size,
        outwards / size,
        total(outward == 1)[held] / size,
        np.sqrt(np.maximum(variance, 0)) / np.maximum(mean_words, 1),
        mean_words * size / page_words,
        outwards / page_outward,
        total(words - linked)[held] / size,
    ]
