"""Flags, numbers and addresses out of columns of text, with what could not be used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.urls import clean_host, targets

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    Reads = Callable[[str], tuple[bool | float | None, bool]]

BAD_NUMBER = "number that cannot be read, left empty"
BAD_FLAG = "yes/no value that cannot be read, left empty"
BAD_HOST = "no name of a site"

_YES = frozenset(
    {"true", "1", "yes", "y", "+", "x", "✓", "ja", "oui", "sí", "si", "sì", "sim", "wahr", "vrai"}
)
_NO = frozenset({"false", "0", "no", "n", "-", "\u2013", "nein", "non", "não", "falsch", "faux"})
_FOLLOW = {"follow": True, "followed": True, "dofollow": True, "nofollow": False}
_BLANKS = frozenset({"", "n/a", "null", "none", "\u2014"})

_IS_FLAG = re.compile(r"(?:true|false)\Z", re.IGNORECASE)
_IS_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_IS_URL = re.compile(r"https?://", re.IGNORECASE)
_WEB = ("http://", "https://")
_ANY_PAGE = "https://base.invalid/"
_GROUPED = re.compile(r"\d{1,3}(?:[,.\s'\u2019\u00a0\u202f]\d{3})+\Z")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?\Z")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A column of values.

    `bad`: row to reason where a value was left empty; `aliens`: rows whose value plainly belongs
    to another column (a date where yes or no should be).
    """

    values: pa.Array
    bad: dict[int, str]
    aliens: frozenset[int] = frozenset()


def is_alien(text: str, kind: str) -> bool:
    """Whether a value that could not be read as `kind` is one of another kind: a shifted row.

    `kind`: "flag", "number", "date" or "url".
    """
    shapes = {"flag": _IS_FLAG, "date": _IS_DATE, "url": _IS_URL}
    return any(shape.match(text) for name, shape in shapes.items() if name != kind)


def _by_word(column: pa.Array, kind: str, read: Reads, type_: pa.DataType) -> Parsed:
    """Every distinct text is looked at once."""
    import pyarrow as pa

    reason = BAD_FLAG if kind == "flag" else BAD_NUMBER
    words = column.dictionary_encode()
    values: list[bool | float | None] = []
    bad_words: dict[int, bool] = {}
    for place, word in enumerate(words.dictionary.to_pylist()):
        text = word.strip()
        value, is_bad = read(text)
        values.append(value)
        if is_bad:
            bad_words[place] = is_alien(text, kind)
    bad: dict[int, str] = {}
    aliens: set[int] = set()
    if bad_words:
        for row, place in enumerate(words.indices.to_numpy()):
            if place in bad_words:
                bad[row] = reason
                if bad_words[place]:
                    aliens.add(row)
    return Parsed(pa.array(values, type_).take(words.indices), bad, frozenset(aliens))


def flags(column: pa.Array) -> Parsed:
    """Yes and no in the spellings that occur; empty ones are null."""
    import pyarrow as pa

    return _by_word(column, "flag", _flag, pa.bool_())


def numbers(column: pa.Array) -> Parsed:
    """Numbers with thousands marks, decimals or a per cent sign as float64; empty ones are null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        empty = pc.equal(column, "")
        plain = pc.if_else(empty, pa.scalar(None, pa.string()), column)
        return Parsed(plain.cast(pa.float64()), {})
    except pa.ArrowInvalid:
        return _by_word(column, "number", _number, pa.float64())


def wholes(column: pa.Array, most: int) -> Parsed:
    """Counts from 0 to `most`, with whatever thousands marks, as int64; empty ones are null."""
    import pyarrow as pa

    def read(text: str) -> tuple[float | None, bool]:
        if _GROUPED.match(text):  # for a count, 1.240 can only be a thousand and more
            text = re.sub(r"\D", "", text)
        value, is_bad = _number(text)
        if value is None or (value.is_integer() and 0 <= value <= most):
            return value, is_bad
        return None, True

    found = _by_word(column, "number", read, pa.float64())
    return Parsed(found.values.cast(pa.int64()), found.bad, found.aliens)


def _flag(text: str) -> tuple[bool | None, bool]:
    lower = text.casefold()
    if lower in _YES or lower in _NO:
        return lower in _YES, False
    if lower in _FOLLOW:
        return _FOLLOW[lower], False
    return None, lower not in _BLANKS


def _number(text: str) -> tuple[float | None, bool]:
    """A number, or None and whether something unreadable stood there."""
    bare = text.removesuffix("%").strip()
    if _GROUPED.match(bare):
        return float(re.sub(r"\D", "", bare)), False
    if _DECIMAL.match(bare):
        return float(bare.replace(",", ".")), False
    return None, bare.casefold() not in _BLANKS and bare != "-"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Canonical URLs and their registrable domains, null where there is none.

    `completed`: how many had no scheme and were read as https.
    """

    urls: pa.Array
    domains: pa.Array
    completed: int


def addresses(column: pa.Array) -> Addresses:
    """Every distinct text of the column as a canonical address."""
    import pyarrow as pa

    words = column.dictionary_encode()
    texts = [text.strip() for text in words.dictionary.to_pylist()]
    urls, domains = _absolute(texts)
    bare = {
        place: f"https://{text}"
        for place, (text, url) in enumerate(zip(texts, urls, strict=True))
        if url is None and _is_bare(text)
    }
    if bare:
        for place, url, domain in zip(bare, *_absolute(list(bare.values())), strict=True):
            urls[place], domains[place] = url, domain
    completed = sum(1 for place in words.indices.to_numpy() if place in bare) if bare else 0
    return Addresses(
        pa.array(urls, pa.string()).take(words.indices),
        pa.array(domains, pa.string()).take(words.indices),
        completed,
    )


def _absolute(texts: list[str]) -> tuple[list[str | None], list[str | None]]:
    """Canonical addresses and domains of texts that begin with http:// or https://.

    A page to resolve against changes nothing for them, but with it they are read three times as
    fast: see `core.urls.targets`.
    """
    found = targets(_ANY_PAGE, texts)
    urls, domains = list(found.urls), list(found.domains)
    for place, text in enumerate(texts):
        if not text.startswith(_WEB) and not text[:8].lower().startswith(_WEB):
            urls[place] = domains[place] = None
    return urls, domains


def _is_bare(text: str) -> bool:
    """Whether this is an address without its scheme (`www.example.com/page`)."""
    host = re.split(r"[/?#]", text, maxsplit=1)[0].rsplit(":", 1)[0]
    return "." in host and clean_host(host) is not None
