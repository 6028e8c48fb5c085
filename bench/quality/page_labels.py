"""Truth for the placement benches: which links of the labelled pages stand in the main content.

No data set labels links. Two sets label *text*, and the labels of links follow from it:

* multi-domain (`with`, `without`, `comments` strings of 593 pages): the smallest element that holds
  every `with` string found is the content; links inside are content, links outside are not. The
  largest element around it without a `without` or `comments` string bounds the content from the
  other side; links between the two are "beside": nothing is known of them.
  A page is "clean" when at least two strings were found and the content holds no occurrence of a
  `without` or `comments` string, and "two-sided" when at least two `without` strings were found
  besides and at most MOST_BESIDE links stand beside. Two-sided pages judge; clean ones are
  reported as well (beside counted as not content); on the others, what surrounds an intruding
  string without touching a `with` string is cut out of the content: these pages only train.
  Where that other bound is a paragraph, its siblings are beside too: frame that was put between
  the paragraphs of a text says nothing of the other paragraphs.
* readability (44 pages with the main content as its authors expect it): a link that is found again
  in `expected.html`, by address and anchor and in the same order, is content.

Links of comments: those inside the largest element around a `comments` string that holds neither a
`with` nor a `without` string.
"""

from __future__ import annotations

import contextlib
import difflib
import gzip
import json
import os
import re
import tarfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from fastwarc import ArchiveIterator, WarcRecordType
from selectolax.lexbor import LexborHTMLParser, LexborNode

from backlinkbot.core.pages.decode import decoded
from backlinkbot.core.urls import domain_of

CONTENT, OTHER, COMMENT, BESIDE = 1, 0, 2, 3
MOST_BESIDE = 2  # links on a page that the labels leave open, for the page to judge models
BLANKS = re.compile(r"\s+")
PARAGRAPHS = frozenset(
    {"p", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "span", "b", "i", "strong", "em"}
)
FRAMES = frozenset({"nav", "aside", "footer", "form", "button"})  # name themselves no content
UNSEEN_TAGS = frozenset({"script", "style", "noscript", "template", "head", "title"})
READABILITY_BASE = "http://fakehost/test/page.html"  # the address its authors resolve against
FEWEST_STRINGS = 2  # found on a page, for its label to bound anything
MOST_OCCURRENCES = 20  # of one label string on one page; short ones repeat in menus

Path_ = tuple[int, ...]  # node ids from the root down


@dataclass(frozen=True)
class LabelledPage:
    """One page with what its label says about its text.

    `told`: the label record of multi-domain, or {"expected": html} of readability.
    """

    collection: str
    name: str
    url: str
    domain: str
    html: bytes
    told: dict[str, Any]


@dataclass(frozen=True)
class LinkTruth:
    """What each `a[href]` of a page is, by node id: CONTENT, OTHER, COMMENT or BESIDE.

    `is_clean`, `is_two_sided`: see the head of this file; `was_two_sided`: the same if siblings of
    a bounding paragraph counted as outside, and `opened` are those siblings; `framed`: links of the
    content that stand in FRAMES without a `with` string, which the label may not have meant.
    """

    of_node: dict[int, int]
    is_clean: bool
    is_two_sided: bool
    was_two_sided: bool
    opened: frozenset[int] = frozenset()
    framed: frozenset[int] = frozenset()


def data_folder() -> Path:
    """Where the real data is; the same rule as in the tests."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(os.environ.get("BACKLINKBOT_SHARED_DATA", beside))


def multi_domain_pages() -> Iterator[LabelledPage]:
    folder = data_folder() / "pages"
    with gzip.open(folder / "multi-domain-labels.json.gz") as file:
        labels: dict[str, dict[str, Any]] = json.load(file)
    with (folder / "multi-domain-pages.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            url = record.headers["WARC-Target-URI"]
            if url in labels:
                html = record.reader.read()
                yield LabelledPage("multi-domain", url, url, domain_of(url), html, labels[url])


def readability_pages() -> Iterator[LabelledPage]:
    with tarfile.open(data_folder() / "pages" / "readability-pages.tar.gz") as archive:
        files = {m.name: m for m in archive.getmembers() if m.isfile()}
        for name in sorted(files):
            if not name.endswith("/source.html"):
                continue
            folder = name.removesuffix("/source.html")
            html = _bytes(archive, name)
            expected = _bytes(archive, f"{folder}/expected.html")
            site = _site_of(html, folder.rpartition("/")[2])
            yield LabelledPage(
                "readability", folder, READABILITY_BASE, site, html, {"expected": expected}
            )


def _bytes(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    return file.read() if file else b""


def _site_of(html: bytes, folder: str) -> str:
    """The page's own domain by its canonical link or og:url, else its folder without the number."""
    tree = LexborHTMLParser(html)
    for selector, attribute in (
        ('link[rel="canonical"]', "href"),
        ('meta[property="og:url"]', "content"),
    ):
        node = tree.css_first(selector)
        address = (node.attributes.get(attribute) or "") if node else ""
        if address.startswith("http") and "fakehost" not in address:
            return domain_of(address)
    return re.sub(r"-\d+$", "", folder)


def parsed(page: LabelledPage) -> LexborHTMLParser:
    """The page's tree; readability's files were saved as UTF-8, whatever their metas say."""
    headers = [("content-type", "text/html; charset=utf-8")] * (page.collection == "readability")
    return LexborHTMLParser(decoded(page.html, headers))


def link_truth(page: LabelledPage, tree: LexborHTMLParser) -> LinkTruth | None:
    """The truth of every `a[href]`; None where the label tells nothing."""
    links = tree.css("a[href]")
    if not links:
        return None
    if page.collection == "readability":
        of_node = _survivors(links, page.told["expected"], _base_of(tree))
        return LinkTruth(of_node, is_clean=True, is_two_sided=True, was_two_sided=True)
    return _from_strings(tree, links, page.told)


# --- readability ---------------------------------------------------------------------------------


def _base_of(tree: LexborHTMLParser) -> str:
    node = tree.css_first("base[href]")
    return urljoin(READABILITY_BASE, (node.attributes.get("href") or "") if node else "")


def _survivors(links: list[LexborNode], expected: bytes, base: str) -> dict[int, int]:
    kept = LexborHTMLParser(expected).css("a[href]")
    source, target = [_key(n, base) for n in links], [_key(n, base) for n in kept]
    matcher = difflib.SequenceMatcher(a=source, b=target, autojunk=False)
    truth = dict.fromkeys((node.mem_id for node in links), OTHER)
    for start, _, size in matcher.get_matching_blocks():
        truth.update((node.mem_id, CONTENT) for node in links[start : start + size])
    return truth


def _key(node: LexborNode, base: str) -> tuple[str, str]:
    href = (node.attributes.get("href") or "").strip()
    with contextlib.suppress(ValueError):  # what cannot be resolved is compared as it stands
        href = urljoin(base, href)
    return href, BLANKS.sub("", node.text() or "")


# --- multi-domain --------------------------------------------------------------------------------


class _PageText:
    """The visible text of a page in one string, and which nodes each piece of it stands in."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        self._nodes: list[LexborNode] = []
        length = 0
        for node in tree.body.traverse(include_text=True) if tree.body else ():
            if not node.is_text_node or node.parent is None or node.parent.tag in UNSEEN_TAGS:
                continue
            piece = BLANKS.sub(" ", node.text_content or "")
            if pieces and pieces[-1].endswith(" "):
                piece = piece.lstrip(" ")
            if piece:
                self._starts.append(length)
                self._nodes.append(node)
                pieces.append(piece)
                length += len(piece)
        self.text = "".join(pieces)

    def places(self, wanted: str) -> list[Path_]:
        """The path to the smallest element around each occurrence of a string."""
        wanted = BLANKS.sub(" ", wanted).strip()
        found: list[Path_] = []
        at = self.text.find(wanted) if wanted else -1
        while at >= 0 and len(found) < MOST_OCCURRENCES:
            first = self._nodes[bisect_right(self._starts, at) - 1]
            last = self._nodes[bisect_right(self._starts, at + len(wanted) - 1) - 1]
            found.append(_shared(path_of(first), path_of(last)))
            at = self.text.find(wanted, at + 1)
        return found


def path_of(node: LexborNode) -> Path_:
    """The ids of the elements around a node, outermost first (its own last if an element)."""
    ids: list[int] = [] if node.is_text_node else [node.mem_id]
    above = node.parent
    while above is not None:
        ids.append(above.mem_id)
        above = above.parent
    return tuple(reversed(ids))


def _shared(one: Path_, other: Path_) -> Path_:
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return one[:size]


def _smallest_around(strings: list[list[Path_]]) -> Path_:
    """The deepest element that holds one occurrence of each string."""
    best: Path_ = ()
    for path in strings[0]:
        around = path
        for occurrences in strings[1:]:
            around = max((_shared(around, p) for p in occurrences), key=len)
        best = max(best, around, key=len)
    return best


def _outermost_without(path: Path_, avoided: set[int]) -> int | None:
    """The largest element on the path that holds none of the avoided places."""
    return next((node for node in path if node not in avoided), None)


def _from_strings(
    tree: LexborHTMLParser, links: list[LexborNode], told: dict[str, Any]
) -> LinkTruth | None:
    text = _PageText(tree)
    inside = [p for p in (text.places(s) for s in told["with"]) if p]
    outside = [p for p in (text.places(s) for s in told["without"]) if p]
    comments = [p for p in (text.places(s) for s in told.get("comments", ())) if p]
    if len(inside) < min(FEWEST_STRINGS, len(told["with"])) or not inside:
        return None
    content = _smallest_around(inside)
    box = content[-1]
    intruders = [p for places in (*outside, *comments) for p in places if box in p]
    near = {node for places in inside for p in places if box in p for node in p}
    cuts = {_outermost_without(p, near) for p in intruders}
    told_parts = near | {node for places in outside for p in places for node in p}
    comment_boxes = {_outermost_without(p, told_parts) for places in comments for p in places}
    bad = {node for places in (*outside, *comments) for p in places for node in p}
    widest = _outermost_without(content, bad) or box
    boxes = _Boxes(box, widest, _opened(tree, content, widest), bad, cuts, comment_boxes)
    paths = {n.mem_id: path_of(n) for n in links}
    truth = {node: boxes.truth(path) for node, path in paths.items()}
    opened = frozenset(n for n, path in paths.items() if truth[n] == OTHER and boxes.opens(path))
    beside = sum(told == BESIDE for told in truth.values())
    is_clean = not intruders and len(inside) >= FEWEST_STRINGS
    was_two_sided = is_clean and len(outside) >= FEWEST_STRINGS and beside <= MOST_BESIDE
    frames = {n.mem_id for n in tree.css(", ".join(sorted(FRAMES)))} - near
    return LinkTruth(
        truth | dict.fromkeys(opened, BESIDE),
        is_clean=is_clean,
        is_two_sided=was_two_sided and beside + len(opened) <= MOST_BESIDE,
        was_two_sided=was_two_sided,
        opened=opened,
        framed=frozenset(
            n for n, path in paths.items() if truth[n] == CONTENT and not frames.isdisjoint(path)
        ),
    )


def _opened(tree: LexborHTMLParser, content: Path_, widest: int) -> int | None:
    """The element whose other children the label leaves open: that around a bounding paragraph."""
    paragraphs = {node.mem_id for node in tree.css(", ".join(sorted(PARAGRAPHS)))}
    if widest not in paragraphs:
        return None
    above = content[: content.index(widest)]
    return next((node for node in reversed(above) if node not in paragraphs), None)


@dataclass(frozen=True)
class _Boxes:
    """The elements that decide: the content, the most it can be, its cuts, the comments.

    `opened`: the element whose children are open unless they are `bad` (hold frame or comments).
    """

    content: int
    widest: int
    opened: int | None
    bad: set[int]
    cuts: set[int | None]
    comments: set[int | None]

    def truth(self, path: Path_) -> int:
        nodes = set(path)
        if nodes & self.comments:
            return COMMENT
        if self.content not in nodes:
            return BESIDE if self.widest in nodes else OTHER
        return OTHER if nodes & self.cuts else CONTENT

    def opens(self, path: Path_) -> bool:
        """Whether a link outside of the content stands among the paragraphs around it."""
        if self.opened is None or self.opened not in path:
            return False
        return self.bad.isdisjoint(path[path.index(self.opened) + 1 :])
