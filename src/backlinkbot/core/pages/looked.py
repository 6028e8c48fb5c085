"""What a page shows of links that are looked for, and of what else may stand in its place."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import numpy as np

from backlinkbot.core.nouns import BACKLINK_KINDS
from backlinkbot.core.pages import prescan
from backlinkbot.core.pages.collector import paused
from backlinkbot.core.pages.decode import as_utf8
from backlinkbot.core.pages.instead import is_for_subscribers, saying
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
MOST_RECALLED = 50_000  # words of a page in which a known text is looked for
NEAREST_WORDS = 6  # beside a link, that are looked for on its page
FEWEST_NEAREST = 4  # of them; fewer stand on any page
_PASSWORD = re.compile(rb"<input\b[^>]{0,300}\stype\s*=\s*[\"']?password", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


class Wanted(NamedTuple):
    """What is looked for on a page: addresses, their registrable domains, anchors in plain.

    `passages`: words that stood before or behind the links (`passage_before`, `passage_behind`);
    `sample`: of the text that was known.
    """

    targets: tuple[str, ...]
    domains: frozenset[str]
    anchors: frozenset[str]
    passages: tuple[str, ...] = ()
    sample: tuple[int, ...] = ()


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
        said = saying(page.title, walk.text, walk.words, headers, html)
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
            recalled=_recalled(walk.text, wanted.sample),
            has_passage=_has_passage(walk.text, wanted.passages),
            is_partial=is_for_subscribers(walk.text, html),
            asks_password=_PASSWORD.search(html) is not None,
            wrapped=_wrapped(page.targets, wanted.targets),
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


def _wrapped(addresses: Sequence[str], targets: Sequence[str]) -> frozenset[str]:
    """The targets that stand inside the address of a link to somewhere else."""
    long = [unquote(unquote(url)).partition("://")[2] for url in addresses if url.count("http") > 1]
    if not long:
        return frozenset()
    return frozenset(url for url in targets if any(_stands_in(url, one) for one in long))


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of a text's runs of words, ascending; numbers in it do not count."""
    return tuple(sorted(_hashes(text, MOST_SKETCHED))[:SKETCH])


def passage_before(text: str) -> str:
    """The words nearest to a link of the text before it; empty where they are too few."""
    words = _WORD.findall(text.lower())[-NEAREST_WORDS:]
    return " ".join(words) if len(words) >= FEWEST_NEAREST else ""


def passage_behind(text: str) -> str:
    """The words nearest to a link of the text behind it; empty where they are too few."""
    words = _WORD.findall(text.lower())[:NEAREST_WORDS]
    return " ".join(words) if len(words) >= FEWEST_NEAREST else ""


def _recalled(text: str, sample: Sequence[int]) -> float:
    """The share of a sample of hashes that are those of a text."""
    if not sample:
        return 0.0
    return len(_hashes(text, MOST_RECALLED).intersection(sample)) / len(sample)


def _has_passage(text: str, passages: Sequence[str]) -> bool:
    if not passages:
        return False
    words = f" {' '.join(_WORD.findall(text.lower()))} "
    return any(f" {one} " in words for one in passages)


def _hashes(text: str, most: int) -> set[int]:
    words = _WORD.findall(text.lower())[:most]
    runs = {" ".join(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE + 1, 1))}
    return {zlib.crc32(run.encode()) for run in runs if run}


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()
