"""The manager's edition is one page, however much there is to say."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from backlinkbot.core.client_report import Brand
from backlinkbot.io.outputs.pdf import pdf_of
from backlinkbot.logic.reports import document as blocks
from backlinkbot.logic.reports.typst.data import DATA, MAIN, typst_files

LONG = "Ein Satz, der länger ist als die meisten, weil er von sehr-langer-domain.example erzählt. "
needs_reader = pytest.mark.skipif(
    shutil.which("pdfinfo") is None, reason="pdfinfo is not installed (poppler-utils)"
)


def document(lines: int) -> blocks.Document:
    """A report of seven sections with so many long lines each, a chart and a table."""
    monday = date(2025, 1, 6)
    moments = tuple(blocks.Moment(monday + timedelta(weeks=n), 9 * n, n, 1) for n in range(90))
    table = blocks.Table("t", ("a", "b"), (("x" * 60, "1"),) * 3, (1,))
    cards = blocks.Cards((blocks.Card("Verweisende Domains", "1.234.567", LONG[:60]),) * 5)
    text = blocks.Text((2 * LONG,) * lines)
    listed = blocks.Text((2 * LONG,) * lines, is_list=True)
    chart = blocks.Timeline("Over time", moments, table)
    held: tuple[tuple[blocks.Block, ...], ...] = (
        (cards, listed), (listed,), (text,), (text, table, chart), (text,), (text,), (listed,),
    )  # fmt: skip
    sections = tuple(
        blocks.Section(f"s{number}", "Ein Abschnitt", own) for number, own in enumerate(held)
    )
    return blocks.Document("A" * 90, LONG, LONG, date(2026, 10, 31), sections, "de")


def pages(pdf: bytes, tmp_path: Path) -> int:
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True)
    found = re.search(r"Pages: +(\d+)", told.stdout)
    assert found
    return int(found[1])


@needs_reader
@pytest.mark.parametrize("lines", [1, 2, 3, 4, 5])
def test_it_is_one_page_up_to_twice_what_a_report_can_say(tmp_path: Path, lines: int) -> None:
    files = typst_files(document(lines), Brand(agency="A" * 60), is_brief=True)
    assert pages(pdf_of(files, MAIN, DATA), tmp_path) == 1


@needs_reader
def test_the_whole_edition_may_be_longer(tmp_path: Path) -> None:
    files = typst_files(document(5), Brand(), is_brief=False)
    assert pages(pdf_of(files, MAIN, DATA), tmp_path) > 1
