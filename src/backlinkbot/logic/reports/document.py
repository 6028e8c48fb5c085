"""What a report is made of: sections of blocks, free of any output form.

A block holds facts and words; how it looks is the business of `html` (and of other writers).
Every chart carries its numbers, so that each writer can show them as a table too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date


class Tone(StrEnum):
    """What a number says of the profile; shown by colour and always by words too."""

    PLAIN = "plain"
    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs, or items of one list when `is_list`."""

    lines: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """An aside the reader should not miss: what is not known, how few the data are."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One number with its name; `detail` says what it is made of."""

    label: str
    value: str
    detail: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Cards:
    """The main numbers side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of ready texts under their column names; `numeric` columns are set right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length is `value`; `shown` is the number as text, `detail` a word more."""

    label: str
    value: float
    shown: str
    detail: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, one per thing; lengths are relative to the longest."""

    summary: str
    bars: tuple[Bar, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Parts:
    """One bar cut into the shares of a whole."""

    summary: str
    bars: tuple[Bar, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright columns over an ordered axis: a histogram."""

    summary: str
    axis: str
    bars: tuple[Bar, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Moment:
    """One period of a timeline: the level at its end, what was won in it and what was lost."""

    on: date
    level: int
    won: int
    lost: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A level over time with what was won and lost in each period."""

    summary: str
    moments: tuple[Moment, ...]
    table: Table
    period: str = "week"


@dataclass(frozen=True, slots=True)
class Flow:
    """What was won (up) and lost (down) in each period; the levels of the moments are not drawn."""

    summary: str
    moments: tuple[Moment, ...]
    table: Table
    period: str = "week"


@dataclass(frozen=True, slots=True)
class Line:
    """One line over days; None where nothing is known; `shown`: its last number as text."""

    name: str
    values: tuple[float | None, ...]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines over the same days, ours first.

    `low`, `high`: a band that they are held against, named `band`, side by side with the days;
    empty for none. `marked`: days that stand out.
    """

    summary: str
    days: tuple[date, ...]
    lines: tuple[Line, ...]
    table: Table
    band: str = ""
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    marked: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing worth a few lines: a linking page with its score and the reasons for it."""

    title: str
    address: str
    score: str
    word: str
    tone: Tone
    facts: tuple[str, ...]
    reason: str
    details: tuple[str, ...] = ()
    details_title: str = "All five factors"


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of entries, best or worst first."""

    entries: tuple[Entry, ...]


Block: TypeAlias = (
    Heading
    | Text
    | Note
    | Cards
    | Table
    | Bars
    | Parts
    | Columns
    | Timeline
    | Flow
    | Lines
    | Entries
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under its own heading; `name` is its address inside the page."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `subtitle` and `footer` are plain sentences; `language` is a BCP 47 tag."""

    title: str
    subtitle: str
    footer: str
    as_of: date
    sections: tuple[Section, ...]
    language: str = "en"
