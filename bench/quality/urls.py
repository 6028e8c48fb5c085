"""How exact our URLs are on public test vectors: pass rates, and every difference explained.

Run: python bench/quality/urls.py [folder of the real data]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from backlinkbot.core.urls import (
    canonical,
    clean_host,
    is_public_suffix,
    registered_domain,
    resolve,
)

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
UNEXPLAINED = "unexplained"


@dataclass
class Score:
    """How many vectors of one set came out as written, and why the others did not."""

    name: str
    passed: int = 0
    total: int = 0
    differences: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def count(self, given: object, expected: object, ours: object, reason: str) -> None:
        """Count one vector; `reason` tells a difference if there is one."""
        self.total += 1
        if ours == expected:
            self.passed += 1
            return
        self.differences[reason] += 1
        self.examples.append(f"{reason}: {given!r} → {ours!r}, expected {expected!r}")

    def line(self) -> str:
        """One line of the table."""
        reasons = "; ".join(f"{n} {reason}" for reason, n in self.differences.most_common())
        return f"{self.name:<44} {self.passed:>5} / {self.total:<5} {reasons}"


def whatwg(data: Path) -> Score:
    """`resolve` on the URL parsing vectors of web-platform-tests."""
    score = Score("WHATWG urltestdata (resolve)")
    for case in _json(data, "wpt-urltestdata"):
        expected = None if case.get("failure") else case["href"]
        score.count(case, expected, resolve(case["input"], case.get("base")), UNEXPLAINED)
    return score


def canonical_keeps_whatwg_hosts(data: Path) -> Score:
    """Whether `canonical` leads to the host a browser would ask, wherever it gives a form."""
    score = Score("WHATWG urltestdata (host of canonical)")
    for case in _json(data, "wpt-urltestdata"):
        href = canonical(case["input"], case.get("base"))
        if href is None:
            continue
        expected = case["host"].removesuffix(".") if not case.get("failure") else None
        score.count(case, expected, href.split("/")[2], UNEXPLAINED)
    return score


def idna(data: Path, name: str) -> Score:
    """Host names to A-labels, as a part of a URL."""
    score = Score(f"IDNA {name} (resolve)")
    for case in _json(data, f"wpt-{name}"):
        if not case["input"]:  # tells about ToASCII alone: a URL with no host is another matter
            continue
        url = resolve(f"https://{case['input']}/x")
        host = None if url is None else url.removeprefix("https://").removesuffix("/x")
        score.count(case["input"], case["output"], host, UNEXPLAINED)
    return score


def public_suffixes(data: Path, name: str) -> Score:
    """Registrable domains by the vectors of the Public Suffix List."""
    score = Score(f"Public suffix vectors {name}")
    text = (data / "crawl" / f"psl-{name}.txt").read_text("utf-8")
    for given, expected in _suffix_cases(text):
        host = None if given is None else clean_host(given)
        ours = None if host is None or is_public_suffix(host) else registered_domain(host)
        wanted = None if expected is None else clean_host(expected)
        score.count(given, wanted, ours, UNEXPLAINED)
    return score


def _suffix_cases(text: str) -> Iterator[tuple[str | None, str | None]]:
    for line in text.splitlines():
        if line.startswith("//") or not line.strip():
            continue
        found = re.match(r"checkPublicSuffix\((.+), (.+)\);", line)
        pair = found.groups() if found else line.split()
        given, expected = (None if part == "null" else part.strip("'") for part in pair)
        yield given, expected


def normaliser(data: Path) -> Score:
    """`canonical` against the pairs of crawler-commons' basic URL normaliser."""
    score = Score("crawler-commons normaliser (canonical)")
    for given, expected in _csv(data, "normalizer/weirdToNormalizedUrls.csv", columns=2):
        ours = canonical(given)
        score.count(given, expected, ours, why_other(given, ours, expected))
    return score


def invalid(data: Path) -> Score:
    """`canonical` of what crawler-commons calls invalid."""
    score = Score("crawler-commons invalid URLs (canonical)")
    for (given,) in _csv(data, "normalizer/invalidUrls.csv", columns=1):
        score.count(given, None, canonical(given), UNEXPLAINED)
    return score


def resolving(data: Path) -> Score:
    """`resolve` against the pairs of crawler-commons' URL resolver."""
    score = Score("crawler-commons url-resolve (resolve)")
    for href, base, expected in _csv(data, "url-utils/url-resolve.csv", columns=3):
        score.count((href, base), expected, resolve(href, base or None), UNEXPLAINED)
    return score


def why_other(given: str, ours: str | None, expected: str) -> str:
    """The rule of ours that alone makes the difference: with it undone, both are equal."""
    if ours is None:
        return _why_none(given)
    for reason, undo in _UNDO.items():
        if undo(ours) == expected:
            return reason
    return UNEXPLAINED


def _why_none(given: str) -> str:
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", given)
    if scheme is None:
        return "no scheme and no page: nothing to join it to"
    if scheme[0].lower() not in {"http:", "https:"}:
        return "not http or https"
    return "no host" if not given[len(scheme[0]) :].strip("/") else UNEXPLAINED


def _one_slash(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{re.sub('/+', '/', rest)}"


def _sorted_parameters(url: str) -> str:
    path, _, query = url.partition("?")
    return path + "?" + "&".join(sorted(query.split("&")))


def _no_empty_parameters(url: str) -> str:
    path, _, query = url.partition("?")
    named = [piece for piece in query.split("&") if piece.partition("=")[0]]
    short = sorted(piece.removesuffix("=") for piece in named)
    return path + "?" + "&".join(short)


_UNDO: dict[str, Callable[[str], str]] = {
    "empty path segments stay": _one_slash,
    "parameters stay in order": _sorted_parameters,
    "empty parameters stay": _no_empty_parameters,
}


def _json(data: Path, name: str) -> list[dict[str, str]]:
    cases = json.loads(gzip.decompress((data / "crawl" / f"{name}.json.gz").read_bytes()))
    return [case for case in cases if isinstance(case, dict)]


def _csv(data: Path, name: str, *, columns: int) -> Iterator[list[str]]:
    with tarfile.open(data / "crawl" / "crawler-commons-fixtures.tar.gz") as archive:
        member = archive.extractfile(name)
        assert member is not None
        text = member.read().decode("utf-8")
    lines = (line for line in text.split("\n") if line.strip() and not line.startswith("#"))
    for row in csv.reader(lines, skipinitialspace=True):
        yield (row + [""] * columns)[:columns]


def scores(data: Path) -> list[Score]:
    """All sets, scored."""
    return [
        whatwg(data),
        canonical_keeps_whatwg_hosts(data),
        idna(data, "toascii"),
        idna(data, "IdnaTestV2"),
        public_suffixes(data, "test_psl"),
        public_suffixes(data, "tests"),
        normaliser(data),
        invalid(data),
        resolving(data),
    ]


def report(data: Path) -> str:
    """The table of pass rates, one line a set."""
    return "\n".join(score.line() for score in scores(data))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    options = parser.parse_args()
    print(report(options.data))


if __name__ == "__main__":
    main()
