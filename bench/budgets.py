"""Run the benches and hold each figure they print against bench/budgets.toml.

    python bench/budgets.py [WORD]…     those whose path holds one of the words; all without words

A budget names a bench, a figure, the pattern under which the bench prints it, and the least or the
most it may be. A figure that misses its budget, or is not printed, fails the run.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

BENCH = Path(__file__).resolve().parent
BUDGETS = BENCH / "budgets.toml"
FAILED = 1


@dataclass(frozen=True, slots=True)
class Budget:
    """What one printed figure may be; every place where `shown` matches must hold it.

    `measured`: what it was, and when. `aim`: what it is to become, where that is not reached.
    `needs`: what the machine may lack, so that a figure which is not printed is no failure.
    """

    bench: str
    figure: str
    shown: str
    measured: str
    at_least: float | None = None
    at_most: float | None = None
    aim: float | None = None
    needs: str = ""

    def verdict(self, printed: str) -> tuple[bool, str]:
        """Whether the figure holds, and a line that says so."""
        found = [number(text) for text in re.findall(self.shown, printed, re.MULTILINE | re.DOTALL)]
        if not found:
            return bool(self.needs), f"{self.figure}: not printed" + self._excuse()
        holds = all(self._holds(value) for value in found)
        told = ", ".join(f"{value:g}" for value in found)
        aim = "" if self.aim is None else f"; the aim is {self.aim:g}"
        return holds, f"{self.figure}: {told} ({self._bound()}{aim}){'' if holds else ' MISSED'}"

    def _holds(self, value: float) -> bool:
        least, most = self.at_least, self.at_most
        return (least is None or value >= least) and (most is None or value <= most)

    def _bound(self) -> str:
        bounds = (("at least", self.at_least), ("at most", self.at_most))
        return ", ".join(f"{word} {value:g}" for word, value in bounds if value is not None)

    def _excuse(self) -> str:
        return f" (needs {self.needs})" if self.needs else " MISSED"


def number(text: str) -> float:
    """A printed number, with or without commas between its thousands."""
    return float(text.replace(",", ""))


def budgets(path: Path = BUDGETS) -> list[Budget]:
    """All budgets, in the order of the file."""
    return [Budget(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["budget"]]


def benches() -> list[Path]:
    """Every script in a room of bench that can be run; training is no benchmark."""
    return sorted(
        path
        for path in BENCH.glob("*/*.py")
        if path.parent.name != "train" and 'if __name__ == "__main__":' in path.read_text("utf-8")
    )


def named(path: Path) -> str:
    """A bench as the budgets name it: `room/file`."""
    return path.relative_to(BENCH).with_suffix("").as_posix()


def shown_while_running(path: Path) -> Iterator[str]:
    """The lines a bench prints, passed on as they come; the last is its exit code."""
    with subprocess.Popen(
        [sys.executable, "-u", str(path)], cwd=BENCH.parent, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        for line in program.stdout:
            print(line, end="", flush=True)
            yield line
    yield str(program.returncode)


def run(
    chosen: Sequence[Path],
    every: Sequence[Budget],
    printing: Callable[[Path], Iterator[str]] = shown_while_running,
) -> int:
    """Run the chosen ones; 1 when one of them failed or a figure is outside its budget."""
    missed: list[str] = []
    for path in chosen:
        name = named(path)
        print(f"== bench/{name}.py", flush=True)
        *lines, code = printing(path)
        if code != "0":
            missed.append(f"{name}: ended with {code}")
        for budget in every:
            if budget.bench == name:
                holds, line = budget.verdict("".join(lines))
                print(f"-- {line}", flush=True)
                missed.extend([] if holds else [f"{name}: {line}"])
    print(f"{len(chosen)} benches, {len(missed)} budgets missed")
    print("".join(f"  {line}\n" for line in missed), end="")
    return FAILED if missed else 0


def main() -> int:
    """Choose by the words given, run, and say what was missed."""
    words = sys.argv[1:]
    chosen = [path for path in benches() if not words or any(word in named(path) for word in words)]
    return run(chosen, budgets())


if __name__ == "__main__":
    sys.exit(main())
