"""How likely source and target of each link share a niche; see docs/reference/relevance.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import Placement
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

SITE_WEIGHT, PAGE_WEIGHT = 0.5, 0.3  # of the texts; the anchor has a weight of its own


@dataclass(frozen=True, slots=True)
class Odds:
    """Log odds of a common niche: `start` and slopes over ln(cosine + NEAR_NOTHING).

    `texts`: of the pages and sites; `words`: of the anchor, with the words around it, and the
    target, where they are told; `fit`: over how far the same words stay behind what fits the text
    they stand in.
    """

    start: float
    texts: float
    words: float = 0.0
    fit: float = 0.0


# The logarithm makes ratios of near things count; what is far below this is all the same.
NEAR_NOTHING = 0.1
# Words that somebody put into a text fit their own target and not the page: that tells bought and
# injected links (19 in 20 of an author's own links are above 0.2). Nothing is gained above `FITS`.
FITS, FITS_NOTHING = 0.12, 0.01
# Start and slopes are fitted at even odds by bench/quality/relevance.py on real pages. `fit` is by
# hand: fitted it would be 6, and a few odd words would make the best page irrelevant.
TEXT_ODDS = Odds(start=5.27, texts=2.88)
LINK_ODDS = Odds(start=6.37, texts=2.91, words=0.59, fit=1.0)
IN_TEXT = (Placement.CONTENT.value, Placement.UNKNOWN.value)  # where words should fit their page

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
    to the target site and to its own page; parts that are not known are left out. Unknown where
    neither the source's site nor page has text, or the target site has none.
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
    anchor_part, fit_part = _anchor_similarities(model, links, target, pages, source)
    return mixed(site_part, page_part, anchor_part, fit_part)


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
    unknown = np.full_like(site_part, np.nan)
    return mixed(site_part, page_part, unknown, unknown)


def mixed(
    site: NDArray[np.float32],
    page: NDArray[np.float32],
    anchor: NDArray[np.float32],
    fit: NDArray[np.float32],
) -> NDArray[np.float32]:
    """The probability 0..1 at these cosines, if one pair in two had one niche.

    `anchor`: of the anchor's words and the target; `fit`: of them and the source page. NaN where
    neither the site's nor the page's is known; of the two the known one stands alone.
    """
    texts = np.log(_mean_of_known(site, page).clip(0) + NEAR_NOTHING)
    words = np.log(anchor.clip(0) + NEAR_NOTHING)
    behind = np.log((fit.clip(0, FITS) + FITS_NOTHING) / (FITS + FITS_NOTHING))
    without = TEXT_ODDS.start + TEXT_ODDS.texts * texts
    beside = LINK_ODDS.start + LINK_ODDS.texts * texts + LINK_ODDS.words * words
    beside += LINK_ODDS.fit * np.nan_to_num(behind)
    odds = np.where(np.isnan(words), without, beside)
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def _mean_of_known(site: NDArray[np.float32], page: NDArray[np.float32]) -> NDArray[np.float32]:
    both = (SITE_WEIGHT * site + PAGE_WEIGHT * page) / (SITE_WEIGHT + PAGE_WEIGHT)
    return np.where(np.isnan(page), site, np.where(np.isnan(site), page, both))


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


def _vectors(model: TopicModel, texts: pa.ChunkedArray | pa.Array) -> Sparse:
    """Vectors of all texts, some 6 KB each; made in parts."""
    from scipy.sparse import vstack

    parts = [
        vectors(model, _whole(texts.slice(start, ROWS_AT_ONCE)))
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
    """Each text of one kind against its text of the other; NaN where either is not known."""
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


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    import pyarrow as pa

    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _place_of(names: pa.ChunkedArray, known: pa.ChunkedArray | pa.Array) -> NDArray[np.int64]:
    """Place of each name among the known ones, -1 where it is not."""
    import pyarrow.compute as pc

    place = pc.index_in(names, value_set=_whole(known)).fill_null(-1)
    return np.asarray(place.to_numpy(), dtype=np.int64)


def _at(values: NDArray[np.float32], place: NDArray[np.int64]) -> NDArray[np.float32]:
    """The value at each place, NaN at place -1."""
    return np.asarray(np.append(values, np.float32(np.nan))[place], dtype=np.float32)


def _anchor_similarities(
    model: TopicModel, links: pa.Table, target: Sparse, pages: Sparse, source: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The anchors' words against the target site, and against the pages whose text they are in."""
    encoded = anchor_texts(links).dictionary_encode()
    words = _vectors(model, encoded.dictionary)
    place = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    stands = np.where(_is_in_text(links), source, -1)
    return _at(similarities(words, target), place), _page_similarities(words, place, pages, stands)


def _is_in_text(links: pa.Table) -> NDArray[np.bool_]:
    """Which links stand in the text of their page, as far as that is told."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if "placement" not in links.column_names:
        return np.ones(links.num_rows, dtype=np.bool_)
    told = pc.fill_null(links["placement"], Placement.UNKNOWN.value)
    found = pc.is_in(told, value_set=pa.array(IN_TEXT))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.bool_)


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
