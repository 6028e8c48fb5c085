"""Bytes to lines and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.disavow.lines import LineKind, written
from backlinkbot.logic.judge.disavow.parse import parse, parse_text

PIECES = st.sampled_from(
    ["domain:", "a.com", "http://", "# ", " ", "\t", "\r", "\n", "\r\n", "ä", "\ufeff", "\0", "x/y",
     "\u2028", "\x0b", "Domain :", "müller.de", "*", "\x85"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES).map("".join), st.text(st.characters(codec="utf-8")))


@given(st.one_of(st.binary(), TEXTS.map(str.encode), TEXTS.map(lambda t: t.encode("utf-16"))))
def test_any_bytes_come_back_as_they_were(data: bytes) -> None:
    assert written(parse(data)) == data


@given(TEXTS)
def test_a_written_file_is_parsed_to_itself(text: str) -> None:
    file = parse_text(text)
    if not text.startswith("\ufeff") and "\0" not in text:  # else the bytes say something else
        assert parse(written(file)) == file


def test_lines_end_in_lf_crlf_or_cr_and_nothing_else() -> None:
    file = parse("domain:a.com\r\n\n#\x0bone\u2028line\rdomain:b.com".encode())
    assert [line.end for line in file.lines] == ["\r\n", "\n", "\r", ""]
    assert [line.number for line in file.lines] == [1, 2, 3, 4]
    kinds = [LineKind.DOMAIN, LineKind.BLANK, LineKind.COMMENT, LineKind.DOMAIN]
    assert [line.kind for line in file.lines] == kinds


def test_an_empty_file_has_no_lines() -> None:
    assert parse(b"").lines == ()


@pytest.mark.parametrize(
    ("data", "encoding", "has_mark"),
    [
        (b"domain:a.com\n", "utf-8", False),
        ("# größe\n".encode(), "utf-8", False),
        ("# größe\n".encode("utf-8-sig"), "utf-8", True),
        ("# größe\n".encode("latin-1"), "latin-1", False),
        ("domain:a.com\n".encode("utf-16"), "utf-16-le", True),
        ("domain:a.com\n".encode("utf-16-le"), "utf-16-le", False),
        ("domain:a.com\n".encode("utf-16-be"), "utf-16-be", False),
        (b"\xff\xfe\x41", "latin-1", False),
    ],
)
def test_the_encoding_is_told_by_the_bytes(data: bytes, encoding: str, has_mark: bool) -> None:  # noqa: FBT001 - a parameter of a test
    file = parse(data)
    assert (file.encoding, file.has_mark) == (encoding, has_mark)


def test_an_entry_in_utf_16_is_read() -> None:
    assert parse("domain:a.com\n".encode("utf-16")).entries[0].name == "a.com"
