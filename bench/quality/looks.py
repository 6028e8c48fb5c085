"""What looks conclude on real pages: false losses where nothing changed, soft 404s, walls, shells.

Every page of the archives that links to other sites is looked at as if it were fetched again just
as it was (nothing may be gone), and again without one of its links (that one must be). Real answers
404 with a text are shown as if their server had said 200. Prints JSON; `--show` lists what was
taken for something else than a page, to be judged by eye.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench/quality"))

from page_labels import multi_domain_pages

from backlinkbot.core.crawl import Outcome
from backlinkbot.core.facts import RawPage, Rejects
from backlinkbot.core.nouns import BACKLINK_KINDS
from backlinkbot.core.pages.looked import Wanted, looked
from backlinkbot.core.pages.seen import read_page
from backlinkbot.core.urls import canonical, host_of
from backlinkbot.core.verifying import Answer, KnownLink, Look, PageSeen, Saying
from backlinkbot.logic.verify.judging import judge
from backlinkbot.logic.verify.soft import SAME, likeness

WARCS = Path(__file__).resolve().parents[3] / "shared" / "data" / "warc"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
MOST_KNOWN = 5  # links of one page that are looked for
NOTHING = Wanted((), frozenset(), frozenset())
HTML = (("content-type", "text/html"),)
OK, NOT_FOUND = 200, 404


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


def known_links(raw: RawPage) -> list[KnownLink]:
    """Some links of a page to other sites, as the index would know them."""
    seen = read_page(raw, Rejects())
    if seen is None or seen.links is None:
        return []
    links = seen.links
    places = [
        int(place) for place in links.external.nonzero()[0] if links.kinds[place] in BACKLINK_KINDS
    ][:MOST_KNOWN]
    return [
        KnownLink(
            raw.url, links.targets[place], links.domains[place], links.occurrences[place],
            links.anchors[place], links.rels[place].nofollow, links.rels[place].ugc,
            links.rels[place].sponsored, links.followed(place),
            noindex=links.noindex, canonical_url=links.canonical_url,
        )
        for place in places
    ]  # fmt: skip


def shown(raw: RawPage, known: list[KnownLink], body: bytes | None = None) -> PageSeen:
    anchors = {" ".join((one.anchor or "").split()).lower() for one in known} - {""}
    wanted = Wanted(
        tuple(one.target_url for one in known),
        frozenset(one.target_domain for one in known),
        frozenset(anchors),
    )
    return looked(body or raw.body, raw.url, raw.headers, wanted, is_cut=False)


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
        (gone,) = judge(answer(raw, shown(raw, [absent])), [absent])
        without[f"{gone.look.value} {gone.reason or ''}".strip()] += 1
    return {"unchanged": dict(same), "wrong": wrong[:20], "absent_link": dict(without)}


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
        "sayings": sayings(found, is_listed=parser.parse_args().show),
        "alike": alike(found),
    }
    print(json.dumps(told, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
