"""Kill a process that ingests, compacts and takes imports back again and again; see what is left.

    python bench/index/kills.py [--kills 200] [--lanes 3]

After each kill -9 the index must be whole, must hold every step that was acknowledged, and must
answer exactly as an index that was never disturbed and has taken the same steps. Before some steps
a wrong file is read and taken back, by `forget` or `undo`: it is either there or wholly gone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import pyarrow as pa

from backlinkbot.core import columns
from backlinkbot.core.clock import SystemClock
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.io.index.read import Index
from backlinkbot.io.index.sources import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = 7
COMPACT_EVERY = 3
MISTAKE_EVERY = 3  # snapshots
WRONG = "wrong.csv"
ROWS_A_STEP = 200
TARGETS = [f"t{n}.example" for n in range(6)]
START = datetime(2026, 1, 1, tzinfo=UTC)
LONGEST_DELAY_S = 1.5  # four publications: every moment of one is hit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the kills did: how many, at how many different states, and what was wrong after."""

    kills: int
    states_seen: int
    faults: tuple[str, ...]


def facts_of(step: int) -> list[Facts]:
    """What step number `step` adds: new links, pages read again with and without their links."""
    chance = random.Random(step)  # noqa: S311  # made-up data, not a secret
    moment = START + timedelta(days=step)
    links, pages = [], []
    for _ in range(ROWS_A_STEP):
        site, name = chance.randrange(40), chance.randrange(30)
        url = f"https://s{site}.example/{name}"
        pages.append(_row(columns.page_facts(), url=url, domain=f"s{site}.example", status=200,
                          external_links=1, text=f"text {step}", fetched_at=moment,
                          reporter="warc", evidence=f"{step}.warc.gz@{name}"))  # fmt: skip
        if chance.random() < 0.7:  # noqa: PLR2004  # the others were removed from their page
            target = chance.choice(TARGETS)
            links.append(_row(columns.link_facts(), source_url=url, target_domain=target,
                              source_domain=f"s{site}.example", occurrence=0, followed=True,
                              target_url=f"https://{target}/{name % 5}", anchor=f"word {name}",
                              seen_at=moment, reporter="warc",
                              evidence=f"{step}.warc.gz@{name}"))  # fmt: skip
    return [_facts(FactKind.LINKS, links), _facts(FactKind.PAGES, pages)]


def _row(schema: pa.Schema, **told: object) -> dict[str, Any]:
    return dict.fromkeys(schema.names) | told


def _facts(kind: FactKind, rows: list[dict[str, Any]]) -> Facts:
    schema = columns.link_facts() if kind is FactKind.LINKS else columns.page_facts()
    return Facts(kind, pa.RecordBatch.from_pylist(rows, schema=schema))


def wrong_facts(step: int) -> Facts:
    """Another reporter's word on links of the steps before, and links that nobody else knows."""
    told = next(facts for facts in facts_of(step - 1) if facts.kind is FactKind.LINKS)
    rows = [
        row | {"reporter": "moz", "anchor": "wrong", "nofollow": True, "evidence": f"{WRONG}:{n}"}
        for n, row in enumerate(told.batch.to_pylist(), 2)
    ]
    more = [row | {"source_url": f"{row['source_url']}/wrong"} for row in rows]
    return _facts(FactKind.LINKS, rows + more)


def err(index: Index, step: int) -> None:
    """Read a wrong file."""
    with index.begin() as draft:
        draft.add(wrong_facts(step))
        draft.add_source(SourceRecord(WRONG, f"wrong {step}", "moz", "moz"))
        draft.publish(START + timedelta(days=step))


def amend(index: Index, step: int, *, by_undo: bool = False) -> bool:
    """Take the wrong file back, where one was read; whether one was."""
    wrong = [source for source in index.sources() if source.name == WRONG]
    if wrong and by_undo:
        index.undo(START + timedelta(days=step))
    elif wrong:
        index.forget(wrong, START + timedelta(days=step))
    return bool(wrong)


def take(index: Index, step: int) -> None:
    """Ingest one step, and compact every few; a wrong file comes before it now and then.

    By the snapshot's number, so that a process that was killed then does not err for ever.
    """
    current = index.current()
    number = int(current.name.split("-")[0]) if current else 0
    if not amend(index, step) and step > 1 and number % MISTAKE_EVERY == 0:
        err(index, step)
        amend(index, step, by_undo=number % 2 == 0)
    _add(index, step)


def _add(index: Index, step: int) -> None:
    with index.begin() as draft:
        for facts in facts_of(step):
            draft.add(facts)
        draft.add_source(SourceRecord(f"{step}.warc.gz", str(step), "warc", "warc"))
        draft.publish(START + timedelta(days=step))
    if step % COMPACT_EVERY == 0:
        index.compact(START + timedelta(days=step), kept=timedelta(0))


def steps_in(index: Index) -> int:
    """How many steps an index has taken."""
    return sum(source.name != WRONG for source in index.sources())


def fingerprint(index: Index) -> str:
    """A digest of every answer: links, referring domains, pages."""
    digest = hashlib.blake2b()
    tables = [index.links(target) for target in TARGETS]
    tables += [index.referring_domains(target) for target in TARGETS]
    tables += [index.pages(f"s{site}.example") for site in range(0, 40, 8)]
    for table in tables:
        digest.update(json.dumps(table.to_pylist(), default=str).encode())
    return digest.hexdigest()


def expected(folder: Path) -> list[set[str]]:
    """The fingerprints after no step, one step, two … in indexes that nobody disturbs.

    One without a mistake, and one with it.
    """
    prints: list[set[str]] = []
    with Index.open(folder / "clean") as index, Index.open(folder / "mistaken") as other:
        for step in range(STEPS + 1):
            if step:
                _add(index, step)
                _add(other, step)
            prints.append({fingerprint(index)})
            if step:
                err(other, step + 1)
                prints[-1].add(fingerprint(other))
                amend(other, step + 1)
    return prints


def work(folder: Path, name: str) -> None:
    """Go on from where the index is; say so when ready, and acknowledge each step taken."""
    with Index.open(folder) as index:
        os.write(1, f"{name}ready\n".encode())
        for step in range(steps_in(index) + 1, STEPS + 1):
            take(index, step)
            os.write(1, f"{step}\n".encode())


def disturb(folder: Path, prints: Sequence[set[str]], kills: int, seed: int) -> Outcome:
    """Start and kill workers in `folder`; a new index is begun whenever one has all steps."""
    chance, clock = random.Random(seed), SystemClock()  # noqa: S311  # moments, not secrets
    faults: list[str] = []
    states: set[int] = set()
    done = turn = 0
    nursery = Nursery()
    while done < kills:
        home = folder / str(turn)
        acknowledged, was_killed = nursery.one_life(home, chance.random() * LONGEST_DELAY_S, clock)
        done += was_killed
        with Index.open(home) as index:
            steps = steps_in(index)
            states.add(steps)
            if steps < acknowledged:
                faults.append(f"step {acknowledged} was acknowledged, {steps} are there")
            if fingerprint(index) not in prints[steps]:
                faults.append(f"after {steps} steps the answers are others")
            faults += [fault.sentence for fault in index.verify()]
        turn += steps == STEPS
    nursery.close()
    return Outcome(done, len(states), tuple(faults))


class Nursery:
    """A process that has everything loaded and forks workers, so that starting one costs little."""

    def __init__(self) -> None:
        command = [sys.executable, __file__, "--nursery"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def one_life(self, folder: Path, delay_s: float, clock: SystemClock) -> tuple[int, bool]:
        """Run a worker and kill it; the last step it acknowledged, and if it was still at work."""
        if self._process.stdin is None or self._process.stdout is None:
            raise SystemExit("the nursery did not start")
        self._process.stdin.write(f"{folder}\n")
        self._process.stdin.flush()
        worker = int(self._process.stdout.readline())
        if self._process.stdout.readline() != "ready\n":
            raise SystemExit("the worker did not start")
        clock.sleep(delay_s)
        os.kill(worker, signal.SIGKILL)  # it stays a zombie until the nursery has told its end
        self._process.stdin.write("killed\n")
        self._process.stdin.flush()
        said: list[str] = []
        while not (line := self._process.stdout.readline()).startswith("ended"):
            if not line:
                raise SystemExit("the nursery ended by itself")
            said.append(line)
        status = int(line.split()[1])
        if status not in (0, -signal.SIGKILL):
            raise SystemExit("the worker failed by itself")
        return max(map(int, said), default=0), status == -signal.SIGKILL

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def nurse() -> None:
    """Fork a worker for each folder that is named, and tell how it ended once it was killed."""
    import duckdb  # noqa: F401  # before the first fork

    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            try:
                work(Path(line.strip()), f"{os.getpid()}\n")
                os._exit(0)
            finally:  # never back into the loop of the nursery
                os._exit(1)
        sys.stdin.readline()
        _, status = os.waitpid(worker, 0)
        sys.stdout.write(f"ended {os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def run(folder: Path, kills: int, lanes: int) -> Outcome:
    """Kill `kills` workers in `lanes` indexes side by side."""
    prints = expected(folder / "undisturbed")

    def share(lane: int) -> int:
        return kills // lanes + (lane < kills % lanes)

    with ThreadPoolExecutor(lanes) as pool:
        parts = list(
            pool.map(
                lambda lane: disturb(folder / f"lane{lane}", prints, share(lane), lane),
                range(lanes),
            )
        )
    return Outcome(
        sum(part.kills for part in parts),
        max(part.states_seen for part in parts),
        tuple(fault for part in parts for fault in part.faults),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--lanes", type=int, default=3)
    parser.add_argument("--nursery", action="store_true")
    asked = parser.parse_args()
    if asked.nursery:
        nurse()
        return
    with tempfile.TemporaryDirectory(prefix="backlinkbot-kills-") as folder:
        outcome = run(Path(folder), asked.kills, asked.lanes)
    sys.stdout.write(f"{outcome.kills} kills at {outcome.states_seen} different states: ")
    sys.stdout.write("; ".join(outcome.faults) or "every one left the last published state, whole")
    sys.stdout.write("\n")
    raise SystemExit(bool(outcome.faults))


if __name__ == "__main__":
    main()
