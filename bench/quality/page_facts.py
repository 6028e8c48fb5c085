"""Page type, "takes comments" and publication date, measured as far as the labelled pages tell.

Run: python bench/quality/page_facts.py. The rules were written with these pages at hand, so the
figures say how they do on known ground; only the publication date has real labels.
"""

from __future__ import annotations

import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from page_labels import LabelledPage, data_folder, multi_domain_pages, parsed
from selectolax.lexbor import LexborHTMLParser

from backlinkbot.core.pages.links import links_of
from backlinkbot.core.pages.page_type import PageKind, page_kind
from backlinkbot.core.pages.published import published_on
from backlinkbot.core.pages.told import read_told
from backlinkbot.core.pages.walk import walk

SOFTWARE = {
    "discourse": "forum",
    "lemmy": "forum",
    "xenforo": "forum",
    "mediawiki": "wiki",
    "javadoc": "documentation",
}


def main() -> None:
    lines = [*saved_pages(), *multi_domain()]
    sys.stdout.write("\n".join(lines) + "\n")


def saved_pages() -> Iterator[str]:
    """The eleven saved pages whose software is known."""
    right = total = 0
    with tarfile.open(data_folder() / "pages" / "page-types.tar.gz") as archive:
        for member in (m for m in archive.getmembers() if m.name.endswith(".html")):
            file = archive.extractfile(member)
            html = file.read() if file else b""
            page = walk(LexborHTMLParser(html))
            found = page_kind(read_told(page), page, html, "https://example.org/page", 0)
            total += 1
            right += found.type == SOFTWARE[Path(member.name).parent.name]
    yield f"saved pages of known software: {right} of {total} types right"


def multi_domain() -> Iterator[str]:
    types: Counter[str] = Counter()
    comments: Counter[tuple[bool, bool]] = Counter()
    days: Counter[str] = Counter()
    seconds = 0.0
    for page in multi_domain_pages():
        kind, seconds_more = _kind_and_day(page, days)
        seconds += seconds_more
        types[kind.type.value] += 1
        comments[any(page.told.get("comments", ())), kind.takes_comments] += 1
    total = types.total()
    yield f"multi-domain, {total} pages collected as articles (some are not): {dict(types)}"
    has, seen = comments[True, True] + comments[True, False], comments[True, True]
    yield f"takes comments: seen on {seen} of {has} pages with labelled comments,"
    yield f"  and on {comments[False, True]} of {total - has} whose comments nobody labelled"
    found, right = days["found"], days["right"]
    yield f"publication date: {days['told']} labelled, {found} found, {right} right:"
    yield f"  {right / found:.3f} of the found, {right / days['told']:.3f} of all"
    yield f"time: {seconds / total * 1e3:.3f} ms a page for all three, after the walk"


def _kind_and_day(page: LabelledPage, days: Counter[str]) -> tuple[PageKind, float]:
    links = links_of(parsed(page), page.url)
    start = time.process_time()
    told = read_told(links.walk)
    kind = page_kind(told, links.walk, page.html, page.url, links.external_links)
    day = published_on(told, links.walk, page.url)
    seconds = time.process_time() - start
    if wanted := page.told.get("date"):
        days["told"] += 1
        days["found"] += day is not None
        days["right"] += str(day) == wanted
    return kind, seconds


if __name__ == "__main__":
    main()
