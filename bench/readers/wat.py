"""WAT to de-duplicated link rows in Parquet: ours against warcio + json + urljoin + tldextract.

Both read the same generated WAT file and must find the same rows: source, target, anchor, nofollow.
The peer is the pipeline that one writes first: one process, the standard library's JSON and URL
join, tldextract for the registrable domain, a set for the repeats, one Parquet file. Ours is timed
three times: in one process, which is what the code is worth, compared by CPU time; with all workers
to the same end, rows without repeats in one Parquet file; and as `ingest`, which does more than the
peer (records merged with an index, judged by their pages, rolled up, sealed), both by the wall's
clock. On a machine that others use, those two come out too low, as one process finds a free core
easily and several do not; so they are run three times and the best counts, while the peer is run
once: where its CPU time is its wall time, nobody disturbed it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import tldextract
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # ships no types

from backlinkbot.app.ingest import ingest
from backlinkbot.app.ingest.pages import Part, batched, read_part
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import SystemClock
from backlinkbot.core.facts import Facts, RawPage, Rejects
from backlinkbot.core.pages.extract import extract
from backlinkbot.core.settings import Settings
from backlinkbot.io.engines.local import Limits, map_batches
from backlinkbot.io.readers.archive import Span
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read, read_in_parts
from backlinkbot.io.readers.stored import file_source

NOW = datetime(2026, 11, 1, tzinfo=UTC)
BATCH_PAGES = 128
USUAL_PAGES = 40_000  # about what one WAT file of Common Crawl holds
TURNS = 3
COMPARED = ("source_url", "target_url", "anchor", "nofollow")
SUFFIXES = ("com", "co.uk", "com.br", "org", "de", "gov.au", "github.io", "net", "fr")
WORDS = ("garden", "bicycle", "river", "market", "tulip", "harbour", "lantern", "maple", "orbit")
Row = tuple[str, str, str, bool]  # source page, target URL, anchor, nofollow


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the wall's clock and of this process's CPU, and the rows that were found."""

    wall_s: float
    cpu_s: float
    rows: set[Row]


class Timer:
    """Seconds since it was made, by the wall's clock and of this process's CPU."""

    def __init__(self) -> None:
        self._wall_s, self._cpu_s = time.perf_counter(), time.process_time()

    def stopped(self) -> tuple[float, float]:
        return time.perf_counter() - self._wall_s, time.process_time() - self._cpu_s


def make_wat(path: Path, pages: int, seed: int = 7) -> None:
    """A WAT as Common Crawl writes it: some 95 links a page, one in eight to another domain."""
    dice = random.Random(seed)  # noqa: S311  # a bench, not a secret
    sites = [f"www.{dice.choice(WORDS)}-{n}.{dice.choice(SUFFIXES)}" for n in range(pages // 5 + 9)]
    with path.open("wb") as archive:
        archive.write(_record("warcinfo", "", b"format: WAT", "application/warc-fields"))
        for n in range(pages):
            host = sites[n % len(sites)]
            url = f"https://{host}/{dice.choice(WORDS)}/{n}.html"
            body = json.dumps(_metadata(dice, host, sites)).encode()
            archive.write(_record("metadata", url, body, "application/json"))


def _record(kind: str, url: str, block: bytes, media_type: str) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-01-02T03:04:05Z\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0)


def _metadata(dice: random.Random, host: str, sites: list[str]) -> dict[str, object]:
    links = [_link(dice, host, sites) for _ in range(dice.randint(20, 170))]
    html = {
        "Head": {
            "Title": " ".join(dice.choices(WORDS, k=6)),
            "Metas": [{"name": "description", "content": " ".join(dice.choices(WORDS, k=20))}],
            "Link": [{"path": "LINK@/href", "url": "/style.css", "rel": "stylesheet"}],
        },
        "Links": links,
    }
    response = {
        "Response-Message": {"Status": "200", "Version": "HTTP/1.1", "Reason": "OK"},
        "Headers": {"Content-Type": "text/html; charset=UTF-8", "Server": "nginx"},
        "HTML-Metadata": html,
    }
    return {
        "Container": {"Compressed": True, "Offset": "123456", "Filename": "generated.warc.gz"},
        "Envelope": {
            "Format": "WARC/1.0",
            "Payload-Metadata": {"HTTP-Response-Metadata": response},
            "WARC-Header-Metadata": {
                "WARC-Type": "response",
                "WARC-Target-URI": f"https://{host}/",
            },
        },
    }


def _link(dice: random.Random, host: str, sites: list[str]) -> dict[str, str]:
    word, number = dice.choice(WORDS), dice.randint(1, 400)
    text = " ".join(dice.choices(WORDS, k=dice.randint(1, 4)))
    fate = dice.random()
    if fate < 0.22:  # noqa: PLR2004  # images and scripts are that share of a WAT's entries
        return {"path": "IMG@/src", "url": f"/img/{word}-{number}.png", "alt": word}
    if fate < 0.55:  # noqa: PLR2004  # links within the site, from its root
        return {"path": "A@/href", "url": f"/{word}/{number}.html", "text": text}
    if fate < 0.75:  # noqa: PLR2004  # … relative to the page
        return {"path": "A@/href", "url": f"../{word}/{number}.html", "text": text}
    if fate < 0.88:  # noqa: PLR2004  # … with the host
        return {"path": "A@/href", "url": f"https://{host}/{word}/{number}.html", "text": text}
    other = dice.choice(sites)
    rel = dice.choice(("", "", "", "nofollow", "nofollow noopener", "ugc nofollow"))
    return {"path": "A@/href", "url": f"https://{other}/{word}.html", "text": text, "rel": rel}


def first_written(path: Path, out: Path) -> Run:
    """The peer."""
    timer = Timer()
    cut = tldextract.TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
    seen: set[tuple[str, str]] = set()
    rows: list[tuple[str, str, str, str, str, bool]] = []
    with path.open("rb") as archive:
        for record in ArchiveIterator(archive):
            if record.rec_type != "metadata":
                continue
            source = record.rec_headers.get_header("WARC-Target-URI")
            told = json.loads(record.content_stream().read())
            html = told["Envelope"]["Payload-Metadata"]["HTTP-Response-Metadata"]["HTML-Metadata"]
            source_domain = cut(source).top_domain_under_public_suffix
            for link in html["Links"]:
                if link["path"] != "A@/href":
                    continue
                target = urljoin(source, link["url"])
                if urlsplit(target).scheme not in {"http", "https"}:
                    continue
                domain = cut(target).top_domain_under_public_suffix
                if domain == source_domain or (source, target) in seen:
                    continue
                seen.add((source, target))
                nofollow = "nofollow" in link.get("rel", "").split()
                rows.append((source, source_domain, target, domain, link["text"], nofollow))
    names = ["source_url", "source_domain", "target_url", "target_domain", "anchor", "nofollow"]
    table = pa.table([list(column) for column in zip(*rows, strict=True)], names)
    pq.write_table(table, out)
    return Run(*timer.stopped(), _rows(table))


def in_one_process(path: Path, out: Path) -> Run:
    """Our readers and pages, the repeats taken out by Arrow, one Parquet file with all columns."""
    timer = Timer()
    first = _without_repeats(extract(pages).links for pages in _batches(path))
    pq.write_table(first, out, compression="zstd", compression_level=1)
    return Run(*timer.stopped(), _rows(first))


def _batches(path: Path) -> Iterator[list[RawPage]]:
    batch: list[RawPage] = []
    for page in read(file_source(path), Reading(Rejects(), NOW)):
        if isinstance(page, RawPage):
            batch.append(page)
        if len(batch) == BATCH_PAGES:
            yield batch
            batch = []
    if batch:
        yield batch


def on_all_cores(path: Path, out: Path) -> Run:
    """The same with the workers that `ingest` uses."""
    timer = Timer()
    parts = map_batches(
        partial(read_part, format_name="wat", seen_at=NOW),
        batched(_pages(read_in_parts(file_source(path), Reading(Rejects(), NOW)))),
        workers=os.cpu_count() or 1,
        limits=Limits(cpu_s=5, memory_mb=600),
        clock=SystemClock(),
    )
    first = _without_repeats(part.extracted.links for part in parts if isinstance(part, Part))
    pq.write_table(first, out, compression="zstd", compression_level=1)
    return Run(*timer.stopped(), _rows(first))


def _pages(things: Iterable[Facts | RawPage | Span]) -> Iterator[RawPage | Span]:
    return (thing for thing in things if not isinstance(thing, Facts))


def _without_repeats(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """The first link of each page to each target; a page is in a WAT file once."""
    table = pa.Table.from_batches(batches)
    return table.filter(pc.equal(table["occurrence"], 0))


def as_ingest(path: Path, folder: Path) -> Run:
    """The product: all workers, merged records, a published snapshot."""
    workspace = Workspace(Settings(workspace=folder))
    timer = Timer()
    ingest(workspace, [str(path)])
    took = timer.stopped()
    workspace.close()
    columns = [*COMPARED, "occurrence"]
    tables = [
        pq.ParquetFile(file).read(columns)
        for file in folder.rglob("links*.parquet")
        if set(columns) <= set(pq.read_schema(file).names)
    ]
    table = pa.concat_tables(tables)
    return Run(*took, _rows(table.filter(pc.equal(table["occurrence"], 0))))


def _rows(table: pa.Table) -> set[Row]:
    return set(zip(*(table[name].to_pylist() for name in COMPARED), strict=True))


def best(runs: Iterable[Run]) -> Run:
    """The one that was disturbed least."""
    return min(runs, key=lambda run: run.wall_s)


def main() -> None:
    """Print a line per pipeline, the ratios, and whether all found the same rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=USUAL_PAGES)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wat = folder / "generated.warc.wat.gz"
        make_wat(wat, pages)
        print(f"{pages:,} pages, {wat.stat().st_size / 1e6:.1f} MB gzip, {os.cpu_count()} cores")
        warm = folder / "warm.warc.wat.gz"
        make_wat(warm, 64)
        in_one_process(warm, folder / "warm.parquet")
        peer = first_written(wat, folder / "peer.parquet")
        one = in_one_process(wat, folder / "ours.parquet")
        wide = best(on_all_cores(wat, folder / f"wide{n}.parquet") for n in range(TURNS))
        whole = best(as_ingest(wat, folder / f"workspace{n}") for n in range(TURNS))
    ours = {"ours, one process": one, "ours, all cores": wide, "ingest": whole}
    for label, run in ({"first written": peer} | ours).items():
        print(
            f"{label:18} {run.wall_s:7.2f} s wall {run.cpu_s:7.2f} s CPU of this process "
            f"{pages / run.wall_s:9,.0f} pages/s {len(run.rows):9,} rows"
        )
    print(f"one process against one process, CPU time: {peer.cpu_s / one.cpu_s:.1f}x")
    print(
        f"all cores against one process, wall: {peer.wall_s / wide.wall_s:.1f}x; "
        f"ingest: {peer.wall_s / whole.wall_s:.1f}x"
    )
    print(f"same rows: {all(run.rows == peer.rows for run in ours.values())}")
    for label, run in ours.items():
        if odd := peer.rows ^ run.rows:
            print(f"{label}: {len(odd)} rows differ, such as {sorted(odd)[:3]}")


if __name__ == "__main__":
    main()
