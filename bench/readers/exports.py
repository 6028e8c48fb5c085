"""How fast vendor exports become link facts: clean rows, rows with quotes, broken rows."""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from backlinkbot.core.facts import Facts, Rejects
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import file_source

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SEMRUSH = (
    "Page ascore,Source title,Source url,Target url,Anchor,External links,Internal links,Nofollow,"
    "Sponsored,Ugc,Text,Frame,Form,Image,Sitewide,First seen,Last seen,New link,Lost link\n"
)


def semrush_rows(count: int, *, quoted: bool, broken: bool) -> str:
    """Rows like a real export's: many source pages, few targets, few anchors."""
    rows = [SEMRUSH]
    for i in range(count):
        title = f'"Notes, part {i % 977}"' if quoted else f"Notes part {i % 977}"
        anchor = '"a ""good"" one"' if quoted and i % 5 == 0 else f"anchor {i % 211}"
        rows.append(
            f"{i % 90},{title},https://www.site-{i % 20011}.example/posts/{i}-how-to-choose,"
            f"https://www.our-site.example/guides/{i % 37},{anchor},{i % 40},{i % 90},"
            f"{'true' if i % 4 == 0 else 'false'},false,false,true,false,false,false,false,"
            f"2025-{1 + i % 12:02d}-{1 + i % 28:02d},2026-03-{1 + i % 28:02d},false,false\n"
        )
        if broken and i % 100 == 0:
            rows.append('12,"never closed,https://broken.example/,x\n')
    return "".join(rows)


def measure(path: Path) -> tuple[int, float, int]:
    """Links, seconds, rows left out."""
    reading = Reading(Rejects(), NOW)
    started_s = time.perf_counter()
    links = sum(
        facts.batch.num_rows
        for facts in read(file_source(path), reading)
        if isinstance(facts, Facts)
    )
    return links, time.perf_counter() - started_s, reading.rejects.counts.total()


def main() -> None:
    """Print one line per kind of file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        for name, quoted, broken, encoding in (
            ("clean", False, False, "utf-8"),
            ("quoted", True, False, "utf-8"),
            ("quoted, UTF-16", True, False, "utf-16"),
            ("1 % broken", True, True, "utf-8"),
        ):
            path = Path(folder) / "export.csv"
            path.write_text(semrush_rows(rows, quoted=quoted, broken=broken), encoding=encoding)
            links, seconds, left_out = measure(path)
            per_s = links / seconds
            print(  # a benchmark's output
                f"{name:16} {links:>9,} links {left_out:>6,} left out {seconds:6.2f} s "
                f"{per_s:>9,.0f} rows/s  {path.stat().st_size / seconds / 1e6:5.0f} MB/s  "
                f"peak {getrusage(RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"
            )


if __name__ == "__main__":
    main()
