"""From bytes to the lines of a disavow file; nothing is lost, nothing is refused."""

from __future__ import annotations

import re

from backlinkbot.logic.judge.disavow.lines import MARKS, DisavowFile, Line
from backlinkbot.logic.judge.disavow.syntax import said_by

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n)|([^\r\n]+)\Z")
SAMPLE_BYTES = 4096
# UTF-16 without a mark: more than this share of every second byte is zero in Latin scripts.
ZERO_SHARE = 0.5


def parse(data: bytes) -> DisavowFile:
    """The file that these bytes are; `written(parse(data)) == data` for any bytes.

    The encoding is told by a byte-order mark, else by what decodes: UTF-16 where every second byte
    is zero, UTF-8, and at last Latin-1, as which anything can be read.
    """
    encoding, has_mark = _encoding(data)
    body = data[len(MARKS[encoding]) :] if has_mark else data
    return parse_text(body.decode(encoding), encoding=encoding, has_mark=has_mark)


def parse_text(text: str, *, encoding: str = "utf-8", has_mark: bool = False) -> DisavowFile:
    """The file with this text. Lines end in LF, CRLF or CR."""
    lines = []
    for number, found in enumerate(_LINE.finditer(text), start=1):
        words = found[1] if found[3] is None else found[3]
        said = said_by(words)
        lines.append(
            Line(number, words, found[2] or "", said.kind, said.name, said.meant, said.flaws)
        )
    return DisavowFile(tuple(lines), encoding, has_mark)


def _encoding(data: bytes) -> tuple[str, bool]:
    for encoding, mark in MARKS.items():
        if data.startswith(mark) and _reads(data[len(mark) :], encoding):
            return encoding, True
    sample = data[:SAMPLE_BYTES]
    if b"\0" in sample and len(data) % 2 == 0:
        for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
            if zeros.count(0) > ZERO_SHARE * len(zeros) and _reads(data, encoding):
                return encoding, False
    return ("utf-8" if _reads(data, "utf-8") else "latin-1"), False


def _reads(data: bytes, encoding: str) -> bool:
    """Whether the bytes are text of that encoding, and the same bytes come back from it."""
    try:
        return data.decode(encoding).encode(encoding) == data
    except UnicodeError:
        return False
