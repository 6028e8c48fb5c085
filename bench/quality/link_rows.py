"""The labelled links of the two page sets as rows: features, truth, and which page they are of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from page_labels import (
    LabelledPage,
    link_truth,
    multi_domain_pages,
    parsed,
    readability_pages,
)

from backlinkbot.core.nouns import LinkKind
from backlinkbot.core.pages.features import FEATURES, matrix
from backlinkbot.core.pages.links import PageLinks, links_of
from backlinkbot.core.pages.page_type import page_kind
from backlinkbot.core.pages.placement import READERS_PAGES
from backlinkbot.core.pages.told import read_told

KINDS = (LinkKind.TEXT, LinkKind.IMAGE)  # the labels speak of `a` elements only


@dataclass(frozen=True)
class LinkRows:
    """One row per labelled link.

    `truth`: CONTENT, OTHER, COMMENT or BESIDE of `page_labels`; `page`, `domain`: numbers (a
    domain is the same in both sets); `is_multi`: of the multi-domain set; `is_clean`, `is_judging`:
    of a page clean or two-sided; `is_text`: has an anchor text; `was_judging`, `opened`, `framed`:
    as in `LinkTruth`; `is_forum`: of a page of that type; `counts`: what was read.
    """

    features: NDArray[np.float32]
    truth: NDArray[np.int8]
    page: NDArray[np.int64]
    domain: NDArray[np.int64]
    is_multi: NDArray[np.bool_]
    is_clean: NDArray[np.bool_]
    is_judging: NDArray[np.bool_]
    is_text: NDArray[np.bool_]
    was_judging: NDArray[np.bool_]
    opened: NDArray[np.bool_]
    framed: NDArray[np.bool_]
    is_forum: NDArray[np.bool_]
    sources: list[LabelledPage]
    domains: list[str]
    counts: Counter[str]


def link_rows() -> LinkRows:
    """Reads both sets; about ten seconds."""
    blocks: list[NDArray[np.float32]] = []
    columns: list[tuple[int | bool, ...]] = []
    sources: list[LabelledPage] = []
    domains: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for page in (*multi_domain_pages(), *readability_pages()):
        counts[f"{page.collection} pages"] += 1
        links = links_of(parsed(page), page.url)
        truth = link_truth(page, links.tree)
        if truth is None:
            counts[f"{page.collection} pages without a usable label"] += 1
            continue
        domain = domains.setdefault(page.domain, len(domains))
        rows = labelled(links, truth.of_node)
        if not rows:
            continue
        counts[f"{page.collection} pages clean"] += truth.is_clean
        counts[f"{page.collection} pages two-sided"] += truth.is_two_sided
        blocks.append(matrix([links])[[row for row, _ in rows]])
        is_multi = page.collection == "multi-domain"
        is_forum = is_of_readers(page, links)
        for row, told in rows:
            node = links.walk.nodes[links.element[row]].mem_id
            flags = (
                *(is_multi, truth.is_clean, truth.is_two_sided, links.anchors[row] != ""),
                *(truth.was_two_sided, node in truth.opened, node in truth.framed, is_forum),
            )
            columns.append((told, len(sources), domain, *flags))
        sources.append(page)
    of_link, number, site, multi, clean, judging, text, was, opened, framed, forum = map(
        np.array, zip(*columns, strict=True)
    )
    return LinkRows(
        features=np.concatenate(blocks),
        truth=of_link.astype(np.int8),
        page=number,
        domain=site,
        is_multi=multi,
        is_clean=clean,
        is_judging=judging,
        is_text=text,
        was_judging=was,
        opened=opened,
        framed=framed,
        is_forum=forum,
        sources=sources,
        domains=list(domains),
        counts=counts,
    )


def is_of_readers(page: LabelledPage, links: PageLinks) -> bool:
    """Whether readers write such a page, so that nothing on it is content."""
    kind = page_kind(read_told(links.walk), links.walk, page.html, page.url, links.external_links)
    return kind.type.value in READERS_PAGES


def labelled(links: PageLinks, of_node: dict[int, int]) -> list[tuple[int, int]]:
    """(row of the page's links, truth) for the links that a label speaks of."""
    found = []
    for row in range(len(links)):
        if links.row[row] < 0 or links.kinds[row] not in KINDS:
            continue
        told = of_node.get(links.walk.nodes[links.element[row]].mem_id)
        if told is not None:
            found.append((row, told))
    return found


__all__ = ["FEATURES", "LinkRows", "labelled", "link_rows"]
