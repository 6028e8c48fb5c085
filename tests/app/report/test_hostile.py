"""What strangers wrote into titles and anchors is shown as text in page and PDF."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backlinkbot.core.client_report import Brand
from backlinkbot.io.outputs.pdf import pdf_of
from backlinkbot.logic.reports import document as blocks
from backlinkbot.logic.reports.html import html_page
from backlinkbot.logic.reports.typst.data import BREAK, DATA, MAIN, typst_files

PIECES = [
    "#panic()", "$x$", "@ref", "\\", "`", "```", "//", "/*", "*", "_", "<label>", "= a", "]#[",
    "#{", "}", "<script>alert(1)</script>", "{{ 7 * 7 }}", "{% raw %}", "\u202e", "\x00", "&lt;",
    '"', "'", "=cmd|' /C calc'!A0", "a" * 90, "漢字", "عربي", "{won.all|a|b}",
]  # fmt: skip
needs_reader = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed (poppler-utils)"
)
hostile = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)


def document(text: str) -> blocks.Document:
    held: tuple[blocks.Block, ...] = (
        blocks.Heading(text),
        blocks.Text((text, text), is_list=True),
        blocks.Note((text,)),
        blocks.Table(text, (text, "n"), ((text, "1"),), (1,)),
        blocks.Bars(text, (blocks.Bar(text, 1, "1"),), blocks.Table(text, (), ())),
        blocks.Entries(
            (blocks.Entry(text, text, "9", "weak", blocks.Tone.WEAK, (text,), text, (text,)),)
        ),
    )
    section = blocks.Section("one", text, held, text)
    return blocks.Document(text, text, text, date(2026, 10, 31), (section,), "de")


def pdf(text: str) -> bytes:
    return pdf_of(typst_files(document(text), Brand(agency=text), is_brief=False), MAIN, DATA)


@settings(max_examples=40)
@given(hostile)
def test_every_mixture_can_be_set_on_paper(text: str) -> None:
    assert pdf(text).startswith(b"%PDF-")


@needs_reader
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES[:15]), min_size=1, max_size=4).map("".join))
def test_on_paper_it_is_printed_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf(f"begin{text}end"))
    told = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout
    kept = "".join(told.replace(BREAK, "").split())
    assert "".join(f"begin{text}end".split()) in kept


@settings(max_examples=60)
@given(hostile)
def test_on_a_page_it_is_text_and_no_element(text: str) -> None:
    page = html_page(document(text), locale="de", brand=Brand(agency=text))
    assert "<script" not in page
    assert "<label>" not in page
    if "alert(1)" in text:
        assert "<script>alert(1)</script>" in unescape(page)
