"""Kill -9 of `ingest` at random moments: the published state each time, and the end result.

Run: python bench/hostile/kills.py [--kills 200]. A workspace holds one import; the second one is
killed at a random moment of its life, its start and its end included. Afterwards the index must
verify clean and answer either as before or as after the whole import; now and then the import is
let through, and must give what a run that was never killed gives.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"
if str(SRC) not in sys.path:
    sys.path.insert(0, str(SRC))

SEED = 11
KILLS = 200
SITES = 60
ARCHIVES = 3
TOLD_EVERY = 20


def start(workspace: Path, *words: str) -> subprocess.Popen[bytes]:
    """The program as a process of its own, with its workers in the same process group."""
    return subprocess.Popen(
        [sys.executable, "-m", "backlinkbot", "--workspace", str(workspace), *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(SRC), "BACKLINKBOT_WORKERS": "1"},
    )  # fmt: skip


def state(folder: Path, domain: str) -> tuple[str, str]:
    """The published snapshot's name, and a hash of its answers; raises where it is not whole."""
    from backlinkbot.app.upkeep import index_verify
    from backlinkbot.app.workspace import Workspace

    workspace = Workspace.open(folder)
    try:
        faults = index_verify(workspace)
        if faults:
            raise AssertionError(f"the published index is not whole: {faults}")
        current = workspace.index.current()
        rows = workspace.index.links(domain).to_pylist()
        text = json.dumps(sorted(rows, key=str), default=str, sort_keys=True)
        return (current.name if current else ""), hashlib.sha256(text.encode()).hexdigest()
    finally:
        workspace.close()


def run(kills: int, *, seed: int = SEED, tell: bool = True) -> Counter[str]:
    """How often the state was as before, and as after; anything else is an AssertionError."""
    from backlinkbot.io.samples.write import write_all
    from backlinkbot.logic.tiny_web.world import make_world

    rng = random.Random(seed)  # noqa: S311 - moments to kill at, no secret
    world = make_world(seed=7, sites=SITES)
    ends: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_all(world, folder / "web")
        first = next(f.path for f in files if f.format == "semrush" and f.about == world.client)
        second = [str(f.path) for f in files if f.format == "warc"][:ARCHIVES]
        origin = folder / "origin"
        assert start(origin, "ingest", str(first)).wait() == 0
        before = state(origin, world.client)
        whole = folder / "whole"
        shutil.copytree(origin, whole)
        began_s = time.monotonic()
        assert start(whole, "ingest", *second).wait() == 0
        lasts_s = time.monotonic() - began_s
        after = state(whole, world.client)
        assert after[1] != before[1]
        work = folder / "work"
        shutil.copytree(origin, work)
        for number in range(kills):
            kill_after(start(work, "ingest", *second), rng.uniform(0, 1.1) * lasts_s)
            found = state(work, world.client)
            assert found == before or found[1] == after[1], (number, found, before, after)
            ends["as before" if found == before else "as after"] += 1
            if found != before:
                shutil.rmtree(work)
                shutil.copytree(origin, work)
            if tell and (number + 1) % TOLD_EVERY == 0:
                print(f"{number + 1} kills: {dict(ends)}", flush=True)
        assert start(work, "ingest", *second).wait() == 0
        assert state(work, world.client)[1] == after[1], "the run after the kills differs"
    return ends


def kill_after(program: subprocess.Popen[bytes], delay_s: float) -> None:
    """Let it live so long, then kill it and its workers at once."""
    try:
        program.wait(delay_s)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, 9)
        program.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    wanted = parser.parse_args().kills
    result = run(wanted)
    print(f"{wanted} kills: {dict(result)}; every published state whole, the last import complete")
