"""Search Console's performance report: clicks and impressions by page and by day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.visits import VisitFacts, VisitKind, search_columns
from backlinkbot.io.readers.visits import amounts
from backlinkbot.io.readers.visits.format import period_in, visit_formats
from backlinkbot.io.readers.visits.records import no_rows, records, roles_of, sections_of
from backlinkbot.io.readers.visits.told import Cells, landing_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from backlinkbot.io.readers.format import Head, Source
    from backlinkbot.io.readers.visits.format import VisitReading
    from backlinkbot.io.readers.visits.records import Record

ROLES = {
    "page": ("toppages", "page", "pages", "url", "landingpage", "address", "häufigsteseiten"),
    "date": ("date", "datadate", "day", "datum"),
    "query": ("topqueries", "query", "queries", "häufigstesuchanfragen"),
    "clicks": ("clicks", "klicks"),
    "impressions": ("impressions", "impressionen"),
    "position": ("position", "averageposition", "avgposition"),
}
BATCH_ROWS = 100_000
OTHER_SITE = "page of another site"
NO_CLICKS = "number of clicks that cannot be read"
_URL = re.compile(r"https?://\S", re.IGNORECASE)
_SHARE = re.compile(r"[\d.,]+\s*%")
COLUMNS = 5  # what, clicks, impressions, share of clicks, position: in every language


class SearchResults:
    """Clicks by page, by day or both; the site's own total where no page is named."""

    adds_up = False

    def recognises(self, head: Head) -> bool:
        return bool(_roles(head))

    def read(self, source: Source, reading: VisitReading) -> Iterator[VisitFacts]:
        roles = _roles(source.head())
        if "query" in roles and "page" not in roles:
            raise BadInput(
                f"{source.name} lists what people searched for, not your pages; "
                "export Pages or Dates instead"
            )
        if reading.since is None and (days := period_in(source.name)):
            reading.since, reading.until = days
        cells, rows, has_any = Cells(roles, reading, source.name), _Rows(), False
        for record in records(source, reading):
            has_any = True
            _take(record, cells, rows)
            if len(rows.sums) >= BATCH_ROWS:
                yield rows.facts()
        if not has_any:
            raise no_rows(source.name)
        if rows.sums:
            yield rows.facts()


class _Rows:
    """Sums by page and day: a page may stand in several rows, by device or country."""

    def __init__(self) -> None:
        self.sums: dict[tuple[date, date, str | None], list[float]] = {}

    def add(self, days: tuple[date, date], page: str | None, numbers: list[float]) -> None:
        held = self.sums.setdefault((*days, page), [0.0] * len(numbers))
        for at, value in enumerate(numbers):
            held[at] += value

    def facts(self) -> VisitFacts:
        import pyarrow as pa

        keys, sums = list(self.sums), list(self.sums.values())
        schema = search_columns()
        columns = [
            *([key[at] for key in keys] for at in range(3)),
            [round(one[0]) for one in sums],
            [round(one[1]) for one in sums],
            [one[2] for one in sums],
        ]
        arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
        self.sums = {}
        return VisitFacts(VisitKind.SEARCH, pa.Table.from_arrays(arrays, schema=schema))


def _take(record: Record, cells: Cells, rows: _Rows) -> None:
    clicks = amounts.number(cells.text(record, "clicks"))
    if clicks is None or clicks < 0:
        cells.reject(NO_CLICKS, record, cells.text(record, "clicks"))
        return
    days = cells.days(record)
    if days is None:
        return
    page = None
    if "page" in cells.roles:
        try:
            page = landing_page(cells.text(record, "page"), cells.reading)
        except ValueError:
            cells.reject(OTHER_SITE, record, cells.text(record, "page"))
            return
        if page is None:
            cells.reject("no page", record, cells.text(record, "page"))
            return
    seen = cells.count(record, "impressions") or 0.0
    position = cells.count(record, "position") or 0.0
    rows.add(days, page, [clicks, seen, position * seen])


def _roles(head: Head) -> dict[str, int]:
    """The columns by their names, else by their shape; none where it is no such report."""
    sections = sections_of(head.plain)
    if not sections:
        return {}
    roles = roles_of(sections[0].keys, ROLES)
    if {"clicks", "impressions"} <= roles.keys() and {"page", "date", "query"} & roles.keys():
        return roles
    return _by_shape(head, len(sections[0].header))


def _by_shape(head: Head, width: int) -> dict[str, int]:
    from backlinkbot.io.readers.table import dialect_of

    dialect = dialect_of(head.plain)
    rows = [row for row in (dialect.sample if dialect else ()) if len(row) == width]
    if width != COLUMNS or not rows or any(_URL.match(cell) for cell in dialect.header):  # type: ignore[union-attr]  # there are rows of it
        return {}
    numbers = {"clicks": 1, "impressions": 2, "position": 4}
    if not all(_SHARE.fullmatch(row[3]) and amounts.number(row[1]) is not None for row in rows):
        return {}
    if all(_URL.match(row[0]) for row in rows):
        return {"page": 0, **numbers}
    if all(amounts.day_of(row[0]) for row in rows):
        return {"date": 0, **numbers}
    return {"query": 0, **numbers}


visit_formats.add("search-results")(SearchResults())
