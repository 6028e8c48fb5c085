"""Budgets of the benches are kept, missed or not printed, and each is said."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"


@pytest.fixture(scope="module")
def checker() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("budgets", BENCH / "budgets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["budgets"] = module  # where dataclasses look up their types
    spec.loader.exec_module(module)
    yield module
    del sys.modules["budgets"]


PRINTED = "fast  12.5x\nslow 3.5x\nrows 1,200,000\n"


@pytest.mark.parametrize(
    ("shown", "bounds", "holds"),
    [
        (r"fast +([\d.]+)x", {"at_least": 12.5}, True),
        (r"fast +([\d.]+)x", {"at_least": 12.6}, False),
        (r"slow ([\d.]+)x", {"at_most": 3.5}, True),
        (r"slow ([\d.]+)x", {"at_most": 3.4}, False),
        (r"^\w+ +([\d.]+)x", {"at_least": 4}, False),  # each place where it is printed must hold
        (r"rows ([\d,]+)", {"at_least": 1_000_000}, True),
        (r"gone ([\d.]+)x", {"at_least": 1}, False),
        (r"gone ([\d.]+)x", {"at_least": 1, "needs": "a library"}, True),
    ],
)
def test_a_figure_is_held_against_its_budget(
    checker: ModuleType, shown: str, bounds: dict[str, float], *, holds: bool
) -> None:
    budget = checker.Budget("room/bench", "speed", shown, "1", **bounds)
    kept, line = budget.verdict(PRINTED)
    assert kept is holds
    assert ("MISSED" in line) is not holds


def test_a_missed_budget_and_a_failed_bench_fail_the_run(
    checker: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    def printing(path: Path) -> Iterator[str]:
        yield PRINTED
        yield "1" if path.name == "broken.py" else "0"

    fast = checker.Budget("room/good", "speed", r"fast +([\d.]+)x", "", at_least=10)
    slow = checker.Budget("room/bad", "speed", r"slow ([\d.]+)x", "", at_least=10)
    paths = {name: BENCH / "room" / f"{name}.py" for name in ("good", "bad", "broken")}
    assert checker.run([paths["good"]], [fast, slow], printing) == 0
    assert checker.run([paths["good"], paths["bad"]], [fast, slow], printing) == 1
    assert "room/bad: speed: 3.5 (at least 10) MISSED" in capsys.readouterr().out
    assert checker.run([paths["broken"]], [], printing) == 1


def test_every_budget_is_of_a_bench_and_bounds_one_figure(checker: ModuleType) -> None:
    known = {checker.named(path) for path in checker.benches()}
    for budget in checker.budgets():
        assert budget.bench in known
        assert re.compile(budget.shown).groups == 1
        assert (budget.at_least is None) != (budget.at_most is None)
        assert budget.measured
