"""Facts about links and pages, written short: "a.example/1" stands for https://a.example/1."""

from __future__ import annotations

from datetime import datetime
from typing import Any

Row = dict[str, Any]


def link_row(source: str, target: str, seen_at: datetime, reporter: str, evidence: str) -> Row:
    """A followed link in the content."""
    return {
        "source_url": f"https://{source}",
        "source_domain": source.split("/", maxsplit=1)[0],
        "target_url": f"https://{target}",
        "target_domain": target.split("/", maxsplit=1)[0],
        "occurrence": 0,
        "anchor": "a shop",
        "kind": "text",
        "followed": True,
        "nofollow": False,
        "placement": "content",
        "seen_at": seen_at,
        "reporter": reporter,
        "evidence": evidence,
    }


def page_row(url: str, fetched_at: datetime, status: int, reporter: str, evidence: str) -> Row:
    """A page as it answered."""
    return {
        "url": f"https://{url}",
        "domain": url.split("/", maxsplit=1)[0],
        "status": status,
        "title": "A title",
        "text": "words of the page",
        "external_links": 1 if status == 200 else None,
        "fetched_at": fetched_at,
        "reporter": reporter,
        "evidence": evidence,
    }
