"""Seen pages as Arrow rows: the columns of link facts and page facts, filled page by page."""

from __future__ import annotations

from itertools import compress
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from backlinkbot.core import columns
from backlinkbot.core.nouns import Placement
from backlinkbot.core.pages import features
from backlinkbot.core.pages.placement import classify, readers_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.pages.links import PageLinks
    from backlinkbot.core.pages.seen import SeenPage

# Columns of a link that are its page's; they are written once a page and repeated by number.
OF_PAGE = ("source_url", "source_domain", "external_links", "internal_links", "source_title",
           "source_language", "page_type", "page_status", "noindex", "published_on", "seen_at",
           "reporter", "evidence")  # fmt: skip
MOST_JUDGED = 20_000  # links of a page whose placement is asked for; the most seen are 10,567
OF_LINK = ("target_url", "target_domain", "occurrence", "anchor", "kind", "nofollow", "ugc",
           "sponsored", "followed", "placement", "placement_probability", "position",
           "block_density", "left", "right", "context_html")  # fmt: skip


class LinkRows:
    """Link facts in the making."""

    def __init__(self) -> None:
        self._pages: dict[str, list[Any]] = {name: [] for name in OF_PAGE}
        self._links: dict[str, list[Any]] = {name: [] for name in OF_LINK}
        self._page_of: list[int] = []

    def add(self, pages: Sequence[SeenPage], *, internal: bool) -> None:
        """The links of some pages: those to other domains, with `internal` all."""
        shown = [(page, page.links) for page in pages if page.links is not None]
        if not shown:
            return
        wanted = [
            np.ones(len(links), np.bool_) if internal else links.external for _, links in shown
        ]
        words, odds = _placements([links for _, links in shown], wanted)
        start = 0
        for (page, links), mask in zip(shown, wanted, strict=True):
            places = np.flatnonzero(mask)
            end = start + len(places)
            if len(places):
                self._add_page(page, links, len(places))
                self._add_links(
                    links, places, readers_text(words[start:end], page.page_type), odds[start:end]
                )
            start = end

    def _add_page(self, page: SeenPage, links: PageLinks, count: int) -> None:
        self._page_of.extend([len(self._pages["source_url"])] * count)
        row = (
            page.url,
            page.domain,
            links.external_links,
            links.internal_links,
            links.title,
            page.language,
            page.page_type,
            page.raw.status,
            links.noindex,
            page.published_on,
            page.raw.fetched_at,
            page.raw.reporter,
            page.raw.evidence,
        )
        for name, value in zip(OF_PAGE, row, strict=True):
            self._pages[name].append(value)

    def _add_links(
        self,
        links: PageLinks,
        places: NDArray[np.int64],
        words: list[str],
        odds: list[float | None],
    ) -> None:
        add = self._links
        at = places.tolist()
        position, density = links.standing(places)
        sides = links.contexts(places)
        rels = [links.rels[place] for place in at]
        add["target_url"] += [links.targets[place] for place in at]
        add["target_domain"] += [links.domains[place] for place in at]
        add["occurrence"] += [links.occurrences[place] for place in at]
        add["anchor"] += [links.anchors[place] for place in at]
        add["kind"] += [links.kinds[place] for place in at]
        add["nofollow"] += [rel.nofollow for rel in rels]
        add["ugc"] += [rel.ugc for rel in rels]
        add["sponsored"] += [rel.sponsored for rel in rels]
        add["followed"] += links.follows(rels)
        add["placement"] += words
        add["placement_probability"] += odds
        add["position"] += position
        add["block_density"] += density
        add["left"] += [left for left, _ in sides]
        add["right"] += [right for _, right in sides]
        add["context_html"] += links.contexts_html(places)

    def batch(self) -> pa.RecordBatch:
        """All rows so far, in the schema of link facts."""
        schema = columns.link_facts()
        number = pa.array(self._page_of, pa.int32())
        arrays = []
        for field in schema:
            if field.name in self._pages:
                of_page = pa.array(self._pages[field.name], field.type)
                arrays.append(of_page.take(number))
            elif field.name in self._links:
                arrays.append(pa.array(self._links[field.name], field.type))
            else:
                arrays.append(pa.nulls(len(self._page_of), field.type))
        return pa.RecordBatch.from_arrays(arrays, schema=schema)


class PageRows:
    """Page facts in the making."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []

    def add(self, page: SeenPage) -> None:
        links = page.links
        self._rows.append(
            {
                "url": page.url,
                "domain": page.domain,
                "status": page.raw.status,
                "title": links.title if links is not None else None,
                "language": page.language,
                "page_type": page.page_type,
                "published_on": page.published_on,
                "author": page.author,
                "text": page.text,
                "words": page.words,
                "external_links": links.external_links if links is not None else None,
                "internal_links": links.internal_links if links is not None else None,
                "noindex": links.noindex if links is not None else None,
                "nofollow": links.nofollow if links is not None else None,
                "takes_comments": page.takes_comments,
                "canonical_url": _instead(links.canonical_url, page.url)
                if links is not None
                else None,
                "redirect_url": page.redirect_url,
                "template": page.template,
                "owner_ids": page.owner_ids,
                "cut": page.cut,
                "fetched_at": page.raw.fetched_at,
                "ip": page.raw.ip or None,
                "reporter": page.raw.reporter,
                "evidence": page.raw.evidence,
            }
        )

    def batch(self) -> pa.RecordBatch:
        """All rows so far, in the schema of page facts."""
        return pa.RecordBatch.from_pylist(self._rows, columns.page_facts())


def _instead(url: str | None, own: str) -> str | None:
    return None if url == own else url


def _placements(
    pages: list[PageLinks], wanted: list[NDArray[np.bool_]]
) -> tuple[list[str], list[float | None]]:
    """Class and probability of each wanted link; unknown, without one, where it stands nowhere.

    Links of WAT records stand nowhere, and those of a page with more than `MOST_JUDGED` count as
    such: no editor chose them, and the model would take seconds for them.
    """
    counts = [int(mask.sum()) for mask in wanted]
    words = [Placement.UNKNOWN.value] * sum(counts)
    odds: list[float | None] = [None] * sum(counts)
    judged = [
        len(page.walk.elements) > 0 and 0 < count <= MOST_JUDGED
        for page, count in zip(pages, counts, strict=True)
    ]
    if any(judged):
        places = np.flatnonzero(np.repeat(judged, counts)).tolist()
        found = classify(
            features.matrix(list(compress(pages, judged)), list(compress(wanted, judged)))
        )
        for place, word, odd in zip(places, found[0], found[1].tolist(), strict=True):
            words[place] = word
            odds[place] = odd if isfinite(odd) else None
    return words, odds
