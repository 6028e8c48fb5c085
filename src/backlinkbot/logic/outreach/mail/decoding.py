"""Bytes of a mail into text: charsets, transfer encodings and encoded words, whatever they claim.

RFC 2045, 2047 and 2231 as written by those who do not follow them: nothing here raises on bad
input, and no charset or encoding named in a mail can make it slow or large.
"""

from __future__ import annotations

import binascii
import codecs
import re

ENCODED_WORD = re.compile(r"=\?([\w.+-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?]{0,8000})\?=")
BETWEEN_WORDS = re.compile(r"(\?=)[ \t]+(?==\?[\w.+-]{1,40}(?:\*[\w-]{1,20})?\?[bBqQ]\?)")
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
# Codecs of Python that no mail uses, and that run code-like escapes or take quadratic time.
REFUSED_CODECS = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
)
FALLBACKS = ("utf-8", "cp1252")


def text_of(data: bytes, charset: str = "") -> str:
    """The bytes as text in the charset they claim, else in UTF-8, else as Windows-1252."""
    for name in (charset, *FALLBACKS):
        if codec := _codec(name):
            try:
                return _without_halves(data.decode(codec))
            except (UnicodeError, LookupError):
                continue
    return _without_halves(data.decode(_codec(charset) or "utf-8", "replace"))


def _without_halves(text: str) -> str:
    """The text without halves of characters, which some charsets can name and nobody can keep."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _codec(name: str) -> str | None:
    """Python's name of a charset that may be used; `None` for any other."""
    try:
        found = codecs.lookup(name.strip("\"' ")[:40]).name if name else None
        if found is None or found in REFUSED_CODECS:
            return None
        b"".decode(found)  # the codecs that make bytes of bytes refuse here
    except (LookupError, ValueError, UnicodeError):
        return None
    return found


def unpacked(body: bytes, encoding: str) -> bytes:
    """A body without its transfer encoding; what is broken is left out."""
    kind = encoding.strip().lower()
    if kind == "base64":
        return from_base64(body)
    if kind == "quoted-printable":
        return binascii.a2b_qp(body)
    return body


def from_base64(body: bytes) -> bytes:
    """The bytes behind base64 with any line breaks, junk and missing padding."""
    clean = NOT_BASE64.sub(b"", body)
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def words_of(value: str) -> str:
    """A header's value with its encoded words read (RFC 2047), on one line."""
    if "=?" not in value:
        return value
    return ENCODED_WORD.sub(_word, BETWEEN_WORDS.sub(r"\1", value))


def _word(match: re.Match[str]) -> str:
    charset, kind, packed = match.groups()
    raw = packed.encode("ascii", "ignore")
    data = from_base64(raw) if kind in "bB" else binascii.a2b_qp(raw.replace(b"_", b" "))
    return text_of(data, charset)
