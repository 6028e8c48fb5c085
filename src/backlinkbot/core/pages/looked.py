"""What a page shows of links that are looked for, and of what else may stand in its place."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backlinkbot.core.nouns import BACKLINK_KINDS
from backlinkbot.core.pages import prescan
from backlinkbot.core.pages.collector import paused
from backlinkbot.core.pages.decode import as_utf8
from backlinkbot.core.pages.instead import saying
from backlinkbot.core.pages.links import links_of, parsed
from backlinkbot.core.verifying import PageSeen, Saying, SeenLink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.core.pages.links import PageLinks

MOST_KEPT = 400  # links of one page to one of the wanted sites: more is a machine's list
SHELL_WORDS = 60  # of visible text; a page that is drawn in the browser has hardly any
_SHELL = re.compile(
    rb"<(?:div|main|section)\s[^>]{0,200}?id=[\"']?(?:root|app|__next|__nuxt|___gatsby|svelte|q-app)\b|"
    rb"<app-root|ng-app=|data-reactroot|window\.__INITIAL_STATE__|enable javascript|javascript is "
    rb"(?:required|disabled)|requires javascript",
    re.IGNORECASE,
)
_SCRIPT = re.compile(rb"<script\b([^>]{0,1000})>(.*?)</script", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(
    rb"\s(?:data-[\w:-]{1,40}|on\w{3,20}|ng-href|v-bind:href|:href)\s*=\s*(\"[^\"]{1,2000}\"|'[^']{1,2000}')",
    re.IGNORECASE,
)
_LINKED_DATA = re.compile(rb"ld\+json", re.IGNORECASE)
SKETCH = 64  # hashes of a sketch: a likeness of 0.8 is known to ± 0.1
SHINGLE = 4  # words
MOST_SKETCHED = 5_000  # words
_WORD = re.compile(r"[^\W\d_]+")


class Wanted(NamedTuple):
    """What is looked for on a page: addresses, their registrable domains, anchors in plain."""

    targets: tuple[str, ...]
    domains: frozenset[str]
    anchors: frozenset[str]


def looked(
    body: bytes, url: str, headers: Sequence[tuple[str, str]], wanted: Wanted, *, is_cut: bool
) -> PageSeen:
    """What a page shows; one that would hang the parser is refused, with its `fault`."""
    headers = tuple((name.lower(), value) for name, value in headers)
    if len(body) > prescan.MOST_BYTES:
        return PageSeen(is_whole=False, fault=prescan.TOO_LARGE)
    html = as_utf8(body, headers)
    if refusal := prescan.refusal(html):
        return PageSeen(is_whole=False, fault=refusal)
    with paused():
        page = links_of(parsed(html), url, headers)
        walk = page.walk
        said = saying(page.title, walk.text, walk.words)
        return PageSeen(
            title=page.title,
            words=walk.words,
            noindex=page.noindex,
            canonical_url=page.canonical_url,
            refresh_url=page.redirect_url,
            links=_links(page, wanted),
            hidden=_hidden(html, wanted.targets),
            is_shell=walk.words < SHELL_WORDS and _SHELL.search(html) is not None,
            is_whole=not is_cut and said is not Saying.CHALLENGE,
            saying=said,
            sketch=sketch(walk.text),
        )


def _links(page: PageLinks, wanted: Wanted) -> tuple[SeenLink, ...]:
    targets = set(wanted.targets)
    chosen = [
        place
        for place, (url, domain, kind) in enumerate(
            zip(page.targets, page.domains, page.kinds, strict=True)
        )
        if kind in BACKLINK_KINDS
        and (domain in wanted.domains or _plain(page.anchors[place]) in wanted.anchors)
    ]
    # of endless links those to the very addresses first, so that a cut loses none of them
    chosen.sort(key=lambda place: page.targets[place] not in targets)
    places = np.array(sorted(chosen[:MOST_KEPT]), np.int64)
    if not len(places):
        return ()
    sides = page.contexts(places)
    rels = [page.rels[place] for place in places.tolist()]
    follows = page.follows(rels)
    return tuple(
        SeenLink(
            page.targets[place],
            page.domains[place],
            page.occurrences[place],
            page.anchors[place],
            rel.nofollow,
            rel.ugc,
            rel.sponsored,
            is_followed,
            left or "",
            right or "",
        )
        for place, rel, is_followed, (left, right) in zip(
            places.tolist(), rels, follows, sides, strict=True
        )
    )


def _hidden(html: bytes, targets: Sequence[str]) -> frozenset[str]:
    """The targets whose address stands in scripts or in attributes that only scripts read."""
    pieces = [
        inner for about, inner in _SCRIPT.findall(html) if not _LINKED_DATA.search(about)
    ] + _ATTRIBUTE.findall(html)
    if not pieces:
        return frozenset()
    text = b"\n".join(pieces).decode("utf-8", "replace").replace("\\/", "/")
    text = re.sub(r"\\u002[fF]|&#x2[fF];|%2[fF]", "/", text).replace("&amp;", "&")
    return frozenset(url for url in targets if _stands_in(url, text))


def _stands_in(url: str, text: str) -> bool:
    name = url.partition("://")[2].removeprefix("www.").rstrip("/")
    return bool(re.search(rf"//(?:www\.)?{re.escape(name)}/?(?![\w.~/?=&%-])", text, re.IGNORECASE))


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of a text's runs of words, ascending; numbers in it do not count."""
    words = _WORD.findall(text.lower())[:MOST_SKETCHED]
    runs = {" ".join(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE + 1, 1))}
    return tuple(sorted({zlib.crc32(run.encode()) for run in runs if run})[:SKETCH])


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()
