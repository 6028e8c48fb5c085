"""Topical relevance: whether links and prospects share a niche with a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.app.topics.learning import learnt
from backlinkbot.core.urls import domain_id
from backlinkbot.logic.judge.relevance import RelevanceTexts, link_relevance, page_relevance
from backlinkbot.logic.judge.terms import MOST_CHARS

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace

# Which pages of a linking site are read depends on the target alone, never on the question: else a
# filter or the next page of a list would change a link's quality.
PAGES_A_SITE = 3  # linking pages that stand for their site, the first by address
ONE_PAGE_FROM = 1_000  # referring domains from which one page has to do, to answer in seconds
MOST_SITES = 5_000  # linking sites whose texts are read at all; the others' relevance is unknown
TARGET_PAGES = 400
SITES_AT_ONCE = 1_000  # prospects' sites whose texts are held at once, for memory


def relevance(workspace: Workspace, domain: str, links: pa.Table) -> NDArray[np.float32] | None:
    """The probability 0..1 that source and target share a niche, one per link; NaN unknown.

    None when no topics were learnt, or no text of the target is known.
    """
    model = learnt(workspace)
    if model is None or not links.num_rows:
        return None
    targets = workspace.index.pages(domain).slice(0, TARGET_PAGES)
    if not targets.num_rows:
        return None
    sources = workspace.index.pages(_chosen(workspace, domain, links))
    return link_relevance(model, links, RelevanceTexts(sources=sources, targets=targets))


def prospect_relevance(
    workspace: Workspace, domain: str, prospects: pa.Table
) -> NDArray[np.float32]:
    """The probability 0..1 that each prospect and the site share a niche; NaN unknown.

    `prospects`: columns `prospect` (registrable domain) and `page` (its URL, empty where the site
    as a whole is meant), one row a candidate; thousands cost about as much as reading their texts.
    Where the setting `embeddings_folder` names a table, it orders the most relevant anew.

    Raises:
        NotFound: that folder is not there.
        BadInput: it holds no static embeddings.
    """
    found = np.full(prospects.num_rows, np.nan, dtype=np.float32)
    model = learnt(workspace)
    if model is None or not prospects.num_rows:
        return found
    targets = workspace.index.pages(domain).slice(0, TARGET_PAGES)
    if not targets.num_rows:
        return found
    place = prospects["prospect"].combine_chunks().dictionary_encode()
    site = np.asarray(place.indices.to_numpy(zero_copy_only=False))
    names = place.dictionary.to_pylist()
    for start in range(0, len(names), SITES_AT_ONCE):
        rows = np.flatnonzero((site >= start) & (site < start + SITES_AT_ONCE))
        asked = prospects.take(rows)
        sources = _sources(workspace, names[start : start + SITES_AT_ONCE], asked)
        found[rows] = page_relevance(model, asked, RelevanceTexts(sources, targets))
    if workspace.settings.embeddings_folder:
        return _ordered_anew(workspace, found, prospects, targets)
    return found


def _sources(workspace: Workspace, sites: list[str], asked: pa.Table) -> pa.Table:
    pages = [url for url in asked["page"].unique().to_pylist() if url]
    reader = workspace.index.linking_sites(sites)
    return reader.pages(pages, more=PAGES_A_SITE, most_chars=MOST_CHARS)


def _ordered_anew(
    workspace: Workspace, chance: NDArray[np.float32], prospects: pa.Table, targets: pa.Table
) -> NDArray[np.float32]:
    """The probabilities of the most relevant, ordered by words and embeddings together."""
    from pathlib import Path

    from backlinkbot.io.embeddings.folder import read_folder
    from backlinkbot.logic.judge.embedding import MOST_CHARS as READ_CHARS
    from backlinkbot.logic.judge.embedding import RERANKED, embedded, near_to, reranked

    table = read_folder(Path(workspace.settings.embeddings_folder))
    order = np.argsort(-np.nan_to_num(chance, nan=-1), kind="stable")[:RERANKED]
    first = order[~np.isnan(chance[order])]
    asked = prospects.take(first)
    sites = asked["prospect"].unique().to_pylist()
    pages = [url for url in asked["page"].unique().to_pylist() if url]
    sources = workspace.index.linking_sites(sites).pages(pages, more=1, most_chars=READ_CHARS)
    target = embedded(table, targets["text"].to_pylist()).sum(axis=0)
    vectors = embedded(table, sources["text"].to_pylist())
    nearness = np.full(len(chance), np.nan, dtype=np.float32)
    nearness[first] = near_to(target, vectors, sources, asked)
    return reranked(chance, nearness)


def _chosen(workspace: Workspace, domain: str, links: pa.Table) -> list[str]:
    """The pages to read for the sites that stand in `links`."""
    every = workspace.index.links(domain, only=("source_domain", "source_url"))
    pages: dict[str, list[str]] = {}
    for name, url in sorted(
        set(zip(every["source_domain"].to_pylist(), every["source_url"].to_pylist(), strict=True))
    ):
        pages.setdefault(name, []).append(url)
    each = PAGES_A_SITE if len(pages) < ONE_PAGE_FROM else 1
    among = set(sorted(pages, key=domain_id)[:MOST_SITES])
    return [
        url
        for name in links["source_domain"].unique().to_pylist()
        if name in among
        for url in pages.get(name, ())[:each]
    ]
