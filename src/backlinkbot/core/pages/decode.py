"""Bytes to text: which charset a page is written in, also when it lies about it."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

META_BYTES = 4096  # where browsers look for a charset (they read 1,024; real pages are sloppier)
GUESS_BYTES = 16 * 1024  # enough for statistics, cheap enough for every page without a charset
MOST_BROKEN_SHARE = 0.01  # replaced characters beyond which a declared charset is a lie
LAST_RESORT = "windows-1252"  # never fails to give text and is right for most of what is left

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)

# The Encoding Standard's reading of labels that Python reads more narrowly.
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_UNSAFE = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape"})


def decoded(body: bytes, headers: Iterable[tuple[str, str]] = ()) -> str:
    """The page's text without NULs; never fails.

    Order: byte-order mark, then the first of HTTP header, meta and XML declaration that decodes the
    bytes, then UTF-8 where it is valid, then a guess from the bytes, then windows-1252.
    """
    return _read(body, headers)[0].replace("\0", "")


def as_utf8(body: bytes, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """The page's text as UTF-8 without NULs: what the pre-scan and the parser read."""
    text, name = _read(body, headers)
    clean = body if name == "utf-8" else text.encode("utf-8", "replace")
    return clean.replace(b"\0", b"")


def _read(body: bytes, headers: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The text, and the charset under which the bytes as they stand are exactly that text.

    The name is empty where bytes were replaced or cut away.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), ""
    for name in _declared(body, headers):
        if (found := _honest(body, name)) is not None:
            return found
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return body.decode(_guess(body) or LAST_RESORT, "replace"), ""


def _declared(body: bytes, headers: Iterable[tuple[str, str]]) -> list[str]:
    """Python's names of the declared charsets, the most trusted first."""
    labels = [
        told[1]
        for name, value in headers
        if name.lower() == "content-type" and (told := _HEADER.search(value))
    ]
    head = body[:META_BYTES]
    inside = [match for pattern in (_META, _XML) if (match := pattern.search(head))]
    labels += [match[1].decode("ascii", "replace") for match in inside]
    return [name for label in labels if (name := codec_of(label))]


@lru_cache(1024)
def codec_of(label: str) -> str | None:
    """Python's name for a charset label, None where there is none or it is not for web pages."""
    try:
        name = codecs.lookup(label.strip().lower()).name
    except (LookupError, ValueError):
        return None
    if name in _UNSAFE or not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - the only mark
        return None
    return _WIDER.get(name, name)


def _honest(body: bytes, name: str) -> tuple[str, str] | None:
    """The text under a declared charset, None when the bytes say that the declaration is a lie."""
    if name.startswith("utf-16") and body[:512].count(b"\0") < len(body[:512]) // 8:
        return None
    try:
        text = body.decode(name)
    except UnicodeDecodeError:
        text = body.decode(name, "replace")
        broken = text.count("\ufffd") > MOST_BROKEN_SHARE * len(text)
        return None if broken else (text, "")
    if name == "cp1252" and not body.isascii():
        return _utf8_after_all(body) or (text, name)
    return text, name


def _utf8_after_all(body: bytes) -> tuple[str, str] | None:
    """Valid UTF-8 beyond ASCII is no accident, whatever single-byte label it wears."""
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return None


def _guess(body: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(body[:GUESS_BYTES]).best()
    return codec_of(best.encoding) if best else None
