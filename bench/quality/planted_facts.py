"""What no graph tells of a planted web, made up: anchors, days, ids, servers, templates, births."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from planted import Plan

TODAY = date(2026, 11, 1)
DAYS = 720  # of history
MONEY_WORDS = (
    "cheap car insurance", "payday loans", "online casino", "buy viagra", "replica watches",
    "best seo service", "forex trading", "weight loss pills", "personal loans", "essay writing",
    "poker bonus", "cheap flights",
)  # fmt: skip
THEMES, HOSTERS = 60, 80
LEAST_REAL = 40  # real hosts, from which on some of them are one agency's
LEAST_PAPERS = 16  # of them with links from others, from which on some are one publisher's
VIRAL, KNOWN_DAY, OWN_ID, OWN_TEMPLATE = 0.15, 0.6, 0.6, 0.4  # of honest hosts
ONE_OWNER = 0.6  # of a publisher's titles show each of its footprints
FARM_MONEY_WORDS, FARM_KNOWN_DAY = 0.6, 0.8  # of a farm's sites


class Made:
    """What no graph tells: each host's anchor, first day, footprints and birth."""

    def __init__(self, random: np.random.Generator, names: NDArray[Any]) -> None:
        self.random, self.names = random, names
        self.links: dict[int, tuple[str, datetime | None]] = {}
        self.footprints: dict[int, dict[str, str]] = {}
        self.born: dict[int, datetime] = {}
        midnight = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
        self.start = midnight - timedelta(days=DAYS)
        self.viral = self.start + timedelta(days=int(random.integers(60, DAYS - 30)))

    def up(
        self,
        honest: NDArray[np.int64],
        known: NDArray[np.int64],
        farm: NDArray[np.int64],
        look_alikes: dict[str, NDArray[np.int64]],
        plan: Plan,
    ) -> None:
        """For all of them; `known`: hosts to which some link."""
        for host in [*honest.tolist(), *(h for each in look_alikes.values() for h in each)]:
            self._honest(int(host))
        for name, sites in look_alikes.items():
            if name == "agency":
                self._agency(sites, new=True)
            if name == "publisher":
                self._titles(sites)
            if name.startswith("papers"):
                self._papers(sites)
        if len(honest) >= LEAST_REAL:
            self._agency(self.random.choice(honest, 12, replace=False), new=False)
        papers = known[np.isin(known, honest)]
        if len(papers) >= LEAST_PAPERS:
            self._publisher(self.random.choice(papers, 8, replace=False))
        self._farm(farm, plan)

    def _honest(self, host: int) -> None:
        label = self.names[host].replace(".", " ")
        said = ("", "the site", f"notes from {label}", f"resources {label}", "further reading")
        anchor = said[self.random.choice(5, p=(0.4, 0.15, 0.2, 0.15, 0.1))]
        when = self.start + timedelta(days=int(self.random.integers(0, DAYS)))
        if self.random.random() < VIRAL:
            when = self.viral + timedelta(days=int(self.random.integers(0, 7)))
        self.links[host] = (anchor, when if self.random.random() < KNOWN_DAY else None)
        self.born[host] = self.start - timedelta(days=int(self.random.integers(-DAYS, 3000)))
        self._own_footprints(host)

    def _own_footprints(self, host: int) -> None:
        """An id of one's own, an address with many others, a theme or a template of one's own."""
        shown = self.footprints[host] = {}
        if self.random.random() < OWN_ID:
            shown["owner id"] = f"ga:{host}"
        block = f"10.{int(HOSTERS * self.random.random() ** 2)}.{self.random.integers(0, 3)}"
        shown["server"] = f"{block}.{self.random.integers(1, 12)}"
        shown["block"] = f"{block}.0/24"
        theme = int(THEMES * self.random.random() ** 2)
        shown["template"] = (
            f"own-{host}" if self.random.random() < OWN_TEMPLATE else f"theme-{theme}"
        )

    def _agency(self, sites: NDArray[np.int64], *, new: bool) -> None:
        name = "new" if new else "old"
        for host in sites.tolist():
            self.footprints[host] |= {
                "owner id": f"gtm:{name}", "template": f"agency-{name}",
                "server": f"10.200.{int(new)}.9", "block": f"10.200.{int(new)}.0/24",
            }  # fmt: skip
            if new:  # "web design by", in the footer
                self.links[host] = ("", self.links[host][1])

    def _publisher(self, papers: NDArray[np.int64]) -> None:
        for host in papers.tolist():
            self.footprints[host] |= {
                "owner id": "ga:press", "template": "press", "block": "10.201.0.0/24",
            }  # fmt: skip
            self.links[host] = ("full story here today", self.viral)

    def _titles(self, sites: NDArray[np.int64]) -> None:
        """One publisher's titles: one of its ad accounts, servers and templates for most."""
        shared = {"owner id": "ads:titles", "block": "10.202.0.0/24", "template": "titles"}
        for host in sites.tolist():
            for kind, value in shared.items():
                if self.random.random() < ONE_OWNER:
                    self.footprints[host][kind] = value

    def _papers(self, sites: NDArray[np.int64]) -> None:
        """One publisher's old papers, all on its id and template, which link by the site's name."""
        for host in sites.tolist():
            self.footprints[host] |= {"owner id": "ga:papers", "template": "papers"}
            self.links[host] = ("", self.links[host][1])

    def _farm(self, sites: NDArray[np.int64], plan: Plan) -> None:
        begins = int(self.random.integers(30, DAYS - 360))
        phrases = self.random.choice(MONEY_WORDS, 3, replace=False)
        before = int(self.random.integers(0, 60))
        span = 330 if plan.slow else 21
        shared = {"owner id": "ga:farm", "block": "10.250.1.0/24", "template": "farm"}
        for host in sites.tolist():
            when = self.start + timedelta(days=begins + int(self.random.integers(0, span)))
            anchor = (
                str(self.random.choice(phrases)) if self.random.random() < FARM_MONEY_WORDS else ""
            )
            self.links[host] = (anchor, when if self.random.random() < FARM_KNOWN_DAY else None)
            days = begins - before - int(self.random.integers(0, span))
            self.born[host] = self.start + timedelta(days=days)
            self._own_footprints(host)
            for kind in plan.footprints:
                if self.random.random() < plan.leak:
                    self.footprints[host][kind] = shared[kind]
