"""Links with placement features and context from real pages: ours, BeautifulSoup, lxml.

All three do one job on the same pages in one run on one core: parse, every `a[href]` with its
target resolved and its domain, anchor, rel, 25 words on each side, the hints of all its ancestors,
and words, links and linked share of three blocks around it. The peers use the ordinary means of
their library, one text buffer per page for the contexts, and climb the ancestors of each link.
Target resolution and class hints are our own functions in all three, so that HTML work alone is
compared. Then the links themselves are compared.

Run: python bench/pages/extract.py [--pages N] [folder of the real data]
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import lxml.html
from bs4 import BeautifulSoup, NavigableString, Tag
from fastwarc.warc import ArchiveIterator, WarcRecordType

from backlinkbot.core.pages import cues, features
from backlinkbot.core.pages.links import CONTEXT_WORDS, read_links
from backlinkbot.core.pages.tags import BLOCKS, UNSEEN
from backlinkbot.core.urls import targets

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
FLOOR_SOUP, FLOOR_LXML = 25.0, 4.0  # times faster than each
BLOCK_LEVELS = 3
GROUP = 16  # pages whose features are asked for together, as in extract
BLOCK_TAGS, UNSEEN_TAGS = frozenset(BLOCKS.split()), frozenset(UNSEEN.split())


class Page(NamedTuple):
    """One captured page."""

    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Seen(NamedTuple):
    """A link as all three tell it; `numbers`: what its ancestors and blocks gave."""

    target: str | None
    anchor: str
    rel: str
    left: str
    right: str
    numbers: Any


def real_pages(archive: Path, most: int) -> list[Page]:
    """Pages of a WARC, evenly picked."""
    with archive.open("rb") as stream:
        pages = [
            Page(
                record.headers["WARC-Target-URI"],
                tuple((name.lower(), value) for name, value in record.http_headers or ()),
                record.reader.read(),
            )
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response)
        ]
    step = max(1, len(pages) // most)
    return pages[::step][:most]


def ours(pages: Sequence[Page]) -> list[list[Seen]]:
    """Our way; numbers are the rows of the feature matrix."""
    found = []
    for start in range(0, len(pages), GROUP):
        group = [read_links(p.body, p.url, p.headers) for p in pages[start : start + GROUP]]
        rows = iter(features.matrix(group))
        for page in group:
            found.append(
                [
                    Seen(
                        page.targets[i],
                        page.anchors[i],
                        page.attributes[i].get("rel") or "",
                        *(side or "" for side in page.context(i)),
                        row,
                    )
                    for i, row in zip(range(len(page)), rows, strict=False)
                ]
            )
    return found


def soup(pages: Sequence[Page]) -> list[list[Seen]]:
    """BeautifulSoup over lxml."""
    return [_soup_page(page) for page in pages]


def _soup_page(page: Page) -> list[Seen]:
    tree = BeautifulSoup(page.body, "lxml")
    words: list[str] = []
    spans: dict[int, tuple[int, int]] = {}
    _soup_text(tree, words, spans)
    links = tree.find_all("a", href=True)
    found = []
    urls = targets(page.url, [str(link["href"]) for link in links]).urls
    for link, url in zip(links, urls, strict=True):
        first, last = spans.get(id(link), (0, 0))
        structure = hints = 0
        blocks: list[tuple[int, int, int]] = []
        for above in (link, *link.parents):
            structure |= cues.tag_hints(above.name) | cues.attribute_hints(_plain(above))
            hints |= _hints(" ".join(above.get("class") or ()), above.get("id"))
            if above.name in BLOCK_TAGS and len(blocks) < BLOCK_LEVELS:
                start, end = spans.get(id(above), (0, 0))
                inner = above.find_all("a", href=True)
                linked = sum(b - a for a, b in (spans.get(id(x), (0, 0)) for x in inner))
                blocks.append((end - start, len(inner), linked))
        found.append(
            Seen(
                url,
                " ".join(link.get_text().split()),
                " ".join(link.get("rel") or ()),
                " ".join(words[max(0, first - CONTEXT_WORDS) : first]),
                " ".join(words[last : last + CONTEXT_WORDS]),
                (structure, hints, blocks),
            )
        )
    return found


def _soup_text(tag: Tag, words: list[str], spans: dict[int, tuple[int, int]]) -> None:
    """All visible words in order, and which of them each tag holds; no recursion."""
    stack: list[tuple[Tag, Iterator[Any], int]] = [(tag, iter(tag.children), 0)]
    while stack:
        above, children, start = stack[-1]
        child = next(children, None)
        if child is None:
            spans[id(above)] = (start, len(words))
            stack.pop()
        elif isinstance(child, Tag):
            if child.name not in UNSEEN_TAGS or child.name == "head":
                stack.append((child, iter(child.children), len(words)))
        elif type(child) is NavigableString and above.name != "head":
            words += child.split()


def _plain(tag: Tag) -> dict[str, str | None]:
    return {name: str(value) for name, value in tag.attrs.items() if name in cues.TELLING}


def climbing(pages: Sequence[Page]) -> list[list[Seen]]:
    """The lxml library, climbing the ancestors of every link."""
    return [_lxml_page(page) for page in pages]


def _lxml_page(page: Page) -> list[Seen]:
    tree = lxml.html.fromstring(page.body)
    words: list[str] = []
    spans: dict[Any, tuple[int, int]] = {}
    _lxml_text(tree, words, spans)
    links = [link for link in tree.iter("a") if link.get("href") is not None]
    found = []
    urls = targets(page.url, [link.get("href") for link in links]).urls
    for link, url in zip(links, urls, strict=True):
        first, last = spans.get(link, (0, 0))
        structure = hints = 0
        blocks: list[tuple[int, int, int]] = []
        for above in (link, *link.iterancestors()):
            attributes = above.attrib
            structure |= cues.tag_hints(above.tag)
            if not cues.TELLING.isdisjoint(attributes):
                structure |= cues.attribute_hints(dict(attributes))
            hints |= _hints(attributes.get("class"), attributes.get("id"))
            if above.tag in BLOCK_TAGS and len(blocks) < BLOCK_LEVELS:
                start, end = spans.get(above, (0, 0))
                inner = [x for x in above.iter("a") if x.get("href") is not None]
                linked = sum(b - a for a, b in (spans.get(x, (0, 0)) for x in inner))
                blocks.append((end - start, len(inner), linked))
        found.append(
            Seen(
                url,
                " ".join(words[first:last]),
                link.get("rel") or "",
                " ".join(words[max(0, first - CONTEXT_WORDS) : first]),
                " ".join(words[last : last + CONTEXT_WORDS]),
                (structure, hints, blocks),
            )
        )
    return found


def _lxml_text(tree: Any, words: list[str], spans: dict[Any, tuple[int, int]]) -> None:
    from lxml import etree

    starts: list[int] = []
    unseen = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        hides = node.tag in UNSEEN_TAGS
        if event == "start":
            starts.append(len(words))
            unseen += hides
            if node.text and not unseen and isinstance(node.tag, str):
                words += node.text.split()
        else:
            spans[node] = (starts.pop(), len(words))
            unseen -= hides
            if node.tail and not unseen:
                words += node.tail.split()


def _hints(classes: str | None, identifier: str | None) -> int:
    hints = cues.class_hints(classes)[0] if classes else 0
    return hints | (cues.name_hints(identifier) if identifier else 0)


def timed(
    way: Callable[[Sequence[Page]], list[list[Seen]]], pages: Sequence[Page]
) -> tuple[float, list[list[Seen]]]:
    """CPU seconds a page, and the links."""
    way(pages[:4])
    started = process_time()
    found = way(pages)
    return (process_time() - started) / len(pages), found


def agreement(mine: list[list[Seen]], theirs: list[list[Seen]]) -> str:
    """How many of the links (target and anchor) both tell."""
    both = only_mine = only_theirs = 0
    for left, right in zip(mine, theirs, strict=True):
        a = Counter((link.target, link.anchor) for link in left if link.target)
        b = Counter((link.target, link.anchor) for link in right if link.target)
        both += (a & b).total()
        only_mine += (a - b).total()
        only_theirs += (b - a).total()
    return f"{both} links alike, {only_mine} only ours, {only_theirs} only theirs"


def main() -> None:
    """Print pages per second of each way, the ratios and the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--pages", type=int, default=60)
    options = parser.parse_args()
    pages = real_pages(options.data / "pages" / "multi-domain-pages.warc.gz", options.pages)
    size = sum(len(page.body) for page in pages)
    print(f"{len(pages)} real pages of {size / len(pages) / 1024:.0f} KB on average")
    our_s, mine = timed(ours, pages)
    lxml_s, climbed = timed(climbing, pages)
    soup_s, souped = timed(soup, pages)
    print(f"ours           {1 / our_s:8.1f} pages/s")
    print(f"lxml, climbing {1 / lxml_s:8.1f} pages/s   ours is {lxml_s / our_s:5.1f}x (floor {FLOOR_LXML:g})")
    print(f"BeautifulSoup  {1 / soup_s:8.1f} pages/s   ours is {soup_s / our_s:5.1f}x (floor {FLOOR_SOUP:g})")
    print("against lxml:         ", agreement(mine, climbed))
    print("against BeautifulSoup:", agreement(mine, souped))


if __name__ == "__main__":
    main()
