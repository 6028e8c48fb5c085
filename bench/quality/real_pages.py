"""The labelled real pages as an audit sees them: who of them links to a site, and what they show.

593 pages of 563 domains, one each, so nothing is known of when a link began, of servers, or of
authority; where the sites link, their ids and templates are known from these pages alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench/quality"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests/logic/judge"))

import pyarrow as pa
import pyarrow.compute as pc
from page_labels import multi_domain_pages
from planted import Planted
from suspects_of_world import DOMAIN_SCHEMA, LIFE_SCHEMA, SeenWeb

from backlinkbot.core import columns
from backlinkbot.core.facts import RawPage
from backlinkbot.core.pages.extract import extract
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects
from backlinkbot.logic.tiny_web.world import make_world

HTML = (("content-type", "text/html"),)
SEEN_ON = date(2026, 11, 1)  # the archive's own dates are made up; none is used
LEAST_DOMAINS = 2  # that link to a site, for it to be audited


@dataclass(frozen=True)
class RealPages:
    """Links and pages of the archive; `web` counts who links where."""

    links: pa.Table
    pages: pa.Table
    web: SeenWeb

    @classmethod
    def read(cls) -> RealPages:
        seen = datetime(SEEN_ON.year, SEEN_ON.month, SEEN_ON.day, tzinfo=UTC)
        found = extract(
            [
                RawPage(page.url, 200, HTML, page.html, seen, f"pages.warc.gz@{number}", "warc")
                for number, page in enumerate(multi_domain_pages())
            ]
        )
        pages = pa.Table.from_batches([found.pages])
        links = _undated(pa.Table.from_batches([found.links]))
        # The world is there for its type alone: nothing is asked of it.
        return cls(links, pages, SeenWeb(make_world(sites=120, months=6), links, pages))

    def suspects(self, target: str) -> Suspects:
        """Those that link to `target`."""
        links = self.links.filter(pc.equal(self.links["target_domain"], target))
        linking = pc.unique(links["source_domain"])
        spread = self.web.spread
        counted = dict(
            zip(spread["domain"].to_pylist(), spread["sources"].to_pylist(), strict=True)
        )
        domains = [
            {"domain": name, "referring_domains": counted.get(name, 0)}
            for name in linking.to_pylist()
        ]
        facts = SourceFacts(
            pages=_only(self.pages, "domain", linking),
            out_links=_only(self.web.edges, "source_domain", linking),
            spread=spread,
            in_links=_only(self.web.edges, "target_domain", linking),
            domains=pa.Table.from_pylist(domains, schema=DOMAIN_SCHEMA),
            footprints=_only(self.web.footprints, "domain", linking),
            lives=LIFE_SCHEMA.empty_table(),
            ours=frozenset({target}),
        )
        words = anchor_words(target)
        return Suspects(Evidence(links, LinkInputs(words=words)), facts, SEEN_ON)


def real_cases() -> Iterator[Planted]:
    """Every site that several of these pages link to; all their links count as honest.

    Some are not: comments are left open (`unknown`), the rest is noise that training bears.
    """
    web = RealPages.read()
    asked = web.web.spread.filter(pc.greater_equal(web.web.spread["sources"], LEAST_DOMAINS))
    for target in sorted(asked["domain"].to_pylist()):
        suspects = web.suspects(target)
        comments = suspects.links.filter(pc.equal(suspects.links["placement"], "comment"))
        unknown = frozenset(pc.unique(comments["source_domain"]).to_pylist())
        yield Planted(f"real pages {target}", suspects, {}, frozenset(), unknown)


def _undated(facts: pa.Table) -> pa.Table:
    """Link facts between sites as the index's records, with no word of when they began."""
    facts = facts.filter(pc.not_equal(facts["source_domain"], facts["target_domain"]))
    given = {
        "state": pa.array(["live"] * facts.num_rows),
        "evidence": pa.array([[place] for place in facts["evidence"].to_pylist()]),
        "first_seen": pa.nulls(facts.num_rows),
        "last_seen": pa.nulls(facts.num_rows),
    }
    arrays = []
    for field in columns.links():
        if field.name in given:
            arrays.append(given[field.name].cast(field.type))
        elif field.name in facts.column_names:
            arrays.append(facts[field.name])
        else:
            arrays.append(pa.nulls(facts.num_rows, field.type))
    return pa.table(arrays, schema=columns.links())


def _only(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table[name], value_set=values)).combine_chunks()
