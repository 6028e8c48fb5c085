"""REST on a site with 100,000 links: pages of 100 and of 1,000 rows, and the whole as a table.

    python bench/interfaces/api.py [--links 1000000] [--keep FOLDER]

Index, server and DuckDB's own answer are those of the bench beside this one, `serve.py`; a folder
that it kept serves here too.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import httpx2

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serve import (
    CLOCK,
    CORES,
    HUGE,
    MEDIUM,
    NOW,
    PATIENCE_S,
    ROWS,
    DatedClock,
    Settings,
    Site,
    Workspace,
    add_site,
    build,
    duckdb,
    p95,
    served,
)

BASE = f"/api/v1/domains/{HUGE}"
PAGES = {
    "100 links": f"{BASE}/links?limit=100",
    "100 links, sorted and filtered": f"{BASE}/links?limit=100&order=last_seen&followed=true",
    "1,000 links": f"{BASE}/links?limit=1000",
    "100 referring domains": f"{BASE}/referring-domains?limit=100",
    "100 anchors": f"{BASE}/anchors?limit=100",
}
TABLES = {"csv": "?format=csv", "parquet": "?format=parquet"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="backlinkbot-bench-"))
    with Workspace(Settings(workspace=folder, workers=1), DatedClock(NOW)) as workspace:
        if workspace.index.current() is None:
            build(workspace.index, asked.links, CLOCK)
            add_site(workspace, Site(HUGE, "Huge", competitors=(MEDIUM,)))
    files = sorted(str(path) for path in (folder / "index" / "segments").rglob("links*.parquet"))
    database = duckdb.connect(config={"threads": CORES})
    database.read_parquet(files).create_view("links")

    def direct() -> None:
        for question in ROWS.split(";")[:-1]:
            database.sql(question, params={"site": HUGE}).to_arrow_table()

    with (
        served(folder) as (address, _, _),
        httpx2.Client(base_url=address, timeout=PATIENCE_S) as client,
    ):
        before = CLOCK.monotonic_s()
        client.get(PAGES["100 links"]).raise_for_status()
        print(f"first question             {CLOCK.monotonic_s() - before:.1f} s: judges all links")
        same = p95(direct)
        for name, path in PAGES.items():
            client.get(path).raise_for_status()
            took = p95(lambda path=path: client.get(path))
            print(f"rest {name:<32} {took:7.1f} ms  {took / same:5.2f} of DuckDB's {same:.1f} ms")
        for name, wished in TABLES.items():
            before = CLOCK.monotonic_s()
            answer = client.get(f"{BASE}/links{wished}").raise_for_status()
            took_s = CLOCK.monotonic_s() - before
            print(f"table {name:<10} {took_s:6.2f} s, {len(answer.content) / 1e6:.1f} MB")
    if not asked.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
