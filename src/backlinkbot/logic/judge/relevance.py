"""How likely source and target of each link share a niche; see docs/reference/relevance.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.topics import TopicModel, similarities, site_vectors, vectors

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

PAGES_PER_SITE = 20  # read for a site's vector: more changes its direction little
ROWS_AT_ONCE = 20_000  # texts turned to vectors at once, for memory


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

    Mixes the nearness of the source site, the source page, and the anchor with the words around
    it to the target site; parts that are not known are left out and the rest weighs more. Unknown
    where neither the source's site nor page has text, or the target site has none.
    """
    target = _target_vector(model, texts.targets)
    sources = _in_languages_of(texts.sources, texts.targets)
    site, page = _source_similarities(model, sources, target)
    site_part = _by_name(links["source_domain"], *site)
    page_part = _by_name(links["source_url"], *page)
    return mixed(site_part, page_part, _anchor_similarities(model, links, target))


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


def _target_vector(model: TopicModel, pages: pa.Table) -> object:
    head = pages.slice(0, PAGES_PER_SITE * PAGES_PER_SITE)
    rows = vectors(model, head["text"].combine_chunks())
    return site_vectors(rows, np.zeros(head.num_rows, dtype=np.int32), _weights(head), 1)


_Named = tuple["pa.Array", "NDArray[np.float32]"]


def _source_similarities(
    model: TopicModel, pages: pa.Table, target: object
) -> tuple[_Named, _Named]:
    """(domain names, similarity of each site) and (addresses, similarity of each page)."""
    from scipy.sparse import vstack

    encoded = pages["domain"].combine_chunks().dictionary_encode()
    site = np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int32)
    weight = _weights(pages)
    place = _place_in_site(site, len(encoded.dictionary))
    of_page, kept = [], []
    for start in range(0, max(1, pages.num_rows), ROWS_AT_ONCE):
        batch = vectors(model, pages["text"].slice(start, ROWS_AT_ONCE).combine_chunks())
        of_page.append(similarities(batch, target))
        kept.append(batch[place[start : start + ROWS_AT_ONCE] < PAGES_PER_SITE])
    chosen = place < PAGES_PER_SITE
    rows = site_vectors(
        vstack(kept, format="csr"), site[chosen], weight[chosen], len(encoded.dictionary)
    )
    sites = (encoded.dictionary, similarities(rows, target))
    return sites, (pages["url"].combine_chunks(), np.concatenate(of_page))


def _anchor_similarities(model: TopicModel, links: pa.Table, target: object) -> NDArray[np.float32]:
    encoded = anchor_texts(links).dictionary_encode()
    unique = encoded.dictionary
    found = [
        similarities(vectors(model, unique.slice(start, ROWS_AT_ONCE)), target)
        for start in range(0, len(unique), ROWS_AT_ONCE)
    ]
    table = np.concatenate([*found, np.array([np.nan], dtype=np.float32)])
    places = encoded.indices.fill_null(len(unique)).to_numpy(zero_copy_only=False)
    return np.asarray(table[places], dtype=np.float32)


def _by_name(
    names: pa.ChunkedArray, known: pa.Array, values: NDArray[np.float32]
) -> NDArray[np.float32]:
    import pyarrow.compute as pc

    place = pc.index_in(names, value_set=known).fill_null(len(values)).to_numpy()
    return np.asarray(np.append(values, np.float32(np.nan))[place], dtype=np.float32)


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
