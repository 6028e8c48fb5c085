"""CPU seconds of `backlinkbot --help` and of a verb's --help: the median of some runs.

Run: python bench/interfaces/help.py
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 9
SRC = Path(__file__).resolve().parents[2] / "src"


def cpu_s(*words: str) -> float:
    """User and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "backlinkbot", *words],
        check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(SRC)},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Print the medians."""
    cpu_s("--help")  # compiles what was not compiled yet
    for words in (("--help",), ("--version",), ("links", "--help"), ("site", "--help")):
        median_s = statistics.median(cpu_s(*words) for _ in range(RUNS))
        print(f"backlinkbot {' '.join(words):14} {median_s:.3f} s of CPU")


if __name__ == "__main__":
    main()
