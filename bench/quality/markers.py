"""How often each marker of artificial links speaks on honest links, and how often on placed ones.

Run: python bench/quality/markers.py [--show MARKER]. Three sets, none of which the thresholds were
fitted to, though they were looked at:

* real: all links to other sites on the 593 real pages of `pages/multi-domain-pages.warc.gz`
  (honest: newspapers, blogs, institutions, shops), once seen from each target (owners, links,
  anchors), and once as if all led to one site (content and placement, which look at the page).
  Counted: pages on which a marker speaks at all, and with a strength above 0.6; at most one page in
  twenty may do the latter.
* little web: the demo's web, its client, competitors and three money sites; honest links against
  those that were planted; honest sites on which spammers commented are left out.
* planted: farms of 20 to 200 sites in the real UK host graph (synthetic, bench/quality/planted.py).

Markers that need what a set does not hold (servers, dates, authority) are unknown there.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import numpy as np
import planted
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from page_labels import multi_domain_pages

from backlinkbot.core import columns
from backlinkbot.core.facts import RawPage
from backlinkbot.core.pages.extract import extract
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.relevance import RelevanceTexts, link_relevance
from backlinkbot.logic.judge.signals.markers import Level, Marks, markers
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects
from backlinkbot.logic.judge.topics import TopicModel, fit
from backlinkbot.logic.judge.verdict.advice import SPEAKS_ABOVE
from backlinkbot.logic.tiny_web.truth import SiteKind
from backlinkbot.logic.tiny_web.world import make_world

LOUD = SPEAKS_ABOVE  # a strength above this weighs in a verdict
MOST_LOUD = 0.05  # of the honest real pages
AS_OF = date(2026, 11, 1)
SEEN_AT = datetime(2026, 10, 1, tzinfo=UTC)
PER_PAGE = ("content", "placement")  # families that look at the page, whatever the target
PER_TARGET = (
    "niche-mismatch",
    "widget-bait",
    "sitewide",
    "hidden-link",
    "parked-or-doorway",
)  # but these need the true target
SEEDS = (3, 4)  # of little webs that no test and no threshold has seen
PLANS = ((11, 20), (12, 50), (13, 200))
SHOWN = 8


@dataclass
class Tally:
    """Of one marker on one kind of things: how many it knew of, spoke on, and spoke loudly on."""

    things: int = 0
    known: int = 0
    spoke: int = 0
    loud: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, strength: NDArray[np.float32]) -> None:
        self.things += len(strength)
        self.known += int((~np.isnan(strength)).sum())
        self.spoke += int((strength > 0).sum())
        self.loud += int((strength > LOUD).sum())

    def line(self) -> str:
        if not self.known:
            return f"{'unknown':>25}"
        return f"{self.known:7,} {self.spoke / self.known:8.1%} {self.loud / self.known:8.1%}"


@dataclass(frozen=True)
class RealPages:
    """The real pages as extraction reads them: their links to other sites, and the pages."""

    links: pa.Table
    pages: pa.Table
    edges: pa.Table
    spread: pa.Table
    footprints: pa.Table
    model: TopicModel

    @classmethod
    def read(cls) -> RealPages:
        raw = [
            RawPage(page.url, 200, (("content-type", "text/html"),), page.html, SEEN_AT,
                    f"pages.warc.gz@{number}", "warc")
            for number, page in enumerate(multi_domain_pages())
        ]  # fmt: skip
        found = extract(raw)
        links = _records(pa.Table.from_batches([found.links]))
        links = links.filter(pc.not_equal(links["source_domain"], links["target_domain"]))
        pages = pa.Table.from_batches([found.pages])
        edges = links.group_by(["source_domain", "target_domain"]).aggregate([([], "count_all")])
        edges = edges.rename_columns(["source_domain", "target_domain", "links"])
        spread = edges.group_by("target_domain").aggregate([([], "count_all")])
        spread = spread.rename_columns(["domain", "sources"])
        model = fit([pages["text"].combine_chunks()])
        return cls(links, pages, edges, spread, _footprints(pages), model)

    def seen_from(self, target: str) -> Suspects:
        links = self.links.filter(pc.equal(self.links["target_domain"], target))
        own = self.pages.filter(pc.equal(self.pages["domain"], target))
        return self._suspects(links, target, own)

    def as_to_one(self, target: str) -> Suspects:
        """All links as if they led to one site, which is in German and English."""
        place = self.links.column_names.index("target_domain")
        same = pa.array([target] * self.links.num_rows, pa.string())
        links = self.links.set_column(place, self.links.schema.field(place), same)
        return self._suspects(links, target, self.pages.slice(0, 0), frozenset({"en", "de"}))

    def _suspects(
        self, links: pa.Table, target: str, own: pa.Table, languages: frozenset[str] = frozenset()
    ) -> Suspects:
        linking = pc.unique(links["source_domain"])
        titles = own["title"].drop_null().to_pylist()
        inputs = LinkInputs(anchor_words(target, titles=titles))
        if own.num_rows:
            texts = RelevanceTexts(self._of(linking), own)
            inputs = LinkInputs(inputs.words, relevance=link_relevance(self.model, links, texts))
        facts = SourceFacts(
            pages=self._of(linking),
            out_links=_only(self.edges, "source_domain", linking),
            spread=self.spread,
            in_links=_only(self.edges, "target_domain", linking),
            domains=pa.table({"domain": pa.array([], pa.string())}),
            footprints=_only(self.footprints, "domain", linking),
            lives=pa.table({"domain": pa.array([], pa.string())}),
            ours=frozenset({target}),
            languages=languages or frozenset(own["language"].drop_null().to_pylist()),
        )
        return Suspects(Evidence(links, inputs), facts, AS_OF)

    def _of(self, linking: pa.Array) -> pa.Table:
        return _only(self.pages, "domain", linking)


def main() -> None:
    show = sys.argv[2] if sys.argv[1:2] == ["--show"] else ""
    real, pages = on_real_pages(show)
    honest, placed = on_little_webs()
    farm_honest, farm_placed = on_planted_farms()
    print(f"{len(markers)} markers; known things, share on which they speak, and above {LOUD}")
    head = f"{'known':>7} {'speaks':>8} {'> 0.6':>8}"
    print(f"{'':22}{'real honest pages':^26}{'little web, honest':^26}{'little web, placed':^26}"
          f"{'planted, honest':^26}{'planted, placed':^26}")  # fmt: skip
    print(f"{'':22}" + "  ".join(f"{head:>25}" for _ in range(5)))
    sets = (real, honest, placed, farm_honest, farm_placed)
    for name in markers:
        print(f"{name:22}" + "  ".join(tally[name].line() for tally in sets))
    wrong = [name for name in markers if real[name].loud > MOST_LOUD * pages]
    told = ", ".join(wrong) if wrong else "none"
    print(f"markers above {LOUD} on more than {MOST_LOUD:.0%} of {pages} honest real pages: {told}")
    most = max(real[name].loud for name in markers) / pages
    print(f"most honest real pages on which one marker is above {LOUD}: {most:.1%}")
    for name in markers:
        for example in real[name].examples[:SHOWN]:
            print(f"  {name}: {example}")


def on_real_pages(show: str) -> tuple[dict[str, Tally], int]:
    """Each marker's strongest word on each page."""
    seen = RealPages.read()
    page = seen.links["source_url"].combine_chunks().dictionary_encode()
    names = page.dictionary.to_pylist()
    best = {name: np.full(len(names), np.nan, np.float32) for name in markers}
    examples: dict[str, list[str]] = defaultdict(list)
    one = seen.as_to_one("ours.example")
    for name, rule in markers.items():
        if rule.family.value in PER_PAGE and name not in PER_TARGET:
            _over_pages(best[name], names, one, rule.find(one), rule.level)
            _tell(examples, name, rule.find(one), show)
    for target in pc.unique(seen.links["target_domain"]).to_pylist():
        suspects = seen.seen_from(target)
        for name, rule in markers.items():
            if rule.family.value not in PER_PAGE or name in PER_TARGET:
                marks = rule.find(suspects)
                _over_pages(best[name], names, suspects, marks, rule.level)
                _tell(examples, name, marks, show)
    tallies = {name: Tally() for name in markers}
    for name, strength in best.items():
        tallies[name].add(strength)
        tallies[name].examples = examples[name]
    return tallies, len(names)


def on_little_webs() -> tuple[dict[str, Tally], dict[str, Tally]]:
    """Who links to a money site does so in a spammer's comment: there nobody counts as honest."""
    cases = []
    for seed in SEEDS:
        money = {
            s.domain for s in make_world(seed=seed, sites=400).sites if s.kind is SiteKind.MONEY
        }
        for case in planted.in_pages(seed, 400):
            target = case.suspects.evidence.inputs.words.domain
            names = (
                frozenset(case.suspects.domains.to_pylist()) if target in money else case.unknown
            )
            cases.append(replace(case, unknown=names))
    return _over(cases)


def on_planted_farms() -> tuple[dict[str, Tally], dict[str, Tally]]:
    if not planted.data_is_here():
        return defaultdict(Tally), defaultdict(Tally)
    return _over([planted.in_graph(planted.Plan(seed, sites)) for seed, sites in PLANS])


def _over(cases: list[planted.Planted]) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """Each marker on honest and on placed links or domains; those nobody should judge left out."""
    honest, placed = defaultdict(Tally), defaultdict(Tally)
    for case in cases:
        suspects = case.suspects
        domains = suspects.domains.to_pylist()
        is_placed = np.array([name in case.placed for name in domains])
        is_open = np.array([name in case.unknown for name in domains])
        for name, rule in markers.items():
            strength = rule.find(suspects).strength
            of = suspects.domain if rule.level is Level.LINK else np.arange(len(domains))
            honest[name].add(strength[~is_placed[of] & ~is_open[of]])
            placed[name].add(strength[is_placed[of]])
    return honest, placed


def _over_pages(
    best: NDArray[np.float32], names: list[str], suspects: Suspects, marks: Marks, level: Level
) -> None:
    """Keep the strongest of each page."""
    place = pc.index_in(suspects.links["source_url"], value_set=pa.array(names)).to_numpy()
    strength = marks.strength if level is Level.LINK else marks.strength[suspects.domain]
    known = ~np.isnan(strength)
    best[place[known]] = np.fmax(best[place[known]], 0)
    np.maximum.at(best, place[known], strength[known])


def _tell(examples: dict[str, list[str]], name: str, marks: Marks, show: str) -> None:
    if name != show:
        return
    for row in np.flatnonzero(np.nan_to_num(marks.strength) > LOUD).tolist():
        examples[name].append(f"{marks.strength[row]:.2f} {marks.say(row)} {marks.show(row)[:1]}")


def _footprints(pages: pa.Table) -> pa.Table:
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for page in pages.select(["domain", "owner_ids", "template"]).to_pylist():
        for value in page["owner_ids"] or []:
            seen["owner id", value].add(page["domain"])
        if page["template"] is not None:
            seen["template", str(page["template"])].add(page["domain"])
    rows = [
        {"domain": domain, "kind": kind, "value": value, "domains": len(domains)}
        for (kind, value), domains in sorted(seen.items())
        for domain in sorted(domains)
    ]
    return pa.Table.from_pylist(rows)


def _records(facts: pa.Table) -> pa.Table:
    given = {
        "state": ["live"] * facts.num_rows,
        "evidence": [[place] for place in facts["evidence"].to_pylist()],
    }
    arrays = [
        pa.array(given[f.name], f.type)
        if f.name in given
        else facts[f.name]
        if f.name in facts.column_names
        else pa.nulls(facts.num_rows, f.type)
        for f in columns.links()
    ]
    return pa.table(arrays, schema=columns.links())


def _only(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table[name], value_set=values)).combine_chunks()


if __name__ == "__main__":
    main()
