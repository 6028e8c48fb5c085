"""Requests per second beside Scrapy: many hosts on loopback, one request a host, equal pauses.

Scrapy is not needed otherwise, so it has a place of its own:
    uv venv /tmp/scrapy && uv pip install --python /tmp/scrapy/bin/python scrapy
    python bench/crawl/scrapy_beside.py --scrapy /tmp/scrapy/bin/python
Ours besides writes archives and a frontier that survives a crash; both follow every link.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from web import ROOT, Served, Shape, rate, served

HERE = Path(__file__).parent


def told(web: Served, arguments: argparse.Namespace, folder: Path) -> Path:
    """What both crawlers are told, as a file."""
    seeds = [f"http://{host}:{web.port}/" for host in web.addresses]
    path = folder / "told.json"
    path.write_text(
        json.dumps(
            {
                "seeds": seeds,
                "addresses": web.addresses,
                "port": web.port,
                "delay_s": arguments.delay_s,
                "in_flight": arguments.in_flight,
                "workspace": str(folder / "w"),
                "queue": arguments.queue,
            }
        ),
        "utf-8",
    )
    return path


def one(program: list[str], web: Served) -> dict[str, float]:
    """Run a crawler to its end; requests by the server's log."""
    web.seen()
    started_s = time.monotonic()
    subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
    lasted_s = time.monotonic() - started_s
    moments = web.seen()
    return {
        "requests": len(moments),
        "requests_per_s": round(rate(moments), 1),
        "seconds": round(lasted_s, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scrapy", default=sys.executable, help="a Python that has Scrapy")
    parser.add_argument("--hosts", type=int, default=400)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--links", type=int, default=20)
    parser.add_argument("--delay-s", type=float, default=0.1)
    parser.add_argument("--in-flight", type=int, default=256)
    parser.add_argument("--queue", default="DownloaderAwarePriorityQueue", help="of Scrapy")
    parser.add_argument("--cores", default="", help="processors for a crawler, like 2 or 0,1")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    shape = Shape(arguments.hosts, arguments.pages, arguments.links)
    ours, theirs = [], []
    for _ in range(arguments.rounds):  # by turns, so that both have the same machine
        with served(shape) as web, tempfile.TemporaryDirectory() as folder:
            path = str(told(web, arguments, Path(folder)))
            pinned = ["taskset", "-c", arguments.cores] if arguments.cores else []
            ours.append(one([*pinned, sys.executable, str(HERE / "ours.py"), path], web))
            theirs.append(one([*pinned, arguments.scrapy, str(HERE / "spider.py"), path], web))
    rates = [median(run["requests_per_s"] for run in runs) for runs in (ours, theirs)]
    print(
        json.dumps(
            {"ours": ours, "scrapy": theirs, "ratio": round(rates[0] / rates[1], 2)}, indent=1
        )
    )


if __name__ == "__main__":
    assert (ROOT / "src").is_dir()
    main()
