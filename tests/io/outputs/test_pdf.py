"""PDFs: tagged and told in words, the same each time, and deaf to what texts would like."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput, Broken
from backlinkbot.io.outputs.pdf import MISSING, pdf_of

PROGRAM = b"""
#let data = json("data.json")
#set document(title: "A report", author: "Ada", date: datetime(year: 2026, month: 10, day: 31))
#set text(lang: "de")
#set page(width: 60cm, height: 30cm)
= A report
#data.text
"""
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
needs_reader = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed (poppler-utils)"
)


def files(text: str, program: bytes = PROGRAM) -> dict[str, bytes]:
    return {"main.typ": program, "data.json": json.dumps({"text": text}).encode()}


def made(text: str, program: bytes = PROGRAM) -> bytes:
    return pdf_of(files(text, program), "main.typ", "data.json")


def unpacked(pdf: bytes) -> bytes:
    """The bytes with all streams of them unpacked that can be."""
    found = [pdf]
    for stream in STREAM.findall(pdf):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def read(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True
    )
    return told.stdout


def test_the_same_files_give_the_same_bytes() -> None:
    assert made("A sentence.") == made("A sentence.")


def test_it_is_tagged_and_says_its_title_its_language_and_its_standard() -> None:
    whole = unpacked(made("A sentence."))
    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", whole)
    assert b"/StructTreeRoot" in whole
    assert b"/Lang" in whole
    assert b"(de)" in whole or b"/Lang(de" in whole
    assert b"<pdfuaid:part>1</pdfuaid:part>" in whole
    assert b"A report" in whole
    assert b"/DisplayDocTitle true" in whole


def test_a_drawing_without_words_is_our_fault() -> None:
    with pytest.raises(Broken, match="alt"):
        made("x", PROGRAM + b"\n#figure(image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' "
                            b"width='9' height='9'/>\")))")  # fmt: skip


def test_a_picture_that_is_none_is_the_users() -> None:
    given_files = {**files("x", PROGRAM + b'\n#image("logo.png", alt: "x")'), "logo.png": b"no"}
    with pytest.raises(BadInput, match="logo"):
        pdf_of(given_files, "main.typ", "data.json")


HOSTILE = [
    "#panic()", '#read("/etc/passwd")', "$x$", "@ref", "\\", "`raw`", "```raw", "// not a comment",
    "/* nor this */", "*bold*", "_it_", "<label>", "= heading", "- item", "+ item", "/ term: x",
    "~", "---", "...", "'\"", "#import \"@preview/x:1.0.0\"", "]#[", "}", "#let x = 1", "&amp;",
]  # fmt: skip


@needs_reader
@pytest.mark.parametrize("text", HOSTILE)
def test_what_would_be_markup_or_code_is_printed_as_it_is(text: str, tmp_path: Path) -> None:
    assert text in read(made(text), tmp_path)


@needs_reader
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*HOSTILE, "a", "1", "("]), min_size=1, max_size=8))
def test_any_mixture_of_them_too(tmp_path: Path, pieces: list[str]) -> None:
    text = "".join(pieces)
    assert text in read(made(text), tmp_path)


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_any_text_at_all_can_be_set(text: str) -> None:
    assert made(text).startswith(b"%PDF-")


@needs_reader
@pytest.mark.parametrize("letter", ["\U00013000", "\u6f22", "\U0001f600", "\U0001e900"])
def test_a_character_that_no_font_has_becomes_a_hollow_square(letter: str, tmp_path: Path) -> None:
    told = read(made(f"before {letter} after"), tmp_path)
    assert f"before {letter} after" in told or f"before {MISSING} after" in told
