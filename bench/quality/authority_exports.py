"""10,000 well-known sites link to one test site, as a bare export of a vendor tells it.

Nothing but addresses, anchors and dates is known: no page was read, no graph, no owner. Told are
all ways in which an export may put them: one anchor or many, none; no dates, one for all (the day
of the export), one week, two years. The sites are real, that they link here is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
from authority_links import HISTORY_DAYS, KEYWORDS, LINKS, STORY, TARGET, TODAY, known_sites
from suspects_of_world import (
    DOMAIN_SCHEMA,
    FOOTPRINT_SCHEMA,
    LIFE_SCHEMA,
    OUT_SCHEMA,
    SPREAD_SCHEMA,
)

from backlinkbot.core import columns
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects

NAME = "Northwind Shoes"
ANCHORS: dict[str, tuple[str | None, ...]] = {
    "no anchors": (None,),
    "the name": (NAME,),
    "one headline": (STORY,),
    "one keyword": (KEYWORDS[-1],),
    "three keywords": KEYWORDS,
    "one casino phrase": ("online casino bonus",),
    "all sorts": (NAME, "northwind-shoes.example", STORY, *KEYWORDS, "here", "a shoe shop"),
}
DATES = ("no dates", "one date", "one week", "two years")
PATHS = ("", "news/2026/story", "blog/post-7", "p?id=7", "links", "forum/thread-9")


def exports(
    seed: int, anchors: Iterable[str] = tuple(ANCHORS), dates: Iterable[str] = DATES
) -> Iterator[tuple[str, Suspects]]:
    """Each kind of anchors with each kind of dates, every time with all of the sites."""
    draw = np.random.default_rng(seed)
    sites = known_sites()
    chosen = [sites[at] for at in draw.permutation(len(sites))[:LINKS]]
    for phrases, days in product(anchors, dates):
        yield f"{phrases}, {days}", _exported(draw, chosen, ANCHORS[phrases], days)


def _exported(
    draw: np.random.Generator, sites: list[str], phrases: tuple[str | None, ...], dates: str
) -> Suspects:
    target = TARGET.format("")
    rows: list[dict[str, Any]] = [
        {
            "source_url": f"https://{domain}/{path}",
            "source_domain": domain,
            "target_url": f"https://{target}/",
            "target_domain": target,
            "occurrence": 0,
            "anchor": phrases[at],
            "kind": "text",
            "state": "live",
            "first_seen": day,
            "started_on": day,
        }
        for domain, path, at, day in zip(
            sites,
            draw.choice(PATHS, len(sites)).tolist(),
            draw.integers(0, len(phrases), len(sites)).tolist(),
            _days(draw, len(sites), dates),
            strict=True,
        )
    ]
    words = anchor_words(target, name=NAME, topic_words=KEYWORDS)
    table = pa.Table.from_pylist(rows, schema=columns.links())
    return Suspects(Evidence(table, LinkInputs(words=words)), _nothing_known(target), TODAY)


def _days(draw: np.random.Generator, count: int, dates: str) -> list[datetime | None]:
    if dates == "no dates":
        return [None] * count
    last = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    first = last - timedelta(days=int(draw.integers(30, 300)))
    spread = {"one date": 1, "one week": 7}.get(dates, HISTORY_DAYS)
    begin = first if spread < HISTORY_DAYS else last - timedelta(days=HISTORY_DAYS)
    return [begin + timedelta(days=day) for day in draw.integers(0, spread, count).tolist()]


def _nothing_known(target: str) -> SourceFacts:
    return SourceFacts(
        pages=columns.page_facts().empty_table(),
        out_links=OUT_SCHEMA.empty_table(),
        spread=SPREAD_SCHEMA.empty_table(),
        in_links=OUT_SCHEMA.empty_table(),
        domains=DOMAIN_SCHEMA.empty_table(),
        footprints=FOOTPRINT_SCHEMA.empty_table(),
        lives=LIFE_SCHEMA.empty_table(),
        ours=frozenset({target}),
    )
