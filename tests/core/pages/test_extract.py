"""Captured pages to rows, on small pages and on all the real ones."""

from __future__ import annotations

import pickle
from collections import Counter
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from backlinkbot.core import columns
from backlinkbot.core.facts import RawPage
from backlinkbot.core.pages.extract import Extracted, extract

URL = "https://www.a.example/2024/05/tea"
FETCHED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
HTML = """<!doctype html><html lang="en"><head><title>Tea</title>
<link rel="canonical" href="https://www.a.example/tea">
<meta property="article:published_time" content="2024-05-06T10:00:00Z">
<meta name="author" content="Ada Müller"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Tea</h1>
<p>Loose leaf tea steeps best just off the boil, as <a href="https://t.example/tea">every grower</a>
will tell who asks, and it keeps for years when the tin is closed well and stands in the dark.</p>
</article><form id="commentform" action="/c"><textarea name=comment></textarea></form>
<script>ga('create', 'UA-1234567-1');</script></body></html>"""


def raw(body: str | bytes = HTML, status: int = 200, url: str = URL, **headers: str) -> RawPage:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    told = tuple(({"content-type": "text/html"} | given).items())
    data = body.encode() if isinstance(body, str) else body
    return RawPage(url, status, told, data, FETCHED, "x.warc.gz@17", "warc", ip="192.0.2.7")


def test_a_link_row_tells_link_page_and_evidence() -> None:
    seen = extract([raw()])
    assert seen.links.schema == columns.link_facts()
    [link] = seen.links.to_pylist()
    assert link["source_url"] == URL
    assert (link["source_domain"], link["target_domain"]) == ("a.example", "t.example")
    assert (link["target_url"], link["anchor"]) == ("https://t.example/tea", "every grower")
    assert link["left"].endswith("off the boil, as")
    assert link["right"].startswith("will tell who asks,")
    assert (link["kind"], link["followed"], link["occurrence"]) == ("text", True, 0)
    assert (link["external_links"], link["internal_links"]) == (1, 3)
    assert (link["source_title"], link["source_language"]) == ("Tea", "en")
    assert (link["page_status"], link["published_on"]) == (200, date(2024, 5, 6))
    assert (link["reporter"], link["evidence"]) == ("warc", "x.warc.gz@17")
    assert link["seen_at"] == FETCHED
    assert 0 <= link["placement_probability"] <= 1
    assert link["lost_on"] is link["sitewide"] is link["vendor_scores"] is None


def test_a_page_row_tells_what_the_page_says() -> None:
    seen = extract([raw()])
    assert seen.pages.schema == columns.page_facts()
    [page] = seen.pages.to_pylist()
    assert (page["url"], page["domain"], page["status"]) == (URL, "a.example", 200)
    assert (page["title"], page["language"], page["author"]) == ("Tea", "en", "Ada Müller")
    assert page["canonical_url"] == "https://www.a.example/tea"
    assert page["owner_ids"] == ["ga:1234567"]
    assert page["takes_comments"] is True
    assert page["text"].startswith("Loose leaf tea")
    assert page["words"] == len(page["text"].split())
    assert (page["fetched_at"], page["ip"]) == (FETCHED, "192.0.2.7")
    assert page["template"] > 0


def test_internal_links_are_counted_and_kept_on_demand() -> None:
    seen, whole = extract([raw()]), extract([raw()], internal=True)
    assert (seen.found, seen.internal, seen.links.num_rows) == (4, 3, 1)
    assert (whole.found, whole.internal, whole.links.num_rows) == (4, 3, 4)
    kept = whole.links.filter(
        pc.not_equal(whole.links["source_domain"], whole.links["target_domain"])
    )
    assert kept.to_pylist() == seen.links.to_pylist()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_a_page_fact_without_links(status: int) -> None:
    seen = extract([raw("<a href=https://t.example/>here</a>", status, location="/new")])
    assert (seen.links.num_rows, seen.found) == (0, 0)
    [page] = seen.pages.to_pylist()
    assert (page["status"], page["redirect_url"]) == (status, "https://www.a.example/new")
    assert page["external_links"] is None


@pytest.mark.parametrize(
    "answer",
    [
        raw("<a href=https://t.example/>x</a>", 404),
        raw("<a href=https://t.example/>x</a>", 503),
        raw(b"\x89PNG\r\n<a href=https://t.example/>"),
        raw("<a href=https://t.example/>x</a>", content_type="application/pdf"),
        raw(b""),
    ],
    ids=["404", "503", "image", "pdf", "empty"],
)
def test_what_is_no_page_gives_a_page_fact_and_no_links(answer: RawPage) -> None:
    seen = extract([answer])
    assert (seen.links.num_rows, seen.pages.num_rows) == (0, 1)
    assert not seen.rejects.counts


def test_a_page_without_a_type_is_read_when_it_looks_like_one() -> None:
    page = raw("<a href=https://t.example/>x</a>")
    assert extract([RawPage(URL, 0, (), page.body, None, "e", "arc")]).links.num_rows == 1


def test_a_page_of_a_local_network_gives_backlinks_to_nobody() -> None:
    local = raw(url="http://intranet/x")
    found = extract([local])
    assert (found.links.num_rows, found.pages.num_rows) == (0, 0)
    assert sum(found.rejects.counts.values()) == 1
    assert extract([local], internal=True).links.num_rows > 0  # who only looks at it sees them


def test_a_page_without_an_address_is_counted() -> None:
    seen = extract([raw(url="about:blank"), raw()])
    assert seen.rejects.counts == {"page has no web address": 1}
    assert seen.pages.num_rows == 1


def test_a_refused_page_leaves_no_fact_that_its_links_are_gone() -> None:
    seen = extract([raw("<div>" * 20_000), raw()])
    assert seen.rejects.counts == {"page is nested more than 5,000 deep": 1}
    assert seen.rejects.examples[0][1] == "x.warc.gz@17"
    assert seen.pages.num_rows == 1


def test_x_robots_tag_counts_as_the_page_s_word() -> None:
    [link] = extract([raw(x_robots_tag="noindex, nofollow")]).links.to_pylist()
    assert (link["noindex"], link["followed"], link["nofollow"]) == (True, False, False)


def test_no_pages_give_empty_columns() -> None:
    seen = extract([])
    assert (seen.links.num_rows, seen.pages.num_rows) == (0, 0)
    assert seen.links.schema == columns.link_facts()


def test_links_of_a_page_with_too_many_are_listed_and_not_placed() -> None:
    crowded = extract([raw("<a href=https://t.example/>x</a>" * 20_001), raw()]).links
    placed = pc.is_valid(crowded["placement_probability"]).to_pylist()
    assert (len(placed), sum(placed)) == (20_002, 1)
    assert set(crowded["placement"].to_pylist()[:-1]) == {"unknown"}


def test_batches_do_not_change_what_a_page_gives() -> None:
    many = extract([raw(), raw("<p>no links"), raw()] * 15)
    alone = extract([raw()]).links.to_pylist()[0]
    assert many.links.to_pylist() == [alone] * 30


def test_it_can_be_handed_to_a_worker_and_its_answer_back() -> None:
    work = _sent(partial(extract, internal=True))
    seen: Extracted = _sent(work([raw()]))
    assert seen.links.num_rows == 4


def _sent(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 - our own bytes of a moment ago


# The counts of SOURCES.md were made with other definitions; docs/reference/pages.md goes from
# theirs to ours step by step.
REAL = {
    "pages/multi-domain-pages.warc.gz": {
        "pages": 593, "found": 89_458, "external": 12_499, "text": 10_783, "image": 1_341,
        "area": 6, "frame": 295, "form": 69, "canonical": 5, "nofollow": 1_507, "ugc": 45,
        "sponsored": 68,
    },
    "warc/cc-2024-22-one-page.warc.gz": {"pages": 1, "found": 209, "external": 17},
    "warc/cc-slice-15-hosts.warc.gz": {"pages": 16, "found": 1_409, "external": 142},
    "warc/ia-2008-38-hosts.warc.gz": {"pages": 261, "found": 37_880, "external": 288},
}  # fmt: skip


@pytest.mark.parametrize("archive", REAL)
def test_real_archives_give_these_counts(shared_data: Path, archive: str) -> None:
    with (shared_data / archive).open("rb") as stream:
        pages = [
            RawPage(
                record.headers["WARC-Target-URI"],
                record.http_headers.status_code or 0,
                tuple((name.lower(), value) for name, value in record.http_headers),
                record.reader.read(),
                FETCHED,
                archive,
                "warc",
            )
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response)
            if record.is_http
        ]
    seen = extract(pages)
    links = seen.links
    counts: Counter[str] = Counter(links["kind"].to_pylist())
    counts["pages"] = seen.pages.num_rows
    counts["found"], counts["external"] = seen.found, links.num_rows
    for fact in ("nofollow", "ugc", "sponsored"):
        counts[fact] = pc.sum(links[fact]).as_py()
    expected = REAL[archive]
    assert {name: counts[name] for name in expected} == expected
    assert counts["external"] + seen.internal == counts["found"]
