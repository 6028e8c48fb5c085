"""Pairs of real texts that belong together, and pairs that do not: truth for `relevance.py`.

Negatives are drawn from the same language and, for links, from targets of like in-degree. The sets
of `pages/multi-domain-pages.warc.gz` (one page per site, 593 pages):

* links, site: in-content links whose target's site has a page in the set (mostly a random page of a
  newspaper: a hard and small set);
* links, shuffled: in-content links, the target known by the words of its address only, against
  themselves turned to another link's target;
* links, address: the same links against other links put on the page with their own anchors (a
  bought link brings a fitting anchor);
* tags: pages of different sites to which their authors gave the same tag;
* words: fifty words in a row of a page against the rest of it (synthetic);
* halves: every other paragraph of a page against the rest (synthetic, the easy twin).

And `topics/`: one-line descriptions of sites with the same topic label (lines and labels are by a
language model: noisy), and domain names of one category of UT1 (there is no text of these sites).
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from urllib.parse import unquote, urlsplit
from zlib import crc32

from page_labels import data_folder, multi_domain_pages

from backlinkbot.core.pages.language import language
from backlinkbot.core.pages.links import PageLinks, read_links
from backlinkbot.core.pages.main_text import main_text

SEED = 7
UT1_NAMES = 200  # of each category
# Categories that are a subject, and not a kind of service or a list.
UT1_SUBJECTS = frozenset(
    [
        "gambling",
        "shopping",
        "games",
        "dating",
        "press",
        "sports",
        "radio",
        "bank",
        "vpn",
        "bitcoin",
        "jobsearch",
        "manga",
        "cooking",
        "astrology",
        "drogue",
        "celebrity",
        "audio-video",
        "lingerie",
    ]
)
LEAST_CHARS = 600  # of main text: shorter pages say too little to judge a method by
LEAST_ADDRESS_WORDS = 4
NEGATIVES = 5
LEAST_PARAGRAPHS, LEAST_PARAGRAPH_WORDS, LEAST_ANCHOR_CHARS = 4, 9, 3
WORDS_AROUND = 50
# Tags that name a form or a place of publication and no subject.
_EMPTY_TAGS = (
    "news allgemein aktuelles blog artikel archiv themen videos review media projekte eu medien "
    "twitter facebook berlin internet länder startseite magazin general uncategorized"
)


@dataclass(frozen=True)
class Page:
    """One page with its links of the content."""

    url: str
    domain: str
    language: str
    text: str
    paragraphs: tuple[str, ...]
    links: tuple[tuple[str, str, str, str], ...]  # target, its domain, anchor, words around
    in_links: tuple[str, ...]  # all external target domains
    tags: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """Two texts and whether they belong together; `anchor` where a link joins them."""

    left: str
    right: str
    is_same: bool
    group: str
    anchor: str = ""


def pages_read() -> list[Page]:
    """The multi-domain pages with enough main text."""
    found = []
    for page in multi_domain_pages():
        links = read_links(page.html, page.url)
        text = main_text(links.walk).text
        if len(text) < LEAST_CHARS:
            continue
        told = {
            str(one).lower().strip() for key in ("tags", "categories") for one in _told(page, key)
        }
        found.append(
            Page(
                url=page.url,
                domain=links.domain,
                language=language(links.walk, (), text) or "",
                text=text,
                paragraphs=tuple(
                    p for p in text.split("\n") if len(p.split()) >= LEAST_PARAGRAPH_WORDS
                ),
                links=tuple(_content_links(links, text)),
                in_links=tuple(
                    d for d, out in zip(links.domains, links.external, strict=True) if out
                ),
                tags=frozenset(told - set(_EMPTY_TAGS.split())),
            )
        )
    return found


def _told(page: Any, key: str) -> list[str]:
    return page.told.get(key) or []


def _content_links(links: PageLinks, text: str) -> Iterable[tuple[str, str, str, str]]:
    """External links whose anchor stands in the main text, one per target domain."""
    seen = set()
    for place in range(len(links)):
        anchor, domain = links.anchors[place], links.domains[place]
        is_body = links.external[place] and links.row[place] >= 0
        if is_body and len(anchor) >= LEAST_ANCHOR_CHARS and anchor in text and domain not in seen:
            seen.add(domain)
            yield links.targets[place], domain, anchor, " ".join(links.context(place))


def address_words(url: str) -> str:
    """The words of a path and host: what an unread target tells of itself."""
    parts = urlsplit(url)
    host = " ".join((parts.hostname or "").split(".")[:-1])
    return re.sub(r"[\W_\d]+", " ", f"{unquote(parts.path)} {host}").strip()


def _drawn(among: list[Any], count: int, seed: str) -> list[Any]:
    return random.Random(f"{SEED} {seed}").sample(among, min(count, len(among)))  # noqa: S311 - a fixed draw


def _like(
    among: list[Any],
    told: Callable[[Any], tuple[int, str]],
    wanted: int,
    seed: str,
) -> list[Any]:
    """Those whose in-degree is nearest, ties at random but fixed; `told`: in-degree and name."""

    def order(one: Any) -> tuple[int, int]:
        degree, name = told(one)
        return abs(degree - wanted), crc32(f"{seed} {name}".encode())

    return sorted(among, key=order)[:NEGATIVES]


def link_site_pairs(pages: list[Page], degree: dict[str, int]) -> list[Pair]:
    by_domain = {page.domain: page for page in pages}
    pairs = []
    for page in pages:
        linked = {link[1] for link in page.links}
        for _, domain, anchor, around in page.links:
            target = by_domain.get(domain)
            if target is None:
                continue
            words = f"{anchor} {around}"
            pairs.append(
                Pair(page.text, target.text, is_same=True, group=page.domain, anchor=words)
            )
            others = [
                one
                for one in pages
                if one.domain not in linked | {page.domain} and one.language == target.language
            ]
            near = _like(
                others, lambda one: (degree.get(one.domain, 0), one.url), degree[domain], domain
            )
            pairs += [
                Pair(page.text, one.text, is_same=False, group=page.domain, anchor=words)
                for one in near
            ]
    return pairs


def link_address_pairs(
    pages: list[Page], degree: dict[str, int], *, is_shuffled: bool
) -> list[Pair]:
    """`is_shuffled`: the other link is this one turned to another target, words and all."""
    links = [
        (page, *link)
        for page in pages
        for link in page.links
        if len(address_words(link[0]).split()) >= LEAST_ADDRESS_WORDS
    ]
    pairs = []
    for page, url, domain, anchor, around in links:
        rest = page.text.replace(around, " ").replace(anchor, " ")
        words = f"{anchor} {around}"
        pairs.append(Pair(rest, address_words(url), is_same=True, group=page.domain, anchor=words))
        others = [
            one
            for one in links
            if one[0].language == page.language and one[0].domain != page.domain != one[2] != domain
        ]
        near = _like(
            others, lambda one: (degree[one[2]], f"{one[0].url} {one[1]}"), degree[domain], url
        )
        for other in near:
            told = words if is_shuffled else f"{other[3]} {other[4]}"
            pairs.append(
                Pair(rest, address_words(other[1]), is_same=False, group=page.domain, anchor=told)
            )
    return pairs


def tag_pairs(pages: list[Page]) -> list[Pair]:
    pairs = []
    for one, other in combinations(pages, 2):
        if one.domain == other.domain or not one.tags & other.tags:
            continue
        pairs.append(Pair(one.text, other.text, is_same=True, group=one.domain))
        among = [
            page
            for page in pages
            if page.language == other.language
            and not page.tags & one.tags
            and page.domain not in (one.domain, other.domain)
        ]
        drawn = _drawn(among, NEGATIVES, one.url + other.url)
        pairs += [Pair(one.text, page.text, is_same=False, group=one.domain) for page in drawn]
    return pairs


def half_pairs(pages: list[Page]) -> list[Pair]:
    whole = [page for page in pages if len(page.paragraphs) >= LEAST_PARAGRAPHS]
    pairs = []
    for page in whole:
        left = "\n".join(page.paragraphs[::2])
        pairs.append(Pair(left, "\n".join(page.paragraphs[1::2]), is_same=True, group=page.domain))
        among = [o for o in whole if o.language == page.language and o.domain != page.domain]
        pairs += [
            Pair(left, "\n".join(other.paragraphs[1::2]), is_same=False, group=page.domain)
            for other in _drawn(among, NEGATIVES, page.url)
        ]
    return pairs


def word_pairs(pages: list[Page]) -> list[Pair]:
    pairs = []
    for page in pages:
        words = page.text.split()
        middle = len(words) // 2
        if middle < WORDS_AROUND:
            continue
        around = " ".join(words[middle : middle + WORDS_AROUND])
        rest = " ".join(words[:middle] + words[middle + WORDS_AROUND :])
        pairs.append(Pair(around, rest, is_same=True, group=page.domain))
        among = [o for o in pages if o.language == page.language and o.domain != page.domain]
        drawn = _drawn(among, NEGATIVES, page.url)
        pairs += [Pair(around, other.text, is_same=False, group=page.domain) for other in drawn]
    return pairs


def topic_pairs() -> list[Pair]:
    path = data_folder() / "topics" / "site-topic-and-type.json.gz"
    sites = [
        site for site in json.loads(gzip.decompress(path.read_bytes())) if site["field"] != "other"
    ]
    pairs = []
    for site in sites:
        seed = site["name"]
        same = [s for s in sites if s["field"] == site["field"] and s is not site]
        others = [s for s in sites if s["field"] != site["field"]]
        for is_same, among, count in ((True, same, 1), (False, others, NEGATIVES)):
            pairs += [
                Pair(site["reason"], other["reason"], is_same, site["name"])
                for other in _drawn(among, count, seed)
            ]
    return pairs


def name_pairs() -> list[Pair]:
    """Names of one category of UT1 against names of other categories."""
    path = data_folder() / "topics" / "ut1-domain-category.csv.gz"
    rows = gzip.decompress(path.read_bytes()).decode().splitlines()[1:]
    of_category: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        domain, _, category = row.rpartition(",")
        if category in UT1_SUBJECTS:
            of_category[category].append(domain)
    pairs = []
    for category, names in sorted(of_category.items()):
        others = sorted(set(of_category) - {category})
        for name in _drawn(sorted(names), UT1_NAMES, category):
            pairs.append(
                Pair(
                    address_words(f"//{name}"),
                    address_words(f"//{_drawn(names, 1, name)[0]}"),
                    is_same=True,
                    group=name,
                )
            )
            for other in _drawn(others, 3, name):
                drawn = _drawn(of_category[other], 1, name)[0]
                pairs.append(
                    Pair(
                        address_words(f"//{name}"),
                        address_words(f"//{drawn}"),
                        is_same=False,
                        group=name,
                    )
                )
    return pairs


def every_set() -> tuple[list[Page], dict[str, list[Pair]]]:
    """The pages, and each set of pairs by its name."""
    pages = pages_read()
    degree: dict[str, int] = defaultdict(int)
    for page in pages:
        for domain in set(page.in_links):
            degree[domain] += 1
    return pages, {
        "links, site": link_site_pairs(pages, degree),
        "links, shuffled": link_address_pairs(pages, degree, is_shuffled=True),
        "links, address": link_address_pairs(pages, degree, is_shuffled=False),
        "tags": tag_pairs(pages),
        "words": word_pairs(pages),
        "halves": half_pairs(pages),
        "site topics": topic_pairs(),
        "names of UT1": name_pairs(),
    }
