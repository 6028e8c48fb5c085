"""How likely source and target of each link share a niche; see docs/reference/relevance.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.topics import (
    Sparse,
    TopicModel,
    row_similarities,
    similarities,
    site_vectors,
    vectors,
)

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

SITE_WEIGHT, PAGE_WEIGHT, ANCHOR_WEIGHT = 0.5, 0.3, 0.2  # site, page, anchor with words around it


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve from similarity to probability at even odds."""

    slope: float
    middle: float

    def probability(self, similarity: NDArray[np.float32]) -> NDArray[np.float32]:
        """The chance of a common niche at this similarity, if one pair in two had one."""
        odds = np.exp(np.float32(self.slope) * (np.float32(self.middle) - similarity))
        return np.asarray(1 / (1 + odds), dtype=np.float32)


# Fitted by bench/quality/relevance.py on real pages: whole texts on both sides; the few words
# around a link against whole texts.
TEXT_CURVE = Curve(slope=14.2, middle=0.090)
WORDS_CURVE = Curve(slope=55.5, middle=0.123)

PAGES_PER_SITE = 20  # of a linking site, for its vector: more changes its direction little
ROWS_AT_ONCE = 20_000  # texts turned to vectors at once, for memory
PAIRS_AT_ONCE = 5_000  # pairs of pages compared at once, for memory


@dataclass(frozen=True, slots=True)
class RelevanceTexts:
    """The pages whose text is known.

    `sources`, `targets`: columns `url`, `domain`, `text` and, where known, `language` (codes) and
    `weight` (of the page, by its authority, 0 or more); `targets` holds pages of the target site
    only. Words of two languages cannot be compared: texts in a language that the target site does
    not write are left out, which makes their links unknown and not irrelevant.
    """

    sources: pa.Table
    targets: pa.Table


def link_relevance(
    model: TopicModel, links: pa.Table, texts: RelevanceTexts
) -> NDArray[np.float32]:
    """The probability 0..1 that source and target share a niche, one per link; NaN unknown.

    Mixes how near the source site is to the target site, the source page to the linked page (to
    the target site where that page's text is not known), and the anchor with the words around it
    to the target site; parts that are not known are left out and the rest weighs more. Unknown
    where neither the source's site nor page has text, or the target site has none.
    """
    sources = _in_languages_of(texts.sources, texts.targets)
    pages, linked = _vectors(model, sources["text"]), _vectors(model, texts.targets["text"])
    target = site_vectors(
        linked, np.zeros(linked.shape[0], dtype=np.int32), _weights(texts.targets), 1
    )
    site_part = _site_similarities(links["source_domain"], sources, pages, target)
    source = _place_of(links["source_url"], sources["url"])
    to_page = _page_similarities(
        pages, source, linked, _place_of(links["target_url"], texts.targets["url"])
    )
    to_site = _at(similarities(pages, target), source)
    page_part = np.where(np.isnan(to_page), to_site, to_page)
    return mixed(site_part, page_part, _anchor_similarities(model, links, target))


def page_relevance(
    model: TopicModel, prospects: pa.Table, texts: RelevanceTexts
) -> NDArray[np.float32]:
    """The probability 0..1 that each prospect and the target site share a niche; NaN unknown.

    `prospects`: columns `prospect` (domain) and `page` (URL, empty where the whole site is meant).
    """
    sources = _in_languages_of(texts.sources, texts.targets)
    pages, linked = _vectors(model, sources["text"]), _vectors(model, texts.targets["text"])
    target = site_vectors(
        linked, np.zeros(linked.shape[0], dtype=np.int32), _weights(texts.targets), 1
    )
    site_part = _site_similarities(prospects["prospect"], sources, pages, target)
    page_part = _at(similarities(pages, target), _place_of(prospects["page"], sources["url"]))
    return mixed(site_part, page_part, np.full_like(site_part, np.nan))


def mixed(
    site: NDArray[np.float32], page: NDArray[np.float32], anchor: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The weighted mean of the known parts' probabilities; NaN where site and page are unknown.

    Given are similarities. Each becomes a probability first, because a few words are never as
    similar to a site as a whole page is.
    """
    total, known = np.zeros_like(site), np.zeros_like(site)
    parts = (
        (SITE_WEIGHT, TEXT_CURVE.probability(site)),
        (PAGE_WEIGHT, TEXT_CURVE.probability(page)),
        (ANCHOR_WEIGHT, WORDS_CURVE.probability(anchor)),
    )
    for weight, part in parts:
        told = ~np.isnan(part)
        total[told] += np.float32(weight) * part[told]
        known[told] += np.float32(weight)
    known[np.isnan(site) & np.isnan(page)] = np.nan
    return np.asarray(total / known, dtype=np.float32)


def anchor_texts(links: pa.Table) -> pa.Array:
    """The anchor with the words on both sides; null where none of the three is told."""
    import pyarrow.compute as pc

    told = pc.or_(
        pc.is_valid(links["anchor"]),
        pc.or_(pc.is_valid(links["left"]), pc.is_valid(links["right"])),
    )
    parts = [pc.fill_null(links[name], "") for name in ("left", "anchor", "right")]
    joined = pc.binary_join_element_wise(*parts, " ")
    return pc.if_else(told, joined, None).combine_chunks()


def _in_languages_of(sources: pa.Table, targets: pa.Table) -> pa.Table:
    """Source pages in a language the target site writes, and those of unknown language."""
    import pyarrow.compute as pc

    if "language" not in sources.column_names or "language" not in targets.column_names:
        return sources
    written = pc.drop_null(targets["language"].unique())
    if not len(written):
        return sources
    is_same = pc.is_in(sources["language"], value_set=written)
    return sources.filter(pc.or_(is_same, pc.is_null(sources["language"])))


def _vectors(model: TopicModel, texts: pa.ChunkedArray) -> Sparse:
    """Vectors of all texts, about 4 KB each; made in parts."""
    from scipy.sparse import vstack

    parts = [
        vectors(model, texts.slice(start, ROWS_AT_ONCE).combine_chunks())
        for start in range(0, max(1, len(texts)), ROWS_AT_ONCE)
    ]
    return vstack(parts, format="csr")


def _site_similarities(
    domains: pa.ChunkedArray, sources: pa.Table, pages: Sparse, target: Sparse
) -> NDArray[np.float32]:
    """Each of the sites, by its first pages, against the target site."""
    encoded = sources["domain"].combine_chunks().dictionary_encode()
    site = np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int32)
    chosen = np.flatnonzero(_place_in_site(site, len(encoded.dictionary)) < PAGES_PER_SITE)
    rows = site_vectors(
        pages[chosen], site[chosen], _weights(sources)[chosen], len(encoded.dictionary)
    )
    return _at(similarities(rows, target), _place_of(domains, encoded.dictionary))


def _page_similarities(
    pages: Sparse, source: NDArray[np.int64], linked: Sparse, target: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Source page against linked page, one per link; NaN where either text is not known."""
    known = np.flatnonzero((source >= 0) & (target >= 0))
    width = max(1, linked.shape[0])
    pairs, pair_of = np.unique(source[known] * width + target[known], return_inverse=True)
    near = np.empty(len(pairs), dtype=np.float32)
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        chunk = slice(start, start + PAIRS_AT_ONCE)
        near[chunk] = row_similarities(pages[pairs[chunk] // width], linked[pairs[chunk] % width])
    found = np.full(len(source), np.nan, dtype=np.float32)
    found[known] = near[pair_of]
    return found


def _place_of(names: pa.ChunkedArray, known: pa.ChunkedArray | pa.Array) -> NDArray[np.int64]:
    """Place of each name among the known ones, -1 where it is not."""
    import pyarrow as pa
    import pyarrow.compute as pc

    among = known.combine_chunks() if isinstance(known, pa.ChunkedArray) else known
    place = pc.index_in(names, value_set=among).fill_null(-1)
    return np.asarray(place.to_numpy(), dtype=np.int64)


def _at(values: NDArray[np.float32], place: NDArray[np.int64]) -> NDArray[np.float32]:
    """The value at each place, NaN at place -1."""
    return np.asarray(np.append(values, np.float32(np.nan))[place], dtype=np.float32)


def _anchor_similarities(model: TopicModel, links: pa.Table, target: Sparse) -> NDArray[np.float32]:
    encoded = anchor_texts(links).dictionary_encode()
    unique = encoded.dictionary
    found = [
        similarities(vectors(model, unique.slice(start, ROWS_AT_ONCE)), target)
        for start in range(0, len(unique), ROWS_AT_ONCE)
    ]
    table = np.concatenate([*found, np.array([np.nan], dtype=np.float32)])
    places = encoded.indices.fill_null(len(unique)).to_numpy(zero_copy_only=False)
    return np.asarray(table[places], dtype=np.float32)


def _weights(pages: pa.Table) -> NDArray[np.float32]:
    if "weight" not in pages.column_names:
        return np.ones(pages.num_rows, dtype=np.float32)
    return np.nan_to_num(np.asarray(pages["weight"].to_numpy(), dtype=np.float32))


def _place_in_site(site: NDArray[np.int32], sites: int) -> NDArray[np.int64]:
    """The how-manieth page of its site each page is, from 0."""
    order = np.argsort(site, kind="stable")
    first = np.searchsorted(site[order], np.arange(sites))
    place = np.empty(len(site), dtype=np.int64)
    place[order] = np.arange(len(site)) - first[site[order]]
    return place
