"""How a table is written: encoding, delimiter, header; told from its first bytes."""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from functools import lru_cache

SAMPLE_ROWS = 20
LONGEST_HEADER_CHARS = 64 * 1024  # below the csv module's limit, which raises
DELIMITERS = ("\t", ";", ",", "|")
MAX_CELL_CHARS = 200  # a header cell is a few words
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*\Z', re.IGNORECASE)
_BINARY_SHARE = 0.05  # of control characters: noise has 12 %, a table with a broken row under 1 %
_WIDE_SHARE = 0.3  # of NUL bytes at even or odd places in UTF-16 text without a mark


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read the table.

    `header`: cells of the first row, trimmed; `skip`: physical lines up to and with the header;
    `sample`: cells of the next rows, as far as the first bytes hold them.
    """

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    skip: int
    sample: tuple[tuple[str, ...], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The header's cells as they are compared."""
        return tuple(key_of(cell) for cell in self.header)


def key_of(cell: str) -> str:
    """A header cell without what differs for no reason: case, spaces, underscores, dots."""
    return re.sub(r"[\s_\-.\u00a0\ufeff]+", "", cell).casefold()


@lru_cache(maxsize=8)
def dialect_of(start: bytes) -> Dialect | None:
    """The dialect of a table that begins with these (decompressed) bytes; None when it is none."""
    encoding = encoding_of(start)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(start)
    if not text.strip() or _is_binary(text[:4096]):
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > SAMPLE_ROWS + 2:
        lines = lines[: SAMPLE_ROWS + 2]
    first, told = _first_line(lines)
    if first >= len(lines):
        return None
    if _CONTROL.search(lines[first]):
        return None
    delimiter = told or _delimiter_of(lines[first])
    rows = [_cells(line, delimiter) for line in lines[first:] if line.strip()]
    header = tuple(rows[0])
    if not any(header) or max(map(len, header)) > MAX_CELL_CHARS:
        return None
    return Dialect(encoding, delimiter, header, first + 1, tuple(tuple(r) for r in rows[1:]))


def _is_binary(text: str) -> bool:
    """Whether so many control characters stand here that this is no text with a damaged row."""
    return len(_CONTROL.findall(text)) > _BINARY_SHARE * len(text)


def encoding_of(start: bytes) -> str:
    """The encoding by byte-order mark, else by where NULs stand, else UTF-8 or Windows-1252."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return name
    sample = start[:4096]
    if sample[1::2].count(0) > _WIDE_SHARE * len(sample[1::2]):
        return "utf-16-le"
    if sample[::2].count(0) > _WIDE_SHARE * len(sample[::2]):
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(start)
    except UnicodeDecodeError:
        return (
            "utf-8" if any(_is_utf8_beyond_ascii(line) for line in start.split(b"\n")) else "cp1252"
        )
    return "utf-8"


def _is_utf8_beyond_ascii(line: bytes) -> bool:
    """Whether a line has letters that only UTF-8 writes like this: then the file is UTF-8."""
    if line.isascii():
        return False
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _first_line(lines: list[str]) -> tuple[int, str]:
    """Index of the header line, and the delimiter when a `sep=` line before it tells one."""
    told = ""
    for at, line in enumerate(lines):
        if found := _SEPARATOR_LINE.match(line):
            told = found.group(1)
        elif line.strip():
            return at, told
    return len(lines), told


def _delimiter_of(line: str) -> str:
    counts = {delimiter: len(_cells(line, delimiter)) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: counts[delimiter])
    return best if counts[best] > 1 else ","


def _cells(line: str, delimiter: str) -> list[str]:
    for row in csv.reader([line[:LONGEST_HEADER_CHARS]], delimiter=delimiter):
        return [cell.strip().strip("\ufeff") for cell in row]
    return []
