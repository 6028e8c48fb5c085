from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.format import HEAD_BYTES
from backlinkbot.io.readers.table import rows as rows_module
from backlinkbot.io.readers.table.dialect import dialect_of
from backlinkbot.io.readers.table.rows import OPEN_QUOTE, WRONG_COLUMNS, RowReader

Refused = list[tuple[str, int, str]]
CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t"),
    max_size=12,
)


def read(data: bytes) -> tuple[list[tuple[int, list[str]]], Refused]:
    dialect = dialect_of(data[:HEAD_BYTES])
    assert dialect is not None
    refused: Refused = []
    reader = RowReader(
        dialect, range(len(dialect.header)), lambda *told: refused.append(told), "given"
    )
    found: list[tuple[int, list[str]]] = []
    for block in reader.blocks(io.BytesIO(data)):
        columns = [block.columns[at].to_pylist() for at in range(len(dialect.header))]
        found += zip(block.lines.tolist(), map(list, zip(*columns, strict=True)), strict=True)
    return sorted(found), refused


@given(
    table=st.lists(st.lists(CELL, min_size=3, max_size=3).filter(any), max_size=8),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_what_a_writer_wrote_is_read_back(
    table: list[list[str]], encoding: str, delimiter: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["one", "two", "three"], *table])
    found, refused = read(text.getvalue().encode(encoding))
    assert [row for _, row in found] == table
    assert refused == []


def test_every_line_end_is_one() -> None:
    for end in ("\n", "\r\n", "\r"):
        found, _ = read(end.join(["a,b", "1,2", "3,4", ""]).encode())
        assert found == [(2, ["1", "2"]), (3, ["3", "4"])]


def test_a_value_with_line_breaks_counts_as_the_line_it_begins_on() -> None:
    found, refused = read(b'a,b\n1,"two\nlines"\n3,4\n')
    assert found == [(2, ["1", "two\nlines"]), (4, ["3", "4"])]
    assert refused == []


def test_an_open_quote_swallows_no_other_row() -> None:
    good = "https://a.example/,x"
    text = f'a,b\n1,"open\n{good}\n3,4\n7,open",\n{good}\n7,"open\n9,10\n'
    found, refused = read(text.encode())
    assert [line for line, _ in found] == [3, 4, 6, 8]
    assert sorted((line, reason) for reason, line, _ in refused) == [
        (2, OPEN_QUOTE),
        (5, WRONG_COLUMNS),
        (7, OPEN_QUOTE),
    ]


def test_a_mark_of_inches_in_a_value_is_no_quote() -> None:
    found, refused = read(b'a,b\n5" pot,2\n')
    assert (found, refused) == ([(2, ['5" pot', "2"])], [])


def test_rows_of_another_width_are_told_with_their_line() -> None:
    found, refused = read(b"a,b\n1\n1,2\n1,2,3\n")
    assert found == [(3, ["1", "2"])]
    assert refused == [(WRONG_COLUMNS, 2, "1"), (WRONG_COLUMNS, 4, "1,2,3")]


def test_lines_that_are_no_utf_8_are_read_as_windows_1252() -> None:
    body = "ä,ok\n".encode() * 700 + "Gärten,é\n".encode("cp1252")
    found, refused = read(b"a,b\n" + body)
    assert found[0][1] == ["ä", "ok"]
    assert found[-1][1] == ["Gärten", "é"]
    assert refused == []


def test_blank_lines_are_no_rows() -> None:
    found, refused = read(b'\n\na,b\n1,2\n\n3,4\n\n"5\n",6\n\n')
    assert found == [(4, ["1", "2"]), (6, ["3", "4"]), (8, ["5\n", "6"])]
    assert refused == []


def test_blocks_end_where_rows_end(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"a,b\n" + b'1,"x\ny"\n2,z\n3,"""q"""\n' * 50
    whole, _ = read(data)
    for size in (1, 7, 64):
        monkeypatch.setattr(rows_module, "BLOCK_BYTES", size)
        assert read(data) == (whole, [])


def test_a_row_without_end_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "LONGEST_ROW_BYTES", 1000)
    monkeypatch.setattr(rows_module, "BLOCK_BYTES", 500)
    with pytest.raises(BadInput, match="more than 8 MiB"):
        read(b"a,b\n" + b"x" * 5000)
