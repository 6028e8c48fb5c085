"""A document as data for the typesetter: every block, texts that stay texts, words that break."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.client_report import Brand
from backlinkbot.logic.reports import document as blocks
from backlinkbot.logic.reports.typst.data import (
    BREAK,
    DATA,
    LONG_WORD,
    MAIN,
    MOST_ROWS,
    PIECE,
    WRITERS,
    typst_files,
)

DAY = date(2026, 10, 31)


def document(*held: blocks.Block) -> blocks.Document:
    section = blocks.Section("one", "One", tuple(held))
    return blocks.Document("A title", "A subtitle", "A footer", DAY, (section,))


def data_of(*held: blocks.Block) -> dict[str, object]:
    files = typst_files(document(*held), Brand(), is_brief=False)
    told = json.loads(files[DATA])
    found: dict[str, object] = told["sections"][0]["blocks"][0]
    return found


def test_every_block_has_its_writer() -> None:
    kinds = {one.__name__.lower() for one in blocks.Block.__args__}  # type: ignore[attr-defined]
    assert set(WRITERS) == kinds


def test_the_program_is_the_same_whatever_the_document_says() -> None:
    first, second = (
        typst_files(document(blocks.Text((text,))), Brand(), is_brief=False)
        for text in ("#panic()", "$x$")
    )
    assert first[MAIN] == second[MAIN]


@given(st.text(max_size=120))
def test_a_long_word_can_be_broken_and_says_the_same(text: str) -> None:
    found = data_of(blocks.Text((text,)))
    (line,) = found["lines"]  # type: ignore[misc]
    kept = "".join(line.split(BREAK))
    assert all(len(part) <= max(LONG_WORD, PIECE) for part in line.replace(" ", BREAK).split(BREAK))
    assert kept.replace(BREAK, "") == kept


def test_a_table_on_paper_has_so_many_rows_and_tells_how_many_are_left() -> None:
    rows = tuple((str(number),) for number in range(MOST_ROWS + 7))
    found = data_of(blocks.Table("A table", ("one",), rows))
    assert (len(found["rows"]), found["left"]) == (MOST_ROWS, 7)  # type: ignore[arg-type]


def test_a_drawing_tells_its_numbers_in_words() -> None:
    bars = (blocks.Bar("strong", 3, "3"), blocks.Bar("weak", 9, "9"))
    table = blocks.Table("t", (), ())
    for block in (blocks.Bars("By strength", bars, table), blocks.Parts("Parts", bars, table)):
        assert str(data_of(block)["summary"]).endswith("strong: 3; weak: 9")


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/svg+xml"])
def test_a_logo_travels_as_a_file_beside(kind: str) -> None:
    brand = Brand(agency="A", logo=b"bytes", logo_type=kind)
    files = typst_files(document(), brand, is_brief=True)
    name = json.loads(files[DATA])["logo"]
    assert files[name] == b"bytes"
