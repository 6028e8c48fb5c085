"""Join, canonical form and domain of every link on real pages, against urljoin + tldextract.

Run: python bench/urls/join.py [folder of the real data]
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import tldextract
from fastwarc.warc import ArchiveIterator, WarcRecordType
from publicsuffixlist import PSLFILE
from selectolax.lexbor import LexborHTMLParser

from backlinkbot.core.urls import (
    canonical,
    registered_domain,
    suffix_list_version,
    targets,
    why_refused,
)

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
PASSES = 5

Domains = list[list[str | None]]


class Page(NamedTuple):
    """One real page: its address and the hrefs of its links, as written."""

    url: str
    hrefs: list[str]


def real_pages(archive: Path) -> list[Page]:
    """All pages of a WARC with every `a[href]` on them."""
    with archive.open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response)
        return [
            Page(record.headers["WARC-Target-URI"], _hrefs(record.reader.read()))
            for record in records
        ]


def _hrefs(body: bytes) -> list[str]:
    tree = LexborHTMLParser(body)
    return [node.attributes.get("href") or "" for node in tree.css("a[href]")]


def ours(pages: Sequence[Page]) -> Domains:
    """Our way: canonical URLs and domains, a page at a time."""
    return [targets(page.url, page.hrefs).domains for page in pages]


def ours_singly(pages: Sequence[Page]) -> Domains:
    """Our way for callers with one href at a time: canonical form alone, no domain."""
    return [[canonical(href, page.url) for href in page.hrefs] for page in pages]


def naive(extract: tldextract.TLDExtract) -> Callable[[Sequence[Page]], Domains]:
    """The usual way: urljoin, then tldextract; it has no canonical form."""

    def domain(page: str, href: str) -> str | None:
        try:
            return extract(urljoin(page, href)).top_domain_under_public_suffix or None
        except ValueError:
            return None

    return lambda pages: [[domain(page.url, href) for href in page.hrefs] for page in pages]


def timed(way: Callable[[Sequence[Page]], Domains], pages: Sequence[Page]) -> list[float]:
    """Seconds of each pass; the first has everything to learn."""
    seconds = []
    for _ in range(PASSES):
        begin = perf_counter()
        way(pages)
        seconds.append(perf_counter() - begin)
    return seconds


def differences(pages: Sequence[Page], mine: Domains, theirs: Domains) -> Counter[str]:
    """Links whose domains differ, by the reason."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        same_list = tldextract.TLDExtract(
            suffix_list_urls=(Path(PSLFILE).as_uri(),),
            cache_dir=folder,
            include_psl_private_domains=True,
        )
        for page, our_domains, their_domains in zip(pages, mine, theirs, strict=True):
            for href, one, other in zip(page.hrefs, our_domains, their_domains, strict=True):
                if one != other:
                    found[_reason(page.url, href, (one, other), same_list)] += 1
    return found


def _reason(
    page: str, href: str, domains: tuple[str | None, str | None], same_list: tldextract.TLDExtract
) -> str:
    one, other = domains
    if one is None:
        return f"we refuse: {why_refused(href, page)}"
    if other is not None and other.lower() == one:
        return "naive keeps capital letters"
    joined = urljoin(page, href)
    host = (urlsplit(joined).hostname or "").removesuffix(".")
    if same_list(joined).top_domain_under_public_suffix.lower() == one:
        return "tldextract's own suffix list is of another date"
    if other is None and registered_domain(host) == one:
        return "a bare name or an ending on no list: ours is by the list's rule `*`, naive has none"
    if other is not None and registered_domain(unquote(other)).encode("idna") == one.encode():
        return "naive keeps escapes in a host name"
    return "unexplained"


def main() -> None:
    """Print both speeds, their ratio and the reasons of all differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    options = parser.parse_args()
    pages = real_pages(options.data / "pages" / "multi-domain-pages.warc.gz")
    links = sum(len(page.hrefs) for page in pages)
    extract = tldextract.TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
    their_way = naive(extract)
    extract("example.com")  # loading either list is not part of the race
    registered_domain("example.com")
    print(f"{links:,} links on {len(pages)} real pages; suffix list {suffix_list_version()}")
    rows = {
        "ours, a page at a time": timed(ours, pages),
        "urljoin + tldextract": timed(their_way, pages),
        "ours, canonical of one href": timed(ours_singly, pages),
    }
    for name, seconds in rows.items():
        first, best = (1e6 * value / links for value in (seconds[0], min(seconds[1:])))
        print(f"{name:<28} {best:6.2f} µs a link, {first:6.2f} on the first pass")
    mine, theirs = rows["ours, a page at a time"], rows["urljoin + tldextract"]
    ratio = min(theirs[1:]) / min(mine[1:])
    print(f"{ratio:.1f} times as fast ({theirs[0] / mine[0]:.1f} on the first pass)")
    found = differences(pages, ours(pages), their_way(pages))
    print(f"same domain for {links - found.total():,} of {links:,} links; the others:")
    for reason, number in found.most_common():
        print(f"  {number:>5}  {reason}")
    if found["unexplained"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
