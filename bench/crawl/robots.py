"""Decisions on robots.txt against Google's own, the worst real file, and hostile files.

Run: python bench/crawl/robots.py [folder of the real data]
Prints JSON. Peers: the standard library's reader, and protego where it is installed
(`uv pip install protego`). Times are CPU milliseconds of this process, parse and one decision.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from time import process_time
from typing import NamedTuple
from urllib.robotparser import RobotFileParser

from backlinkbot.io.crawl.robots import MOST_BYTES, Robots

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
TRIES = 3  # the best of them: what the file costs, not what else the machine does

Decide = Callable[[bytes, str, str], bool]


class Case(NamedTuple):
    """One question, and Google's answer."""

    file: bytes
    agent: str
    url: str
    allowed: bool


def published_cases(data: Path) -> list[Case]:
    """The 145 decisions of the matcher's published tests."""
    with gzip.open(data / "crawl" / "google-robots-cases.jsonl.gz") as lines:
        told = [json.loads(line) for line in lines]
    return [
        Case(
            bytes.fromhex(one["robots_hex"]),
            bytes.fromhex(one["agent_hex"]).decode(),
            bytes.fromhex(one["url_hex"]).decode(),
            one["allowed"],
        )
        for one in told
    ]


def real_files(data: Path) -> dict[str, bytes]:
    """Real robots.txt files by host."""
    files = {}
    with tarfile.open(data / "crawl" / "robots-txt.tar.gz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                files[Path(member.name).name] = stream.read()
    return files


def real_cases(data: Path, files: dict[str, bytes]) -> list[Case]:
    """Google's answers over the real files."""
    path = data / "crawl" / "robots-decisions.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        next(lines)
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [Case(files[file], agent, url, told == "1") for file, agent, url, told in rows]


def ours(file: bytes, agent: str, url: str) -> bool:
    return Robots.parse(file).allows(agent, url).allowed


def standard_library(file: bytes, agent: str, url: str) -> bool:
    reader = RobotFileParser()
    reader.parse(file.decode("utf-8", "replace").splitlines())
    return reader.can_fetch(agent, url)


def peers() -> dict[str, Decide]:
    """Ours and whoever else is here."""
    found: dict[str, Decide] = {"ours": ours, "standard library": standard_library}
    try:
        from protego import Protego  # type: ignore[import-not-found]  # a peer, not always here
    except ImportError:
        return found
    found["protego"] = lambda file, agent, url: bool(
        Protego.parse(file.decode("utf-8", "replace")).can_fetch(url, agent)
    )
    return found


def agreement(cases: Iterable[Case], decide: Decide) -> dict[str, int]:
    """How often a way agrees, fetches what it must not, and leaves what it might fetch."""
    counts = Counter({"agrees": 0, "unsafe": 0, "too careful": 0})
    for case in cases:
        try:
            allowed = decide(case.file, case.agent, case.url)
        except (ValueError, UnicodeError):
            counts["fails"] += 1
            continue
        agrees = allowed == case.allowed
        counts["agrees" if agrees else "unsafe" if allowed else "too careful"] += 1
    return dict(counts)


def cost_ms(file: bytes, url: str) -> tuple[float, float]:
    """CPU milliseconds to parse a file, and to decide."""
    best_parse = best_decision = float("inf")
    for _ in range(TRIES):
        began = process_time()
        robots = Robots.parse(file)
        parsed = process_time()
        robots.allows("BacklinkBot", url)
        best_decision = min(best_decision, process_time() - parsed)
        best_parse = min(best_parse, parsed - began)
    return best_parse * 1000, best_decision * 1000


def worst_real(files: dict[str, bytes], cases: Iterable[Case]) -> dict[str, object]:
    """The real file that costs most."""
    names = {id(file): name for name, file in files.items()}
    urls = {id(case.file): case.url for case in cases}
    costs = {name: cost_ms(files[name], urls.get(key, "/")) for key, name in names.items()}
    worst = max(costs, key=lambda name: sum(costs[name]))
    parse, decision = costs[worst]
    return {
        "file": worst,
        "bytes": len(files[worst]),
        "parse_ms": round(parse, 2),
        "decision_ms": round(decision, 2),
        "worst_ms": round(parse + decision, 2),
    }


def hostile() -> dict[str, tuple[bytes, str]]:
    """Files of 500 KiB made to cost as much as they can, and the address that suits them."""
    noise = random.Random(0)  # noqa: S311 - the same file in every run
    long_path = "/" + "a" * 7_900

    def filled(line: Callable[[int], str], begin: str = "User-agent: *\n") -> bytes:
        lines, size, number = [begin], len(begin), 0
        while size < MOST_BYTES:
            lines.append(line(number) + "\n")
            size += len(lines[-1])
            number += 1
        return "".join(lines).encode()

    return {
        "one pattern /*a*a*a… b": (b"User-agent: *\nDisallow: /" + b"*a" * 8_000 + b"b", long_path),
        "patterns *a*a*a…b": (filled(lambda n: f"Disallow: /{'*a' * 40}b{n}"), long_path),
        "one short pattern *ab": (filled(lambda _: "Allow:/*ab"), long_path),
        "short patterns *ab": (filled(lambda n: f"Allow:/*ab{n:x}"), long_path),
        "the same, shorter": (filled(lambda n: f"Allow:/*ab{n:x}"), long_path[:500]),
        "many plain rules": (filled(lambda n: f"Disallow: /{n}"), long_path),
        "many agents": (
            filled(lambda n: f"User-agent: a{'bcdefghij'[n % 9]}\nDisallow: /{n}"),
            "/",
        ),
        "one letter lines": (filled(lambda _: "x"), "/"),
        "empty lines": (b"\n" * MOST_BYTES, "/"),
        "colons": (b":" * MOST_BYTES, "/"),
        "escapes": (filled(lambda n: f"Disallow: /%{n % 100:02d}%e4%41*"), "/" + "%41" * 2_600),
        "noise": (noise.randbytes(MOST_BYTES), long_path),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    data = parser.parse_args().data
    files = real_files(data)
    published, real = published_cases(data), real_cases(data, files)
    costs = {name: cost_ms(*case) for name, case in hostile().items()}
    document = {
        "published cases": {name: agreement(published, way) for name, way in peers().items()},
        "real files": {name: agreement(real, way) for name, way in peers().items()},
        "worst real file": worst_real(files, real),
        "hostile files, ms": {
            name: {"parse": round(parse, 1), "decision": round(decision, 1)}
            for name, (parse, decision) in costs.items()
        },
    }
    print(json.dumps(document, indent=1))


if __name__ == "__main__":
    main()
