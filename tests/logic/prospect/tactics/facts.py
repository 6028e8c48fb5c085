"""Rows of facts for tests of tactics, with everything that a test does not say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from backlinkbot.logic.prospect.ground import Fact, Ground, keys

TODAY = date(2026, 11, 1)
US, RIVAL, OTHER_RIVAL = "acme.example", "rival.example", "other-rival.example"
NO_TEXTS: list[str] = []
SAID: dict[str, Any] = {
    "title": "A page", "language": "en", "page_type": "article", "author": None,
    "published_on": None, "external_links": 5, "words": 400, "takes_comments": False,
    "evidence": "crawl.warc.gz@1", "copy_of": None, "brand": NO_TEXTS, "credit": NO_TEXTS,
    "guest": NO_TEXTS, "terms": NO_TEXTS, "copied": NO_TEXTS, "junk": NO_TEXTS, "topic": NO_TEXTS,
    "guest_head": None, "list_head": None, "directory_head": None, "partner_head": None,
    "topic_head": None,
}  # fmt: skip
LIST: dict[str, Any] = {
    "title": "Useful links", "language": "en", "page_type": "list", "external_links": 12,
    "rivals": [RIVAL], "targets": [f"https://{RIVAL}/"], "followed": True, "is_paid": False,
    "is_listed": True, "placement": "list/directory", "anchor": "Rival", "last_seen": None,
    "evidence": "crawl.warc.gz@2",
}  # fmt: skip
DEAD: dict[str, Any] = {
    "target_url": f"https://{RIVAL}/guides/soil-testing", "target_domain": RIVAL,
    "anchor": "guide to soil testing", "left": "", "right": "", "source_title": "T",
    "source_language": "en", "page_type": "article", "placement": "content", "followed": True,
    "sponsored": None, "ugc": None, "last_seen": None, "evidence": "crawl.warc.gz@3",
    "sources": 1, "anchors": "guide to soil testing",
}  # fmt: skip
BACKLINK: dict[str, Any] = {
    "target_url": f"https://{US}/shop", "anchor": "Acme", "kind": "text", "placement": "content",
    "ugc": None, "sponsored": None, "state": "lost", "lost_on": None,
    "lost_reason": "removed_from_html", "evidence": ["crawl.warc.gz@4"],
}  # fmt: skip
PAIR: dict[str, Any] = {
    "targets": 2, "links": 1, "followed_links": 1, "placement": "content", "anchor": "R",
    "first_seen": None,
}  # fmt: skip
OUT: dict[str, Any] = {
    "links": 2, "followed_links": 2, "placement": "list/directory", "anchor": "x", "sources": 1,
}  # fmt: skip


def page(host: str, path: str = "/page", **told: Any) -> dict[str, Any]:
    """A page that says something."""
    return {"url": f"https://{host}{path}", "domain": host, **SAID, **told}


def listing(host: str, path: str = "/links", **told: Any) -> dict[str, Any]:
    """A page that lists a rival."""
    return {"url": f"https://{host}{path}", "domain": host, **LIST, **told}


def dead(host: str, **told: Any) -> dict[str, Any]:
    """A link to a page that is gone."""
    return {"source_url": f"https://{host}/post", "source_domain": host, **DEAD, **told}


def backlink(host: str, path: str = "/post", **told: Any) -> dict[str, Any]:
    """A link to us that does not stand as it did."""
    return {"source_url": f"https://{host}{path}", "source_domain": host, **BACKLINK, **told}


def pair(source: str, target: str, **told: Any) -> dict[str, Any]:
    """A site that links to a rival."""
    named = {"source_domain": source, "target_domain": target, "source_url": f"https://{source}/p"}
    return {**named, **PAIR, **told}


def out(source: str, target: str, **told: Any) -> dict[str, Any]:
    """A site of ours or of a rival that links somewhere."""
    return {
        "source_domain": source, "target_domain": target, "source_url": f"https://{source}/us",
        "target_url": f"https://{target}/", **OUT, **told,
    }  # fmt: skip


def ground(facts: dict[Fact, list[dict[str, Any]]] | None = None, **told: Any) -> Ground:
    """A ground with these rows."""
    known: dict[str, Any] = {
        "names": ("Acme Tents", US), "topics": ("soil testing",), "own": frozenset((US,)),
        "rivals": (RIVAL, OTHER_RIVAL),
    }  # fmt: skip
    known |= told
    if "linking_pages" in known:
        known["linking_pages"] = keys(known["linking_pages"])
    tables = {fact: pa.Table.from_pylist(rows) for fact, rows in (facts or {}).items() if rows}
    return Ground(domain=US, today=TODAY, tables=tables, **known)
