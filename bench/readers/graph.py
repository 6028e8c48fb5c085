"""How fast a web graph release is streamed: edges and vertices a second, and peak memory."""

from __future__ import annotations

import argparse
import gzip
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import numpy as np
from isal import igzip

from backlinkbot.io.readers.downloads import Kept, digest_and_check
from backlinkbot.io.readers.release import MANIFEST, Release

NAME = "cc-main-2026-jul-aug-sep"
BASE = "http://127.0.0.1:9/"  # never asked: every file is kept already


def make_release(folder: Path, nodes: int, edges: int) -> None:
    """The files of a domain release with ids as large as a real one's, as if just fetched."""
    import msgspec

    dice = np.random.default_rng(7)
    kept = {}
    for kind in ("vertices", "edges"):
        path = folder / f"{NAME}-domain-{kind}.txt.gz"
        with igzip.open(path, "wb", compresslevel=1) as out:  # type: ignore[no-untyped-call]  # no types
            count = nodes if kind == "vertices" else edges
            for start in range(0, count, 1_000_000):
                size = min(1_000_000, count - start)
                if kind == "vertices":
                    lines = [
                        f"{n}\tcom.site-number-{n}\t{n % 9}\n" for n in range(start, start + size)
                    ]
                else:
                    pairs = dice.integers(0, 121_000_000, (size, 2)).tolist()
                    lines = [f"{one}\t{two}\n" for one, two in pairs]
                out.write("".join(lines).encode())
        url = f"{BASE}projects/hyperlinkgraph/{NAME}/domain/{path.name}"
        with path.open("rb") as stored:
            digest = digest_and_check(stored)
        kept[path.name] = Kept(path.name, url, path.stat().st_size, digest, "", "")
    (folder / MANIFEST).write_bytes(msgspec.json.encode(kept))


def main() -> None:
    """Print a line for edges, vertices, and gunzip alone, which bounds both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=3_000_000)
    parser.add_argument("--edges", type=int, default=20_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_release(folder, asked.nodes, asked.edges)
        release = Release(BASE, NAME, "domain", folder)
        started_s = time.perf_counter()
        edges = sum(len(sources) for sources, _ in release.edges())
        seconds = time.perf_counter() - started_s
        print(f"edges    {edges:12,} {edges / seconds / 1e6:6.1f} M/s")
        started_s = time.perf_counter()
        vertices = sum(batch.num_rows for batch in release.vertices())
        seconds = time.perf_counter() - started_s
        print(f"vertices {vertices:12,} {vertices / seconds / 1e6:6.1f} M/s")
        started_s = time.perf_counter()
        with gzip.open(folder / f"{NAME}-domain-edges.txt.gz") as stream:
            while stream.read(1 << 20):
                pass
        seconds = time.perf_counter() - started_s
        print(f"edges, only unpacked by the standard library: {edges / seconds / 1e6:6.1f} M/s")
    print(f"peak memory {getrusage(RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
