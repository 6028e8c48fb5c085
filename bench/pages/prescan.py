"""The pre-scan's speed over real pages, beside the parser it protects.

Run: python bench/pages/prescan.py [folder of the real data]
"""

from __future__ import annotations

import argparse
from pathlib import Path
from time import process_time

from fastwarc.warc import ArchiveIterator, WarcRecordType

from backlinkbot.core.pages.links import parsed
from backlinkbot.core.pages.prescan import refusal

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PASSES = 5


def main() -> None:
    """Print megabytes per second of the scan and of parsing, and what was refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    archive = parser.parse_args().data / "pages" / "multi-domain-pages.warc.gz"
    with archive.open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response)
        pages = [record.reader.read() for record in records]
    megabytes = PASSES * sum(map(len, pages)) / 1e6
    started = process_time()
    refused = sum(refusal(page) is not None for _ in range(PASSES) for page in pages)
    scanned_s = process_time() - started
    started = process_time()
    for _ in range(PASSES):
        for page in pages:
            parsed(page)
    parsed_s = process_time() - started
    print(f"pre-scan {megabytes / scanned_s:6.0f} MB/s, {refused} refused")
    print(f"parser   {megabytes / parsed_s:6.0f} MB/s")


if __name__ == "__main__":
    main()
