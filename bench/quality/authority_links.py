"""10,000 well-known sites link to test sites, in the shapes in which honest links look worst.

The sites are real (Common Crawl's first thousand of 45 releases, Majestic's list); their links and
pages are made up: comments, footers, exact keywords, all in one week, long directories, foreign
languages, thin pages, an article on gambling, forum profiles, one story under one headline.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests/logic/judge"))

import numpy as np
import pyarrow as pa
from page_labels import data_folder
from suspects_of_world import (
    DOMAIN_SCHEMA,
    FOOTPRINT_SCHEMA,
    LIFE_SCHEMA,
    OUT_SCHEMA,
    SPREAD_SCHEMA,
)

from backlinkbot.core import columns
from backlinkbot.core.urls import registered_domain, unreversed_name
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects

LINKS, TARGETS = 10_000, 40  # of them; 250 sites link to each test site
TODAY = date(2026, 11, 1)
HISTORY_DAYS = 700
TARGET = "northwind-shoes{}.example"
KEYWORDS = ("running shoes", "trail shoes", "buy running shoes")
STORY = "How to choose a shoe that fits the way you walk"
TEXT = (
    "the report says that people who walk to work feel better and sleep longer than others do "
    "while the town council plans new paths along the river and the school next to the station "
    "opens its doors for a week of sports music and cooking with guests from five countries"
)
WORDS = TEXT.split()
LANGUAGES = ("ru", "zh", "ja", "tr", "ar", "vi", "id")


@dataclass(frozen=True)
class Shape:
    """How a link and its page look: columns of the link, of the page, and whether all in a week."""

    name: str
    link: dict[str, Any]
    page: dict[str, Any]
    path: str = "/news/story"
    anchors: tuple[str, ...] = ("Northwind Shoes", "northwind-shoes", "a shoe shop in the north")
    one_week: bool = False


SHAPES = (
    Shape("content", {"placement": "content"}, {"page_type": "article"}),
    Shape(
        "comment", {"placement": "comment", "ugc": True, "nofollow": True, "followed": False},
        {"page_type": "article", "takes_comments": True}, anchors=(*KEYWORDS, "my shoe shop"),
    ),
    Shape(
        "followed comment", {"placement": "comment"},
        {"page_type": "article", "takes_comments": True}, anchors=KEYWORDS,
    ),
    Shape("footer", {"placement": "footer", "sitewide": True}, {"page_type": "home"}, path="/"),
    Shape("exact anchor", {"placement": "content"}, {"page_type": "article"}, anchors=KEYWORDS),
    Shape(
        "one story in one week", {"placement": "content"}, {"page_type": "article"},
        anchors=(STORY, "full story"), one_week=True,
    ),
    Shape(
        "exact anchors in one week", {"placement": "content"}, {"page_type": "article"},
        anchors=KEYWORDS, one_week=True,
    ),
    Shape(
        "directory", {"placement": "list/directory", "external_links": 180},
        {"page_type": "directory", "title": "Links", "external_links": 180}, path="/links",
    ),
    Shape("foreign language", {"placement": "content"}, {"page_type": "article"}, anchors=KEYWORDS),
    Shape("thin page", {"placement": "content"}, {"page_type": "unknown", "words": 12}),
    Shape(
        "article on gambling", {"placement": "content"},
        {"page_type": "article", "title": "Why online casino bonus offers need a law"},
    ),
    Shape(
        "forum profile", {"placement": "unknown"}, {"page_type": "profile"}, path="/user/anna",
        anchors=("my site", *KEYWORDS),
    ),
)  # fmt: skip


def known_sites() -> list[str]:
    """Registrable domains of all the lists, those of Common Crawl first."""
    folder = data_folder() / "authority"
    told = json.loads(gzip.decompress((folder / "cc-domain-hc-pr-by-release.json.gz").read_bytes()))
    names = [unreversed_name(name) for name in _crawled(told)]
    text = gzip.decompress((folder / "majestic-top15000.csv.gz").read_bytes()).decode()
    names += [row["Domain"] for row in csv.DictReader(io.StringIO(text))]
    return list(dict.fromkeys(registered_domain(name) for name in names))


def _crawled(told: dict[str, Any]) -> list[str]:
    inner = told.get("domains", told)
    return list(inner)


def audits(seed: int, *, with_authority: bool, mixed: bool) -> Iterator[tuple[str, Suspects]]:
    """Test sites with their links; `mixed`: each site gets all shapes, else one shape only."""
    draw = np.random.default_rng(seed)
    sites = known_sites()
    chosen = [sites[at] for at in draw.permutation(len(sites))[:LINKS]]
    each = LINKS // TARGETS
    for number in range(TARGETS):
        linking = chosen[number * each : (number + 1) * each]
        shapes = SHAPES if mixed else (SHAPES[number % len(SHAPES)],)
        name = "all shapes" if mixed else shapes[0].name
        yield (
            name,
            _suspects(draw, TARGET.format(number), linking, shapes, with_authority=with_authority),
        )


def _suspects(
    draw: np.random.Generator,
    target: str,
    linking: list[str],
    shapes: tuple[Shape, ...],
    *,
    with_authority: bool,
) -> Suspects:
    midnight = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    week = midnight - timedelta(days=int(draw.integers(30, 300)))
    links, pages, lives = [], [], []
    for at, domain in enumerate(linking):
        shape = shapes[at % len(shapes)]
        seen = midnight - timedelta(days=int(draw.integers(0, HISTORY_DAYS)))
        if shape.one_week:
            seen = week + timedelta(days=int(draw.integers(0, 7)))
        links.append(_link(draw, target, domain, shape, seen))
        pages.append(_page(draw, links[-1], shape, midnight))
        born = midnight - timedelta(days=int(draw.integers(1500, 7000)))
        lives.append({"domain": domain, "first_seen": born, "last_seen": midnight, "gap_days": 3})
    facts = SourceFacts(
        pages=pa.Table.from_pylist(pages, schema=columns.page_facts()),
        **_graph(draw, linking, with_authority=with_authority),
        lives=pa.Table.from_pylist(lives, schema=LIFE_SCHEMA),
        ours=frozenset({target}),
        languages=frozenset({"en"}),
    )
    words = anchor_words(target, name="Northwind Shoes", topic_words=KEYWORDS)
    table = pa.Table.from_pylist(links, schema=columns.links())
    return Suspects(Evidence(table, LinkInputs(words=words)), facts, TODAY)


def _link(
    draw: np.random.Generator, target: str, domain: str, shape: Shape, seen: datetime
) -> dict[str, Any]:
    language = str(draw.choice(LANGUAGES)) if shape.name == "foreign language" else "en"
    return {
        "source_url": f"https://www.{domain}{shape.path}",
        "source_domain": domain,
        "target_url": f"https://{target}/",
        "target_domain": target,
        "occurrence": 0,
        "anchor": str(draw.choice(shape.anchors)),
        "kind": "text",
        "followed": True,
        "external_links": int(draw.integers(2, 30)),
        "internal_links": int(draw.integers(20, 120)),
        "position": float(draw.random()),
        "left": " ".join(draw.choice(WORDS, 12)),
        "right": " ".join(draw.choice(WORDS, 12)),
        "source_title": shape.page.get("title", " ".join(draw.choice(WORDS, 6))),
        "source_language": language,
        "page_type": shape.page.get("page_type"),
        "page_status": 200,
        "first_seen": seen,
        "last_seen": seen,
        "started_on": seen,
        "state": "live",
        **shape.link,
    }


def _page(
    draw: np.random.Generator, link: dict[str, Any], shape: Shape, now: datetime
) -> dict[str, Any]:
    count = int(shape.page.get("words", draw.integers(150, 900)))
    return {
        "url": link["source_url"],
        "domain": link["source_domain"],
        "status": 200,
        "title": link["source_title"],
        "language": link["source_language"],
        "text": " ".join(draw.choice(WORDS, count)),
        "words": count,
        "external_links": link["external_links"],
        "internal_links": link["internal_links"],
        "template": int(draw.integers(1, 1 << 40)),
        "owner_ids": [f"ga:{draw.integers(1, 1 << 40)}"],
        "fetched_at": now,
        "reporter": "warc",
        "evidence": "made-up.warc.gz@0",
        **shape.page,
    }


def _graph(
    draw: np.random.Generator, linking: list[str], *, with_authority: bool
) -> dict[str, pa.Table]:
    """Where they link (each other and giants), who shares a server with whom, and authority."""
    out = [
        (name, str(other), 1)
        for name in linking
        for other in {*draw.choice(linking, 12), "facebook.com", "wikipedia.org"} - {name}
    ]
    targets = sorted({row[1] for row in out})
    sources = [int(draw.integers(2_000, 2_000_000)) for _ in targets]
    clouds = [f"104.16.{draw.integers(0, 60)}" for _ in linking]
    footprints = [
        row
        for name, block in zip(linking, clouds, strict=True)
        for row in (
            (name, "server", f"{block}.{draw.integers(1, 250)}", int(draw.integers(50, 90_000))),
            (name, "block", f"{block}.0/24", int(draw.integers(5_000, 900_000))),
        )
    ]
    domains = []
    for name in linking:
        points = float(draw.uniform(35, 95)) if with_authority else None
        domains.append(
            {
                "domain": name,
                "authority": points,
                "authority_low": points and points - 3,
                "trust": None,
                "referring_domains": int(draw.integers(2_000, 2_000_000)) if points else None,
                "inflated_share": None,
            }
        )
    return {
        "out_links": _table(out, OUT_SCHEMA),
        "spread": _table(list(zip(targets, sources, strict=True)), SPREAD_SCHEMA),
        "in_links": _table([row for row in out if row[1] in set(linking)], OUT_SCHEMA),
        "domains": pa.Table.from_pylist(domains, schema=DOMAIN_SCHEMA),
        "footprints": _table(footprints, FOOTPRINT_SCHEMA),
    }


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    return pa.table([list(part) for part in zip(*rows, strict=True)], schema=schema)
