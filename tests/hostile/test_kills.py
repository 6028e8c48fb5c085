"""Kill -9 of ingest at random moments leaves the last published state, whole."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench" / "hostile" / "kills.py"


@pytest.mark.timeout(300)
def test_ten_kills_of_ingest_leave_the_state_of_before_or_after() -> None:
    spec = importlib.util.spec_from_file_location("hostile_kills", BENCH)
    assert spec is not None
    assert spec.loader is not None
    kills = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kills)
    ends = kills.run(10, tell=False)
    assert ends["as before"] + ends["as after"] == 10
    assert ends["as before"] >= 3  # most moments of its life are before it publishes
