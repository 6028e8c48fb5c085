"""The evidence ledger: whole entries or none, the same bytes back, damage seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from backlinkbot.core.errors import Broken, NotFound, Refused
from backlinkbot.io.state.ledger import MANIFEST, Ledger

SITE, DAY = "a.example", "2026-11-01"
MOMENT = pa.timestamp("s", tz="UTC")
INPUTS = {
    "links": pa.table({"url": ["x", "y"], "at": pa.array([1, None], MOMENT), "n": [0.25, None]})
}
RESULTS = {"marks": pa.table({"evidence": pa.array([["a", "b"], []], pa.list_(pa.string()))})}
VALUES, RULES = {"words": ["b", "a"]}, {"markers": {"m": 1}}


def keep(ledger: Ledger, day: str = DAY, **more: object) -> str:
    return ledger.keep(SITE, day, INPUTS, VALUES | more, RESULTS, RULES)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "audits")


def test_an_audit_comes_back_as_it_was_kept(ledger: Ledger) -> None:
    entry = ledger.entry(SITE, keep(ledger))
    assert entry.inputs["links"].equals(INPUTS["links"])
    assert entry.inputs["links"].schema == INPUTS["links"].schema
    assert entry.results["marks"].equals(RESULTS["marks"])
    assert (entry.values, entry.rules) == (VALUES, RULES)


def test_the_same_audit_is_kept_once(ledger: Ledger) -> None:
    assert keep(ledger) == keep(ledger)
    assert len(ledger.names(SITE)) == 1


def test_pieces_in_which_rows_came_change_nothing(ledger: Ledger) -> None:
    rows = INPUTS["links"]
    pieces = {"links": pa.concat_tables([rows.slice(0, 1), rows.slice(1)])}
    assert ledger.keep(SITE, DAY, pieces, VALUES, RESULTS, RULES) == keep(ledger)


def test_other_inputs_are_another_entry_and_the_last_one_is_given(ledger: Ledger) -> None:
    first, second = keep(ledger), keep(ledger, day="2026-11-02", more=1)
    assert ledger.names(SITE) == [first, second]
    assert ledger.entry(SITE).name == second
    assert ledger.entry(SITE, first).digest != ledger.entry(SITE).digest


@pytest.mark.parametrize("file", ["input-links.arrow", "result-marks.arrow", MANIFEST])
def test_a_flipped_bit_is_seen(ledger: Ledger, file: str) -> None:
    path = ledger.folder / SITE / keep(ledger) / file
    content = bytearray(path.read_bytes())
    place = content.index(b"words") if file == MANIFEST else len(content) // 2
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(Broken, match="kept in"):
        ledger.entry(SITE)


def test_a_missing_file_is_said(ledger: Ledger) -> None:
    (ledger.folder / SITE / keep(ledger) / "input-links.arrow").unlink()
    with pytest.raises(Broken, match="cannot be read"):
        ledger.entry(SITE)


def test_nothing_kept_is_said(ledger: Ledger) -> None:
    with pytest.raises(NotFound, match="no audit of"):
        ledger.entry(SITE)
    keep(ledger)
    with pytest.raises(NotFound, match="there are: 2026-11-01-"):
        ledger.entry(SITE, "2020-01-01-0")


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "audits").write_text("a file", "utf-8")
    with pytest.raises(Refused, match="cannot be written"):
        keep(Ledger(tmp_path / "audits"))


KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
import pyarrow as pa
from pathlib import Path
from backlinkbot.io.state import ledger
left = int(sys.argv[3])
write = ledger._write
def counted(path, content):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    write(path, content)
ledger._write = counted
table = pa.table({"a": [1]})
kept = ledger.Ledger(Path(sys.argv[2]))
kept.keep("a.example", "2026-11-03", {"links": table}, {}, {"marks": table}, {})
"""


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_a_kill_leaves_whole_entries_only_and_the_next_one_sweeps(
    ledger: Ledger, writes: int
) -> None:
    kept = keep(ledger)
    source = str(Path(__file__).resolve().parents[3] / "src")
    words = [sys.executable, "-c", KILLED, source, str(ledger.folder), str(writes)]
    assert subprocess.run(words, check=False).returncode == -9
    assert ledger.names(SITE) == [kept]
    assert ledger.entry(SITE).name == kept
    keep(ledger, day="2026-11-04")
    assert list((ledger.folder / SITE).glob(".*")) == []
