"""How long the audit of a generated site with 100,000 live links takes, and how much memory.

    python bench/judge/audit.py [--links 100000] [--domains 20000] [--keep FOLDER]

The site is made up: few linking domains give many links, pages have words, owner ids, servers and
templates; 300 sites are one farm, 2,000 links are comments of one robot. The audit runs in a
process of its own, whose peak memory is told. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from backlinkbot.app.audit import audit, rebuild
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.clock import DatedClock, SystemClock
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.settings import Settings

SEED = 11
TARGET = "client.example"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
FIRST, DAYS = int(datetime(2025, 5, 1, tzinfo=UTC).timestamp()), 540
FARM, COMMENTS = 300, 2_000
OTHERS = 3  # sites that do not link to the target, for each one that does
OUT_LINKS = 20  # of each linking domain beside those to the target
WORDS = np.array([f"word{n}" for n in range(5_000)], dtype=object)
WORDS_A_PAGE = 250
BATCH = 20_000


def table(rows: int, schema: pa.Schema, given: dict[str, Any]) -> pa.RecordBatch:
    """A batch in a schema, null where nothing is given."""
    arrays = [
        pa.array(given[f.name], f.type) if f.name in given else pa.nulls(rows, f.type)
        for f in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def backlinks(draw: np.random.Generator, links: int, domains: int) -> pa.RecordBatch:
    """Links to the target: few domains give many, the farm, and the comments of a robot."""
    source = domains - 1 - (domains * draw.random(links) ** 2).astype(np.int64)
    source[:domains] = np.arange(domains)
    page = np.arange(links) // 2
    farm, comment = source < FARM, np.arange(links) >= links - COMMENTS
    anchor = WORDS[draw.zipf(1.3, links) % 4_000]
    anchor[farm], anchor[comment] = "cheap garden tools", "best casino bonus"
    seen = FIRST + draw.integers(0, DAYS, links) * 86_400
    given = {
        "source_url": [f"https://site{s}.example/p{p}" for s, p in zip(source, page, strict=True)],
        "source_domain": [f"site{s}.example" for s in source],
        "target_url": [f"https://{TARGET}/page/{n}" for n in draw.integers(0, 300, links)],
        "target_domain": [TARGET] * links,
        "occurrence": np.arange(links, dtype=np.int32) % 7,
        "anchor": anchor,
        "kind": ["text"] * links,
        "nofollow": comment,
        "ugc": comment,
        "sponsored": np.zeros(links, bool),
        "followed": ~comment,
        "placement": np.where(comment, "comment", "content"),
        "placement_probability": np.full(links, 0.9, np.float32),
        "left": ["some words on the left of it"] * links,
        "right": ["and some on the right"] * links,
        "context_html": [f'<p>words <a href="https://{TARGET}/">here</a> words</p>'] * links,
        "external_links": draw.integers(1, 60, links).astype(np.int32),
        "source_title": [f"Title {p} of site{s}" for s, p in zip(source, page, strict=True)],
        "source_language": ["en"] * links,
        "seen_at": pa.array(seen, pa.timestamp("s", tz="UTC")),
        "first_seen": pa.array(seen, pa.timestamp("s", tz="UTC")),
        "last_seen": pa.array(seen, pa.timestamp("s", tz="UTC")),
        "reporter": ["ahrefs"] * links,
        "evidence": [f"links.csv:{n}" for n in range(links)],
    }
    return table(links, columns.link_facts(), given)


def other_links(draw: np.random.Generator, domains: int) -> pa.RecordBatch:
    """Who links to whom beside that: few sites are linked much, the farm to its money sites.

    Three of four of these sites do not link to the target: they are the rest of the web.
    """
    rows = (1 + OTHERS) * domains * OUT_LINKS
    source = np.repeat(np.arange((1 + OTHERS) * domains), OUT_LINKS)
    target = (domains * OTHERS * draw.random(rows) ** 3).astype(np.int64)
    farm = source < FARM
    target[farm] = domains * (OTHERS + 1) + draw.integers(0, 30, int(farm.sum()))
    sources = pa.array([f"site{s}.example" for s in source])
    targets = pa.array([f"other{t}.example" for t in target])
    given = {
        "source": sources,
        "source_domain": sources,
        "target": targets,
        "target_domain": targets,
        "level": ["domain"] * rows,
        "links": np.ones(rows, np.int64),
        "reporter": ["graph"] * rows,
        "evidence": [f"graph.txt:{n}" for n in range(rows)],
    }
    return table(rows, columns.edge_facts(), given)


def pages(draw: np.random.Generator, urls: list[str]) -> pa.RecordBatch:
    """What the linking pages say and where they stand."""
    site = np.array([int(url.split("site")[1].split(".")[0]) for url in urls])
    farm = site < FARM
    words = draw.integers(0, 5_000, (len(urls), WORDS_A_PAGE))
    given = {
        "url": urls,
        "domain": [f"site{s}.example" for s in site],
        "status": np.full(len(urls), 200, np.int16),
        "title": [f"Title of site{s}" for s in site],
        "language": ["en"] * len(urls),
        "page_type": ["article"] * len(urls),
        "text": [" ".join(WORDS[row]) for row in words],
        "words": np.full(len(urls), WORDS_A_PAGE, np.int32),
        "external_links": np.full(len(urls), 12, np.int32),
        "internal_links": np.full(len(urls), 20, np.int32),
        "takes_comments": np.zeros(len(urls), bool),
        "template": np.where(farm, 77, site % 4_000 + 100).astype(np.uint64),
        "owner_ids": [[f"ga:UA-{0 if s < FARM else s}"] for s in site],
        "cut": np.ones(len(urls), bool),  # so that no reading of a page makes a link lost
        "fetched_at": pa.array(np.full(len(urls), FIRST), pa.timestamp("s", tz="UTC")),
        "ip": [f"10.{s % 200}.{s // 200 % 250}.{s % 250}" for s in site],
        "reporter": ["warc"] * len(urls),
        "evidence": [f"crawl.warc.gz@{n}" for n in range(len(urls))],
    }  # fmt: skip
    return table(len(urls), columns.page_facts(), given)


def build(workspace: Workspace, links: int, domains: int) -> None:
    """Put the generated web into the index."""
    draw = np.random.default_rng(SEED)
    told = backlinks(draw, links, domains)
    urls = sorted(set(told["source_url"].to_pylist()))
    with workspace.index.begin() as draft:
        for kind, rows in (
            (FactKind.LINKS, told),
            (FactKind.EDGES, other_links(draw, domains)),
        ):
            for start in range(0, rows.num_rows, BATCH):
                draft.add(Facts(kind, rows.slice(start, BATCH)))
        for start in range(0, len(urls), BATCH):
            draft.add(Facts(FactKind.PAGES, pages(draw, urls[start : start + BATCH])))
        draft.publish(NOW)


class Stages:
    """Seconds of each stage, as the verb announces them."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self.seconds: dict[str, float] = {}
        self._name, self._began = "", self._clock.monotonic_s()

    def stage(self, name: str, total: float | None = None, unit: str = "") -> None:
        del total, unit
        now = self._clock.monotonic_s()
        if self._name:
            self.seconds[self._name] = round(now - self._began, 2)
        self._name, self._began = name, now

    def reached(self, done: float) -> None:
        del done


def opened(folder: Path) -> Workspace:
    """The workspace of the bench, at a fixed moment."""
    workers = min(4, os.cpu_count() or 1)
    return Workspace(Settings(workspace=folder, workers=workers), DatedClock(NOW))


def measured(folder: Path) -> dict[str, Any]:
    """Audit once, and judge again what was kept."""
    clock, stages = SystemClock(), Stages()
    shutil.rmtree(folder / "audits", ignore_errors=True)  # of a run before, by other rules
    with opened(folder) as workspace:
        began = clock.monotonic_s()
        found = audit(workspace, TARGET, progress=stages)
        seconds = clock.monotonic_s() - began
        stages.stage("")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        began = clock.monotonic_s()
        again = rebuild(workspace, TARGET)
        rebuilt_s = clock.monotonic_s() - began
    told = found.audit
    farm = {f"site{n}.example" for n in range(FARM)}
    disavow = {one.unit for one in told.domains if one.verdict.value == "disavow"}
    return {
        "links": told.backlinks,
        "domains": len(told.domains),
        "seconds": round(seconds, 1),
        "stages": stages.seconds,
        "peak_mb": peak,
        "groups": [[one.name, len(one.members)] for one in told.groups],
        "farm_disavowed": len(farm & disavow),
        "others_disavowed": len(disavow - farm),
        "rebuild_seconds": round(rebuilt_s, 1),
        "rebuild_differences": again.differences,
    }


def main() -> None:
    """Build, then audit in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=100_000)
    parser.add_argument("--domains", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="build here, or use what was built here before")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        sys.stdout.write(json.dumps(measured(options.measure), indent=1) + "\n")
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        if not (folder / "index").is_dir():
            with opened(folder) as workspace:
                build(workspace, options.links, options.domains)
        subprocess.run([sys.executable, __file__, "--measure", str(folder)], check=True)


if __name__ == "__main__":
    main()
