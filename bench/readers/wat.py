"""WAT to de-duplicated link rows in Parquet: ours against warcio + json + urljoin + tldextract.

Both read the same generated WAT file and must find the same links. The peer is the pipeline that
one writes first: one process, the standard library's JSON and URL join, tldextract for the
registrable domain, a set for the repeats, one Parquet file. Ours is timed twice: in one process
(what the code is worth) and as `ingest` runs it, with all workers and a published snapshot.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import tldextract
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # ships no types

from backlinkbot.app.ingest import ingest
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.facts import RawPage, Rejects
from backlinkbot.core.pages.extract import extract
from backlinkbot.core.settings import Settings
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import file_source

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FLOOR_RATIO = 12.0  # of the whole pipeline: WAT to de-duplicated Parquet rows
BATCH_PAGES = 32
SUFFIXES = ("com", "co.uk", "com.br", "org", "de", "gov.au", "github.io", "net", "fr")
WORDS = ("garden", "bicycle", "river", "market", "tulip", "harbour", "lantern", "maple", "orbit")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds, and the (source page, target URL) pairs that were found."""

    seconds: float
    pairs: set[Pair]


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
    started_s = time.perf_counter()
    cut = tldextract.TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
    seen: set[Pair] = set()
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
    pq.write_table(pa.table([list(column) for column in zip(*rows, strict=True)], names), out)
    return Run(time.perf_counter() - started_s, seen)


def in_one_process(path: Path, out: Path) -> Run:
    """Our readers and pages, the repeats taken out by Arrow, one Parquet file with all columns."""
    started_s = time.perf_counter()
    table = pa.Table.from_batches([extract(pages).links for pages in _batches(path)])
    first = table.filter(pa.compute.equal(table["occurrence"], pa.compute.min(table["occurrence"])))
    pq.write_table(first, out, compression="zstd")
    seconds = time.perf_counter() - started_s
    return Run(seconds, _pairs(first))


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


def as_ingest(path: Path, folder: Path) -> Run:
    """The product: all workers, merged records, a published snapshot."""
    workspace = Workspace(Settings(workspace=folder))
    started_s = time.perf_counter()
    ingest(workspace, [str(path)])
    seconds = time.perf_counter() - started_s
    workspace.close()
    files = [file for file in folder.rglob("*.parquet") if "links" in file.as_posix()]
    columns = ["source_url", "target_url"]
    tables = [
        pq.ParquetFile(file).read(columns)
        for file in files
        if set(columns) <= set(pq.read_schema(file).names)
    ]
    return Run(seconds, _pairs(pa.concat_tables(tables)))


def _pairs(table: pa.Table) -> set[Pair]:
    columns = (table["source_url"].to_pylist(), table["target_url"].to_pylist())
    return set(zip(*columns, strict=True))


def main() -> None:
    """Print a line per pipeline, the ratios, and whether all found the same links."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
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
        whole = as_ingest(wat, folder / "workspace")
    for label, run in (("first written", peer), ("ours, one process", one), ("ingest", whole)):
        ratio = peer.seconds / run.seconds
        print(
            f"{label:18} {run.seconds:7.2f} s {pages / run.seconds:9,.0f} pages/s "
            f"{len(run.pairs):9,} links {ratio:6.1f}x"
        )
    print(f"same links: {peer.pairs == one.pairs == whole.pairs} (floor {FLOOR_RATIO}x)")
    for label, run in (("one process", one), ("ingest", whole)):
        if odd := peer.pairs ^ run.pairs:
            print(f"{label}: {len(odd)} pairs differ, such as {sorted(odd)[:3]}")


if __name__ == "__main__":
    main()
