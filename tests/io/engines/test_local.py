"""Workers answer in order, and one that dies takes nothing else with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from backlinkbot.core.clock import SystemClock
from backlinkbot.core.errors import Broken
from backlinkbot.io.engines.local import Killed, Limits, map_batches

LIMITS = Limits(cpu_s=0.5, memory_mb=200)


def work(items: list[str]) -> list[str]:
    for item in items:
        if item == "spin":
            while True:
                pass
        if item == "eat":
            bytearray(400_000_000)
        if item == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "raise":
            raise ValueError("no good")
    return [item.upper() for item in items]


def answers(batches: list[list[str]], workers: int = 2) -> list[list[str] | Killed[str]]:
    return list(map_batches(work, batches, workers=workers, limits=LIMITS, clock=SystemClock()))


def test_answers_come_in_the_order_of_the_batches() -> None:
    batches = [[str(n)] for n in range(50)]
    assert answers(batches) == batches


@pytest.mark.parametrize(
    ("hostile", "reason"), [("spin", "CPU"), ("eat", "memory"), ("die", "exit code -9")]
)
def test_an_item_that_kills_its_worker_is_handed_back_and_its_neighbours_are_read(
    hostile: str, reason: str
) -> None:
    got = answers([["a", hostile, "b"], ["c"]])
    killed = [answer for answer in got if isinstance(answer, Killed)]
    assert [k.item for k in killed] == [hostile]
    assert reason in killed[0].reason
    assert [a for a in got if not isinstance(a, Killed)] == [["A"], ["B"], ["C"]]


def test_a_bug_in_the_work_is_not_swallowed() -> None:
    with pytest.raises(Broken, match="no good"):
        answers([["raise"]])


def test_no_batches_give_no_answers() -> None:
    assert answers([]) == []


def test_batches_that_wait_behind_a_killer_are_read() -> None:
    batches = [[str(n)] for n in range(6)]
    got = answers([["a", "die"], *batches], workers=1)
    assert got == [["A"], Killed("die", "ended the worker that read it (exit code -9)"), *batches]


def test_large_batches_and_answers_do_not_wait_for_each_other() -> None:
    batches = [[chr(ord("A") + n) * size] for n in range(8) for size in (1_000_000, 3)]
    assert answers(batches, workers=2) == batches


def test_a_killer_among_many_small_batches_costs_no_other() -> None:
    batches = [[str(n), "die"] if n % 5 == 0 else [str(n)] for n in range(20)]
    got = answers(batches, workers=3)
    assert [a for a in got if not isinstance(a, Killed)] == [[str(n)] for n in range(20)]
    assert sum(isinstance(a, Killed) for a in got) == 4


PIPED = """
from json import dumps
from backlinkbot.core.clock import SystemClock
from backlinkbot.io.engines.local import Limits, map_batches

batches = ([str(n), "x" * size] for n in range(1000) for size in (1, 100_000))
limits = Limits(cpu_s=5, memory_mb=200)
print(list(map_batches(dumps, batches, workers=2, limits=limits, clock=SystemClock())))
"""


def test_workers_that_can_never_begin_end_in_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-"],
        input=PIPED,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 1
    assert done.stdout == ""
    said = done.stderr.splitlines()[-1]
    assert "worker processes end before they begin" in said
    assert "not piped into Python" in said
