"""Kills a crawl at random moments until it is through: no page twice in its archives, none lost.

A page is asked for again only if it was on its way at a kill; how many were is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType
from scrapy_beside import HERE, told
from web import Shape, served


def answers(folder: Path) -> Counter[str]:
    """How often each page is in the archives."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.response):
                url = record.headers["WARC-Target-URI"]
                found[url] += not url.endswith("/robots.txt")
    return +found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--pages", type=int, default=60)
    arguments = parser.parse_args()
    arguments.delay_s, arguments.in_flight, arguments.queue = 0.2, 256, ""
    moments = random.Random(arguments.seed)  # noqa: S311 - moments to kill at
    requests = 0
    shape = Shape(arguments.hosts, arguments.pages, 12)
    with (
        served(shape) as web,
        tempfile.TemporaryDirectory() as at,
    ):
        program = [sys.executable, str(HERE / "ours.py"), str(told(web, arguments, Path(at)))]
        kills = 0
        for _ in range(arguments.kills):
            process = subprocess.Popen(program, start_new_session=True, stderr=subprocess.DEVNULL)
            goal, seen = moments.randrange(100, 500), 0
            while process.poll() is None and seen < goal:
                seen += len(web.seen())
            time.sleep(moments.uniform(0.0, 0.3))
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                kills += 1
            process.wait()
            requests += seen + len(web.seen())
            if process.returncode == 0:
                break
        else:
            subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
            requests += len(web.seen())
        found = answers(Path(at))
    wanted = arguments.hosts * len(shape.reachable())
    print(
        json.dumps(
            {
                "kills": kills,
                "pages": wanted,
                "lost": wanted - len(found),
                "twice_in_archives": sum(times > 1 for times in found.values()),
                "requests": requests,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
