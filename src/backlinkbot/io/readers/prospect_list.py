"""A list of prospects that a user or another tool wrote, whatever its columns are called."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backlinkbot.core.cells import FORMULA_STARTS
from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Rejects
from backlinkbot.io.readers.plain import PlainTable, plain_table
from backlinkbot.io.readers.table.dates import Evidence, Order, one_date
from backlinkbot.io.readers.table.dialect import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

# Our columns, and by what else outreach tools and people call them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "prospect": ("domain", "website", "site", "company", "host", "root domain", "website url"),
    "page": ("url", "link page", "page url", "prospect url", "source url", "linking page"),
    "stage": ("status", "relationship stage", "pipeline stage", "state"),
    "owner": ("assigned to", "assignee", "account manager", "responsible"),
    "contact": ("email", "contact email", "e-mail", "email address", "contact info"),
    "contact_kind": ("contact type",),
    "tactic": ("campaign type", "opportunity type", "approach"),
    "target": ("target url", "target page", "our page", "our url", "link to", "destination url"),
    "tags": ("labels", "tag", "label"),
    "note": ("notes", "comment", "comments"),
    "worth_points": ("worth",),
    "value_per_hour": (),
    "contacted_at": ("contacted", "date contacted", "first contacted", "outreach date", "sent on"),
    "replied_at": ("replied", "date replied", "reply date"),
    "placed_at": ("placed", "link live date", "won on", "date won", "placement date"),
    "closed_at": ("closed", "date closed", "lost on"),
    "lost_at": ("link lost", "link removed on"),
}
MOMENTS = ("contacted_at", "replied_at", "placed_at", "closed_at", "lost_at")
NUMBERS = ("worth_points", "value_per_hour")
NO_PLACE = "no domain or page"
NO_NUMBER = "number that cannot be read, left empty"
TO_COME = "date that has not come yet, left empty"


@dataclass(frozen=True, slots=True)
class ListedProspect:
    """One row; texts empty, numbers and moments absent where it tells none."""

    line: int
    texts: Mapping[str, str]
    moments: Mapping[str, datetime] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """What names the organisation: the page, else its domain."""
        return self.texts.get("page", "") or self.texts.get("prospect", "")


@dataclass(frozen=True, slots=True)
class ProspectList:
    """The rows of a file; `columns`: ours by the name they have there; `unused`: the others.

    `header`: by which a mapping is remembered; `notes`: how dates were read.
    """

    name: str
    header: str
    rows: tuple[ListedProspect, ...]
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    rejects: Rejects


def header_of(path: Path) -> str:
    """By what a mapping for a file is remembered.

    Raises:
        BadInput: no such file, or nothing in it.
    """
    return "prospects|" + "|".join(plain_table(path).rows[0].cells)


def read_prospects(
    path: Path, latest: datetime, mapping: Mapping[str, str] | None = None
) -> ProspectList:
    """The prospects in a CSV file (comma, semicolon, tab), its columns found by their names.

    `mapping`: ours to theirs, for columns that are called otherwise; `latest`: no date is later.
    A file without a header we know, of one column, is a list of domains.

    Raises:
        BadInput: no such file, no column that names a site, or a mapping to no column.
    """
    table = plain_table(path)
    cells = table.rows[0].cells
    places = _places(table, mapping or {})
    body = table.rows[1:]
    if "prospect" not in places and "page" not in places:
        if len(cells) > 1:
            raise BadInput(
                f"{table.name} has no column that names a site; it has: {', '.join(cells)}. Say "
                'which it is: --map prospect="Column"'
            )
        places, body = {"prospect": 0}, table.rows
    rejects = Rejects()
    order, notes = _order(table, places, latest)
    rows = []
    for row in body:
        where = f"{table.name}:{row.line}"
        told = {name: _bare(row.cells[at]) for name, at in places.items() if at < len(row.cells)}
        if not told.get("page") and not told.get("prospect"):
            rejects.add(NO_PLACE, where, " ".join(row.cells))
            continue
        moments = _moments(told, order, latest, where, rejects)
        rows.append(ListedProspect(row.line, told, moments, _numbers(told, where, rejects)))
    used = {at: name for name, at in places.items()}
    has_header = body is not table.rows
    return ProspectList(
        table.name,
        "prospects|" + "|".join(cells),
        tuple(rows),
        {name: cells[at] for at, name in used.items()} if has_header else {},
        tuple(c for at, c in enumerate(cells) if at not in used) if has_header else (),
        notes,
        rejects,
    )


def _places(table: PlainTable, mapping: Mapping[str, str]) -> dict[str, int]:
    """Where each of our columns stands."""
    found: dict[str, int] = {}
    for name, theirs in mapping.items():
        if name not in COLUMNS:
            raise BadInput(f"{name!r} is no column of prospects; there are: {', '.join(COLUMNS)}")
        if key_of(theirs) not in table.header:
            known = ", ".join(table.rows[0].cells)
            raise BadInput(f"{table.name} has no column {theirs!r}; it has: {known}")
        found[name] = table.header.index(key_of(theirs))
    for name, others in COLUMNS.items():
        keys = [key_of(word) for word in (name, *others)]
        at = next((table.header.index(key) for key in keys if key in table.header), None)
        if name not in found and at is not None and at not in found.values():
            found[name] = at
    return found


def _order(
    table: PlainTable, places: Mapping[str, int], latest: datetime
) -> tuple[Order | None, tuple[str, ...]]:
    """Whether day or month comes first, from all dates of the file, and how that was found."""
    evidence = Evidence(latest)
    columns = [places[name] for name in MOMENTS if name in places]
    words = Counter(
        row.cells[at] for row in table.rows[1:] for at in columns if at < len(row.cells)
    )
    evidence.add(words.items())
    if not evidence.example:
        return None, ()
    order, why = evidence.order()
    return order, (f"dates like {evidence.example} are read as {order.value}: {why}",)


def _moments(
    told: Mapping[str, str], order: Order | None, latest: datetime, where: str, rejects: Rejects
) -> dict[str, datetime]:
    found = {}
    for name in MOMENTS:
        moment, reason = one_date(told.get(name, ""), order)
        if moment and moment > latest:
            moment, reason = None, TO_COME
        if reason:
            rejects.add(reason, where, told[name])
        if moment:
            found[name] = moment
    return found


def _numbers(told: Mapping[str, str], where: str, rejects: Rejects) -> dict[str, float]:
    found = {}
    for name in NUMBERS:
        text = told.get(name, "").replace(",", ".")
        if not text:
            continue
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            found[name] = number
        else:
            rejects.add(NO_NUMBER, where, text)
    return found


def _bare(cell: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" ").startswith(FORMULA_STARTS) else cell
