"""What lint finds in a real disavow file, what our own lists know, and how fast it is.

Run: python bench/quality/disavow.py [folder of the real data]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from time import process_time

import numpy as np
import pyarrow as pa

from backlinkbot.core.clock import SystemClock
from backlinkbot.core.urls import registered_domain, unreversed_name
from backlinkbot.logic.graph.seeds import PACKAGED, read_seeds
from backlinkbot.logic.judge.disavow.facts import DisavowFacts, Fame, place_fame, well_known
from backlinkbot.logic.judge.disavow.lines import Severity, written
from backlinkbot.logic.judge.disavow.lint import LineFinding, lint
from backlinkbot.logic.judge.disavow.merge import Entry, disavow_text, merge
from backlinkbot.logic.judge.disavow.parse import parse
from backlinkbot.logic.judge.disavow.units import unit_of

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
LINES = 100_000  # of the speed run: as many as a file may have
TOP = 1_000
SEED = 20_261_121
DRAWS = 2_000
REASONS = (
    ("public suffix", "is a public suffix"),
    ("hosting root, public suffix list", "hosting root by the public suffix list"),
    ("hosting root, our list", "hosting root by our list"),
    ("platform of pages, our list", "is a platform on which anybody"),
    ("well known, place 1-1,000", "by Common Crawl: keep"),
    ("well known, our lists", "our list of"),
    ("part of a platform or a well-known site", "a part of"),
    ("checked registry (.edu, .gov …)", "a registry that checks"),
    ("IP address", "is an IP address"),
    ("double", "says the same"),
    ("covered by another line", "covers it already"),
)


def common_crawl(data: Path) -> dict[str, int]:
    """Place by harmonic centrality of the first thousand domains."""
    path = data / "authority" / "cc-rank-domain-top1000-cc-main-2025-oct-nov-dec.json.gz"
    rows = json.loads(gzip.decompress(path.read_bytes()))["rows"]
    return {unreversed_name(row[4]): int(row[0]) for row in rows}


def majestic(data: Path) -> dict[str, int]:
    """Place in Majestic's list, of those domains that the slice holds."""
    text = gzip.decompress((data / "authority" / "majestic-top15000.csv.gz").read_bytes()).decode()
    return {row["Domain"]: int(row["GlobalRank"]) for row in csv.DictReader(io.StringIO(text))}


def shipped(names: Iterable[str]) -> dict[str, Fame]:
    """What our own lists know without any data: well-known sites, seeds, checked registries."""
    found = dict(well_known())
    domains = sorted({registered_domain(name) for name in names})
    text = (files("backlinkbot.logic.graph") / "data" / PACKAGED).read_text("utf-8")
    seeds = read_seeds(text, PACKAGED)
    named = Fame("a site where trust starts (our list of seeds)")
    registry = Fame("in a registry that checks who it names", Severity.WARNING)
    for row in seeds.nodes(pa.array(domains, pa.string())):
        found.setdefault(domains[row], named if domains[row] in seeds.names else registry)
    return found


def ranked(places: Mapping[str, int], known: Mapping[str, Fame]) -> dict[str, Fame]:
    """Our own lists, and places by Common Crawl where there is one."""
    by_place = ((name, place_fame("Common Crawl", place)) for name, place in places.items())
    return {**known, **{name: fame for name, fame in by_place if fame is not None}}


def by_reason(findings: Iterable[LineFinding]) -> Counter[str]:
    """Findings per kind of reason; what is none of them by its severity."""
    counts: Counter[str] = Counter()
    for one in findings:
        kind = next((name for name, words in REASONS if words in one.reason), "")
        counts[kind or f"other {one.severity}"] += 1
    return counts


def interval(hits: int, of: int) -> str:
    """A share with the middle 95 % of a bootstrap over its cases."""
    draws = np.random.default_rng(SEED).binomial(of, hits / of, DRAWS) / of
    low, high = np.quantile(draws, (0.025, 0.975))
    return f"{hits / of:.3f} [{low:.3f}, {high:.3f}]"


def show_real(data: Path, path: Path) -> None:
    """The findings of the real file, with our lists alone and with Common Crawl's ranks."""
    stored = gzip.decompress(path.read_bytes())
    file = parse(stored)
    assert written(file) == stored
    known = shipped(line.name for line in file.entries)
    places = common_crawl(data)
    columns = [DisavowFacts(fame=known), DisavowFacts(fame=ranked(places, known))]
    counts = [by_reason(lint(file, facts)) for facts in columns]
    print(f"{path.name}: {len(file.entries):,} entries")
    print(f"{'findings':<44}{'our lists':>12}{'with ranks':>12}")
    for kind in dict.fromkeys([*(name for name, _ in REASONS), *counts[0], *counts[1]]):
        print(f"{kind:<44}{counts[0][kind]:>12,}{counts[1][kind]:>12,}")
    famous = {line.name for line in file.entries} & places.keys()
    alone = {one.text.removeprefix("domain:") for one in errors(lint(file, columns[0]))}
    print(f"of its {len(famous)} sites in Common Crawl's first thousand, our lists alone find "
          f"{len(famous & alone)} (they were written with this file known)")  # fmt: skip
    merged = merge(parse(b""), file, SystemClock().today(), columns[1])
    again = merge(merged.file, file, SystemClock().today(), columns[1])
    print(f"merged into an empty file: {len(merged.added):,} added, {len(merged.refused)} refused; "
          f"merged again: {len(again.added)} added, same bytes "
          f"{written(again.file) == written(merged.file)}")  # fmt: skip


def errors(findings: Iterable[LineFinding]) -> list[LineFinding]:
    """Only the errors."""
    return [one for one in findings if one.severity is Severity.ERROR]


def show_protection(data: Path) -> None:
    """Of the web's best-known sites, how many no line would be written for."""
    print(f"\n{'never written, by our lists alone':<44}{'sites':>8}  share [95 %]")
    majestic_top = [name for name, place in majestic(data).items() if place <= TOP]
    for title, names in (
        ("Common Crawl, first thousand", list(common_crawl(data))),
        ("Majestic, those of its first thousand", majestic_top),
        ("Majestic, all of the slice to 15,000", list(majestic(data))),
    ):
        facts = DisavowFacts(fame=shipped(names))
        hits = sum(bool(unit_of(name, facts).refused) for name in names)
        print(f"{title:<44}{len(names):>8,}  {interval(hits, len(names))}")


def show_false_alarms(data: Path) -> None:
    """Of known spam, how much we would refuse to write."""
    names = (data / "spam" / "referrer-spammers.txt").read_text("utf-8").split()
    facts = DisavowFacts(fame=ranked(common_crawl(data), shipped(names)))
    refused = {name: unit_of(name, facts).refused for name in names}
    hits = [name for name, reason in refused.items() if reason]
    print(f"\nreferrer spam refused: {interval(len(hits), len(names))} of {len(names):,}")
    print(f"  {', '.join(hits)}")


def show_speed() -> None:
    """CPU seconds for the longest file there may be."""
    text = "".join(f"domain:h{n}.site{n % 70_000}.com\n" for n in range(LINES))
    data = text.encode()
    facts = DisavowFacts(fame=well_known())
    entries = [Entry(line, ("a reason",), "a group") for line in text.split()[: LINES // 2]]
    today = SystemClock().today()
    ways: tuple[tuple[str, Callable[[], object]], ...] = (
        ("parse", lambda: parse(data)),
        ("lint, with parsing", lambda: lint(parse(data), facts)),
        ("disavow_text, half as many", lambda: disavow_text(entries, None, today, facts)),
    )
    print()
    for title, way in ways:
        start = process_time()
        way()
        print(f"{title:<32} {LINES:>8,} lines {process_time() - start:>6.2f} s")


def main() -> None:
    """All tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("data", nargs="?", type=Path, default=DATA)
    data = options.parse_args().data
    show_speed()
    path = data / "spam" / "disavow-google-spamlist.txt.gz"
    if not path.is_file():
        print(f"the real data is not in {data}")
        return
    print()
    show_real(data, path)
    show_protection(data)
    show_false_alarms(data)


if __name__ == "__main__":
    main()
