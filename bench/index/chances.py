"""What the tactics ask of an index of many pages: seconds and memory of each question.

    python bench/index/chances.py [--pages 1000000] [--keep FOLDER]

Pages are generated: ten a site, texts of some 600 characters of made-up words; one in 5,000 names
the brand, one in 20,000 invites writers. Links: two a page. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from backlinkbot.core import columns
from backlinkbot.core.clock import SystemClock
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.io.index.read import Index
from backlinkbot.logic.prospect.phrases import insensitive, listed, patterns

if TYPE_CHECKING:
    from collections.abc import Callable

BATCH, SEED, NOW = 50_000, 7, datetime(2026, 11, 1, tzinfo=UTC)
RIVALS = ("rival-a.example", "rival-b.example")
WORDS = np.array([f"word{n}" for n in range(20_000)], dtype=object)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=1_000_000)
    asked.add_argument("--keep", type=Path)
    given = asked.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp())
    try:
        if not (folder / "CURRENT").exists():
            _build(folder, given.pages)
        print(json.dumps(_asked(folder, given.pages), indent=1))
    finally:
        if not given.keep:
            shutil.rmtree(folder)


def _build(folder: Path, pages: int) -> None:
    random = np.random.default_rng(SEED)
    with Index.open(folder, memory_mb=2048, workers=2) as index, index.begin() as draft:
        for start in range(0, pages, BATCH):
            rows = min(BATCH, pages - start)
            draft.add(Facts(FactKind.PAGES, _pages(random, start, rows)))
            draft.add(Facts(FactKind.LINKS, _links(random, start, rows)))
        draft.publish(NOW)


def _urls(start: int, rows: int) -> tuple[list[str], list[str]]:
    domains = [f"site{(start + n) // 10}.example" for n in range(rows)]
    return domains, [f"https://{name}/page-{start + n}" for n, name in enumerate(domains)]


def _pages(random: np.random.Generator, start: int, rows: int) -> pa.RecordBatch:
    domains, urls = _urls(start, rows)
    texts = [" ".join(words) for words in WORDS[random.integers(0, len(WORDS), (rows, 70))]]
    for n in range(rows):
        if (start + n) % 5_000 == 0:
            texts[n] += " All of it came from Acme Tents, she said."
        if (start + n) % 20_000 == 0:
            texts[n] += " We accept guest posts."
    told: dict[str, Any] = {
        "url": urls, "domain": domains, "status": [200] * rows, "title": texts_of(texts),
        "text": texts, "page_type": ["article"] * rows, "external_links": [2] * rows,
        "fetched_at": [NOW] * rows, "reporter": ["warc"] * rows, "evidence": ["a.warc.gz@1"] * rows,
    }  # fmt: skip
    return _batch(columns.page_facts(), told, rows)


def texts_of(texts: list[str]) -> list[str]:
    """A title out of each text."""
    return [text[:40] for text in texts]


def _links(random: np.random.Generator, start: int, rows: int) -> pa.RecordBatch:
    domains, urls = _urls(start, rows)
    targets = [f"site{n}.example" for n in random.integers(0, start // 10 + 1_000, rows)]
    for n in range(0, rows, 1_000):
        targets[n] = RIVALS[n // 1_000 % 2]
    told: dict[str, Any] = {
        "source_url": urls, "source_domain": domains, "target_domain": targets,
        "target_url": [f"https://{name}/" for name in targets], "occurrence": [0] * rows,
        "kind": ["text"] * rows, "placement": ["content"] * rows, "page_type": ["article"] * rows,
        "seen_at": [NOW] * rows, "reporter": ["warc"] * rows, "evidence": ["a.warc.gz@1"] * rows,
    }  # fmt: skip
    return _batch(columns.link_facts(), told, rows)


def _batch(schema: pa.Schema, told: dict[str, Any], rows: int) -> pa.RecordBatch:
    arrays = [pa.array(told.get(field.name, [None] * rows), field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _asked(folder: Path, pages: int) -> dict[str, Any]:
    clock = SystemClock()
    with Index.open(folder, memory_mb=2048, workers=2) as index:
        chances = index.chances(("acme.example",), RIVALS)
        every = patterns(("Acme Tents", "acme.example"), ("word7 word9",))
        one = {kind: every[kind] for kind in ("brand", "topic")}
        questions: dict[str, Callable[[], pa.Table]] = {
            "all phrases": lambda: chances.pages(every, each=20, copies=True),
            "the brand alone": lambda: chances.pages(one, each=20, copies=False),
            "lists": lambda: chances.lists(insensitive(listed("list_head"))),
            "articles": chances.articles,
            "dead": chances.dead,
            "outgoing": chances.outgoing,
            "intersect": lambda: index.intersect(RIVALS),
        }
        told = {}
        for name, ask in questions.items():
            began_s = clock.monotonic_s()
            rows = ask().num_rows
            told[name] = {"s": round(clock.monotonic_s() - began_s, 2), "rows": rows}
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"pages": pages, "questions": told, "memory_mb": memory_mb, "workers": 2}


if __name__ == "__main__":
    main()
