"""How results are shown to people and to programs."""

from __future__ import annotations

import json

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.output import Output, as_json, cell, one_line, shown


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
