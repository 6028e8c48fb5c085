"""Farms planted where the truth is known: in the real UK host graph of 1996, and in little webs.

In the graph the client is a real host with its real links, and all of them count as honest. A
farm's sites have as many out-links as real hosts of low degree; half of those beside the client go
to the farm's customers (half of these real hosts, half names of its own), the others to real hosts
as the real links do. The graph knows no pages: anchors, days, ids, servers and templates are made
up for honest and planted alike, or left out (`told=False`). Honest look-alikes are planted too: an
association whose members link to the same ten sites, friends who link to each other, an agency's
clients, a publisher's titles that name each other and its papers with one story, a week in which
everybody writes about the client.
In little webs with other seeds everything comes from generated pages; `leak` hides footprints.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "graph"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "logic" / "judge"))

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from graphs import uk_1996
from planted_facts import TODAY, Made
from suspects_of_world import (
    DOMAIN_SCHEMA,
    FOOTPRINT_SCHEMA,
    LIFE_SCHEMA,
    OUT_SCHEMA,
    SPREAD_SCHEMA,
    SeenWeb,
)

from backlinkbot.core import columns
from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects
from backlinkbot.logic.tiny_web.truth import SiteKind
from backlinkbot.logic.tiny_web.world import make_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
CLIENT_LINKS = (40, 260)  # referring hosts of a client in the graph
SITE_LINKS = (3, 30)  # out-links of a planted site, as real hosts of low degree have
MORE_SITES = 0.25  # of the farm do not link to the client, but are known to the index
CUSTOMERS_LINKED = (3, 100)  # domains that link to a real customer of a farm
BEFRIENDED = 0.67  # of look-alikes and expired names: real hosts link to them
TO_EACH_PARTNER = 0.9  # how likely an association's member links to each of its ten
LOOK_ALIKES = ("association", "circle", "agency", "publisher")
# One publisher's old papers in an index that knows hardly anybody: how many domains link to each.
PAPERS = {"papers nobody names": 0, "papers one names": 1}
PAPER_LINKS, SISTERS = 30, 4  # out-links of a paper beside those to the publisher's other sites


@dataclass(frozen=True)
class Plan:
    """One farm to plant: its size, how often a site shows the shared footprint, and how it acts.

    `footprints`: which kinds can leak; `slow`: over eleven months, not three weeks; `expired`: on
    names that real hosts still link to; `told`: with anchors, days and footprints, not edges only.
    """

    seed: int
    sites: int = 50
    leak: float = 1.0
    footprints: tuple[str, ...] = ("owner id",)
    interlinked: bool = False
    slow: bool = False
    expired: bool = False
    told: bool = True
    look_alikes: tuple[str, ...] = LOOK_ALIKES


@dataclass(frozen=True)
class Planted:
    """Suspects and the truth: `groups` planted among them, `placed`: all units that are not honest.

    `unknown`: units that nobody should be asked about (honest pages with planted comments).
    """

    name: str
    suspects: Suspects
    groups: dict[str, frozenset[str]]
    placed: frozenset[str]
    unknown: frozenset[str] = frozenset()
    plan: Plan | None = None


@dataclass
class HostGraph:
    """The real graph with names, and who links to whom both ways."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    names: list[str]
    in_degree: NDArray[np.int64] = field(init=False)
    out_degree: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.names)
        pairs = np.unique(self.source * count + self.target)
        self.source, self.target = pairs // count, pairs % count
        own = self.source == self.target
        self.source, self.target = self.source[~own], self.target[~own]
        self.in_degree = np.bincount(self.target, minlength=count)
        self.out_degree = np.bincount(self.source, minlength=count)


@cache
def uk_graph() -> HostGraph:
    (source, target, _), names = uk_1996()
    return HostGraph(source.astype(np.int64), target.astype(np.int64), names)


def in_graph(plan: Plan) -> Planted:
    """A farm among the real links of a real host; with no sites: the host as it is."""
    graph = uk_graph()
    random = np.random.default_rng(plan.seed)
    low, high = CLIENT_LINKS
    clients = np.flatnonzero((graph.in_degree >= low) & (graph.in_degree <= high))
    client = int(random.choice(clients))
    honest = np.unique(graph.source[graph.target == client])
    web = _Web(graph, client, random)
    farm = web.farm(plan) if plan.sites else np.empty(0, np.int64)
    look_alikes = {name: web.look_alike(name) for name in plan.look_alikes}
    names = np.array([*graph.names, *web.names], dtype=object)
    edges = np.array(web.pairs, np.int64).reshape(-1, 2)
    source = np.concatenate((graph.source, edges[:, 0]))
    target = np.concatenate((graph.target, edges[:, 1]))
    linking = np.unique(source[target == client])
    made = Made(random, names)
    if plan.told:
        known = np.flatnonzero(graph.in_degree >= CUSTOMERS_LINKED[0])
        made.up(honest, known, web.alone, look_alikes, plan)
    facts = _facts(names, source, target, linking, made)
    links = _links(names, linking, client, made)
    words = anchor_words(names[client], name=names[client].split(".")[:2][-1])
    suspects = Suspects(Evidence(links, LinkInputs(words=words)), facts, TODAY)
    members = frozenset(names[farm].tolist())
    groups = {"farm": members} if members else {}
    return Planted(f"uk {names[client]}", suspects, groups, members, plan=plan)


class _Web:
    """The real graph with sites added to it; `alone`: the planted sites that are a farm's."""

    def __init__(self, graph: HostGraph, client: int, random: np.random.Generator) -> None:
        self.graph, self.client, self.random = graph, client, random
        self.names: list[str] = []
        self.pairs: list[tuple[int, int]] = []
        self.alone = np.empty(0, np.int64)
        low, high = SITE_LINKS
        kept = (graph.out_degree >= low) & (graph.out_degree <= high)
        self._degrees = graph.out_degree[kept]

    def sites(self, count: int) -> NDArray[np.int64]:
        """New sites under names that say nothing."""
        first = len(self.graph.names) + len(self.names)
        for number in range(first, first + count):
            self.names.append(f"www.site{number * 7919 % 1_000_003}.co.uk")
        return first + np.arange(count)

    def farm(self, plan: Plan) -> NDArray[np.int64]:
        """Sites that link to the client and to the farm's other customers."""
        total = plan.sites + round(plan.sites * MORE_SITES)
        sites = self.sites(total)
        self.alone = sites
        customers = max(2, min(12, round(plan.sites**0.5)))
        money = np.concatenate((self.sites(customers // 2), self.real(customers - customers // 2)))
        for place, site in enumerate(sites.tolist()):
            degree = self.degree() - (place < plan.sites)
            bought = min(customers, (degree + 1) // 2)
            to = set(self.random.choice(money, bought, replace=False).tolist())
            to |= self.anybody(degree - bought)
            if plan.interlinked:
                to |= set(self.random.choice(sites, 6, replace=False).tolist())
            self.link(site, to, is_linking=place < plan.sites)
        if plan.expired:
            self.befriend(sites)
        return sites[: plan.sites]

    def look_alike(self, name: str) -> NDArray[np.int64]:
        """Honest sites that look like a scheme from some side."""
        count = int(self.random.integers(12, 45))
        sites = self.sites(count)
        partners = np.concatenate((self.real(6), self.sites(3)))
        own = partners[-2:]
        papers = self.sites(SISTERS) if name in PAPERS else own
        for site in sites.tolist():
            to = self.anybody(self.degree() - 1)
            if name == "association":  # all link to the same ten
                to |= set(partners[self.random.random(len(partners)) < TO_EACH_PARTNER].tolist())
            elif name == "circle":  # friends who link to each other
                to |= set(self.random.choice(sites, 7, replace=False).tolist())
            elif name == "publisher":  # its titles name each other, its shop and its service
                to |= set(self.random.choice(sites, 4, replace=False).tolist())
                to |= set(own.tolist()) | self.anybody(10)
            elif name in PAPERS:
                to = set(papers.tolist()) | self.anybody(PAPER_LINKS)
            elif name == "agency":  # clients of one designer, who may be the audited site
                to |= set(partners[:1].tolist())
            self.link(site, to, is_linking=True)
        if name not in PAPERS:
            self.befriend(sites)
        for site in sites.tolist() * PAPERS.get(name, 0):
            self.pairs += [(friend, site) for friend in self.linkers(1)]
        return sites

    def befriend(self, sites: NDArray[np.int64]) -> None:
        """Two in three get up to six real hosts that link to them."""
        for site in sites.tolist():
            if self.random.random() < BEFRIENDED:
                friends = self.linkers(int(self.random.integers(1, 7)))
                self.pairs += [(friend, site) for friend in friends]

    def link(self, site: int, to: set[int], *, is_linking: bool) -> None:
        to = (to - {site, self.client}) | ({self.client} if is_linking else set())
        self.pairs += [(site, other) for other in sorted(to)]

    def degree(self) -> int:
        return int(self.random.choice(self._degrees))

    def anybody(self, count: int) -> set[int]:
        """Where edges at random end: real hosts, as often as they are linked."""
        edges = self.random.integers(0, len(self.graph.target), max(0, count))
        return set(self.graph.target[edges].tolist())

    def linkers(self, count: int) -> list[int]:
        """Where edges at random begin."""
        edges = self.random.integers(0, len(self.graph.target), count)
        return self.graph.source[edges].tolist()

    def real(self, count: int) -> NDArray[np.int64]:
        """Real hosts that some link to."""
        low, high = CUSTOMERS_LINKED
        known = np.flatnonzero((self.graph.in_degree >= low) & (self.graph.in_degree <= high))
        return self.random.choice(known, count, replace=False)


def _facts(
    names: NDArray[Any],
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    linking: NDArray[np.int64],
    made: Made,
) -> SourceFacts:
    in_degree = np.bincount(target, minlength=len(names))
    out = np.isin(source, linking)
    back = np.isin(target, linking)
    near = np.unique(target[out])
    seen = Counter(each for shown in made.footprints.values() for each in shown.items())
    footprints = [
        (names[host], *each, seen[each])
        for host in linking.tolist()
        for each in made.footprints.get(host, {}).items()
    ]
    unknown = (None,) * (len(LIFE_SCHEMA) - 2)
    lives = [(names[host], born, *unknown) for host, born in made.born.items()]
    return SourceFacts(
        pages=columns.page_facts().empty_table(),
        out_links=_pairs(names, source[out], target[out]),
        spread=pa.table(
            [names[near].tolist(), in_degree[near].astype(np.int64)], schema=SPREAD_SCHEMA
        ),
        in_links=_pairs(names, source[back], target[back]),
        domains=pa.Table.from_pylist(
            [
                {"domain": names[host], "referring_domains": int(in_degree[host])}
                for host in linking.tolist()
            ],
            schema=DOMAIN_SCHEMA,
        ),
        footprints=_rows(footprints, FOOTPRINT_SCHEMA),
        lives=_rows(lives, LIFE_SCHEMA),
    )


def _pairs(names: NDArray[Any], source: NDArray[np.int64], target: NDArray[np.int64]) -> pa.Table:
    ones = np.ones(len(source), np.int64)
    return pa.table([names[source].tolist(), names[target].tolist(), ones], schema=OUT_SCHEMA)


def _rows(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    if not rows:
        return schema.empty_table()
    return pa.table([list(part) for part in zip(*rows, strict=True)], schema=schema)


def _links(names: NDArray[Any], linking: NDArray[np.int64], client: int, made: Made) -> pa.Table:
    rows = []
    for host in linking.tolist():
        anchor, when = made.links.get(host, (None, None))
        rows.append(
            {
                "source_url": f"http://{names[host]}/",
                "source_domain": names[host],
                "target_url": f"http://{names[client]}/",
                "target_domain": names[client],
                "occurrence": 0,
                "anchor": (anchor or names[client]) if anchor is not None else None,
                "kind": "text",
                "followed": True,
                "placement": "content" if anchor is not None else None,
                "first_seen": when,
                "last_seen": when,
                "started_on": when,
                "state": "live",
            }
        )
    return pa.Table.from_pylist(rows, schema=columns.links())


_SCHEMES = {
    SiteKind.FARM: "farm",
    SiteKind.PBN: "network",
    SiteKind.SPAM: "spam wave",
    SiteKind.JUNK_DIRECTORY: "directories",
}


def in_pages(seed: int, sites: int, leak: float = 1.0) -> Iterator[Planted]:
    """The schemes of a little web, seen by its client, its competitors and the money sites.

    A planted site whose footprint does not leak shows an id, a server and a template of its own.
    """
    world = make_world(seed=seed, sites=sites)
    web = SeenWeb.of(world)
    random = np.random.default_rng(seed)
    hidden = {
        site.domain
        for site in world.sites
        if site.kind in {SiteKind.FARM, SiteKind.PBN} and random.random() >= leak
    }
    kinds = {site.domain: site.kind for site in world.sites}
    money = [site.domain for site in world.sites if site.kind is SiteKind.MONEY]
    for target in (world.client, *world.competitors, *money):
        suspects = _without(web.suspects(target), hidden)
        yield Planted(
            f"little web {seed} {target}", suspects, *_truth(suspects, kinds, target),
            plan=Plan(seed, sites, leak),
        )  # fmt: skip


def _without(suspects: Suspects, hidden: set[str]) -> Suspects:
    """The same with ids, servers and templates of these domains made their own."""
    table = suspects.facts.footprints
    own = pc.is_in(table["domain"], value_set=pa.array(sorted(hidden), pa.string()))
    value = pc.if_else(
        own, pc.binary_join_element_wise("own", table["domain"], " "), table["value"]
    )
    table = table.set_column(2, "value", value.combine_chunks())
    table = table.set_column(3, "domains", pc.if_else(own, 1, table["domains"]))
    return Suspects(suspects.evidence, replace(suspects.facts, footprints=table), suspects.as_of)


def _truth(
    suspects: Suspects, kinds: dict[str, SiteKind], target: str
) -> tuple[dict[str, frozenset[str]], frozenset[str], frozenset[str]]:
    linking = suspects.domains.to_pylist()
    groups = {
        name: frozenset(domain for domain in linking if kinds[domain] is kind)
        for kind, name in _SCHEMES.items()
    }
    placed = frozenset().union(*groups.values())
    if kinds[target] is SiteKind.MONEY:
        del groups["spam wave"]  # each names a money site besides, which makes no wave there
    unknown = _spam_comments(suspects)
    return {name: each for name, each in groups.items() if each}, placed, unknown - placed


def _spam_comments(suspects: Suspects) -> frozenset[str]:
    """Honest sites on which somebody left the spammer's two sentences."""
    links = suspects.links
    place = pc.equal(links["placement"], Placement.COMMENT.value)
    said = pc.match_substring_regex(links["right"], "Great tips, thank you!|I will come back to it")
    before = pc.match_substring_regex(
        links["left"], "Great tips, thank you!|I will come back to it"
    )
    found = links.filter(pc.and_(place, pc.or_(said, before)))
    return frozenset(pc.unique(found["source_domain"]).to_pylist())


def data_is_here() -> bool:
    """Whether the real graph is on this machine."""
    folder = os.environ.get("BACKLINKBOT_SHARED_DATA", ROOT.parent / "shared" / "data")
    return (Path(folder) / "graphs" / "ukwa-1996-hosts.tsv.gz").is_file()
