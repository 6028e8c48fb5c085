"""Small tables that a user wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.plain import MOST_BYTES, plain_table


def written(folder: Path, data: bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(data)
    return path


def test_comments_and_empty_lines_are_no_rows_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    table = plain_table(written(tmp_path, b"# mine\nweek,count\n\n2026-01-05, 7\n"))
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ("week", "count")), (4, ("2026-01-05", "7")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "cells"),
    [
        ("a;b\nc;d\n".encode("utf-16"), ("a", "b")),
        (b"\xef\xbb\xbfa,b\r\nc,d\r\n", ("a", "b")),
        (b"a\tb\nc\td\n", ("a", "b")),
        (b'"x, y",b\nc,d\n', ("x, y", "b")),
    ],
)
def test_encodings_and_delimiters_are_recognised(
    tmp_path: Path, data: bytes, cells: tuple[str, ...]
) -> None:
    assert plain_table(written(tmp_path, data)).rows[0].cells == cells


def test_a_comma_in_a_list_of_texts_belongs_to_the_text(tmp_path: Path) -> None:
    table = plain_table(written(tmp_path, b"one, two\nthree\n"), one_cell=True)
    assert [row.cells for row in table.rows] == [("one, two",), ("three",)]


@pytest.mark.parametrize("data", [b"", b" \n\n", b"# only this\n", b"\x00\x01\x02\x00" * 20])
def test_a_file_without_rows_is_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadInput, match=r"nothing in it|no text"):
        plain_table(written(tmp_path, data))


def test_a_missing_folder_or_huge_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        plain_table(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="cannot be read"):
        plain_table(tmp_path)
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(BadInput, match="ingest"):
        plain_table(huge)


def test_a_row_that_never_ends_is_refused(tmp_path: Path) -> None:
    data = b'a,b\n"' + b"x" * 200_000 + b",\n"
    with pytest.raises(BadInput, match="cannot be read as a row"):
        plain_table(written(tmp_path, data))
