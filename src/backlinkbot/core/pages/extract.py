"""Captured pages to columns of link facts and page facts: what a worker process runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from backlinkbot.core.facts import Rejects
from backlinkbot.core.pages.collector import paused
from backlinkbot.core.pages.rows import LinkRows, PageRows
from backlinkbot.core.pages.seen import SeenPage, read_page
from backlinkbot.core.urls import is_on_the_web

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backlinkbot.core.facts import RawPage

LOCAL_PAGE = "page of a host that is not on the public web (localhost, intranet)"
GROUP_PAGES = 16  # read together, because the placement model pays per call
GROUP_BYTES = 8 * 1024 * 1024  # of HTML held as trees at once: some 100 MB


@dataclass(frozen=True)
class Extracted:
    """What a batch of pages holds.

    `links`: rows of `columns.link_facts()`; `pages`: rows of `columns.page_facts()`; `found`: all
    links to web addresses, those within a domain (`internal`) included even where no row was kept;
    `elsewhere`: what is clicked and leads to no web page, by scheme (mailto, javascript …).
    """

    links: pa.RecordBatch
    pages: pa.RecordBatch
    rejects: Rejects
    found: int
    internal: int
    elsewhere: Counter[str]


def extract(raws: Sequence[RawPage], *, internal: bool = False) -> Extracted:
    """The links and page facts of captured pages.

    Links within one registrable domain are counted, and kept only where `internal` is true. An
    answer that is no page (an error, a redirect, an image) gives a page fact and no links; a page
    that may not be parsed gives neither, but a reject: nothing is known about its links. Neither
    do pages of a local network unless `internal` is true: their sites are nobody's domain.
    """
    out = _Output(internal)
    for group in _groups(raws):
        with paused():
            out.add(
                [
                    page
                    for raw in group
                    if (page := read_page(raw, out.rejects, internal=internal)) is not None
                ]
            )
    return Extracted(
        out.links.batch(), out.pages.batch(), out.rejects, out.found, out.internal, out.elsewhere
    )


@dataclass
class _Output:
    keep_internal: bool
    links: LinkRows = field(default_factory=LinkRows)
    pages: PageRows = field(default_factory=PageRows)
    rejects: Rejects = field(default_factory=Rejects)
    found: int = 0
    internal: int = 0
    elsewhere: Counter[str] = field(default_factory=Counter)

    def add(self, pages: list[SeenPage]) -> None:
        if not self.keep_internal:
            pages = [page for page in pages if self._is_on_the_web(page)]
        self.links.add(pages, internal=self.keep_internal)
        for page in pages:
            self.pages.add(page)
            if page.links is not None:
                self.found += len(page.links) + page.links.unlisted
                self.internal += page.links.internal_links
                self.elsewhere += page.links.elsewhere
                for reason, times in page.links.refused.items():
                    self.rejects.add(reason, page.raw.evidence, page.url, times=times)

    def _is_on_the_web(self, page: SeenPage) -> bool:
        if is_on_the_web(page.domain):
            return True
        self.rejects.add(LOCAL_PAGE, page.raw.evidence, page.url)
        return False


def _groups(raws: Sequence[RawPage]) -> Iterator[list[RawPage]]:
    group: list[RawPage] = []
    size_bytes = 0
    for raw in raws:
        group.append(raw)
        size_bytes += len(raw.body)
        if len(group) >= GROUP_PAGES or size_bytes >= GROUP_BYTES:
            yield group
            group, size_bytes = [], 0
    if group:
        yield group
