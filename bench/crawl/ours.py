"""Our crawl of the bench's web, run by scrapy_beside.py."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from web import ROOT

from backlinkbot.app.crawl import crawl
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.crawl import CrawlPlan
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.resolving import Address
from backlinkbot.io.crawl.session import Manner


class Resolver:
    """Sends every host to its address on loopback."""

    def __init__(self, addresses: dict[str, str]) -> None:
        self._addresses = addresses

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        return (Address(self._addresses[host], port),)


def main() -> None:
    told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    delay_s = told["delay_s"]
    manner = Manner(
        "BacklinkBot/0.1 (bench)",
        pace=Pace(factor=0.0, least_s=delay_s, most_s=delay_s, ip_gap_s=0.0),
        in_flight=told["in_flight"],
        resolver=Resolver(told["addresses"]),
        allows_private=True,
    )
    plan = CrawlPlan(tuple(told["seeds"]), 1_000_000, 50, 100_000, sitemaps=False)
    with Workspace.open(Path(told["workspace"])) as workspace:
        done = crawl(workspace, plan, manner=manner)
    print(json.dumps(done.as_document()["outcomes"]), file=sys.stderr)


if __name__ == "__main__":
    assert ROOT.is_dir()
    main()
