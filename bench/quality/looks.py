"""What looks conclude on real pages: false losses where nothing changed, soft 404s, walls, shells.

Every page of the archives that links to other sites is looked at as if it were fetched again just
as it was (nothing may be gone), and again without one of its links (that one must be). Real
answers 404 with a text are shown as if their server had said 200. Then pages are changed: a link
is taken out, with its paragraph, with a third or a half of the others; the title or the frame is
another one; only a teaser is left. Another page of the set stands for a wall that no list names.
Prints JSON; `--show` lists what was taken for something else than a page, to be judged by eye.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench/quality"))

import numpy as np
from page_labels import multi_domain_pages

from backlinkbot.core.crawl import Outcome
from backlinkbot.core.facts import RawPage, Rejects
from backlinkbot.core.nouns import BACKLINK_KINDS
from backlinkbot.core.pages.looked import Wanted, looked, passage_before, passage_behind, sketch
from backlinkbot.core.pages.seen import read_page
from backlinkbot.core.urls import canonical, host_of
from backlinkbot.core.verifying import Answer, KnownLink, KnownPage, Look, PageSeen, Saying
from backlinkbot.logic.verify.judging import judge
from backlinkbot.logic.verify.soft import SAME, likeness

WARCS = Path(__file__).resolve().parents[3] / "shared" / "data" / "warc"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
MOST_KNOWN = 5  # links of one page that are looked for
NOTHING = Wanted((), frozenset(), frozenset())
HTML = (("content-type", "text/html"),)
OK, NOT_FOUND = 200, 404
NO_PAGE = KnownPage()


def archived(name: str) -> Iterator[RawPage]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with (WARCS / name).open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
            url = canonical(record.headers.get("WARC-Target-URI") or "") or ""
            if not url or record.http_headers is None:
                continue
            headers = tuple((a.lower(), b) for a, b in record.http_headers)
            kind = dict(headers).get("content-type", "")
            body = record.reader.read()
            if "html" in kind.lower() and body:
                status = int(record.http_headers.status_code or 0)
                yield RawPage(url, status, headers, body, NOW, name, "warc")


def pages() -> list[RawPage]:
    found = [
        RawPage(canonical(one.url) or one.url, OK, HTML, one.html, NOW, "pages", "warc")
        for one in multi_domain_pages()
    ]
    for name in ("ia-2008-38-hosts.warc.gz", "cc-slice-15-hosts.warc.gz"):
        found += archived(name)
    return found


def known_page(raw: RawPage) -> KnownPage:
    """What the index would keep of a page."""
    seen = read_page(raw, Rejects())
    if seen is None or seen.links is None:
        return KnownPage()
    text = seen.text or ""
    return KnownPage(seen.links.title, sketch(text) if text else (), seen.words or 0)


def known_links(raw: RawPage) -> list[KnownLink]:
    """Some links of a page to other sites, as the index would know them."""
    seen = read_page(raw, Rejects())
    if seen is None or seen.links is None:
        return []
    links = seen.links
    places = [
        int(place) for place in links.external.nonzero()[0] if links.kinds[place] in BACKLINK_KINDS
    ][:MOST_KNOWN]
    sides = links.contexts(np.array(places, np.int64)) if places else []
    return [
        KnownLink(
            raw.url, links.targets[place], links.domains[place], links.occurrences[place],
            links.anchors[place], links.rels[place].nofollow, links.rels[place].ugc,
            links.rels[place].sponsored, links.followed(place), left, right,
            noindex=links.noindex, canonical_url=links.canonical_url,
        )
        for place, (left, right) in zip(places, sides, strict=True)
    ]  # fmt: skip


def shown(
    raw: RawPage, known: list[KnownLink], body: bytes | None = None, about: KnownPage = NO_PAGE
) -> PageSeen:
    anchors = {" ".join((one.anchor or "").split()).lower() for one in known} - {""}
    wanted = Wanted(
        tuple(one.target_url for one in known),
        frozenset(one.target_domain for one in known),
        frozenset(anchors),
        passages(known),
        about.sample,
    )
    return looked(body or raw.body, raw.url, raw.headers, wanted, is_cut=False)


def passages(known: list[KnownLink]) -> tuple[str, ...]:
    found = {passage_before(one.left or "") for one in known}
    return tuple((found | {passage_behind(one.right or "") for one in known}) - {""})


def answer(raw: RawPage, page: PageSeen) -> Answer:
    return Answer(raw.url, raw.url, Outcome.PAGE, NOW, OK, page=page)


def unchanged_and_without(found: list[RawPage]) -> dict[str, object]:
    same: Counter[str] = Counter()
    without: Counter[str] = Counter()
    wrong: list[str] = []
    for raw in found:
        known = known_links(raw) if raw.status == OK else []
        if not known:
            continue
        for one, finding in zip(known, judge(answer(raw, shown(raw, known)), known), strict=True):
            same[finding.look.value] += 1
            if finding.look is not Look.THERE:
                wrong.append(f"{one.source_url} -> {one.target_url}: {finding.sentence}"[:300])
        last = known[-1]
        absent = KnownLink(
            raw.url, "https://never-there.example/page", "never-there.example", 0,
            "a text that nobody wrote", noindex=last.noindex, canonical_url=last.canonical_url,
        )  # fmt: skip
        about = known_page(raw)
        (gone,) = judge(answer(raw, shown(raw, [absent], about=about)), [absent], about=about)
        without[f"{gone.look.value} {gone.reason or ''}".strip()] += 1
    return {"unchanged": dict(same), "wrong": wrong[:20], "absent_link": dict(without)}


PARAGRAPH = re.compile(
    rb"<(p|li|h[2-4]|blockquote|td)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
ANCHOR = re.compile(rb"<a\b[^>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)
TITLE = re.compile(rb"(<title\b[^>]*>)(.*?)(</title)", re.IGNORECASE | re.DOTALL)
FRAME = re.compile(
    rb"<(nav|header|footer|aside|form)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
NO_WORDS = b"<p>Something else was written here in the place of what there was before.</p>"


def without_links(html: bytes) -> bytes:
    """A page whose links are words."""
    return ANCHOR.sub(rb"\1", html)


def edited(html: bytes, every: int) -> bytes:
    """A page of whose paragraphs every second, third … is rewritten."""
    count = 0

    def change(found: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        return NO_WORDS if count % every == 0 else found.group()

    return PARAGRAPH.sub(change, html)


def without_paragraphs_of_links(html: bytes) -> bytes:
    return PARAGRAPH.sub(lambda one: b"" if b"<a" in one.group().lower() else one.group(), html)


def retitled(html: bytes) -> bytes:
    return TITLE.sub(rb"\1What we think today\3", html)


def reframed(html: bytes) -> bytes:
    return FRAME.sub(b"<nav>Start Shop Help Contact</nav>", html)


def teaser(html: bytes) -> bytes:
    """The first quarter of the body: what a paywall in no known words leaves."""
    start = max(html.lower().find(b"<body"), 0)
    return html[: start + (len(html) - start) // 4]


CHANGES = {
    "links out": without_links,
    "links out, with their paragraphs": lambda html: without_links(
        without_paragraphs_of_links(html)
    ),
    "links out, every third paragraph another": lambda html: without_links(edited(html, 3)),
    "links out, every second paragraph another": lambda html: without_links(edited(html, 2)),
    "links out, another title": lambda html: without_links(retitled(html)),
    "links out, another frame": lambda html: without_links(reframed(html)),
    "links out, another frame and title": lambda html: without_links(retitled(reframed(html))),
    "a quarter of the source": lambda html: without_links(teaser(html)),
}
KNOWN_BY = ("its own reading", "a vendor's title and words beside", "a vendor's title", "nothing")


def as_known(
    by: str, known: list[KnownLink], about: KnownPage
) -> tuple[list[KnownLink], KnownPage]:
    """What would be known of a page by another source."""
    if by == KNOWN_BY[0]:
        return known, about
    page = KnownPage(about.title) if by != KNOWN_BY[3] else NO_PAGE
    if by == KNOWN_BY[1]:
        return known, page
    return [replace(one, left=None, right=None) for one in known], page


def changed(found: list[RawPage]) -> dict[str, object]:
    """What is concluded of links that are gone from changed pages, and of another page instead."""
    usable = [(raw, known_links(raw)) for raw in found if raw.status == OK]
    usable = [(raw, known[:1], known_page(raw)) for raw, known in usable if known]
    told: dict[str, object] = {"pages": len(usable)}
    for by in KNOWN_BY:
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for place, (raw, links, whole) in enumerate(usable):
            known, about = as_known(by, links, whole)
            bodies = {name: change(raw.body) for name, change in CHANGES.items()}
            bodies["another page of the set"] = without_links(usable[place - 7][0].body)
            for name, body in bodies.items():
                page = shown(raw, known, body, about)
                (one,) = judge(answer(raw, page), known, about=about)
                counted[name][f"{one.look.value} {one.reason or ''}".strip()] += 1
        told[by] = {name: dict(one) for name, one in counted.items()}
    return told


def sayings(found: list[RawPage], *, is_listed: bool) -> dict[str, object]:
    good: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    shells = 0
    listed: list[str] = []
    for raw in found:
        page = looked(raw.body, raw.url, raw.headers, NOTHING, is_cut=False)
        word = page.saying.value or "nothing"
        if raw.status == OK:
            good[word] += 1
            shells += page.is_shell
            if page.saying is not Saying.NOTHING or page.is_shell:
                listed.append(f"{word} {page.words} words {page.title[:60]!r} {raw.url[:90]}")
        elif raw.status == NOT_FOUND:
            missing[word] += 1
    told: dict[str, object] = {"200": dict(good), "404": dict(missing), "shells": shells}
    return told | ({"listed": listed} if is_listed else {})


def alike(found: list[RawPage]) -> dict[str, object]:
    """Pairs of one host: both missing (should be alike), both there (should not)."""
    by_host: dict[tuple[str, int], list[PageSeen]] = defaultdict(list)
    for raw in found:
        if raw.status in {OK, NOT_FOUND}:
            page = looked(raw.body, raw.url, raw.headers, NOTHING, is_cut=False)
            by_host[host_of(raw.url), raw.status].append(page)
    told: dict[str, object] = {}
    for status in (OK, NOT_FOUND):
        pairs = hits = 0
        for (_, code), seen in by_host.items():
            if code == status:
                for one, other in islice(combinations(seen, 2), 200):
                    pairs += 1
                    hits += likeness(one.sketch, other.sketch) >= SAME
        told[str(status)] = {"pairs": pairs, "alike": hits}
    return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", action="store_true")
    found = pages()
    told = {
        "pages": len(found),
        "looks": unchanged_and_without(found),
        "changed": changed(found),
        "sayings": sayings(found, is_listed=parser.parse_args().show),
        "alike": alike(found),
    }
    print(json.dumps(told, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
