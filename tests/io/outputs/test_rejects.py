"""What an import left out, row by row."""

from __future__ import annotations

import csv
from pathlib import Path

from backlinkbot.io.outputs.rejects import RejectsFile


def test_no_reject_makes_no_file(tmp_path: Path) -> None:
    rejects = RejectsFile(tmp_path / "rejects" / "r.csv")
    assert rejects.close() is None
    assert list(tmp_path.iterdir()) == []


def test_each_reject_is_a_row_that_a_spreadsheet_will_not_run(tmp_path: Path) -> None:
    rejects = RejectsFile(tmp_path / "rejects" / "r.csv")
    rejects.write("no target URL", "links.csv:17", "=cmd|' /C calc'!A0")
    rejects.write("broken row", "links.csv:18", 'two\nlines, "quoted" \ud800')
    place = rejects.close()
    assert place is not None
    with place.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["reason", "place", "text"],
        ["no target URL", "links.csv:17", "'=cmd|' /C calc'!A0"],
        ["broken row", "links.csv:18", 'two\nlines, "quoted" ?'],
    ]
