"""Tables as CSV, JSON, JSON lines, Parquet and XLSX."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.io.outputs.tables import ENDINGS, write_csv, write_table

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    'say "hi", you',
    "two\nlines",
    "",
    "grüße 👩",
    "\x00\x1b",
]


def table() -> pa.Table:
    return pa.table(
        {
            "anchor": HOSTILE,
            "quality": pa.array([1.5, None, 0.1, *[2.0] * 7], pa.float32()),
            "followed": [True, False, None, *[True] * 7],
            "on": [date(2026, 11, 1)] * 10,
            "seen_at": pa.array(
                [datetime(2026, 11, 1, tzinfo=UTC)] * 10, pa.timestamp("s", tz="UTC")
            ),
            "sources": [["warc", "=x"]] * 10,
            "scores": pa.array([[("moz.da", 3.0)]] * 10, pa.map_(pa.string(), pa.float32())),
        }
    )


def test_csv_comes_back_with_formulas_disarmed(tmp_path: Path) -> None:
    write_table(table(), tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text.replace("\x00", ""), newline="")))
    assert [row["anchor"] for row in rows][:5] == ["'=1+1", "'+1", "'-1", "'@x", "'\t=1"]
    assert rows[5]["anchor"] == 'say "hi", you'
    assert rows[6]["anchor"] == "two\nlines"
    assert rows[0]["followed"] == "true"
    assert rows[1]["quality"] == ""
    assert rows[0]["sources"] == "warc; =x"
    assert json.loads(rows[0]["scores"]) == {"moz.da": 3.0}


def test_json_and_lines_hold_the_text_as_it_was(tmp_path: Path) -> None:
    write_table(table(), tmp_path / "t.json")
    write_table(table(), tmp_path / "t.nl")
    rows = json.loads((tmp_path / "t.json").read_text("utf-8"))
    lines = (tmp_path / "t.nl").read_text("utf-8").splitlines()
    assert rows == [json.loads(line) for line in lines]
    assert [row["anchor"] for row in rows] == HOSTILE
    assert rows[0]["seen_at"] == "2026-11-01T00:00:00Z"
    assert rows[2]["quality"] == 0.1


def test_parquet_holds_the_same_table(tmp_path: Path) -> None:
    write_table(table(), tmp_path / "t.parquet")
    assert pq.read_table(tmp_path / "t.parquet").to_pylist() == table().to_pylist()


def test_a_workbook_holds_text_and_no_formula_and_no_link(tmp_path: Path) -> None:
    write_table(table(), tmp_path / "t.xlsx")
    with ZipFile(tmp_path / "t.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in book.namelist() if "externalLink" in name]
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    texts = [unescape(text) for text in re.findall(r"<t[^>]*>([^<]*)</t>", sheet)]
    assert "'=1+1" in texts
    assert "grüße 👩" in texts


def test_an_address_longer_than_a_cell_may_be_loses_no_row(tmp_path: Path) -> None:
    long = pa.table({"url": ["https://a.example/" + "x" * 40_000, "https://b.example/"]})
    write_table(long, tmp_path / "t.xlsx")
    with ZipFile(tmp_path / "t.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "https://b.example/" in sheet
    assert "https://a.example/xxx" in sheet


def test_an_empty_table_is_a_header(tmp_path: Path) -> None:
    for ending in ENDINGS:
        write_table(table().slice(0, 0), tmp_path / f"t{ending}")
    assert (tmp_path / "t.csv").read_text("utf-8").startswith("anchor,quality,")
    assert json.loads((tmp_path / "t.json").read_text("utf-8")) == []
    assert (tmp_path / "t.nl").read_text("utf-8") == ""


@pytest.mark.parametrize("name", ["t.doc", "t", "t.csv.zip"])
def test_an_ending_that_is_not_written_is_refused_before_anything_is(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match=r"cannot write"):
        write_table(table(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "t.csv"
    place.write_text("as before", "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("backlinkbot.io.outputs.tables._write_csv", full)
    with pytest.raises(Refused, match="No space left on device"):
        write_table(table(), place)
    assert place.read_text("utf-8") == "as before"
    assert list(tmp_path.iterdir()) == [place]


def test_rows_are_streamed_in_their_order() -> None:
    many = pa.table({"n": range(25_000)})
    out = io.StringIO()
    write_csv(many, out)
    assert out.getvalue().splitlines()[1:] == [str(n) for n in range(25_000)]


def test_a_cell_with_a_lone_line_end_is_quoted() -> None:
    out = io.StringIO()
    write_csv(pa.table({"a": ["x\ry", "x\ny", "z"], "b": ["1", "2", "3"]}), out)
    assert out.getvalue() == 'a,b\n"x\ry",1\n"x\ny",2\nz,3\n'
