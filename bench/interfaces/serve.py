"""The server under load: cold start, memory at rest, weight of pages, and pages of 100,000 links.

    python bench/interfaces/serve.py [--links 1000000] [--keep FOLDER] [--only start|pages|crowd]

A tenth of the generated links point at one site. The server is `backlinkbot serve` in a process of
its own on two cores; it is asked over HTTP. Milliseconds are the 95th of a hundred, warm, beside
what DuckDB needs for the same rows straight from the index's Parquet files.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import httpx2

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "bench" / "index"))

from build import HUGE, MEDIUM, NOW, build  # noqa: E402 - a bench beside this one

from backlinkbot.app.sites import add_site  # noqa: E402 - from this clone
from backlinkbot.app.workspace import Workspace  # noqa: E402
from backlinkbot.core.clock import DatedClock, SystemClock  # noqa: E402
from backlinkbot.core.nouns import Site  # noqa: E402
from backlinkbot.core.settings import Settings  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CORES = 2
TURNS = 40  # of each page and each question, after three
USERS, STEPS = 50, 8
PATIENCE_S = 120
CLOCK = SystemClock()
BASE = f"/c/home/s/{HUGE}"
PAGES = {
    "sites": "/c/home/sites",
    "overview": f"{BASE}/overview",
    "backlinks": f"{BASE}/backlinks",
    "backlinks, sorted and filtered": f"{BASE}/backlinks?order=last_seen&followed=yes&page=20",
    "referring domains": f"{BASE}/referring-domains",
    "anchors": f"{BASE}/anchors",
}
# The same rows without the app: the tallies of an overview, and one page of a list with its count.
TALLIES = """
    select count(*), count(distinct source_domain), sum(followed::int),
        count(distinct source_domain) filter (first_seen >= timestamp '2026-10-02')
    from links where target_domain = $site and state = 'live';
    select placement, count(*), count(distinct source_domain) from links
    where target_domain = $site and state = 'live' group by 1;
    select anchor, count(*), count(distinct source_domain) from links
    where target_domain = $site and state = 'live' group by 1 order by 3 desc limit 100;
    select date_trunc('week', first), count(*) from (select min(first_seen) as first from links
    where target_domain = $site group by source_domain) group by 1;
"""
ROWS = """
    select * from links where target_domain = $site and state = 'live' and followed
    order by last_seen desc, source_url limit 50 offset 950;
    select count(*) from links where target_domain = $site and state = 'live' and followed;
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", choices=("start", "pages", "crowd"))
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="backlinkbot-bench-"))
    with Workspace(Settings(workspace=folder, workers=1), DatedClock(NOW)) as workspace:
        if workspace.index.current() is None:
            build(workspace.index, asked.links, CLOCK)
            add_site(workspace, Site(HUGE, "Huge", competitors=(MEDIUM,)))
            add_site(workspace, Site(MEDIUM, is_ours=False))
    with served(folder) as (address, process, started_s):
        with httpx2.Client(base_url=address, timeout=PATIENCE_S) as client:
            if asked.only in (None, "start"):
                start(client, process, started_s)
            if asked.only in (None, "pages"):
                pages(client, folder)
        if asked.only in (None, "crowd"):
            asyncio.run(crowd(address))
        print(f"memory after all of it     {memory_mb(process):.0f} MB")
    if not asked.keep:
        shutil.rmtree(folder)


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    """A server on two cores: where, its process, and the seconds until its first answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    before = CLOCK.monotonic_s()
    process = subprocess.Popen(
        [sys.executable, "-m", "backlinkbot", "--workspace", str(folder), "serve",
         "--port", str(port), "--as-of", NOW.date().isoformat()],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.sched_setaffinity(process.pid, range(CORES))  # before it starts threads or its worker
    address = f"http://127.0.0.1:{port}"
    try:
        while CLOCK.monotonic_s() - before < PATIENCE_S:
            try:
                httpx2.get(f"{address}/c/home/methods", timeout=PATIENCE_S)
                break
            except httpx2.TransportError:
                CLOCK.sleep(0.02)
        yield address, process, CLOCK.monotonic_s() - before
    finally:
        process.terminate()
        process.wait()


def start(client: httpx2.Client, process: subprocess.Popen[bytes], started_s: float) -> None:
    """Cold start, what a first page weighs with all it needs, memory when nobody asks."""
    print(f"cold start                 {started_s:.2f} s until the first page")
    for name in ("sites", "overview", "backlinks"):
        page = client.get(PAGES[name])
        files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
        weights = [len(gzip.compress(client.get(one).content, 9)) for one in files]
        total = len(gzip.compress(page.content, 5)) + sum(weights)
        print(f"first page, {name:<14} {total / 1000:.0f} KB compressed, {1 + len(files)} requests")
    CLOCK.sleep(3)
    server, *worker = [_pss_kb(pid) / 1000 for pid in (process.pid, *_children(process.pid))]
    print(f"memory at rest             {server:.0f} MB, its worker {sum(worker):.0f} MB")


def pages(client: httpx2.Client, folder: Path) -> None:
    """Each page beside the same question asked of DuckDB."""
    files = sorted(str(path) for path in (folder / "index" / "segments").rglob("links*.parquet"))
    database = duckdb.connect(config={"threads": CORES})
    database.read_parquet(files).create_view("links")

    def ask(questions: str) -> Callable[[], None]:
        def asked() -> None:
            for question in questions.split(";")[:-1]:
                database.sql(question, params={"site": HUGE}).to_arrow_table()

        return asked

    direct = {"overview": p95(ask(TALLIES)), "rows": p95(ask(ROWS))}
    for name, path in PAGES.items():
        code = client.get(path).status_code
        if code != httpx2.codes.OK:
            print(f"page {name:<38} answers {code}")
            continue
        took = p95(lambda path=path: client.get(path))
        same = direct["overview" if name == "overview" else "rows"]
        print(f"page {name:<38} {took:7.1f} ms  {took / same:5.2f} of DuckDB's {same:.1f} ms")


async def crowd(address: str) -> None:
    """Fifty users at once, each of whom looks at some pages in turn."""
    codes: list[int] = []
    times: list[float] = []

    async def user(number: int) -> None:
        async with httpx2.AsyncClient(base_url=address, timeout=PATIENCE_S) as client:
            for step in range(STEPS):
                path = list(PAGES.values())[(number + step) % len(PAGES)]
                before = CLOCK.monotonic_s()
                try:
                    codes.append((await client.get(path)).status_code)
                except httpx2.TransportError:
                    codes.append(0)
                times.append(1000 * (CLOCK.monotonic_s() - before))

    before = CLOCK.monotonic_s()
    await asyncio.gather(*(user(number) for number in range(USERS)))
    took = CLOCK.monotonic_s() - before
    bad = sum(code != httpx2.codes.OK for code in codes)
    slow = sorted(times)[int(len(times) * 0.95)]
    print(
        f"{USERS} users on {CORES} cores        {bad} of {len(codes)} answers were errors; "
        f"{len(codes) / took:.0f} pages a second, p95 {slow:.0f} ms"
    )


def memory_mb(process: subprocess.Popen[bytes]) -> float:
    """Memory of a process and its children, shared pages divided among them."""
    found = [process.pid, *_children(process.pid)]
    return sum(_pss_kb(pid) for pid in found) / 1000


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found


def _pss_kb(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.findall(r"^Pss: +(\d+) kB", text, re.MULTILINE)[0])


def p95(question: Callable[[], object]) -> float:
    """Milliseconds."""
    times = []
    for _ in range(TURNS + 3):
        before = CLOCK.monotonic_s()
        question()
        times.append(1000 * (CLOCK.monotonic_s() - before))
    return sorted(times[3:])[int(TURNS * 0.95)]


if __name__ == "__main__":
    main()
