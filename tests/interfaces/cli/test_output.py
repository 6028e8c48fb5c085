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
