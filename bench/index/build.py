"""Build an index of generated links and ask it the six questions: time, bytes, memory.

    python bench/index/build.py [--links 10000000] [--keep FOLDER]

Links are generated: targets follow a power law, every source page has a few links, one link in ten
belongs to a sitewide template. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from backlinkbot.core import columns
from backlinkbot.core.clock import SystemClock
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.io.index.read import Index
from backlinkbot.io.index.sources import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BATCH = 100_000
SEED = 7
NOW = datetime(2026, 11, 1, tzinfo=UTC)
FIRST_DAY = int(datetime(2025, 5, 1, tzinfo=UTC).timestamp())
DAYS = 540
HUGE_SHARE, FOLLOWED_SHARE = 0.1, 0.7
TURNS = 20  # of each question, after two warm ones
HUGE, MEDIUM, SMALL = "huge.example", "medium.example", "small.example"
WORDS = np.array([f"word{n}" for n in range(4000)], dtype=object)


def batches(links: int) -> Iterator[pa.RecordBatch]:
    """Link facts in batches: a tenth to the huge target, 10,000 to the medium, 10 to the small."""
    random = np.random.default_rng(SEED)
    for start in range(0, links, BATCH):
        yield _batch(random, start, min(BATCH, links - start), links)


def _batch(random: np.random.Generator, start: int, rows: int, links: int) -> pa.RecordBatch:
    row = np.arange(start, start + rows)
    page = row // 8
    source = (page // 6 * 2_654_435_761) % (links // 30 + 100)
    target = np.minimum(random.zipf(1.35, rows) + 10, links // 12 + 1000)
    domains = _names("site", target)
    domains[random.random(rows) < HUGE_SHARE] = HUGE
    domains[_spread(row, links, 10_000)] = MEDIUM
    domains[_spread(row + 1, links, 10)] = SMALL
    path = (row * 40_503) % 97
    source_domain = _names("blog", source)
    anchors = WORDS[random.zipf(1.3, rows) % 4000] + " " + WORDS[row % 50]
    followed = random.random(rows) < FOLLOWED_SHARE
    seen = FIRST_DAY + (page * 7_919 % DAYS) * 86_400
    given: dict[str, Any] = {
        "source_url": [
            f"https://{d}/posts/{p:x}.html" for d, p in zip(source_domain, page, strict=True)
        ],
        "source_domain": source_domain,
        "target_url": [f"https://{d}/page/{n}" for d, n in zip(domains, path, strict=True)],
        "target_domain": domains,
        "occurrence": np.zeros(rows, np.int32),
        "anchor": anchors,
        "kind": ["text"] * rows,
        "nofollow": ~followed,
        "ugc": np.zeros(rows, bool),
        "sponsored": np.zeros(rows, bool),
        "followed": followed,
        "placement": np.array(["content", "navigation", "footer", "comment"], dtype=object)[
            random.integers(0, 4, rows)
        ],
        "external_links": (page % 60).astype(np.int32),
        "source_language": ["en"] * rows,
        "seen_at": pa.array(seen, pa.timestamp("s", tz="UTC")),
        "reporter": ["wat"] * rows,
        "evidence": [f"crawl-{p >> 14}.wat.gz@{p % 16_384 * 52_341}" for p in page],
    }
    schema = columns.link_facts()
    arrays = [
        pa.array(given[f.name], f.type) if f.name in given else pa.nulls(rows, f.type)
        for f in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _names(word: str, numbers: np.ndarray[Any, Any]) -> Any:
    return np.array([f"{word}{n}.example" for n in numbers], dtype=object)


def _spread(row: np.ndarray[Any, Any], links: int, wanted: int) -> Any:
    """Rows spread evenly, so that about `wanted` of all links are chosen."""
    step = max(links // wanted, 1)
    return row % step == 0


def questions(index: Index, domain: str) -> dict[str, Callable[[], object]]:
    """The six questions about one domain."""
    return {
        "profile": lambda: index.profile(domain, NOW),
        "newest 100": lambda: index.links(domain, limit=100),
        "referring domains": lambda: index.referring_domains(domain, limit=100),
        "anchors": lambda: index.anchors(domain),
        "intersect": lambda: index.intersect([domain, MEDIUM, "site400.example"]),
        "growth": lambda: index.growth(domain, NOW),
    }


def timed(clock: SystemClock, question: Callable[[], object]) -> dict[str, float]:
    """Milliseconds of a question, warm: the median and the 95th of a hundred."""
    times = []
    for _ in range(TURNS + 2):
        start = clock.monotonic_s()
        question()
        times.append((clock.monotonic_s() - start) * 1000)
    warm = times[2:]
    return {
        "p50": round(float(np.median(warm)), 1),
        "p95": round(float(np.quantile(warm, 0.95)), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=10_000_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--memory-mb", type=int, default=3000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="backlinkbot-bench-"))
    clock = SystemClock()
    with Index.open(folder, memory_mb=asked.memory_mb, workers=asked.workers) as index:
        found: dict[str, Any] = {"links": asked.links, "workers": asked.workers}
        if index.current() is None:
            found |= build(index, asked.links, clock)
        size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
        found["bytes_a_link"] = round(size / asked.links, 1)
        profile_ms = {}
        for domain in (SMALL, MEDIUM, HUGE):
            count = index.count_links(domain)
            times = {name: timed(clock, ask) for name, ask in questions(index, domain).items()}
            found[f"{domain} ({count} links)"] = times
            profile_ms[domain] = times["profile"]["p50"]
    found["profile_medium_over_small"] = round(profile_ms[MEDIUM] / profile_ms[SMALL], 2)
    if not asked.keep:
        shutil.rmtree(folder)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


def build(index: Index, links: int, clock: SystemClock) -> dict[str, Any]:
    """Add and publish; making the links is timed apart from indexing them."""
    made_s, start = 0.0, clock.monotonic_s()
    draft = index.begin()
    before = clock.monotonic_s()
    for batch in batches(links):
        made_s += clock.monotonic_s() - before
        draft.add(Facts(FactKind.LINKS, batch))
        before = clock.monotonic_s()
    added_s = clock.monotonic_s() - start - made_s
    draft.add_source(SourceRecord("generated", "generated", "bench", "wat", rows=links))
    before = clock.monotonic_s()
    draft.publish(NOW)
    return {
        "add_s": round(added_s, 1),
        "publish_s": round(clock.monotonic_s() - before, 1),
        "generate_s": round(made_s, 1),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    main()
