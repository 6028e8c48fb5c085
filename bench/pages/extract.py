"""Links with placement features and context from real pages: ours, BeautifulSoup, lxml.

All three do one job on the same pages in one run on one core: parse, every `a[href]` with its
target resolved and its domain, anchor, rel, 25 words on each side, the hints of all its ancestors
and the distance to the nearest of each group, how often its ancestors repeat among their siblings,
and words, links, linked words and tags of four growing blocks around it. The peers use the ordinary
means of their library, one list of words per page for the contexts, and climb the ancestors of each
link; the "careful" ones remember what they found in a block, the others look again for each link.
Target resolution and class hints (with one warm cache) are our own functions in all three, so that
HTML work alone is compared; ours gives some hundred more numbers per link. Then the links
themselves are compared.

Run: python bench/pages/extract.py [--pages N] [folder of the real data]
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import lxml.html
import numpy as np
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from fastwarc.warc import ArchiveIterator, WarcRecordType

from backlinkbot.core.nouns import LinkKind
from backlinkbot.core.pages import cues, features
from backlinkbot.core.pages.links import CONTEXT_WORDS, PageLinks, read_links
from backlinkbot.core.pages.tags import BLOCKS, UNSEEN
from backlinkbot.core.urls import targets

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
COUNTED = ["p", "li", "dd", "tr", "img", "h1", "h2", "h3", "h4", "h5", "h6"]
GROUPS = {
    group: (
        sum(cues.STRUCTURE_BIT[name] for name in structure),
        sum(cues.WORD_BIT[name] for name in words),
    )
    for group, (structure, words) in features.NEAREST.items()
}
ANCHOR_KINDS = {LinkKind.TEXT, LinkKind.IMAGE}
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


Way = Callable[[Sequence[Page]], list[list[Seen]]]


class Block(NamedTuple):
    """What a block around a link holds."""

    words: int
    links: int
    linked_words: int
    kinds: Counter[str]


def block(span: tuple[int, int], links: list[tuple[int, int]], kinds: Counter[str]) -> Block:
    """A block of these words, links and tags."""
    linked = sum(end - start for start, end in links)
    return Block(span[1] - span[0], len(links), linked, kinds)


class Climb:
    """What the way from a link to the root tells: the same families of facts as our matrix.

    Hints of all ancestors, the distance to the nearest of each group, the blocks around the link
    that are each larger than the one before, and how many siblings of its kind an ancestor has.
    """

    def __init__(self) -> None:
        self.structure = self.words = self.level = self.repeats = 0
        self.near: dict[str, int] = {}
        self.blocks: list[Block] = []
        self.last = (-1, -1)

    def meet(self, tag: str, told: dict[str, Any], classes: str | None, name: str | None) -> None:
        structure = cues.tag_hints(tag)
        if told:
            structure |= cues.attribute_hints(told)
        words = _hints(classes, name)
        self.structure |= structure
        self.words |= words
        if structure or words:
            for group, (in_structure, in_words) in GROUPS.items():
                if group not in self.near and (structure & in_structure or words & in_words):
                    self.near[group] = self.level
        self.level += 1

    def wants_block(self, tag: str) -> bool:
        return tag in BLOCK_TAGS and len(self.blocks) < features.LEVELS

    def block(self, found: Block) -> None:
        size = (found.words, found.links)
        if size != self.last:
            self.last = size
            self.blocks.append(found)

    def same(self, siblings: int) -> None:
        self.repeats = max(self.repeats, siblings)


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
            sides = page.contexts(np.arange(len(page)))
            found.append(
                [
                    Seen(target, anchor, rel.get("rel") or "", left or "", right or "", row)
                    for target, anchor, rel, kind, (left, right), row in zip(
                        page.targets,
                        _own_words(page),
                        page.attributes,
                        page.kinds,
                        sides,
                        rows,
                        strict=False,
                    )
                    if kind in ANCHOR_KINDS
                ]
            )
    return found


def _own_words(page: PageLinks) -> list[str]:
    """The anchors without the alternative texts of images, which the peers do not read."""
    return [
        "" if kind is LinkKind.IMAGE else anchor
        for kind, anchor in zip(page.kinds, page.anchors, strict=True)
    ]


def soup(pages: Sequence[Page], *, careful: bool = False) -> list[list[Seen]]:
    """BeautifulSoup over lxml."""
    return [_soup_page(page, careful=careful) for page in pages]


def _soup_page(page: Page, *, careful: bool) -> list[Seen]:
    tree = BeautifulSoup(page.body, "lxml")
    words: list[str] = []
    spans: dict[int, tuple[int, int]] = {}
    blocks: dict[int, Block] = {}
    families: dict[int, Counter[tuple[str, str]]] = {}
    _soup_text(tree, words, spans)
    links = tree.find_all("a", href=True)
    found = []
    base = tree.find("base", href=True)
    urls = _resolved(
        page.url, None if base is None else str(base["href"]), [str(link["href"]) for link in links]
    )
    for link, url in zip(links, urls, strict=True):
        first, last = spans.get(id(link), (0, 0))
        climb = Climb()
        for above in (link, *link.parents):
            told = above.attrs
            classes = " ".join(told.get("class") or ())
            climb.meet(above.name, _plain(above), classes, str(told.get("id") or ""))
            if climb.wants_block(above.name):
                if not careful or id(above) not in blocks:
                    inner = above.find_all("a", href=True)
                    linked = [spans.get(id(other), (0, 0)) for other in inner]
                    kinds = Counter(below.name for below in above.find_all(COUNTED))
                    blocks[id(above)] = block(spans.get(id(above), (0, 0)), linked, kinds)
                climb.block(blocks[id(above)])
            parent = above.parent
            if parent is not None:
                if id(parent) not in families:
                    families[id(parent)] = Counter(
                        (other.name, " ".join(other.get("class") or ()))
                        for other in parent.find_all(recursive=False)
                    )
                climb.same(families[id(parent)][(above.name, classes)])
        found.append(
            Seen(
                url,
                " ".join(link.get_text().split()),
                " ".join(link.get("rel") or ()),
                " ".join(words[max(0, first - CONTEXT_WORDS) : first]),
                " ".join(words[last : last + CONTEXT_WORDS]),
                climb,
            )
        )
    return found


def _resolved(url: str, base: str | None, hrefs: list[str]) -> list[str | None]:
    start = targets(url, [base]).urls[0] if base else None
    return targets(start or url, hrefs).urls


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


def climbing(pages: Sequence[Page], *, careful: bool = False) -> list[list[Seen]]:
    """The lxml library, climbing the ancestors of every link."""
    return [_lxml_page(page, careful=careful) for page in pages]


def _lxml_page(page: Page, *, careful: bool) -> list[Seen]:
    tree = lxml.html.fromstring(page.body)
    words: list[str] = []
    spans: dict[Any, tuple[int, int]] = {}
    blocks: dict[Any, Block] = {}
    families: dict[Any, Counter[tuple[str, str | None]]] = {}
    _lxml_text(tree, words, spans)
    links = [link for link in tree.iter("a") if link.get("href") is not None]
    found = []
    base = tree.find(".//base[@href]")
    hrefs = [link.get("href") for link in links]
    urls = _resolved(page.url, None if base is None else base.get("href"), hrefs)
    for link, url in zip(links, urls, strict=True):
        first, last = spans.get(link, (0, 0))
        climb = Climb()
        for above in (link, *link.iterancestors()):
            told = above.attrib
            plain = {} if cues.TELLING.isdisjoint(told) else dict(told)
            climb.meet(above.tag, plain, told.get("class"), told.get("id"))
            if climb.wants_block(above.tag):
                if not careful or above not in blocks:
                    inner = [other for other in above.iter("a") if other.get("href") is not None]
                    linked = [spans.get(other, (0, 0)) for other in inner]
                    kinds = Counter(below.tag for below in above.iter(*COUNTED))
                    blocks[above] = block(spans.get(above, (0, 0)), linked, kinds)
                climb.block(blocks[above])
            parent = above.getparent()
            if parent is not None:
                if parent not in families:
                    families[parent] = Counter((other.tag, other.get("class")) for other in parent)
                climb.same(families[parent][(above.tag, told.get("class"))])
        found.append(
            Seen(
                url,
                " ".join(words[first:last]),
                link.get("rel") or "",
                " ".join(words[max(0, first - CONTEXT_WORDS) : first]),
                " ".join(words[last : last + CONTEXT_WORDS]),
                climb,
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


def timed(way: Way, pages: Sequence[Page]) -> tuple[float, list[list[Seen]]]:
    """CPU seconds a page, and the links."""
    started = process_time()
    found = way(pages)
    return (process_time() - started) / len(pages), found


def agreement(mine: list[list[Seen]], theirs: list[list[Seen]], *, anchors: bool) -> str:
    """How many of the links both tell, by target alone or with the letters of their anchors."""
    both = only_mine = only_theirs = 0
    for left, right in zip(mine, theirs, strict=True):
        a, b = (
            Counter(
                (link.target, "".join(link.anchor.split()) if anchors else "")
                for link in links
                if link.target
            )
            for links in (left, right)
        )
        both += (a & b).total()
        only_mine += (a - b).total()
        only_theirs += (b - a).total()
    return f"{both} links alike, {only_mine} only ours, {only_theirs} only theirs"


def main() -> None:
    """Print pages per second of each way, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--pages", type=int, default=60)
    options = parser.parse_args()
    pages = real_pages(options.data / "pages" / "multi-domain-pages.warc.gz", options.pages)
    size = sum(len(page.body) for page in pages)
    print(f"{len(pages)} real pages of {size / len(pages) / 1024:.0f} KB on average")
    ours(pages)  # once, so that no way pays for class words seen the first time
    our_s, mine = timed(ours, pages)
    print(f"{'ours':25s} {1 / our_s:8.1f} pages/s")
    ways: dict[str, Way] = {
        "lxml, climbing": climbing,
        "lxml, climbing, careful": partial(climbing, careful=True),
        "BeautifulSoup": soup,
        "BeautifulSoup, careful": partial(soup, careful=True),
    }
    told: dict[str, list[list[Seen]]] = {}
    for name, way in ways.items():
        seconds, told[name] = timed(way, pages)
        print(f"{name:25s} {1 / seconds:8.1f} pages/s   ours is {seconds / our_s:6.1f}x")
    climbed, souped = told["lxml, climbing"], told["BeautifulSoup"]
    for name, theirs in (("lxml", climbed), ("BeautifulSoup", souped)):
        print(f"against {name}, targets:", agreement(mine, theirs, anchors=False))
        print(f"against {name}, with anchors:", agreement(mine, theirs, anchors=True))


if __name__ == "__main__":
    main()
