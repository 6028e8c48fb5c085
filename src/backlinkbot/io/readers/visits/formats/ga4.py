"""Google Analytics 4: reports and explorations with a source, downloaded as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.visits import Channel
from backlinkbot.io.readers.visits import told
from backlinkbot.io.readers.visits.format import visit_formats
from backlinkbot.io.readers.visits.records import headers_in, records, roles_of
from backlinkbot.io.readers.visits.told import Cells, Referrer, Told, landing_page, referrer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.visits import VisitFacts
    from backlinkbot.io.readers.format import Head, Source
    from backlinkbot.io.readers.visits.format import VisitReading
    from backlinkbot.io.readers.visits.records import Record

# As headers are compared (without spaces and dots, lower case); English first, then German.
ROLES = {
    "referrer": ("pagereferrer", "fullreferrer", "seitenverweis"),
    "source_medium": (
        "sessionsource/medium", "source/medium", "sessionmanualsource/medium",
        "firstusersource/medium", "sessionsourcemedium", "sourcemedium",
        "sitzung–quelle/medium", "sitzungquelle/medium", "quelle/medium",  # noqa: RUF001 - its dash
    ),
    "source": ("sessionsource", "source", "sessionmanualsource", "firstusersource", "quelle"),
    "medium": ("sessionmedium", "medium", "sessionmanualmedium", "firstusermedium"),
    "page": (
        "landingpage+querystring", "landingpageplusquerystring", "landingpage",
        "landingpageandquerystring", "landingpage+abfragestring",
    ),
    "host": ("hostname",),
    "date": (
        "date", "day", "date(yyyymmdd)", "date+hour(yyyymmddhh)", "datehour", "isodate", "datum",
    ),
    "visits": ("sessions", "visits", "sitzungen", "engagedsessions", "totalusers", "activeusers",
               "users", "nutzer"),
    "goals": (
        "keyevents", "conversions", "sessionkeyevents", "goalcompletions", "schlüsselereignisse",
    ),
    "revenue": (
        "totalrevenue", "purchaserevenue", "revenue", "transactionrevenue", "gesamtumsatz",
    ),
    "currency": ("currency", "currencycode"),
}  # fmt: skip
NAMES_A_SOURCE = ("referrer", "source_medium", "source")
NO_SOURCE = "rows of tables that name no source"
OTHER_SITE = "landing page of another site"


class Ga4:
    """Sessions by source and, where it is in the table, by day and landing page."""

    adds_up = False

    def recognises(self, head: Head) -> bool:
        return any(_is_ours(_roles(keys)) for keys in headers_in(head))

    def read(self, source: Source, reading: VisitReading) -> Iterator[VisitFacts]:
        taken, parts = Told(reading, source.name), {}
        for record in records(source, reading):
            at = id(record.section)
            if at not in parts:
                roles = _roles(record.section.keys)
                cells = Cells(roles, reading, source.name) if _is_ours(roles) else None
                parts[at] = (record.section, cells)  # the section is held, so its id stays its own
            if (cells := parts[at][1]) is None:
                reading.left_out[NO_SOURCE] += 1
                continue
            _take(record, cells, taken)
            yield from taken.full()
        yield from taken.rest()
        if not any(cells for _, cells in parts.values()):
            raise BadInput(f"{source.name} holds no table of sessions by source")


def _roles(keys: list[str]) -> dict[str, int]:
    if "visitors" in keys:  # Plausible's word; here they are users
        return {}
    plain = [key.partition("(")[0] if key not in ROLES["date"] else key for key in keys]
    return roles_of(plain, ROLES)


def _is_ours(roles: dict[str, int]) -> bool:
    return "visits" in roles and any(name in roles for name in NAMES_A_SOURCE)


def _take(record: Record, cells: Cells, taken: Told) -> None:
    named = _referrer(record, cells)
    if named is None or cells.is_total(record):
        cells.reading.left_out[told.TOTALS] += 1
        return
    visits, days = cells.visits(record), cells.days(record)
    if visits is None or days is None:
        return
    try:
        page = landing_page(cells.text(record, "page"), cells.reading, cells.text(record, "host"))
    except ValueError:
        cells.reject(OTHER_SITE, record, cells.text(record, "page"))
        return
    goals = cells.count(record, "goals")
    taken.add(days, named, page, visits, goals, cells.revenue(record))


def _referrer(record: Record, cells: Cells) -> Referrer | None:
    """Who sent the visits; None for a row that names nobody: a total."""
    if address := cells.text(record, "referrer"):
        return referrer_of(address)
    if "referrer" in cells.roles and len(set(NAMES_A_SOURCE) & cells.roles.keys()) == 1:
        return Referrer(Channel.DIRECT)
    if "source_medium" in cells.roles:
        both = cells.text(record, "source_medium")
        name, _, medium = both.rpartition(" / ") if " / " in both else (both, "", "")
    else:
        name, medium = cells.text(record, "source"), cells.text(record, "medium")
    return referrer_of(name, medium) if name else None


visit_formats.add("ga4")(Ga4())
