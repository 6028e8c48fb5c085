"""The topics of the index: learnt when it is measured, used when links are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.progress import Progress, Silent
from backlinkbot.core.urls import domain_id
from backlinkbot.io.outputs.arrays import read_arrays, write_arrays
from backlinkbot.logic.judge.relevance import RelevanceTexts, link_relevance, page_relevance
from backlinkbot.logic.judge.site_type.judge import judged
from backlinkbot.logic.judge.terms import MOST_CHARS
from backlinkbot.logic.judge.topics import VERSION, TopicModel, fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace

# Which pages of a linking site are read depends on the target alone, never on the question: else a
# filter or the next page of a list would change a link's quality.
PAGES_A_SITE = 3  # linking pages that stand for their site, the first by address
ONE_PAGE_FROM = 1_000  # referring domains from which one page has to do, to answer in seconds
MOST_SITES = 5_000  # linking sites whose texts are read at all; the others' relevance is unknown
TARGET_PAGES = 400
TYPE_PAGES, TYPE_CHARS = 12, 4_000  # of a site, read to tell its type


def learn_topics(workspace: Workspace, progress: Progress | None = None) -> int:
    """Learn the topics of all texts in the index; how many texts there were.

    Does nothing when this snapshot's topics are known already.
    """
    path = _path(workspace)
    if path is None or path.is_file():
        return 0
    progress = progress or Silent()
    progress.stage("Learning topics", unit="texts")
    model = fit(_texts(workspace, progress))
    if not model.documents:
        return 0
    for old in path.parent.glob("*.npz"):
        old.unlink()
    write_arrays(
        path,
        {
            "documents": np.array(model.documents),
            "idf": model.idf,
            "kept": model.kept,
            "components": model.components,
        },
    )
    return model.documents


def relevance(workspace: Workspace, domain: str, links: pa.Table) -> NDArray[np.float32] | None:
    """The probability 0..1 that source and target share a niche, one per link; NaN unknown.

    None when no topics were learnt, or no text of the target is known.
    """
    model = _model(workspace)
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
    """
    unknown = np.full(prospects.num_rows, np.nan, dtype=np.float32)
    model = _model(workspace)
    if model is None or not prospects.num_rows:
        return unknown
    targets = workspace.index.pages(domain).slice(0, TARGET_PAGES)
    if not targets.num_rows:
        return unknown
    sites = prospects["prospect"].unique().to_pylist()
    pages = [url for url in prospects["page"].unique().to_pylist() if url]
    asked = workspace.index.linking_sites(sites)
    sources = asked.pages(pages, more=PAGES_A_SITE, most_chars=MOST_CHARS)
    return page_relevance(model, prospects, RelevanceTexts(sources=sources, targets=targets))


def site_types(workspace: Workspace, domains: Sequence[str]) -> pa.Table:
    """The type of each domain, as `core.site_types.site_types()`, in the order given."""
    pages = workspace.index.linking_sites(list(domains)).pages(
        (), more=TYPE_PAGES, most_chars=TYPE_CHARS
    )
    return judged(domains, pages)


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


def _texts(workspace: Workspace, progress: Progress) -> Iterator[pa.Array]:
    import pyarrow.compute as pc

    done = 0
    for batch in workspace.index.page_texts():
        told = batch.filter(pc.is_valid(batch["text"]))
        done += told.num_rows
        progress.reached(done)
        if told.num_rows:
            yield told["text"]


def _path(workspace: Workspace) -> Path | None:
    """Where the current snapshot's topics are kept: known by snapshot and method."""
    snapshot = workspace.index.current()
    if snapshot is None:
        return None
    return workspace.folder / "topics" / f"{snapshot.name}-{VERSION}.npz"


def _model(workspace: Workspace) -> TopicModel | None:
    """The topics of the snapshot, or of the last one that was measured."""
    path = _path(workspace)
    if path is None:
        return None
    known = [path] if path.is_file() else sorted(path.parent.glob(f"*-{VERSION}.npz"))
    if not known:
        return None
    kept = read_arrays(known[-1])
    return TopicModel(
        documents=int(kept["documents"]),
        idf=kept["idf"].astype(np.float32),
        kept=kept["kept"].astype(np.int32),
        components=kept["components"].astype(np.float32),
    )
