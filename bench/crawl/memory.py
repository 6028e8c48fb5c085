"""Memory of a crawl after 10,000, 50,000 and 100,000 pages, and how fast it was in between.

The crawl runs in a process of its own and is ended there: reading what it fetched into the index is
measured elsewhere (bench/index).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scrapy_beside import HERE, told
from web import Shape, served

MARKS = (10_000, 50_000, 100_000)


def rss_mb(pid: int) -> float:
    """Memory of one process that is not shared with the disk's cache, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    told_kb = next(line.split()[1] for line in lines if line.startswith("RssAnon:"))
    return round(int(told_kb) / 1024, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=1_000)
    parser.add_argument("--pages", type=int, default=110)
    parser.add_argument("--links", type=int, default=10)
    parser.add_argument("--delay-s", type=float, default=0.1)
    parser.add_argument("--in-flight", type=int, default=256)
    arguments = parser.parse_args()
    arguments.queue = ""
    found, seen, last = [], 0, (0, time.monotonic())
    shape = Shape(arguments.hosts, arguments.pages, arguments.links)
    with served(shape) as web, tempfile.TemporaryDirectory() as folder:
        path = str(told(web, arguments, Path(folder)))
        with subprocess.Popen([sys.executable, str(HERE / "ours.py"), path]) as process:
            while len(found) < len(MARKS) and process.poll() is None:
                time.sleep(1)
                seen += len(web.seen())
                if seen - arguments.hosts >= MARKS[len(found)]:  # a robots.txt for every host
                    now_s = time.monotonic()
                    rate = (seen - last[0]) / (now_s - last[1])
                    last = (seen, now_s)
                    found.append(
                        {"pages": MARKS[len(found)], "rss_mb": rss_mb(process.pid),
                         "requests_per_s": round(rate, 1)}
                    )  # fmt: skip
                    print(json.dumps(found[-1]), flush=True)
            process.kill()


if __name__ == "__main__":
    main()
