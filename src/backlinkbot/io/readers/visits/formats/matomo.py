"""Matomo: the report of websites (also flat, by day) and the visits log, as CSV or TSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.io.readers.visits import told
from backlinkbot.io.readers.visits.format import visit_formats
from backlinkbot.io.readers.visits.records import headers_in, no_rows, records, roles_of
from backlinkbot.io.readers.visits.told import Cells, Told, landing_page, referrer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.visits import VisitFacts
    from backlinkbot.io.readers.format import Head, Source
    from backlinkbot.io.readers.visits.format import VisitReading
    from backlinkbot.io.readers.visits.records import Record

REPORT = {
    "label": ("label", "website"),
    "address": ("metadata:url", "metadataurl", "url"),
    "date": ("date", "day"),
    "visits": ("visits", "nbvisits"),
    "goals": (
        "conversions", "nbconversions", "goalsconversions", "visitswithconversions",
        "nbvisitsconverted",
    ),
    "revenue": ("revenue", "totalrevenue"),
    "currency": ("currency", "sitecurrency"),
}  # fmt: skip
LOG = {
    "visit": ("idvisit", "visitid"),
    "kind": ("referrertype",),
    "label": ("referrername",),
    "address": ("referrerurl",),
    "date": ("serverdate", "serverdatetime"),
    "page": ("entrypageurl", "actiondetails0url"),
    "goals": ("goalconversions",),
    "revenue": ("totalecommercerevenue", "revenue"),
    "currency": ("sitecurrency",),
}
BESIDE = frozenset(
    {"uniquevisitors", "actions", "nbactions", "nbuniqvisitors", "sumvisitlength",
     "sumdailynbuniqvisitors", "bouncecount", "maxactions", "bouncerate"}
)  # fmt: skip
_CHANNELS = {"search": "organic", "campaign": "campaign", "social": "social"}
OTHER_SITE = "entry page of another site"


class Matomo:
    """Visits by website, or by referring page where the report is flat."""

    adds_up = False

    def recognises(self, head: Head) -> bool:
        return any(_roles(keys) for keys in headers_in(head))

    def read(self, source: Source, reading: VisitReading) -> Iterator[VisitFacts]:
        taken, cells = Told(reading, source.name), None
        for record in records(source, reading):
            if cells is None:
                cells = Cells(_roles(record.section.keys), reading, source.name)
            _take(record, cells, taken)
            yield from taken.full()
        if cells is None:
            raise no_rows(source.name)
        yield from taken.rest()


def _roles(keys: list[str]) -> dict[str, int]:
    """The columns of the report or of the log; none where it is neither."""
    log = roles_of(keys, LOG)
    if {"visit", "date"} <= log.keys() and {"label", "address"} & log.keys():
        return log
    report = roles_of(keys, REPORT)
    is_report = {"label", "visits"} <= report.keys() and BESIDE & set(keys)
    return report if is_report else {}


def _take(record: Record, cells: Cells, taken: Told) -> None:
    if cells.is_total(record):
        cells.reading.left_out[told.TOTALS] += 1
        return
    is_log = "visit" in cells.roles
    visits = 1.0 if is_log else cells.visits(record)
    days = cells.days(record)
    if visits is None or days is None:
        return
    medium = _CHANNELS.get(cells.text(record, "kind").casefold(), "")
    named = cells.text(record, "address") or _site_of(cells.text(record, "label"))
    if is_log and not named:
        named = "(direct)"
    try:
        page = landing_page(cells.text(record, "page"), cells.reading)
    except ValueError:
        cells.reject(OTHER_SITE, record, cells.text(record, "page"))
        return
    goals = cells.count(record, "goals")
    taken.add(days, referrer_of(named, medium), page, visits, goals, cells.revenue(record))


def _site_of(label: str) -> str:
    """The site, or site and path, of a label like "example.org - /blog/post"."""
    site, parted, path = label.partition(" - ")
    return f"{site}/{path.lstrip('/')}" if parted and "." in site else label


visit_formats.add("matomo")(Matomo())
