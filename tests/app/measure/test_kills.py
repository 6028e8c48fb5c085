"""Kills measure at many moments: the last release stays whole, and the next run ends the work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from backlinkbot.app.measure import measure
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.settings import Settings
from backlinkbot.io.index.graphs.releases import current_release

# Each stage is killed where it is under way or where it begins; stages done before stay done.
KILLS = (
    ("Reading", "inside", set()),
    ("Ordering", "start", {"read"}),
    ("Ordering", "inside", {"read"}),
    ("Building", "start", {"read", "order"}),
    ("Building", "inside", {"read", "order"}),
    ("Finding", "start", {"read", "order", "build"}),
    ("Following", "inside", {"read", "order", "build"}),
    ("Measuring", "inside", {"read", "order", "build"}),
    ("Writing", "start", {"read", "order", "build"}),
)
CHILD = """
import os, signal, sys
from pathlib import Path
from backlinkbot.app.measure import measure
from backlinkbot.app.workspace import Workspace

class Killer:
    stage_now = ""
    def stage(self, name, total=None, unit=""):
        if name.startswith(sys.argv[3]):
            self.stage_now = name
            if sys.argv[4] == "start":
                os.kill(os.getpid(), signal.SIGKILL)
    def reached(self, done):
        if self.stage_now and sys.argv[4] == "inside":
            os.kill(os.getpid(), signal.SIGKILL)

measure(Workspace.open(Path(sys.argv[1])), edges=Path(sys.argv[2]), progress=Killer())
"""


def edge_file(folder: Path, seed: int) -> Path:
    random = np.random.default_rng(seed)
    path = folder / f"edges-{seed}.tsv"
    pairs = random.integers(0, 60, (300, 2)).tolist()
    path.write_text("".join(f"u{s}.edu\tu{t}.edu\n" for s, t in pairs))
    return path


@pytest.mark.parametrize(("stage", "moment", "done"), KILLS)
def test_a_kill_in_any_stage_loses_at_most_that_stage(
    tmp_path: Path, fixed_clock: FixedClock, stage: str, moment: str, done: set[str]
) -> None:
    workspace = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    old = measure(workspace, edges=edge_file(tmp_path, 1)).release
    before = Path(old).read_bytes()
    new = edge_file(tmp_path, 2)
    source = str(Path(__file__).parents[3] / "src")
    arguments = [sys.executable, "-c", CHILD, str(tmp_path / "ws"), str(new), stage, moment]
    environment = os.environ | {"PYTHONPATH": source}
    assert subprocess.run(arguments, env=environment, check=False, timeout=120).returncode == -9
    assert str(current_release(workspace.authority_folder)) == old
    assert Path(old).read_bytes() == before
    after = measure(workspace, edges=new)
    assert not done & after.seconds.keys()
    fresh = Workspace(Settings(workspace=tmp_path / "fresh"), fixed_clock)
    unkilled = measure(fresh, edges=new)
    assert pq.read_table(after.release).equals(pq.read_table(unkilled.release))
