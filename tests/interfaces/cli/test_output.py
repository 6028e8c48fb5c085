"""How results are shown to people and to programs."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.output import Output, as_json, cell, one_line, say, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),  # noqa: RUF001 - the sign for "unknown"
        (True, "yes"),
        (False, "no"),
        (1234567, "1,234,567"),
        (0.0123, "0.0123"),
        (12.34, "12.3"),
        ("a\x1b[31m\x07b\n", "a [31m b "),
    ],
)
def test_a_cell_reads_as_people_read_it(value: object, text: str) -> None:
    assert cell(value) == text


def test_text_from_the_web_cannot_style_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    shown("Links", ["anchor"], [["[red]sale[/red] \x1b[2J [link=https://x.example]x[/link]"]])
    out = capsys.readouterr().out
    assert "[red]sale[/red]" in out
    assert "\x1b[2J" not in out


def test_an_empty_table_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    shown("Links", ["anchor"], [])
    assert "Nothing to show." in capsys.readouterr().out


def test_a_document_is_one_json_value_and_a_line_is_one_line() -> None:
    value = {"anchor": "two\nlines", "quality": float("nan")}
    assert json.loads(as_json(value)) == {"anchor": "two\nlines", "quality": None}
    assert "\n" not in one_line(value)


def test_two_forms_at_once_are_refused() -> None:
    with pytest.raises(BadInput, match="only one"):
        Output(json=True, lines=True)


@pytest.mark.parametrize(
    ("flag", "name"), [("json", "x.csv"), ("lines", "x.json"), ("csv", "x.parquet")]
)
def test_an_option_and_an_ending_that_disagree_are_refused(
    tmp_path: Path, flag: str, name: str
) -> None:
    with pytest.raises(BadInput, match=name):
        Output(**{flag: True}, path=tmp_path / name)  # type: ignore[arg-type]  # one of its flags


@pytest.mark.parametrize(
    ("flag", "name"),
    [("json", "x"), ("json", "x.json"), ("lines", "x.jsonl"), ("csv", "x.csv"), ("csv", "x")],
)
def test_an_option_decides_where_the_file_has_no_ending(
    tmp_path: Path, flag: str, name: str
) -> None:
    table = pa.table({"a": [1]})
    Output(**{flag: True}, path=tmp_path / name).table(table, list)  # type: ignore[arg-type]
    text = (tmp_path / name).read_text("utf-8")
    assert text == {"json": '[\n{"a": 1}\n]\n', "lines": '{"a": 1}\n', "csv": "a\n1\n"}[flag]


def test_a_folder_that_is_made_for_a_file_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        Output(path=tmp_path / "new" / "x.csv").table(pa.table({"a": [1]}), list)
    first, second = capsys.readouterr().err.splitlines()
    assert f"the folder {tmp_path / 'new'} is new" in first
    assert "is new" not in second


def test_a_message_cannot_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    say("anchor \x1b[2J\x07\nnext line")
    assert capsys.readouterr().err == "anchor  [2J \nnext line\n"


FILES = ["file", "format", "pages", "rows", "links", "kept", "left out", "seconds"]
READ = [
    ["ahrefs-backlinks-fernhill-tools.example-2026-10.csv", "ahrefs", *[1_234_567] * 4, 12, 0.3],
    ["CC-MAIN-20261101-00000.warc.gz", "warc", *[1_234_567] * 4, 12, 0.3],
]


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_line_is_cut_and_no_number_broken_at_any_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown("Read", FILES, READ, least=("seconds", "pages", "rows", "format"))
    out, err = capsys.readouterr()
    assert max(map(len, out.splitlines())) <= width
    assert out.count("1,234,567") >= 2 * 2
    names = "".join(line.split("  ")[0].strip() for line in out.split("─")[-1].splitlines())
    assert names.startswith("ahrefs-backlinks-fernhill-tools.example-2026-10.csvCC-MAIN-2026")
    headings = out[: out.index("─")].split()
    assert all((name.split()[-1] in headings) != (name in err) for name in FILES)
    assert bool(err) == any(name in err for name in FILES) == (width < 90)


def test_the_least_column_goes_first_and_what_nobody_may_leave_out_is_folded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    shown("", ["name", "why", "day"], [["n" * 36, "w" * 36, "2026-10-01"]], least=("day",))
    out, err = capsys.readouterr()
    assert "for: day;" in err
    assert (out.count("n"), out.count("w")) == (36 + len("n"), 36 + len("w"))


def test_a_pipe_gets_a_wide_table_unless_told_how_wide(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    shown("", ["sentence"], [["word " * 40]])
    assert 80 < max(map(len, capsys.readouterr().out.splitlines())) <= 120
    monkeypatch.setenv("COLUMNS", "50")
    shown("", ["sentence"], [["word " * 40]])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 50
