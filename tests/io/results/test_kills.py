"""Kill -9 of a process that imports results: what counts is always whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from backlinkbot.core.visits import VisitKind
from backlinkbot.io.results.store import ResultsStore

KILLS = 8
IMPORTING = """
import sys
from datetime import UTC, date, datetime
import pyarrow as pa
from backlinkbot.core.visits import VisitFacts, VisitImport, VisitKind, visit_columns
from backlinkbot.io.results.store import ResultsStore
from pathlib import Path

day = date(2026, 1, 3)
store = ResultsStore(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(len(store.imports), 100_000):
    rows = [{"since": day, "until": day, "channel": "referral", "visits": number,
             "referrer_domain": f"s{n}.example"} for n in range(50)]
    facts = VisitFacts(VisitKind.VISITS, pa.Table.from_pylist(rows, schema=visit_columns()))
    store.add(
        VisitImport(0, "ga4", "f", f"{number}", datetime(2026, 2, 1, tzinfo=UTC), day, day, 50, {}),
        [facts],
    )
    print(number, flush=True)
    if number % 5 == 4:
        store.forget(store.imports[0].number)
"""


def test_a_kill_at_any_moment_leaves_whole_imports(tmp_path: Path) -> None:
    folder = tmp_path / "acme.example"
    moments = random.Random(5)  # noqa: S311 - moments, no secrets
    counted = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", IMPORTING, str(folder)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        for _ in range(moments.randrange(4)):  # imports that are over, however slow the machine
            process.stdout.readline()
        time.sleep(moments.uniform(0.0, 0.03))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        store = ResultsStore(folder)
        for told in store.imports:
            assert store.rows(told, VisitKind.VISITS).num_rows == 50
        assert len({one.number for one in store.imports}) == len(store.imports)
        counted = max(counted, len(store.imports))
    assert counted > 0
