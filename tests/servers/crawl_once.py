"""Crawls a virtual web in a process of its own, so that it can be killed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from backlinkbot.app.crawl import crawl
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.crawl import CrawlPlan
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.session import Manner


def main(told: dict[str, object]) -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    from virtual_hosts import Resolving

    plan = told["plan"]
    manner = Manner(
        "BacklinkBot/0.1 (test)",
        pace=Pace().scaled(told["scale"]),
        resolver=Resolving(told["addresses"], told["port"]),
        allows_private=True,
    )
    with Workspace.open(Path(told["workspace"])) as workspace:
        done = crawl(workspace, CrawlPlan(**{**plan, "seeds": tuple(plan["seeds"])}), manner=manner)
    sys.stdout.write(json.dumps(done.as_document()))


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
