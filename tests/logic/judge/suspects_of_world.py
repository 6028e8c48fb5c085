"""The little web as an audit reads it: those that link to any of its sites, and what is known.

Pages are read by the product's own extraction, one newest capture each; what the index would tell
(since when, how widely shared, who links where) is counted over all captures of the web.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from backlinkbot.core import columns
from backlinkbot.core.facts import RawPage
from backlinkbot.core.pages.extract import extract
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.logic.tiny_web.truth import Capture, World

SERVED = 200
HTML = (("content-type", "text/html; charset=utf-8"),)
MORE_PAGES = 3  # of each linking site, beside those that link to the target
FOOTPRINTS = (
    ("owner id", lambda page: page["owner_ids"] or []),
    ("server", lambda page: [page["ip"]] if page["ip"] else []),
    ("block", lambda page: [page["ip"].rpartition(".")[0] + ".0/24"] if page["ip"] else []),
    ("template", lambda page: [] if page["template"] is None else [str(page["template"])]),
)
OUT_SCHEMA = pa.schema(
    [("source_domain", pa.string()), ("target_domain", pa.string()), ("links", pa.int64())]
)
SPREAD_SCHEMA = pa.schema([("domain", pa.string()), ("sources", pa.int64())])
DOMAIN_SCHEMA = pa.schema(
    [
        ("domain", pa.string()),
        ("authority", pa.float64()),
        ("authority_low", pa.float64()),
        ("trust", pa.float64()),
        ("referring_domains", pa.int64()),
        ("inflated_share", pa.float64()),
    ]
)
FOOTPRINT_SCHEMA = pa.schema(
    [
        ("domain", pa.string()),
        ("kind", pa.string()),
        ("value", pa.string()),
        ("domains", pa.int64()),
    ]
)
LIFE_SCHEMA = pa.schema(
    [
        ("domain", pa.string()),
        ("first_seen", pa.timestamp("s", tz="UTC")),
        ("last_seen", pa.timestamp("s", tz="UTC")),
        ("gap_days", pa.int32()),
        ("changed", pa.float64()),
        ("was_gone", pa.bool_()),
    ]
)


@dataclass(frozen=True, eq=False)
class SeenWeb:
    """A little web that has been read: `links` in the index's schema, `pages` as page facts."""

    world: World
    links: pa.Table
    pages: pa.Table

    @classmethod
    def of(cls, world: World) -> SeenWeb:
        newest: dict[str, Capture] = {}
        for capture in world.captures:  # in order of time
            newest[capture.url] = capture
        found = extract([_raw(c) for c in newest.values() if c.status == SERVED])
        assert not found.rejects.counts
        links = _as_records(pa.Table.from_batches([found.links]), world)
        return cls(world, links, pa.Table.from_batches([found.pages]))

    def suspects(
        self, target: str, as_of: date | None = None, ours: Iterable[str] = ()
    ) -> Suspects:
        """Those that link to `target` on the web's last day, or on `as_of`."""
        links = self.links.filter(pc.equal(self.links["target_domain"], target))
        linking = pc.unique(links["source_domain"])
        titles = self.pages.filter(pc.equal(self.pages["domain"], target))["title"].drop_null()
        name = self.world.site(target).name
        words = anchor_words(target, name=name, titles=titles.to_pylist())
        facts = SourceFacts(
            pages=self._pages_of(links, linking),
            out_links=_only(self.edges, "source_domain", linking),
            spread=self.spread,
            in_links=_only(self.edges, "target_domain", linking),
            domains=_only(self.domains, "domain", linking),
            footprints=_only(self.footprints, "domain", linking),
            lives=_only(self.lives, "domain", linking),
            ours=frozenset({target, *ours}),
            languages=frozenset({self.world.site(target).language}),
        )
        return Suspects(
            Evidence(links, LinkInputs(words=words)), facts, as_of or self.world.ends_on
        )

    @cached_property
    def edges(self) -> pa.Table:
        """Who links to whom over the whole web, once a pair."""
        pairs = Counter(
            zip(
                self.links["source_domain"].to_pylist(),
                self.links["target_domain"].to_pylist(),
                strict=True,
            )
        )
        rows = [(*pair, count) for pair, count in sorted(pairs.items())]
        return pa.table([list(part) for part in zip(*rows, strict=True)], schema=OUT_SCHEMA)

    @cached_property
    def spread(self) -> pa.Table:
        told = Counter(self.edges["target_domain"].to_pylist())
        return pa.table([list(told), list(told.values())], schema=SPREAD_SCHEMA)

    @cached_property
    def domains(self) -> pa.Table:
        """Nothing is measured here but who links to whom: authority stays unknown."""
        told = _counts(self.spread)
        rows = [
            {"domain": site.domain, "referring_domains": told.get(site.domain, 0)}
            for site in self.world.sites
        ]
        return pa.Table.from_pylist(rows, schema=DOMAIN_SCHEMA)

    @cached_property
    def footprints(self) -> pa.Table:
        seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for page in self.pages.select(["domain", "owner_ids", "ip", "template"]).to_pylist():
            for kind, values in FOOTPRINTS:
                for value in values(page):
                    seen[kind, value].add(page["domain"])
        rows = [
            (domain, kind, value, len(domains))
            for (kind, value), domains in sorted(seen.items())
            for domain in sorted(domains)
        ]
        return pa.table([list(part) for part in zip(*rows, strict=True)], schema=FOOTPRINT_SCHEMA)

    @cached_property
    def lives(self) -> pa.Table:
        days: defaultdict[str, set[datetime]] = defaultdict(set)
        for capture in self.world.captures:
            days[capture.domain].add(capture.fetched_at)
        rows: list[dict[str, Any]] = []
        for domain, moments in sorted(days.items()):
            told = sorted(moments)
            gaps = [(b - a).days for a, b in pairwise(told)]
            rows.append(
                {
                    "domain": domain,
                    "first_seen": told[0],
                    "last_seen": told[-1],
                    "gap_days": max(gaps, default=0),
                    "changed": None,
                }
            )
        return pa.Table.from_pylist(rows, schema=LIFE_SCHEMA)

    def _pages_of(self, links: pa.Table, linking: pa.Array) -> pa.Table:
        """The linking pages, and a few more of each linking site."""
        wanted = set(links["source_url"].to_pylist())
        more: Counter[str] = Counter()
        sites = set(linking.to_pylist())
        for url, domain in zip(
            self.pages["url"].to_pylist(), self.pages["domain"].to_pylist(), strict=True
        ):
            if domain in sites and url not in wanted and more[domain] < MORE_PAGES:
                more[domain] += 1
                wanted.add(url)
        return _only(self.pages, "url", pa.array(sorted(wanted)))


def _raw(capture: Capture) -> RawPage:
    place = f"little-web.warc.gz@{capture.url}"
    return RawPage(
        capture.url, capture.status, HTML, capture.body, capture.fetched_at, place, "warc",
        ip=capture.ip,
    )  # fmt: skip


def _as_records(facts: pa.Table, world: World) -> pa.Table:
    """Link facts as the index's records, with the first and last day from the table of truth."""
    told = {(b.link.source_url, b.link.target_url, b.link.occurrence): b for b in world.backlinks}
    keys = zip(*(facts[name].to_pylist() for name in columns.LINK_KEY), strict=True)
    first: list[datetime | None] = []
    last: list[datetime | None] = []
    for key in keys:
        link = told.get(key)
        first.append(link.first_seen if link else None)
        last.append(link.last_seen if link else None)
    began = [when if when and _is_start(when, world) else None for when in first]
    given = {
        "first_seen": first,
        "last_seen": last,
        "started_on": began,
        "state": ["live"] * facts.num_rows,
        "sources": [["warc"]] * facts.num_rows,
        "evidence": [[place] for place in facts["evidence"].to_pylist()],
    }
    arrays = []
    for field in columns.links():
        if field.name in given:
            arrays.append(pa.array(given[field.name], field.type))
        elif field.name in facts.column_names:
            arrays.append(facts[field.name])
        else:
            arrays.append(pa.nulls(facts.num_rows, field.type))
    return pa.table(arrays, schema=columns.links())


def _is_start(when: datetime, world: World) -> bool:
    """Links found in the first month may be older than the first look."""
    begins = datetime.combine(world.begins_on, time(), UTC)
    return (when - begins).days > 30


def _counts(table: pa.Table) -> dict[str, int]:
    return dict(zip(table["domain"].to_pylist(), table["sources"].to_pylist(), strict=True))


def _only(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table[name], value_set=values)).combine_chunks()
