"""What changed between two snapshots: seconds against the size of the change, and a full compare.

    python bench/index/watch.py [--links 5000000] [--keep FOLDER]

Into an index of generated links (bench/index/build.py) come small publications: new links to a
huge, a medium and a small target, and pages that were read again without their link. After each
the three targets are asked for what changed since the snapshot before, by the files that differ and
by comparing all their links. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).parent))

from build import HUGE, MEDIUM, NOW, SMALL, build

from backlinkbot.core import columns
from backlinkbot.core.clock import SystemClock
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.io.index.changes import Delta
from backlinkbot.io.index.read import Index

if TYPE_CHECKING:
    from collections.abc import Callable

TARGETS = (HUGE, MEDIUM, SMALL)
SIZES = (10, 1_000, 30_000, 100_000)  # new links in one publication
TURNS = 5
READ_AGAIN = 0.1  # of as many pages as there are new links: read without the link they had


def publication(index: Index, size: int, day: int) -> list[Facts]:
    """New links, a tenth of them to each of the smaller targets, and pages that lost theirs."""
    moment = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=day)
    links = [
        {
            "source_url": f"https://fresh{day}-{n // 3}.example/{n}",
            "source_domain": f"fresh{day}-{n // 3}.example",
            "target_url": f"https://{target}/",
            "target_domain": target,
            "occurrence": 0,
            "anchor": "new",
            "kind": "text",
            "followed": True,
            "first_seen": moment,
            "last_seen": moment,
            "seen_at": moment,
            "reporter": "ahrefs",
            "evidence": f"new-{day}.csv:{n}",
        }
        for n in range(size)
        for target in (TARGETS[0] if n % 10 else TARGETS[1 + n // 10 % 2],)
    ]
    known = index.links(HUGE, limit=max(int(size * READ_AGAIN), 1), offset=day * 1_000)
    pages = [
        {
            "url": url,
            "domain": domain,
            "status": 200,
            "external_links": 1,
            "fetched_at": moment,
            "reporter": "crawl",
            "evidence": f"crawl-{day}.warc.gz@{n}",
        }
        for n, (url, domain) in enumerate(
            zip(known["source_url"].to_pylist(), known["source_domain"].to_pylist(), strict=True)
        )
    ]
    return [
        Facts(FactKind.LINKS, pa.RecordBatch.from_pylist(links, schema=columns.link_facts())),
        Facts(FactKind.PAGES, pa.RecordBatch.from_pylist(pages, schema=columns.page_facts())),
    ]


def publish(index: Index, facts: list[Facts], moment: datetime) -> str:
    """Add them; the name of the new snapshot."""
    with index.begin() as draft:
        for batch in facts:
            draft.add(batch)
        return draft.publish(moment).name


def median_s(clock: SystemClock, ask: Callable[[], object], turns: int = TURNS) -> float:
    """Seconds of a question, warm."""
    times = []
    for _ in range(turns + 1):
        start = clock.monotonic_s()
        ask()
        times.append(clock.monotonic_s() - start)
    return round(sorted(times[1:])[turns // 2], 4)


def measured(index: Index, before: str, size: int, clock: SystemClock) -> dict[str, Any]:
    """Both ways, in the same run."""
    current = index.current()
    assert current is not None
    old, new = index.layout.load(before), index.layout.load(current.name)
    changed = index.changed_links(before, TARGETS)
    found = dict.fromkeys(TARGETS, 0)
    for name in changed["target_domain"].to_pylist():
        found[name] += 1
    ours = median_s(clock, lambda: index.changed_links(before, TARGETS))
    full = median_s(
        clock, lambda: [index.diff(before, current.name, name) for name in TARGETS], turns=1
    )
    return {
        "new links": size,
        "changed links found": found,
        "rows in files that differ": Delta.of(old, new, TARGETS).rows,
        "changed_s": ours,
        "full_compare_s": full,
        "times as fast": round(full / ours, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=5_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--memory-mb", type=int, default=2500)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="backlinkbot-bench-"))
    clock = SystemClock()
    with Index.open(folder, memory_mb=asked.memory_mb, workers=asked.workers) as index:
        if index.current() is None:
            build(index, asked.links, clock)
        found: dict[str, Any] = {"links": asked.links, "workers": asked.workers, "publications": []}
        found["links of targets"] = {name: index.count_links(name) for name in TARGETS}
        first = index.current()
        assert first is not None
        before, start = first.name, int(first.name.split("-")[0])
        for turn, size in enumerate(SIZES):
            facts = publication(index, size, start + turn)
            after = publish(index, facts, NOW + timedelta(hours=start + turn))
            found["publications"].append(measured(index, before, size, clock))
            before = after
        index.compact(NOW + timedelta(hours=start + len(SIZES)))
        found["after compact"] = measured(index, before, 0, clock)
    if not asked.keep:
        shutil.rmtree(folder)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
