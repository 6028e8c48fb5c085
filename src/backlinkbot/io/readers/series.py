"""A plain series of new referring domains that a user wrote: numbers, or dates and counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Rejects
from backlinkbot.io.readers.plain import PlainRow, PlainTable, plain_table
from backlinkbot.io.readers.table.dates import Evidence, Order, one_date

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

WEEK = timedelta(weeks=1)
MOST_COUNT = 10**7  # new domains a row: more than the whole web has for most sites is a mistake
LONGEST_SERIES = 40 * 53  # weeks: a wider range comes from a mistake in one of the dates
LEAST_SHARE_WEEKLY = 0.5  # of weeks with a row; fewer: these are months

# What a column may be called, compared without case, spaces, "_", "-" and ".".
NAMES = {
    "date": ("week", "date", "day", "weekof", "weekstarting", "from", "timestamp", "time"),
    "new": ("count", "new", "domains", "newdomains", "newreferringdomains", "referringdomains",
            "value"),
    "lost": ("lost", "lostdomains", "lostreferringdomains"),
    "known": ("known",),
    "spam": ("spam", "spamlike", "likelyspam"),
    "repeated": ("repeated", "sameanchor", "repeatedanchor"),
    "one_host": ("onehost", "samehost", "host", "template"),
}  # fmt: skip
COUNTS = tuple(name for name in NAMES if name != "date")
SIGNS = ("spam", "repeated", "one_host")

NO_COUNT = "count that is not a whole number from 0"
NO_DATE = "date that cannot be read"
TOO_MANY = "more domains with a sign than new ones; taken as all of them"

_ISO_WEEK = re.compile(r"(\d{4})-?W(\d{2})\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SeriesRead:
    """Weekly sums from `first` (a Monday) on, without gaps, side by side.

    `known`, `spam`, `repeated`, `one_host`: of the new domains, None where the file has no such
    column; `rejects`: rows that could not be used; `notes`: what was assumed, in sentences.
    """

    name: str
    first: date
    new: tuple[int, ...]
    lost: tuple[int, ...]
    known: tuple[int, ...] | None
    spam: tuple[int, ...] | None
    repeated: tuple[int, ...] | None
    one_host: tuple[int, ...] | None
    rejects: Rejects
    notes: tuple[str, ...]


def read_series(path: Path, now: datetime) -> SeriesRead:
    """The series in a file; numbers without dates are weeks that end with the week of `now`.

    Rows of one week are added up; a week without a row had no new domain.

    Raises:
        BadInput: no usable row, or rows too far apart to be weeks.
    """
    table = plain_table(path)
    rejects, notes = Rejects(), list[str]()
    columns, rows = _columns(table)
    order = _order(rows, columns, now, notes) if "date" in columns else None
    sums: dict[date, dict[str, int]] = {}
    unplaced: list[dict[str, int]] = []
    for row in rows:
        counts = _counts(row, columns, table.name, rejects)
        if counts is None:
            continue
        if "date" not in columns:
            unplaced.append(counts)
            continue
        day = _day(row.cells[columns["date"]], order)
        if day is None:
            rejects.add(NO_DATE, f"{table.name}:{row.line}", row.cells[columns["date"]])
            continue
        week = sums.setdefault(_monday(day), dict.fromkeys(counts, 0))
        for name, count in counts.items():
            week[name] += count
    if unplaced:
        last = _monday(now.date())
        sums = {last - WEEK * (len(unplaced) - 1 - at): one for at, one in enumerate(unplaced)}
    if not sums:
        raise BadInput(f"{table.name} has no usable row: {_first(rejects)}")
    return _read(table.name, sums, columns, rejects, notes)


def _columns(table: PlainTable) -> tuple[dict[str, int], list[PlainRow]]:
    """Which place holds what, and the rows without the header."""
    found = {
        role: table.header.index(name)
        for role, names in NAMES.items()
        for name in names[::-1]
        if name in table.header
    }
    if "new" in found:
        rows = list(table.rows[1:])
        if "date" not in found and rows:
            dated = [at for at, cell in enumerate(rows[0].cells) if _day(cell, Order.DAY_FIRST)]
            found |= {"date": dated[0]} if dated else {}
        return found, rows
    cells = table.rows[0].cells
    has_header = len(table.rows) > 1 and all(_whole(cell) is None for cell in cells[-1:])
    has_header = has_header and _day(cells[0], Order.DAY_FIRST) is None
    rows = list(table.rows[1:] if has_header else table.rows)
    widest = max(len(row.cells) for row in rows)
    if widest > 2:  # noqa: PLR2004 - a date and a count
        wanted = ", ".join(names[0] for names in NAMES.values())
        raise BadInput(f"{table.name} names no column of counts; its header may name: {wanted}")
    return ({"new": 0} if widest == 1 else {"date": 0, "new": 1}), rows


def _order(rows: list[PlainRow], columns: dict[str, int], now: datetime, notes: list[str]) -> Order:
    """Which comes first in dates of numbers; told where any date leaves it open."""
    place = columns["date"]
    evidence = Evidence(latest=now + timedelta(days=1))
    evidence.add((row.cells[place], 1) for row in rows if len(row.cells) > place)
    order, why = evidence.order()
    if evidence.counts["all"]:
        notes.append(f'dates like "{evidence.example}" are read as {order.value}: {why}')
    return order


def _counts(
    row: PlainRow, columns: dict[str, int], name: str, rejects: Rejects
) -> dict[str, int] | None:
    """The numbers of a row, those that it leaves empty 0; None where it cannot be used."""
    if len(row.cells) <= max(columns.get("date", 0), columns["new"]):
        rejects.add("row with too few cells", f"{name}:{row.line}", " | ".join(row.cells))
        return None
    found: dict[str, int] = {}
    for role in COUNTS:
        if role not in columns:
            continue
        text = row.cells[columns[role]] if len(row.cells) > columns[role] else ""
        number = 0 if not text and role != "new" else _whole(text)
        if number is None:
            rejects.add(NO_COUNT, f"{name}:{row.line}", text)
            return None
        found[role] = number
    for sign in SIGNS:
        if found.get(sign, 0) > found["new"]:
            rejects.add(TOO_MANY, f"{name}:{row.line}", str(found[sign]))
            found[sign] = found["new"]
    if "known" in found:
        found["known"] = min(found["known"], found["new"])
    return found


def _whole(text: str) -> int | None:
    cleaned = text.replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+", cleaned):
        cleaned = cleaned.replace(",", "")
    if not re.fullmatch(r"\d{1,12}(\.0*)?", cleaned):
        return None
    number = int(float(cleaned))
    return number if number <= MOST_COUNT else None


def _day(text: str, order: Order | None) -> date | None:
    if found := _ISO_WEEK.match(text):
        try:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return None
    moment, _ = one_date(text, order)
    return moment.date() if moment else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _read(
    name: str,
    sums: dict[date, dict[str, int]],
    columns: dict[str, int],
    rejects: Rejects,
    notes: list[str],
) -> SeriesRead:
    first, last = min(sums), max(sums)
    weeks = (last - first).days // 7 + 1
    if weeks > LONGEST_SERIES:
        raise BadInput(f"{name} goes from {first} to {last}: a date in it must be wrong")
    if len(sums) > 1 and len(sums) < LEAST_SHARE_WEEKLY * weeks:
        notes.append(
            f"only {len(sums)} of {weeks} weeks have a row; the others count as weeks without a "
            "new domain, which is wrong if the rows are months"
        )
    days = [first + WEEK * at for at in range(weeks)]

    def column(role: str) -> tuple[int, ...] | None:
        if role not in columns:
            return None
        return tuple(sums.get(day, {}).get(role, 0) for day in days)

    return SeriesRead(
        name=name,
        first=first,
        new=column("new") or (),
        lost=column("lost") or (0,) * weeks,
        known=column("known"),
        spam=column("spam"),
        repeated=column("repeated"),
        one_host=column("one_host"),
        rejects=rejects,
        notes=tuple(notes),
    )


def _first(rejects: Rejects) -> str:
    if not rejects.examples:
        return "it holds a header alone"
    reason, place, text = rejects.examples[0]
    return f"{place} has a {reason}: {text!r}"
