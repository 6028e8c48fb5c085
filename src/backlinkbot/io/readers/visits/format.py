"""What a format of visits is: something that recognises a file by its content and sums it up."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from backlinkbot.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.facts import Rejects
    from backlinkbot.core.visits import VisitFacts
    from backlinkbot.io.readers.format import Head, Source

_ISO_DAYS = re.compile(r"(20\d\d-[01]\d-[0-3]\d)\D{1,4}(20\d\d-[01]\d-[0-3]\d)")
_BARE_DAYS = re.compile(r"(?<!\d)(20\d{6})[_-](20\d{6})(?!\d)")


@dataclass(slots=True)
class VisitReading:
    """What a reader is told, and where it says what it left out.

    `site`: the registered domain whose visits these are; `estate`: other domains of its owner,
    whose links are its own; `since`, `until`: the days of a table that tells none; `currency`: of
    amounts that name none; `rows`: lines or rows looked at; `left_out`: visits and requests that do
    not count, by reason; `notes`: what the user should know; `opening`: digest of the first record
    of a log; `truncated`: the file ends in the middle.
    """

    rejects: Rejects
    site: str
    estate: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    currency: str = ""
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    opening: str = ""
    truncated: bool = False

    def is_own(self, domain: str) -> bool:
        """Whether a domain belongs to the site's owner."""
        return domain == self.site or domain in self.estate


class VisitFormat(Protocol):
    """One format; its module registers one object: `visit_formats.add("ga4")(Ga4())`.

    `adds_up`: files of the reporter come on top of each other (logs); else the best one speaks.
    """

    adds_up: bool

    def recognises(self, head: Head) -> bool:
        """Whether the content is of this format; never by file name alone."""
        ...

    def read(self, source: Source, reading: VisitReading) -> Iterator[VisitFacts]:
        """Stream the file's sums; bounded memory.

        Raises:
            BadInput: the file as a whole cannot be used; one sentence says why.
        """
        ...


visit_formats: Registry[VisitFormat] = Registry(
    "format of visits", "backlinkbot.io.readers.visits.formats"
)


def period_in(name: str) -> tuple[date, date] | None:
    """The first and last day that a file's name tells, as exports are called."""
    if found := _ISO_DAYS.search(name):
        texts = found.groups()
    elif found := _BARE_DAYS.search(name):
        texts = tuple(f"{t[:4]}-{t[4:6]}-{t[6:]}" for t in found.groups())
    else:
        return None
    try:
        first, last = (date.fromisoformat(text) for text in texts)
    except ValueError:
        return None
    return (first, last) if first <= last else None
