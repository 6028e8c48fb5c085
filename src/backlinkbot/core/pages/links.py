"""Every link of one page as a reader and a search engine see it: target, anchor, rel, context."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import LinkKind
from backlinkbot.core.pages.collector import paused
from backlinkbot.core.pages.decode import as_utf8
from backlinkbot.core.pages.rel import Rel, rel_facts, robots_facts
from backlinkbot.core.pages.walk import TAGS, Walk, walk
from backlinkbot.core.urls import domain_of, is_on_the_web, targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from selectolax.lexbor import LexborHTMLParser

MOST_ANCHOR_CHARS = 500  # longer anchors are whole teasers; what they start with names them
CONTEXT_WORDS = 25  # words kept on each side; the product promises at least 10 where there are
REACH = CONTEXT_WORDS + 2  # gaps looked over: one may be cut by the link itself
SPACE = ord(" ")
MOST_CONTEXT_CHARS = 400  # a side's cap, for texts without spaces
MOST_HTML_CHARS = 600  # evidence of the HTML around the link
MOST_BLOCK_CHARS = 1500  # text of a block beyond which it is not worth writing out as HTML
CODE_KINDS = {
    "a": LinkKind.TEXT,
    "area": LinkKind.AREA,
    "frame": LinkKind.FRAME,
    "iframe": LinkKind.FRAME,
    "form": LinkKind.FORM,
}
HREF_OF = {"a": "href", "area": "href", "frame": "src", "iframe": "src", "form": "action"}
_REFRESH = re.compile(
    r"^\s*[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?([\"']?)(.*)", re.IGNORECASE | re.DOTALL
)
UNREADABLE = "link whose address cannot be read"
TO_LOCAL = "link leads to no host of the public web (localhost, intranet)"
# Common on pages; the others are counted together, because a page can make up any number of them.
NAMED_SCHEMES = frozenset({"about", "blob", "callto", "data", "facetime", "fb-messenger", "file",
    "ftp", "geo", "intent", "irc", "javascript", "magnet", "mailto", "market", "skype", "sms",
    "tel", "tg", "viber", "webcal", "whatsapp"})  # fmt: skip
_SCHEME = re.compile(
    r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE
)  # WHATWG: leading blanks go
NO_REL = Rel(nofollow=False, ugc=False, sponsored=False, others=frozenset())


@dataclass(slots=True)
class PageLinks:
    """The links of one page that lead to web addresses, as columns of equal length, in page order.

    `element`: the link's element in `walk` (0 for links of the head); `row`: its place among the
    walk's links (-1 for links of the head); `external`: the target's registrable domain is another,
    as it is of `external_links` of them;
    `elsewhere`: what is clicked and leads to no web page, by scheme (mailto, javascript …);
    `refused`: links that lead nowhere anybody can go, by reason (unreadable, localhost);
    `unlisted`: links within the domain that were counted and not listed.
    """

    url: str
    domain: str
    walk: Walk
    title: str
    noindex: bool
    nofollow: bool
    canonical_url: str | None
    redirect_url: str | None
    targets: list[str]
    domains: list[str]
    kinds: list[LinkKind]
    anchors: list[str]
    rels: list[Rel]
    attributes: list[Mapping[str, str | None]]
    occurrences: list[int]
    element: NDArray[np.int64]
    row: NDArray[np.int64]
    external: NDArray[np.bool_]
    external_links: int
    elsewhere: Counter[str]
    refused: Counter[str]
    unlisted: int = 0

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def tree(self) -> LexborHTMLParser:
        """The parsed page; only for pages read from HTML."""
        return self.walk.nodes[0].parser

    @property
    def internal_links(self) -> int:
        """How many links stay on this registrable domain."""
        return len(self) - self.external_links + self.unlisted

    def followed(self, place: int) -> bool:
        """Whether link number `place` passes on what it can: neither it nor the page says no."""
        return self.follows([self.rels[place]])[0]

    def follows(self, rels: Sequence[Rel]) -> list[bool]:
        """Whether links of this page with these rels are followed."""
        if self.nofollow:
            return [False] * len(rels)
        return [not (rel.nofollow or rel.ugc or rel.sponsored) for rel in rels]

    def standing(self, places: NDArray[np.int64]) -> tuple[list[float | None], list[float | None]]:
        """Position (0 top .. 1) and share of the block's words that are linked, per place.

        None for links that stand nowhere on the page.
        """
        elements, words = self.walk.elements, max(self.walk.words, 1)
        if not len(elements):
            return [None] * len(places), [None] * len(places)
        at = self.element[places]
        block = elements.block[at]
        linked = self.walk.linked_words()
        inside = linked[elements.last_link[block]] - linked[elements.first_link[block]]
        held = np.maximum(elements.last_word[block] - elements.first_word[block], 1)
        position = (elements.first_word[at] / words).tolist()
        density = np.minimum(inside / held, 1).tolist()
        stands = (self.row[places] >= 0).tolist()
        return (
            [value if there else None for value, there in zip(position, stands, strict=True)],
            [value if there else None for value, there in zip(density, stands, strict=True)],
        )

    def contexts(self, places: NDArray[np.int64]) -> list[tuple[str | None, str | None]]:
        """The words before and after each of these links; None for links that stand nowhere."""
        elements, text = self.walk.elements, self.walk.text
        if not len(elements):
            return [(None, None)] * len(places)
        stands = self.row[places] >= 0
        at = self.element[places[stands]]
        first, last = elements.first_char[at], elements.last_char[at]
        gaps = np.concatenate(([-1], _gaps(text), np.full(1, len(text))))
        before = np.searchsorted(gaps, first) - REACH
        after = np.searchsorted(gaps, last) + REACH
        lefts = np.maximum(gaps[np.maximum(before, 0)] + 1, first - MOST_CONTEXT_CHARS)
        rights = np.minimum(gaps[np.minimum(after, len(gaps) - 1)], last + MOST_CONTEXT_CHARS)
        sides = zip(lefts.tolist(), first.tolist(), last.tolist(), rights.tolist(), strict=True)
        found = iter(
            [
                (
                    " ".join(text[left:start].split()[-CONTEXT_WORDS:]),
                    " ".join(text[end:right].split()[:CONTEXT_WORDS]),
                )
                for left, start, end, right in sides
            ]
        )
        return [next(found) if there else (None, None) for there in stands.tolist()]

    def context(self, place: int) -> tuple[str | None, str | None]:
        """The words before and after one link; ask `contexts` where there are several."""
        return self.contexts(np.array([place]))[0]

    def contexts_html(self, places: NDArray[np.int64]) -> list[str | None]:
        """`context_html` of each of these links."""
        if not len(self.walk.elements):
            return [None] * len(places)
        return [self.context_html(place) for place in places.tolist()]

    def context_html(self, place: int) -> str | None:
        """The HTML of the block around link number `place`, cut to the link's surroundings."""
        if self.row[place] < 0:
            return None
        elements, at = self.walk.elements, int(self.element[place])
        own = self.walk.nodes[at].html or ""
        block = int(elements.block[at])
        if elements.last_char[block] - elements.first_char[block] > MOST_BLOCK_CHARS:
            return own[:MOST_HTML_CHARS]
        return _around(self.walk.nodes[block].html or "", own)


def read_links(html: bytes, base_url: str, headers: Iterable[tuple[str, str]] = ()) -> PageLinks:
    """Decode, parse and read one page.

    The caller pre-scans hostile pages (`prescan`). `base_url` is the page's address; `headers` its
    HTTP headers.
    """
    headers = tuple(headers)
    return links_of(parsed(as_utf8(html, headers)), base_url, headers)


def parsed(html: bytes) -> LexborHTMLParser:
    """The tree of a page in UTF-8, without mutation events, which nobody here listens to."""
    from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

    return LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS)


def links_of(
    tree: LexborHTMLParser, url: str, headers: Iterable[tuple[str, str]] = ()
) -> PageLinks:
    """The links of a parsed page."""
    with paused():
        page = walk(tree)
        raw = _body_links(page)
        add_head_links(raw, page)
        return assembled(page, url, raw, headers)


def assembled(
    page: Walk, url: str, raw: RawLinks, headers: Iterable[tuple[str, str]] = ()
) -> PageLinks:
    """Raw links resolved against the page's base, those to web addresses kept."""
    found = targets(_base(page, url), raw.hrefs)
    elsewhere: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    if None in found.urls:
        elsewhere = _elsewhere(raw.hrefs, found.urls)
        refused = Counter({UNREADABLE: elsewhere.pop("", 0)})
        raw = raw.chosen([target is not None for target in found.urls])
    urls = [target for target in found.urls if target is not None]
    domains = [domain for domain in found.domains if domain is not None]
    robots = robots_facts(page.metas, headers)
    domain = domain_of(url)
    local = {name for name in set(domains) if name != domain and not is_on_the_web(name)}
    if local:
        wanted = [name not in local for name in domains]
        refused[TO_LOCAL] += len(wanted) - sum(wanted)
        raw = raw.chosen(wanted)
        urls, domains = list(compress(urls, wanted)), list(compress(domains, wanted))
    external = [name != domain for name in domains]
    return PageLinks(
        url=url,
        domain=domain,
        walk=page,
        title=page.title,
        noindex=robots.noindex,
        nofollow=robots.nofollow,
        canonical_url=_first(urls, raw.kinds, LinkKind.CANONICAL),
        redirect_url=_first(urls, raw.kinds, LinkKind.REDIRECT),
        targets=urls,
        domains=domains,
        kinds=raw.kinds,
        anchors=raw.anchors,
        rels=raw.rels,
        attributes=raw.attributes,
        occurrences=_occurrences(urls),
        element=np.array(raw.element, np.int64),
        row=np.array(raw.row, np.int64),
        external=np.array(external, np.bool_),
        external_links=sum(external),
        elsewhere=elsewhere,
        refused=+refused,
    )


def _occurrences(urls: Iterable[str]) -> list[int]:
    """How many links to the same target stand before each."""
    seen: dict[str, int] = {}
    numbers = []
    for url in urls:
        number = seen.get(url, 0)
        numbers.append(number)
        seen[url] = number + 1
    return numbers


@dataclass(slots=True)
class RawLinks:
    """Links as written, in columns; `element` and `row` as in `PageLinks`."""

    hrefs: list[str] = field(default_factory=list)
    kinds: list[LinkKind] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    rels: list[Rel] = field(default_factory=list)
    attributes: list[Mapping[str, str | None]] = field(default_factory=list)
    element: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)

    def add_of_head(self, href: str, kind: LinkKind, attributes: Mapping[str, str | None]) -> None:
        """Add a link of the head, which has no words and stands nowhere."""
        self.hrefs.append(href)
        self.kinds.append(kind)
        self.anchors.append("")
        self.rels.append(NO_REL)
        self.attributes.append(attributes)
        self.element.append(0)
        self.row.append(-1)

    def chosen(self, wanted: Sequence[bool]) -> RawLinks:
        """Only the links that are wanted."""
        return RawLinks(
            list(compress(self.hrefs, wanted)),
            list(compress(self.kinds, wanted)),
            list(compress(self.anchors, wanted)),
            list(compress(self.rels, wanted)),
            list(compress(self.attributes, wanted)),
            list(compress(self.element, wanted)),
            list(compress(self.row, wanted)),
        )


def _base(page: Walk, url: str) -> str:
    if page.base is None:
        return url
    return targets(url, [page.base]).urls[0] or url


def _body_links(page: Walk) -> RawLinks:
    elements, text = page.elements, page.text
    at = np.array(page.link_element, np.int64)
    found = RawLinks()
    if not len(at):
        return found
    firsts = elements.first_char[at].tolist()
    lasts = elements.last_char[at].tolist()
    tags = elements.tag[at].tolist()
    for row, attributes in enumerate(page.link_attributes):
        tag = TAGS[tags[row]]
        rel = attributes.get("rel")
        kind = CODE_KINDS[tag]
        anchor = ""
        if tag == "a":
            anchor = " ".join(text[firsts[row] : lasts[row]].split())[:MOST_ANCHOR_CHARS]
            if not anchor and page.has_image[row]:
                kind = LinkKind.IMAGE
                anchor = " ".join(" ".join(page.alts[row]).split())[:MOST_ANCHOR_CHARS]
        elif tag == "area":
            anchor = " ".join((attributes.get("alt") or "").split())[:MOST_ANCHOR_CHARS]
        found.hrefs.append(attributes.get(HREF_OF[tag]) or "")
        found.kinds.append(kind)
        found.anchors.append(anchor)
        found.rels.append(rel_facts(rel) if rel else NO_REL)
    found.attributes = list(page.link_attributes)
    found.element = list(page.link_element)
    found.row = list(range(len(page.link_element)))
    return found


def add_head_links(found: RawLinks, page: Walk) -> None:
    """Add the canonical link and meta redirects; a page has at most one of each that counts."""
    for attributes in page.head_links:
        href = attributes.get("href")
        if href and "canonical" in rel_facts(attributes.get("rel") or "").others:
            found.add_of_head(href, LinkKind.CANONICAL, attributes)
            break
    for attributes in page.metas:
        if (attributes.get("http-equiv") or "").strip().lower() == "refresh":
            match = _REFRESH.match(attributes.get("content") or "")
            if match and (href := _unquoted(match[1], match[2])):
                found.add_of_head(href, LinkKind.REDIRECT, attributes)
                break


def _unquoted(quote: str, rest: str) -> str:
    return (rest.split(quote, maxsplit=1)[0] if quote else rest).strip()


def _first(urls: list[str], kinds: list[LinkKind], kind: LinkKind) -> str | None:
    return urls[kinds.index(kind)] if kind in kinds else None


def _elsewhere(hrefs: Sequence[str], urls: list[str | None]) -> Counter[str]:
    """What the addresses that are none of web pages are, by scheme; "" for unreadable ones."""
    return Counter(_scheme_of(href) for href, url in zip(hrefs, urls, strict=True) if url is None)


def _scheme_of(href: str) -> str:
    found = _SCHEME.match(href)
    scheme = found[1].lower() if found else "http"
    if scheme in {"http", "https"}:
        return ""
    return scheme if scheme in NAMED_SCHEMES else "another scheme"


def _gaps(text: str) -> NDArray[np.intp]:
    """Where the runs of spaces and line breaks in a walk's text begin."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    places = np.flatnonzero(codes <= SPACE)
    return places[np.diff(places, prepend=-2) > 1]


def _around(block: str, own: str) -> str:
    """`MOST_HTML_CHARS` of the block with the link in their middle."""
    if len(block) <= MOST_HTML_CHARS:
        return block
    at = max(0, block.find(own))
    spare = max(0, MOST_HTML_CHARS - len(own)) // 2
    start = max(0, min(at - spare, len(block) - MOST_HTML_CHARS))
    return block[start : start + MOST_HTML_CHARS]
