"""The attacks: what each adds to a web for one victim, and what a buyer would have to pay for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import Placement
from backlinkbot.logic.graph.weights import PLACEMENT_WEIGHT, UGC_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scenes import Scene

CONTENT = PLACEMENT_WEIGHT[Placement.CONTENT]
# What strangers place, where we recognise it; where not, it counts like a link in the content.
COMMENT = PLACEMENT_WEIGHT[Placement.COMMENT]
COVER_LINKS = 5  # a network's site links to some well-known sites too, so as to look natural
# Free to register when looked at in the public suffix list: no registry of their country.
FALSE_REGISTRIES = ("gov.de", "ac.de", "mil.fr", "gob.de", "ac.fr", "gov.dk", "mil.de", "ac.dk")
HUBS = 20  # with fewer, the floor of 20 out-links keeps what the victim passes on


@dataclass(frozen=True, slots=True)
class Level:
    """What we know about links: whether those that strangers place are recognised, and owners."""

    name: str
    places: bool
    owners: bool


LEVELS = (
    Level("nothing recognised", places=False, owners=False),
    Level("user content recognised", places=True, owners=False),
    Level("user content and owners recognised", places=True, owners=True),
)


@dataclass(slots=True)
class Plan:
    """What is done to the web: links, new sites, sites bought whole, and what it takes.

    `edges`: source, target, weight; `emptied`: sites whose own links go when they change hands;
    `owned`: site and owner; `named`: new site and its name, where the name is the attack; `bill`:
    units by kind, priced in prices.py.
    """

    nodes: int
    edges: list[tuple[int, int, float]] = field(default_factory=list)
    emptied: list[int] = field(default_factory=list)
    owned: list[tuple[int, str]] = field(default_factory=list)
    named: list[tuple[int, str]] = field(default_factory=list)
    bill: Counter[str] = field(default_factory=Counter)

    def new(self, count: int) -> range:
        """So many new domains that nobody links to."""
        self.nodes += count
        self.bill["domain"] += count
        return range(self.nodes - count, self.nodes)

    def link(self, sources: range | NDArray[np.int64], target: int, weight: float) -> None:
        self.edges += [(int(s), target, weight) for s in sources]


@dataclass(frozen=True, slots=True)
class Attack:
    """`attempt` adds one victim's attack of a size to a plan; `is_honest`: no attack, a baseline.

    `number` of the victim, so that several are attacked at once without sharing sites.
    """

    name: str
    sizes: tuple[int, ...]
    attempt: Callable[[Scene, Plan, int, int, int, Level], None]
    is_honest: bool = False


def _share(pool: NDArray[np.int64], number: int, size: int, victim: int) -> NDArray[np.int64]:
    """The sites of a pool that victim `number` gets, without the victim itself."""
    return np.roll(pool[pool != victim], -number * size)[:size]


def _empty(_: Scene, plan: Plan, victim: int, __: int, size: int, ___: Level) -> None:
    plan.link(plan.new(size), victim, CONTENT)


def _farm(_: Scene, plan: Plan, victim: int, __: int, size: int, ___: Level) -> None:
    farm = plan.new(size)
    plan.link(farm, victim, CONTENT)
    plan.edges += [(victim, site, CONTENT) for site in farm]


def _deep_farm(_: Scene, plan: Plan, victim: int, __: int, size: int, ___: Level) -> None:
    """What comes back does so in three steps, which the two-step formula does not see."""
    farm, hubs = plan.new(size), plan.new(HUBS)
    plan.edges += [(victim, hub, CONTENT) for hub in hubs]
    plan.edges += [(hub, site, CONTENT) for hub in hubs for site in farm[hub % HUBS :: HUBS]]
    plan.link(farm, victim, CONTENT)


def _ring(scene: Scene, plan: Plan, victim: int, number: int, size: int, _: Level) -> None:
    sites = _share(scene.linking(0.4, 0.6), number, size, victim)
    plan.bill["exchange"] += len(sites)
    plan.edges += [(int(a), int(b), CONTENT) for a, b in zip(sites, np.roll(sites, 1), strict=True)]
    plan.link(sites, victim, CONTENT)
    plan.edges += [(victim, int(site), CONTENT) for site in sites]


def _network(
    scene: Scene, plan: Plan, victim: int, number: int, size: int, level: Level
) -> NDArray[np.int64]:
    """Expired domains that keep who links to them; their new owner points them at the victim."""
    sites = _share(scene.linking(0.5, 0.9), number, size, victim)
    plan.bill["expired"] += len(sites)
    plan.emptied += sites.tolist()
    plan.link(sites, victim, CONTENT)
    random = np.random.default_rng(victim)
    plan.edges += [
        (int(site), int(cover), CONTENT)
        for site in sites
        for cover in random.choice(scene.top, COVER_LINKS, replace=False)
    ]
    if level.owners:
        plan.owned += [(int(site), f"owner of {victim}") for site in sites]
    return sites


def _pbn(scene: Scene, plan: Plan, victim: int, number: int, size: int, level: Level) -> None:
    _network(scene, plan, victim, number, size, level)


def _tiered(scene: Scene, plan: Plan, victim: int, number: int, size: int, level: Level) -> None:
    for site in _network(scene, plan, victim, number, size, level):
        plan.link(plan.new(10), int(site), CONTENT)


def _comments(scene: Scene, plan: Plan, victim: int, number: int, size: int, level: Level) -> None:
    sites = _share(scene.linking(0.0, 1.0), number, size, victim)
    plan.bill["comment"] += len(sites)
    plan.link(sites, victim, COMMENT if level.places else CONTENT)


def _platforms(scene: Scene, plan: Plan, victim: int, _: int, size: int, level: Level) -> None:
    plan.bill["post"] += min(size, len(scene.platforms))
    sites = scene.platforms[scene.platforms != victim][:size]
    plan.link(sites, victim, UGC_WEIGHT if level.places else CONTENT)


def _subdomains(_: Scene, plan: Plan, victim: int, __: int, size: int, ___: Level) -> None:
    """Sites under a private suffix: each is a node of its own, and nobody links to it."""
    sites = plan.new(size)
    plan.bill["domain"] -= size
    plan.bill["post"] += size
    plan.link(sites, victim, CONTENT)


def _false_registry(_: Scene, plan: Plan, victim: int, number: int, size: int, ___: Level) -> None:
    """Hosts under a second level that looks like a registry and that anybody may register."""
    hosts = plan.new(size)
    names = len(FALSE_REGISTRIES)
    plan.bill["domain"] -= max(0, size - names)
    plan.named += [
        (host, f"site{number}-{host}.{FALSE_REGISTRIES[host % names]}") for host in hosts
    ]
    plan.link(hosts, victim, CONTENT)


def _redirects(scene: Scene, plan: Plan, victim: int, number: int, size: int, level: Level) -> None:
    sites = _share(scene.linking(0.5, 0.9), number, size, victim)
    plan.bill["expired"] += len(sites)
    plan.emptied += sites.tolist()
    plan.link(sites, victim, CONTENT)
    if level.owners:
        plan.owned += [(int(site), f"owner of {victim}") for site in sites]


def _weak(scene: Scene, plan: Plan, victim: int, number: int, size: int, _: Level) -> None:
    sites = _share(scene.linking(0.0, 0.5), number, size, victim)
    plan.bill["weak link"] += len(sites)
    plan.link(sites, victim, CONTENT)


def _top(scene: Scene, plan: Plan, victim: int, number: int, size: int, _: Level) -> None:
    sites = _share(scene.top, number, size, victim)
    plan.bill["top link"] += len(sites)
    plan.link(sites, victim, CONTENT)


ATTACKS = (
    Attack("empty domains", (100, 1000, 5000), _empty),
    Attack("farm that links back", (100, 1000), _farm),
    Attack("farm that links back in three steps", (100, 1000), _deep_farm),
    Attack("reciprocal ring of middling sites", (10, 50), _ring),
    Attack("network of expired domains", (1, 10, 30), _pbn),
    Attack("network of expired domains in two tiers", (10,), _tiered),
    Attack("comment links on real sites", (100, 1000), _comments),
    Attack("posts on open platforms", (10, 50), _platforms),
    Attack("sites under a platform's suffix", (10, 100), _subdomains),
    Attack("hosts under a false registry (gov.de)", (10, 100), _false_registry),
    Attack("redirected expired domains", (1, 10), _redirects),
    Attack("links of weak sites, paid or given", (10, 50, 500), _weak, is_honest=True),
    Attack("links of the top 0.1 %", (1, 5), _top, is_honest=True),
)
