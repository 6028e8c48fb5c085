"""What hostile sites cost the others: the time of 100 honest sites without and beside 50 traps.

Honest sites have 20 pages each; a trap makes new pages, hosts or combinations as long as it is
asked, or has a robots.txt as long as may be and links to what it forbids. What is compared is when
the honest sites were done, by the server's log.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from web import ROOT, TEXT, Answer, Asked, VirtualWeb

sys.path.insert(0, str(ROOT / "tests" / "servers"))

from planted_hosts import _calendar, _endless, _random, _shop
from virtual_hosts import Host, fixed, page

from backlinkbot.app.crawl import crawl
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.crawl import CrawlPlan
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.session import Manner

HONEST, PAGES, TRAPS = 100, 20, 10
SCALE = 0.05  # pauses of 150 ms instead of 3 s
ROUNDS = 3


def honest() -> Host:
    pages = {f"/{n}": page(f"/{n + 1}") for n in range(PAGES)}
    return fixed({"/": page(*pages), **pages, "/robots.txt": Answer(b"", 200, TEXT)})


def hosts(*, traps: bool) -> dict[str, Host]:
    found: dict[str, Host] = {f"honest{n}.example": honest() for n in range(HONEST)}
    for n in range(TRAPS if traps else 0):
        found |= {
            f"random{n}.example": _random,
            f"shop{n}.example": _shop,
            f"calendar{n}.example": _calendar,
            f"*.endless{n}.example": _subdomains,
            f"rules{n}.example": _few_patterns if n % 2 else _many_patterns,
        }
    return found


def _subdomains(asked: Asked) -> Answer:
    told = _endless(asked)
    return Answer(told.body.replace(b"endless.example", asked.host.partition(".")[2].encode()))


def _many_patterns(asked: Asked) -> Answer:
    return _ruled(asked, b"".join(b"Disallow: /*a%d*b\n" % n for n in range(24_000)))


def _few_patterns(asked: Asked) -> Answer:
    """As many as are still looked at one by one, among as many plain ones as a file may hold."""
    stars = b"".join(b"Disallow: /*a%d*b\n" % n for n in range(1_000))
    return _ruled(asked, stars + b"".join(b"Disallow: /q%d\n" % n for n in range(24_000)))


def _ruled(asked: Asked, rules: bytes) -> Answer:
    if asked.target == "/robots.txt":
        return Answer(b"User-agent: *\nDisallow: /p\n" + rules[:480_000], 200, TEXT)
    return page(*[f"/p/{'x' * 700}-{n}" for n in range(300)])


def seconds(*, traps: bool) -> tuple[float, int]:
    """How long the honest sites took, and how many requests there were in all."""
    told = hosts(traps=traps)
    seeds = tuple(f"http://{name.replace('*', 'a')}/" for name in told)
    with VirtualWeb(told) as web, tempfile.TemporaryDirectory() as folder:
        manner = Manner(
            "BacklinkBot/0.1 (bench)",
            pace=Pace().scaled(SCALE),
            resolver=web.resolver,
            allows_private=True,
        )
        with Workspace.open(Path(folder)) as workspace:
            plan = CrawlPlan(seeds, 1_000_000, 50, 100, sitemaps=False)
            crawl(workspace, plan, manner=manner)
        moments = [one.began_s for one in web.log if one.host.startswith("honest")]
        assert len(moments) == HONEST * (PAGES + 2 + 1)
        return max(moments) - min(moments), len(web.log)


def main() -> None:
    started_s = time.monotonic()
    alone, beside = zip(
        *((seconds(traps=False), seconds(traps=True)) for _ in range(ROUNDS)), strict=True
    )
    fast, slow = (min(took for took, _ in runs) for runs in (alone, beside))
    print(
        json.dumps(
            {
                "honest_alone_s": [round(took, 2) for took, _ in alone],
                "honest_beside_traps_s": [round(took, 2) for took, _ in beside],
                "requests_beside_traps": beside[0][1],
                "speed_kept": round(fast / slow, 3),
                "seconds": round(time.monotonic() - started_s, 1),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
