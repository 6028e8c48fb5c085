"""A process killed at any moment leaves the last published state, whole."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).resolve().parents[3] / "bench" / "index" / "kills.py"
KILLS, LANES = 12, 2


def _script() -> Any:
    spec = importlib.util.spec_from_file_location("bench_index_kills", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_twelve_kills_during_ingest_compaction_and_taking_back_lose_nothing(tmp_path: Path) -> None:
    outcome = _script().run(tmp_path, KILLS, LANES)
    assert outcome.kills == KILLS
    assert outcome.faults == ()
