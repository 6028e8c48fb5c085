"""A disavow file as values: its lines, what each says, and the bytes it came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

UTF8_MARK = b"\xef\xbb\xbf"
MARKS = {"utf-8": UTF8_MARK, "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


class LineKind(StrEnum):
    """What a line is to the search engine that reads it."""

    URL = "url"
    DOMAIN = "domain"
    TLD = "tld"  # `domain:xyz`: everything under a top-level domain
    IP = "ip"
    COMMENT = "comment"
    BLANK = "blank"
    UNREADABLE = "unreadable"


ENTRIES = frozenset((LineKind.URL, LineKind.DOMAIN, LineKind.TLD, LineKind.IP))


class Severity(StrEnum):
    """How bad a finding is: it does harm or nothing, it may, or it could be written better."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the writing of a line, in one sentence that says what to do."""

    severity: Severity
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `text` and `end` (its line end, empty at the end of the file) are as written.

    `name`: the host, top-level domain, address or URL that an entry names, as A-labels and in lower
    case; empty for other kinds. `meant`: how the line should be written, empty where that cannot be
    told; for an unreadable line a guess for the user, never acted upon.
    """

    number: int
    text: str
    end: str
    kind: LineKind
    name: str = ""
    meant: str = ""
    flaws: tuple[Flaw, ...] = ()

    @property
    def is_entry(self) -> bool:
        """Whether the line disavows something."""
        return self.kind in ENTRIES

    @property
    def key(self) -> tuple[LineKind, str]:
        """Equal for lines that say the same."""
        return self.kind, self.name or self.text.strip()


@dataclass(frozen=True, slots=True)
class DisavowFile:
    """A whole file. `encoding`: utf-8, utf-16-le, utf-16-be or latin-1, told by its bytes."""

    lines: tuple[Line, ...] = ()
    encoding: str = "utf-8"
    has_mark: bool = False  # a byte-order mark at its start

    @property
    def text(self) -> str:
        """Everything, without the byte-order mark."""
        return "".join(line.text + line.end for line in self.lines)

    @property
    def entries(self) -> tuple[Line, ...]:
        """The lines that disavow something."""
        return tuple(line for line in self.lines if line.is_entry)

    @property
    def line_end(self) -> str:
        """The line end that most lines have; LF where none has any."""
        ends = [line.end for line in self.lines if line.end]
        return max(sorted(set(ends)), key=ends.count) if ends else "\n"


def written(file: DisavowFile) -> bytes:
    """The bytes of a file: exactly those it was parsed from."""
    mark = MARKS[file.encoding] if file.has_mark else b""
    return mark + file.text.encode(file.encoding)
