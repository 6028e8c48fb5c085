"""Access logs of nginx and Apache in the combined form, with or without the host in front."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.visits.arrivals import Arrivals, Request
from backlinkbot.io.readers.visits.format import visit_formats
from backlinkbot.io.readers.visits.log_lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.visits import VisitFacts
    from backlinkbot.io.readers.format import Head, Source
    from backlinkbot.io.readers.visits.format import VisitReading

COMBINED = re.compile(
    r"(?:(?P<host>[\w.-]+)(?::\d+)? )?(?P<address>[0-9a-fA-F.:]{3,45}) \S+ [^\[]*"
    r"\[(?P<day>\d{2}/\w{3}/\d{4}):(?P<time>\d\d:\d\d:\d\d)[^\]]*\] "
    r'"(?P<method>[A-Z]+) (?P<path>[^ "]+)[^"]*" (?P<status>\d{3}) \S+'
    r'(?: "(?P<referrer>(?:[^"\\]|\\.)*)" "(?P<agent>(?:[^"\\]|\\.)*)")?'
)
LEAST_LIKE = 0.2  # of the first lines: logs hold handshakes and noise, tables no such line
SAMPLE = 50
NO_LINE = "line that is none of an access log"
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}


class AccessLog:
    """Visits by day, referrer and landing page; files of one site add up."""

    adds_up = True

    def recognises(self, head: Head) -> bool:
        lines = [line for line in _first_lines(head) if line.strip()]
        like = sum(COMBINED.match(line) is not None for line in lines)
        return bool(lines) and like >= LEAST_LIKE * len(lines)

    def read(self, source: Source, reading: VisitReading) -> Iterator[VisitFacts]:
        _need_referrers(source)
        arrivals, days = Arrivals(reading), _Days()
        for number, line in lines_of(source, reading):
            request = _request(line, days)
            if request is None:
                reading.rejects.add(NO_LINE, f"{source.name}:{number}", line)
            else:
                arrivals.take(request)
        yield from arrivals.facts()


def _first_lines(head: Head) -> list[str]:
    return head.plain.decode("utf-8", "replace").split("\n")[:SAMPLE]


def _need_referrers(source: Source) -> None:
    found = [COMBINED.match(line) for line in _first_lines(source.head())]
    if all(match is None or match["referrer"] is None for match in found):
        raise BadInput(
            f'{source.name} tells no referrers; let the server write the "combined" form'
        )


class _Days:
    """Days and seconds of texts, each day worked out once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[date, int] | None] = {}

    def of(self, text: str) -> tuple[date, int] | None:
        if text not in self._known:
            self._known[text] = self._worked_out(text)
        return self._known[text]

    @staticmethod
    def _worked_out(text: str) -> tuple[date, int] | None:
        day, month, year = text.split("/")
        try:
            begins = datetime(int(year), _MONTHS[month], int(day), tzinfo=UTC)
        except (ValueError, KeyError):
            return None
        return begins.date(), int(begins.timestamp())


def _request(line: str, days: _Days) -> Request | None:
    found = COMBINED.match(line)
    if found is None or found["referrer"] is None:
        return None
    day = days.of(found["day"])
    if day is None:
        return None
    hour, minute, second = found["time"].split(":")
    at_s = day[1] + int(hour) * 3600 + int(minute) * 60 + int(second)
    return Request(
        day[0], at_s, found["address"], found["method"], found["host"] or "", found["path"],
        int(found["status"]), found["referrer"], found["agent"],
    )  # fmt: skip


visit_formats.add("access-log")(AccessLog())
