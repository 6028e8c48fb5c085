"""Dates as exports write them; day and month are told apart once per file, from all rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

TWO_DIGIT_YEAR = "date with a two-digit year, left empty"
UNREADABLE = "date that cannot be read, left empty"
MONTHS = 12
_EPOCH_S, _EPOCH_MS = 10, 13  # digits of a Unix time of our days, as one vendor's API gives it

_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?\Z"
)
_TIME = r"(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?)?\s*\Z"
_NUMBERS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})" + _TIME)
_DAY_FIRST = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{4})" + _TIME)

# Beginnings of month names that tell the month, per month: English, German, French, Spanish,
# Italian, Portuguese, Dutch, Polish.
_MONTH_WORDS = (
    ("jan", "ene", "gen", "sty"),
    ("feb", "fév", "fev", "fév", "lut"),
    ("mar", "mär", "mrz", "maa", "mrt"),
    ("apr", "avr", "abr", "kwi"),
    ("may", "mai", "mag", "mei", "maj"),
    ("jun", "juin", "giu", "cze"),
    ("jul", "juil", "lug", "lip"),
    ("aug", "aoû", "aou", "ago", "sie"),
    ("sep", "set", "wrz"),
    ("oct", "okt", "ott", "out", "paź"),
    ("nov", "lis"),
    ("dec", "dez", "déc", "dic", "gru"),
)


class Order(StrEnum):
    """Which comes first in a date of numbers."""

    DAY_FIRST = "day/month/year"
    MONTH_FIRST = "month/day/year"


@dataclass
class Evidence:
    """What all dates of numbers in a file say about their order.

    `latest`: no sighting can be later than this, so an order that says so is wrong.
    """

    latest: datetime
    counts: Counter[str] = field(default_factory=Counter)
    example: str = ""

    def add(self, values: Iterable[tuple[str, int]]) -> None:
        """Count values, each with how often it occurs."""
        for value, times in values:
            found = _NUMBERS.match(value.strip())
            if found is None:
                continue
            first, second = int(found[1]), int(found[3])
            self.example = self.example or value
            self.counts["all"] += times
            self.counts["day first"] += times * (first > MONTHS >= second)
            self.counts["month first"] += times * (second > MONTHS >= first)
            if len(found[4]) > 2:  # noqa: PLR2004  # a year in full
                self._add_future(int(found[4]), (first, second), times)

    def _add_future(self, year: int, numbers: tuple[int, int], times: int) -> None:
        for name, (month, day) in (("month future", numbers), ("day future", numbers[::-1])):
            at = _moment(year, month, day)
            self.counts[name] += times * (at is not None and at > self.latest)

    def order(self) -> tuple[Order, str]:
        """The order, and a sentence that says how it was found."""
        counts = self.counts
        day, month = counts["day first"], counts["month first"]
        if day != month:
            chosen = Order.DAY_FIRST if day > month else Order.MONTH_FIRST
            told = f"{max(day, month):,} of {counts['all']:,} dates can be read in no other way"
            if min(day, month):
                told += f", though {min(day, month):,} speak against it"
            return chosen, told
        if not day and counts["day future"] != counts["month future"]:
            is_day = counts["day future"] < counts["month future"]
            chosen = Order.DAY_FIRST if is_day else Order.MONTH_FIRST
            return chosen, "the other order gives days that have not come yet"
        return Order.DAY_FIRST, "no date in it tells the order, so this is an assumption"


@dataclass(frozen=True, slots=True)
class Dates:
    """A column of moments (UTC seconds), and which values could not be used.

    `bad`: row to reason.
    """

    moments: pa.Array
    bad: dict[int, str]


def has_number_dates(column: pa.Array) -> bool:
    """Whether any value is a date of numbers whose order has to be known."""
    import pyarrow.compute as pc

    shape = r"^\s*\d{1,2}[/.\-]\d{1,2}[/.\-]\d"
    return bool(pc.any(pc.match_substring_regex(column, shape)).as_py())


def parsed_dates(column: pa.Array, order: Order | None) -> Dates:
    """All values as moments; empty ones are null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    empty = pc.equal(column, "")
    try:
        iso = pc.if_else(empty, pa.scalar(None, pa.string()), column)
        return Dates(iso.cast(pa.timestamp("s")).cast(pa.timestamp("s", tz="UTC")), {})
    except pa.ArrowInvalid:
        pass
    words = column.dictionary_encode()
    seconds: list[int | None] = []
    reasons: dict[int, str] = {}
    for place, word in enumerate(words.dictionary.to_pylist()):
        moment, reason = one_date(word, order)
        seconds.append(int(moment.timestamp()) if moment else None)
        if reason:
            reasons[place] = reason
    moments = pa.array(seconds, pa.int64()).cast(pa.timestamp("s", tz="UTC"))
    indices = words.indices.to_numpy()
    bad = {row: reasons[i] for row, i in enumerate(indices) if i in reasons} if reasons else {}
    return Dates(moments.take(words.indices), bad)


def one_date(text: str, order: Order | None) -> tuple[datetime | None, str]:
    """The moment that a value tells, or why none; both empty for an empty value."""
    text = text.strip()
    if not text or text in ("-", "—", "N/A", "n/a", "null"):
        return None, ""
    if text.isascii() and text.isdigit() and len(text) in (_EPOCH_S, _EPOCH_MS):
        seconds = int(text) if len(text) == _EPOCH_S else int(text) // 1000
        return datetime.fromtimestamp(seconds, UTC), ""
    moment: datetime | None = None
    if found := _ISO.match(text):
        moment = _iso(found)
    elif found := _NUMBERS.match(text):
        if len(found[4]) == 2:  # noqa: PLR2004  # digits
            return None, TWO_DIGIT_YEAR
        first, second = int(found[1]), int(found[3])
        month, day = (first, second) if order is Order.MONTH_FIRST else (second, first)
        moment = _moment(int(found[4]), month, day)
    elif found := _MONTH_FIRST.match(text):
        moment = _moment(int(found[3]), _month(found[1]), int(found[2]))
    elif found := _DAY_FIRST.match(text):
        moment = _moment(int(found[3]), _month(found[2]), int(found[1]))
    return (moment, "") if moment else (None, UNREADABLE)


def _month(word: str) -> int:
    """The month from 1 by the beginning of its name; 0 when it is none."""
    lower = word.casefold()
    for number, beginnings in enumerate(_MONTH_WORDS, 1):
        if lower.startswith(beginnings):
            return number
    return 0


def _iso(found: re.Match[str]) -> datetime | None:
    moment = _moment(int(found[1]), int(found[2]), int(found[3]))
    if moment is None or found[4] is None:
        return moment
    hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004  # a clock
        return None
    moment += timedelta(hours=hour, minutes=minute, seconds=second)
    return moment - _offset(found[7] or "")


def _offset(zone: str) -> timedelta:
    if not zone or zone in ("Z", "UTC"):
        return timedelta()
    digits = zone[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -ahead if zone[0] == "-" else ahead


def _moment(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
