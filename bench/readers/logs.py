"""How fast an access log becomes visits: one core, a made log with people, bots and parts of pages.

python bench/readers/logs.py [--lines 300000]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from backlinkbot.core.facts import Rejects
from backlinkbot.io.readers.stored import file_source
from backlinkbot.io.readers.visits.format import VisitReading
from backlinkbot.io.readers.visits.read import visits_format_of

SITE = "acme.example"
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
    "Googlebot/2.1 (+http://www.google.com/bot.html)",
)
PAGES, SENDERS, ADDRESSES = 3_000, 5_000, 40_000
SHARE_OF_PAGES, SHARE_OF_REFERRERS = 0.3, 0.9


def write(path: Path, lines: int) -> None:
    """A log of some weeks, a line every few seconds."""
    rng = random.Random(1)  # noqa: S311 - a made log
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with path.open("w", encoding="utf-8") as out:
        for _ in range(lines):
            at += timedelta(seconds=rng.expovariate(0.3))
            out.write(line(rng, at))


def line(rng: random.Random, at: datetime) -> str:
    """One request: three in ten for a page, the others for its parts."""
    is_page = rng.random() < SHARE_OF_PAGES
    path = f"/p/{rng.randrange(PAGES)}" if is_page else f"/static/{rng.randrange(200)}.css"
    sender = f"https://s{rng.randrange(SENDERS)}.example/post/{rng.randrange(9)}"
    referrer = rng.choice([sender, "https://www.google.com/", "-"])
    if not is_page:
        referrer = f"https://{SITE}/p/1" if rng.random() < SHARE_OF_REFERRERS else "-"
    who = rng.randrange(ADDRESSES)
    return (
        f"10.0.{who // 250}.{who % 250} - - [{at:%d/%b/%Y:%H:%M:%S} +0000] "
        f'"GET {path} HTTP/1.1" 200 512 "{referrer}" "{rng.choice(AGENTS)}"\n'
    )


def main() -> None:
    """Print lines and megabytes a second, and the memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=300_000)
    lines = parser.parse_args().lines
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "access.log"
        write(path, lines)
        source = file_source(path)
        reading = VisitReading(Rejects(), SITE)
        _, form = visits_format_of(source)
        begun_s = time.process_time()
        kept = sum(facts.rows.num_rows for facts in form.read(source, reading))
        spent_s = time.process_time() - begun_s
        size_mb = path.stat().st_size / 1e6
    peak_mb = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    out = reading.left_out.total()
    print(f"{lines:,} lines, {size_mb:.0f} MB: {kept:,} sums kept, {out:,} left out")
    print(f"{lines / spent_s:,.0f} lines/s of CPU, {size_mb / spent_s:.1f} MB/s")
    print(f"peak memory {peak_mb:,.0f} MB")


if __name__ == "__main__":
    main()
