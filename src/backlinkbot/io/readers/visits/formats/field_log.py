"""Logs that name their fields in a line `#Fields:`: CloudFront's, IIS's and others of W3C's form.

Source: https://www.w3.org/TR/WD-logfile.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.visits.arrivals import Arrivals, Request
from backlinkbot.io.readers.visits.format import visit_formats
from backlinkbot.io.readers.visits.log_lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.visits import VisitFacts
    from backlinkbot.io.readers.format import Head, Source
    from backlinkbot.io.readers.visits.format import VisitReading

FIELDS = "#Fields:"
NEEDED = ("date", "time", "cs-method", "cs-uri-stem", "sc-status", "cs(Referer)", "cs(User-Agent)")
HOSTS = ("x-host-header", "cs-host", "cs(Host)")  # the name that visitors typed comes first
NO_LINE = "line with other fields than its log names"
NO_DAY = "line whose day or time cannot be read"


class FieldLog:
    """Visits by day, referrer and landing page; files of one site add up."""

    adds_up = True

    def recognises(self, head: Head) -> bool:
        start = head.plain[:4096].decode("utf-8", "replace")
        return start.startswith("#") and any(
            line.startswith(FIELDS) and "cs-uri-stem" in line for line in start.splitlines()
        )

    def read(self, source: Source, reading: VisitReading) -> Iterator[VisitFacts]:
        arrivals, names = Arrivals(reading), list[str]()
        for number, line in lines_of(source, reading):
            if line.startswith("#"):
                reading.rows -= 1
                if line.startswith(FIELDS):
                    names = _names(line, source.name)
                continue
            place = f"{source.name}:{number}"
            values = line.split("\t") if "\t" in line else line.split(" ")
            if not names or len(values) != len(names):
                reading.rejects.add(NO_LINE, place, line)
                continue
            request = _request(dict(zip(names, values, strict=True)))
            if request is None:
                reading.rejects.add(NO_DAY, place, line)
            else:
                arrivals.take(request)
        yield from arrivals.facts()


def _names(line: str, name: str) -> list[str]:
    names = line[len(FIELDS) :].split()
    missing = [field for field in NEEDED if field not in names]
    if missing:
        raise BadInput(f"{name} does not log {', '.join(missing)}, so it tells no visits")
    return names


def _request(values: dict[str, str]) -> Request | None:
    try:
        at = datetime.fromisoformat(f"{values['date']}T{values['time']}").replace(tzinfo=UTC)
        status = int(values["sc-status"])
    except ValueError:
        return None
    host = next((values[name] for name in HOSTS if values.get(name, "-") != "-"), "")
    if host.endswith(".cloudfront.net"):
        host = ""
    query = values.get("cs-uri-query", "-")
    path = values["cs-uri-stem"] + ("" if query in ("-", "") else f"?{query}")
    address = values.get("c-ip", "-")
    referrer, agent = values["cs(Referer)"], unquote_plus(values["cs(User-Agent)"])
    return Request(
        at.date(), int(at.timestamp()), address, values["cs-method"], host.partition(":")[0], path,
        status, referrer, agent,
    )  # fmt: skip


visit_formats.add("field-log")(FieldLog())
