"""Plausible: sources by day out of its full export, and the sources of its dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.io.readers.visits.format import period_in, visit_formats
from backlinkbot.io.readers.visits.records import headers_in, no_rows, records, roles_of
from backlinkbot.io.readers.visits.told import Cells, Told, referrer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.visits import VisitFacts
    from backlinkbot.io.readers.format import Head, Source
    from backlinkbot.io.readers.visits.format import VisitReading
    from backlinkbot.io.readers.visits.records import Record

ROLES = {
    "date": ("date",),
    "referrer": ("referrer",),
    "source": ("source", "name"),
    "medium": ("utmmedium",),
    "visits": ("visits", "visitors"),
    "goals": ("conversions", "events"),
}
FULL = {"date", "source", "referrer", "visitors"}
DASHBOARD = {"name", "visitors", "bouncerate", "visitduration"}


class Plausible:
    """Visits by referrer; Plausible exports neither landing pages nor revenue by source."""

    adds_up = False

    def recognises(self, head: Head) -> bool:
        return any(set(keys) >= FULL or set(keys) >= DASHBOARD for keys in headers_in(head))

    def read(self, source: Source, reading: VisitReading) -> Iterator[VisitFacts]:
        if reading.since is None and (days := period_in(source.name)):
            reading.since, reading.until = days
        taken, cells = Told(reading, source.name), None
        for record in records(source, reading):
            if cells is None:
                cells = Cells(roles_of(record.section.keys, ROLES), reading, source.name)
            _take(record, cells, taken)
            yield from taken.full()
        if cells is None:
            raise no_rows(source.name)
        yield from taken.rest()


def _take(record: Record, cells: Cells, taken: Told) -> None:
    visits, days = cells.visits(record), cells.days(record)
    if visits is None or days is None:
        return
    named = cells.text(record, "referrer") or cells.text(record, "source")
    if named.casefold() == "direct / none" or not named:
        named = "(direct)"
    referrer = referrer_of(named, cells.text(record, "medium"))
    taken.add(days, referrer, None, visits, cells.count(record, "goals"))


visit_formats.add("plausible")(Plausible())
