"""Charsets: declared, undeclared, and lying."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.pages.decode import as_utf8, codec_of, decoded

GERMAN = "<p>Müller grüßt Straße — „schön“</p>"
JAPANESE = "<p>日本語のページです。リンクを集めています。</p>"
CHINESE = "<p>这是一个中文网页。里面有很多链接。</p>"
RUSSIAN = "<p>Это русская страница, и на ней много ссылок.</p>"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "windows-1252"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso-2022-jp"),
        (CHINESE, "gbk"),
        (CHINESE, "gb18030"),
        (CHINESE, "big5hkscs"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
    ],
)
def test_a_declared_charset_is_read_from_header_and_from_meta(text: str, charset: str) -> None:
    text = text.replace("这", "這") if charset.startswith("big5") else text
    body = text.encode(charset, "replace")
    expected = body.decode(charset)
    header = (("content-type", f"text/html; charset={charset}"),)
    assert decoded(body, header) == expected
    meta = f'<meta charset="{charset}">'.encode() + body
    assert decoded(meta).endswith(expected)
    old = f"<meta http-equiv=Content-Type content='text/html; charset={charset}'>".encode() + body
    assert decoded(old).endswith(expected)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_wins_over_everything(charset: str) -> None:
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    body = marks.get(charset, b"") + GERMAN.encode(charset)
    assert decoded(body, (("content-type", "text/html; charset=windows-1251"),)) == GERMAN


@pytest.mark.parametrize("lie", ["utf-16", "shift_jis", "ascii", "iso-8859-1", "utf-7", "nonsense"])
def test_utf8_survives_a_lying_declaration(lie: str) -> None:
    body = RUSSIAN.encode()
    assert decoded(body, (("content-type", f"text/html; charset={lie}"),)) == RUSSIAN


def test_windows_1252_survives_being_called_utf8() -> None:
    body = (GERMAN * 20).encode("windows-1252")
    assert decoded(body, (("content-type", "text/html; charset=utf-8"),)) == GERMAN * 20


def test_latin1_is_read_as_browsers_do() -> None:
    assert decoded(b"\x93quoted\x94", (("content-type", "charset=iso-8859-1"),)) == "“quoted”"


def test_one_broken_byte_does_not_change_the_charset() -> None:
    body = (RUSSIAN * 50).encode() + b"\xff"
    assert decoded(body, (("content-type", "charset=utf-8"),)) == RUSSIAN * 50 + "\ufffd"


def test_nuls_are_left_out() -> None:
    assert as_utf8(b"<p>a\0b\0</p>") == b"<p>ab</p>"


@pytest.mark.parametrize("label", ["base64", "rot13", "utf-7", "zlib", "idna", "", "no such"])
def test_what_is_no_charset_of_pages_is_none(label: str) -> None:
    assert codec_of(label) is None


@given(st.binary(max_size=400), st.sampled_from(["", "utf-16", "gbk", "utf-8", "iso-2022-jp"]))
def test_any_bytes_give_text(body: bytes, charset: str) -> None:
    headers = (("content-type", f"text/html; charset={charset}"),)
    assert (
        as_utf8(body, headers).decode("utf-8")
        == decoded(body, headers).encode("utf-8", "replace").decode()
    )
