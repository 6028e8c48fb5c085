"""Suspects of a few rows, and what one marker says of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.core import columns
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.signals.markers import Level, markers
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects

AS_OF = date(2026, 11, 1)
PLAIN: dict[str, Any] = {
    "source_domain": "blog.example",
    "target_url": "https://acme.example/",
    "target_domain": "acme.example",
    "occurrence": 0,
    "anchor": "Acme",
    "kind": "text",
    "placement": "content",
    "placement_probability": 0.99,
    "source_title": "A walk in the hills",
    "source_language": "en",
    "page_type": "article",
    "external_links": 3,
    "left": "",
    "right": "",
    "state": "live",
    "evidence": ["crawl.warc.gz@17"],
}
PAGE: dict[str, Any] = {"reporter": "warc", "evidence": "crawl.warc.gz@17", "words": 300}
SCHEMAS = {
    "out_links": {"source_domain": pa.string(), "target_domain": pa.string(), "links": pa.int64()},
    "in_links": {"source_domain": pa.string(), "target_domain": pa.string(), "links": pa.int64()},
    "spread": {"domain": pa.string(), "sources": pa.int64()},
    "domains": {
        "domain": pa.string(), "referring_domains": pa.int64(), "inflated_share": pa.float64()
    },
    "footprints": {
        "domain": pa.string(), "kind": pa.string(), "value": pa.string(), "domains": pa.int64()
    },
    "lives": {
        "domain": pa.string(), "first_seen": pa.timestamp("s", tz="UTC"),
        "last_seen": pa.timestamp("s", tz="UTC"), "gap_days": pa.int32(), "changed": pa.float64(),
        "was_gone": pa.bool_(),
    },
}  # fmt: skip
Rows = list[dict[str, Any]]


def suspects_of(
    *links: dict[str, Any],
    pages: Rows | None = None,
    languages: frozenset[str] = frozenset(),
    topics: tuple[str, ...] = ("running shoes",),
    relevance: list[float] | None = None,
    **tables: Rows,
) -> Suspects:
    """Links that differ from a plain one; a page's address is its site's unless it is given."""
    rows = [
        {"source_url": f"https://{link.get('source_domain', 'blog.example')}/post"} | PLAIN | link
        for link in links
    ]
    table = pa.Table.from_pylist(rows, schema=columns.links())
    told = [
        {"url": f"https://{page.get('domain', 'blog.example')}/post", "domain": "blog.example"}
        | PAGE
        | page
        for page in pages or []
    ]
    given = {
        name: pa.Table.from_pylist(tables.get(name, []), schema=pa.schema(list(schema.items())))
        for name, schema in SCHEMAS.items()
    }
    facts = SourceFacts(
        pages=pa.Table.from_pylist(told, schema=columns.page_facts()), languages=languages, **given
    )
    inputs = LinkInputs(
        words=anchor_words("acme.example", topic_words=topics),
        relevance=None if relevance is None else np.array(relevance, np.float32),
    )
    return Suspects(Evidence(table, inputs), facts, AS_OF)


class Said:
    """What one marker says of the suspects, by link or by the domain's name."""

    def __init__(self, name: str, suspects: Suspects) -> None:
        rule = markers[name]
        self.marks = rule.find(suspects)
        is_link = rule.level is Level.LINK
        self.names = [] if is_link else suspects.domains.to_pylist()

    def __getitem__(self, what: int | str) -> float:
        return float(self.marks.strength[self.row(what)])

    def row(self, what: int | str) -> int:
        return what if isinstance(what, int) else self.names.index(what)

    def sentence(self, what: int | str) -> str:
        return self.marks.say(self.row(what))

    def evidence(self, what: int | str) -> tuple[str, ...]:
        return self.marks.show(self.row(what))


@pytest.fixture
def suspects() -> Callable[..., Suspects]:
    return suspects_of


@pytest.fixture
def said() -> Callable[..., Said]:
    """`said(marker, *links, **facts)`."""
    return lambda name, *links, **facts: Said(name, suspects_of(*links, **facts))
