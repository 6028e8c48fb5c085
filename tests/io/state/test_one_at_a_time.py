"""A turn is one process's at a time, and ends with it however it ends; on both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from backlinkbot.io.state.store import State
from backlinkbot.io.state.turns import turn

HOLDER = """
import sys
from pathlib import Path
from backlinkbot.io.state.store import State
from backlinkbot.io.state.turns import turn
with State.open(Path(sys.argv[1]), sys.argv[2]) as state, turn(state, "send") as is_ours:
    print(bool(is_ours), flush=True)
    sys.stdin.read()
"""


def holder(folder: Path, url: str) -> subprocess.Popen[bytes]:
    source = Path(__file__).parents[3] / "src"
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, folder, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(source)},
    )  # fmt: skip


def is_free(state: State, name: str = "send") -> bool:
    with turn(state, name) as is_ours:
        return is_ours is not None


def test_another_process_has_the_turn_until_it_is_killed(tmp_path: Path, database_url: str) -> None:
    with State.open(tmp_path, database_url) as state:
        with holder(tmp_path, database_url) as other:
            assert other.stdout
            assert other.stdout.readline() == b"True\n"
            assert not is_free(state)
            assert is_free(state, "another")
            other.kill()
            assert other.wait(10) == -signal.SIGKILL
        for _ in range(100):  # a server notices a moment later
            if is_free(state):
                break
        assert is_free(state)


def test_a_turn_waits_for_nobody_and_can_be_had_again(tmp_path: Path, database_url: str) -> None:
    with State.open(tmp_path, database_url) as state:
        with turn(state, "send") as first, turn(state, "send") as second:
            assert first is not None
            assert first()  # and it still is
            assert second is None
        assert is_free(state)


def test_others_read_and_write_meanwhile(tmp_path: Path, database_url: str) -> None:
    with (
        State.open(tmp_path, database_url) as state,
        turn(state, "send") as is_ours,
        state.writing() as connection,
    ):
        assert is_ours
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
