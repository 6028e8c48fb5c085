"""Google Search Console's link reports, recognised by shape because headers follow the language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.table import Dialect, Table, Vendor, dialect_of, key_of, read_table
from backlinkbot.io.readers.table.dates import Order, one_date
from backlinkbot.io.readers.table.edge_facts import site_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.facts import Facts
    from backlinkbot.io.readers.format import Head, Reading, Source

LATEST = {"source_url": 0, "seen_at": 1}
SAMPLE = {"source_url": 0}
SITES = {"source_domain": 0, "links": 1}
OWN_PAGES, TEXTS = "own pages", "texts"

_VENDOR = Vendor("search-console", columns={})
_URL = re.compile(r"https?://\S", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}(?:[,.\s\u00a0\u202f']\d{3})+\Z|\d+\Z")
# Where a table has no row yet, its English header tells what it is.
_ENGLISH: dict[tuple[str, ...], dict[str, int] | str] = {
    ("linkingpage", "lastcrawled"): LATEST,
    ("linkingpage",): SAMPLE,
    ("site", "linkingpages", "targetpages"): SITES,
    ("site", "linkingpages"): SITES,
    ("targetpage", "incominglinks", "linkingsites"): OWN_PAGES,
    ("targetpage", "incominglinks"): OWN_PAGES,
    ("rank", "linktext"): TEXTS,
}
_BY_SHAPE: dict[tuple[str, ...], dict[str, int] | str] = {
    ("url", "date"): LATEST,
    ("url",): SAMPLE,
    ("site", "number", "number"): SITES,
    ("url", "number", "number"): OWN_PAGES,
    ("url", "number"): OWN_PAGES,
}
# "<site>-Latest links-2026-07-18.csv"; a URL-prefix property is written "https___www.site_".
_DAY = r"-\d{4}-\d{2}-\d{2}"
_FILE_NAMES = (
    re.compile(rf"(.+?)-(?:Latest links|More sample links|Top linking sites){_DAY}", re.IGNORECASE),
    re.compile(rf"(.+)-[^-]+{_DAY}"),  # in other languages
)


class SearchConsole:
    """Latest links and sample links as links to the property, top linking sites as edges.

    The reports name no target page. A link from them leads to the property's front page with kind
    "unknown", no anchor, no rel and `target_known` false: it says that the page links to the site,
    not where; the index adds it to the links that others saw on that page.
    """

    def recognises(self, head: Head) -> bool:
        dialect = dialect_of(head.plain)
        return dialect is not None and _report(dialect) is not None

    def read(self, source: Source, reading: Reading) -> Iterator[Facts]:
        dialect = dialect_of(source.head().plain)
        report = _report(dialect) if dialect else None
        if dialect is None or report is None:
            raise BadInput(f"{source.name} is no link report of Search Console")
        if report == OWN_PAGES:
            raise BadInput(
                f"{source.name} lists your own most linked pages, not the pages that link to you; "
                'export "Latest links" or "Top linking sites" instead'
            )
        if report == TEXTS or isinstance(report, str):
            raise BadInput(
                f"{source.name} lists link texts without the pages they stand on, so it holds no "
                'links; export "Latest links" or "Top linking sites" instead'
            )
        if not reading.target:
            reading.target = site_of(source.name)
        yield from read_table(source, reading, Table(dialect, report, _VENDOR))


def site_of(name: str) -> str:
    """The property in the file's name as the console gives it, empty when there is none."""
    last = re.split(r"[/\\]", name)[-1]
    for pattern in _FILE_NAMES:
        if found := pattern.match(last):
            return site_name(re.sub(r"^https?___|_$", "", found[1])) or ""
    return ""


def _report(dialect: Dialect) -> dict[str, int] | str | None:
    """Which report this is: the roles of its columns, or the name of one that has no links."""
    if (told := _ENGLISH.get(tuple(key_of(cell) for cell in dialect.header))) is not None:
        return told
    width = len(dialect.header)
    rows = [row for row in dialect.sample if len(row) == width]
    if not rows or any(_shape(cell) != "text" for cell in dialect.header):
        return None
    shapes = tuple(_column_shape([row[at] for row in rows]) for at in range(width))
    return _BY_SHAPE.get(shapes)


def _column_shape(cells: list[str]) -> str:
    shapes = {_shape(cell) for cell in cells if cell}
    return shapes.pop() if len(shapes) == 1 else "mixed"


def _shape(cell: str) -> str:
    if _URL.match(cell):
        return "url"
    if _NUMBER.match(cell):
        return "number"
    if one_date(cell, Order.DAY_FIRST)[0] or one_date(cell, Order.MONTH_FIRST)[0]:
        return "date"
    return "site" if site_name(cell) else "text"


formats.add("search-console")(SearchConsole())
