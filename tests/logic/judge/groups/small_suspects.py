"""Made-up suspects by the handful: honest sites of all sorts, and a farm."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
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

TARGET = "acme.example"
START = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 700
EVERYBODYS = 300  # well-known targets, from which honest sites choose
WORDS = ("cheap loans online", "best casino bonus", "buy pills now")


class Small:
    """Sites that link to one target; all numbers come from one seed."""

    def __init__(self, prefix: str = "site", target: str = TARGET) -> None:
        self.random = np.random.default_rng(3)
        self.prefix, self.target = prefix, target
        self.names: list[str] = []
        self.links: list[dict[str, Any]] = []
        self.out: list[tuple[str, str, int]] = []
        self.domains: list[dict[str, Any]] = []
        self.footprints: list[tuple[str, str, str]] = []
        self.lives: list[tuple[str, datetime]] = []

    def honest(  # noqa: PLR0913 - each names one thing that sites may share
        self,
        count: int,
        *,
        footprint: str = "",
        server: str = "",
        template: str = "",
        anchor: str = "",
        day: int | None = None,
        backers: int = 0,
        outs: int = 8,
        partners: tuple[str, ...] = (),
        platform: str = "",
    ) -> list[str]:
        """Sites that link where they like; what is given they all share."""
        made = []
        for _ in range(count):
            host = self._name(platform)
            domain = platform or host
            since = int(self.random.integers(0, DAYS)) if day is None else day
            self._link(host, domain, anchor or f"notes by {host}", since)
            chosen = self.random.choice(EVERYBODYS, outs, replace=False)
            for target in (*(f"known{n}.example" for n in chosen), *partners):
                self.out.append((domain, target, 1))
            self._site(domain, backers or int(self.random.integers(0, 9)), -1000)
            for kind, value in (
                ("owner id", footprint), ("server", server), ("template", template),
            ):  # fmt: skip
                self.footprints.append((domain, kind, value or f"own {kind} of {domain}"))
            made.append(host)
        return made

    def farm(self, count: int, *, footprint: str = "") -> list[str]:
        """New sites that nobody links to, with bought words and the same customers."""
        made = []
        for _ in range(count):
            host = self._name()
            since = 300 + int(self.random.integers(0, 25))
            self._link(host, host, WORDS[int(self.random.integers(0, 3))], since)
            for customer in self.random.choice(6, 4, replace=False):
                self.out.append((host, f"customer{customer}.example", 1))
            for known in self.random.choice(EVERYBODYS, 2, replace=False):
                self.out.append((host, f"known{known}.example", 1))
            self._site(host, 0, since - 20)
            if footprint:
                self.footprints.append((host, "owner id", footprint))
            made.append(host)
        return made

    def known_by(self, sites: list[str], backers: int) -> None:
        """So many domains link to each of these."""
        for row in self.domains:
            if row["domain"] in sites:
                row["referring_domains"] = backers

    def suspects(self, *, bare: bool = False, keywords: tuple[str, ...] = ()) -> Suspects:
        """All of them; `bare`: the links alone, with nothing known beside them.

        `keywords`: of the target's trade.
        """
        links = pa.Table.from_pylist(self.links, schema=columns.links())
        facts = SourceFacts(
            pages=columns.page_facts().empty_table(),
            out_links=self._table([] if bare else sorted(set(self.out)), OUT_SCHEMA),
            spread=self._table([] if bare else self._spread(), SPREAD_SCHEMA),
            in_links=OUT_SCHEMA.empty_table(),
            domains=pa.Table.from_pylist([] if bare else self.domains, schema=DOMAIN_SCHEMA),
            footprints=self._table([] if bare else self._footprints(), FOOTPRINT_SCHEMA),
            lives=self._table([] if bare else self._lives(), LIFE_SCHEMA),
        )
        inputs = LinkInputs(words=anchor_words(self.target, name="Acme", topic_words=keywords))
        return Suspects(Evidence(links, inputs), facts, date(2026, 1, 1))

    def _name(self, platform: str = "") -> str:
        name = f"{self.prefix}-{len(self.names)}.{platform or 'example'}"
        self.names.append(name)
        return name

    def _link(self, host: str, domain: str, anchor: str, day: int) -> None:
        when = START + timedelta(days=day)
        self.links.append(
            {
                "source_url": f"https://{host}/page",
                "source_domain": domain,
                "target_url": f"https://{self.target}/",
                "target_domain": self.target,
                "occurrence": 0,
                "anchor": anchor,
                "kind": "text",
                "placement": "content",
                "external_links": 3,
                "first_seen": when,
                "started_on": when,
                "state": "live",
            }
        )

    def _site(self, domain: str, backers: int, born: int) -> None:
        if all(each["domain"] != domain for each in self.domains):
            self.domains.append({"domain": domain, "referring_domains": backers})
            spread = int(self.random.integers(0, 300)) if born < 0 else 0
            self.lives.append((domain, START + timedelta(days=born - 5 * spread)))

    def _spread(self) -> list[tuple[str, int]]:
        """Well-known targets are linked by many more; the others by those seen here."""
        here = {target: 0 for _, target, _ in self.out}
        for _, target, _ in set(self.out):
            here[target] += 1
        return [
            (target, count + (200 if target.startswith("known") else 0))
            for target, count in sorted(here.items())
        ]

    def _footprints(self) -> list[tuple[str, str, str, int]]:
        shown = sorted(set(self.footprints))
        count: dict[tuple[str, str], int] = {}
        for _, kind, value in shown:
            count[kind, value] = count.get((kind, value), 0) + 1
        return [(domain, kind, value, count[kind, value]) for domain, kind, value in shown]

    def _lives(self) -> list[tuple[Any, ...]]:
        unknown = (None,) * (len(LIFE_SCHEMA) - 2)
        return [(domain, born, *unknown) for domain, born in self.lives]

    @staticmethod
    def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
        if not rows:
            return schema.empty_table()
        return pa.table([list(part) for part in zip(*rows, strict=True)], schema=schema)
