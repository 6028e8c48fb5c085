"""Linking domains by the time they came and went, and authority as it was at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

BY_PAGES = "pages"  # the basis of domains whose links are known one by one


def began_in(domains: pa.Table, since: date, until: date) -> pa.Table:
    """The domains whose first link began on a day of the period, by pages that are known."""
    return _within(domains, "started_on", since, until)


def lost_in(domains: pa.Table, since: date, until: date) -> pa.Table:
    """The domains whose last link was lost on a day of the period."""
    return _within(domains, "lost_on", since, until)


def standing_on(domains: pa.Table, day: date) -> int:
    """How many domains linked at the end of a day: seen by then, and not lost by then.

    `domains`: with `links`, how many of each stand now.
    """
    import pyarrow.compute as pc

    end = _moment(day + timedelta(days=1))
    begun = pc.coalesce(domains["started_on"], domains["first_seen"])
    there = pc.fill_null(pc.less(begun, end), True)  # noqa: FBT003 - a value
    kept = pc.fill_null(pc.greater_equal(domains["lost_on"], end), True)  # noqa: FBT003 - a value
    ever = pc.or_(pc.greater(domains["links"], 0), pc.is_valid(domains["lost_on"]))
    by_pages = pc.equal(domains["basis"], BY_PAGES)
    counted = pc.and_(pc.and_(there, kept), pc.and_(ever, by_pages))
    return int(pc.sum(counted).as_py() or 0)


@dataclass(frozen=True, slots=True)
class Measured:
    """Authority in one release: points 0..100 with their interval, and the day it was measured."""

    points: float
    low: float | None
    high: float | None
    measured_on: str
    release: str
    change: float | None
    verdict: str


class AuthorityLine:
    """The authority of domains over all comparable releases."""

    def __init__(self, rows: pa.Table | None) -> None:
        self._lines: dict[str, list[Measured]] = {}
        for row in rows.to_pylist() if rows is not None else []:
            if row["authority"] is not None:
                self._lines.setdefault(row["domain"], []).append(_measured(row))

    def at(self, domain: str, day: date) -> Measured | None:
        """In the last release measured by that day, else in the first one after it."""
        line = self._lines.get(domain, [])
        by_then = [one for one in line if one.measured_on[:10] <= day.isoformat()]
        return by_then[-1] if by_then else line[0] if line else None

    def change(self, domain: str, since: date, until: date) -> tuple[float | None, str]:
        """Points won in the releases of a period on the scale they share, and the last verdict.

        None where no two releases tell: a single one knows no change.
        """
        line = self._lines.get(domain, [])
        days = (since.isoformat(), until.isoformat())
        told = [one for one in line if days[0] <= one.measured_on[:10] <= days[1]]
        known = [one.change for one in told if one.change is not None]
        if not known:
            return None, ""
        verdicts = [one.verdict for one in told if one.change is not None]
        return sum(known), verdicts[-1] if len(set(verdicts)) == 1 else ""


def _measured(row: dict[str, Any]) -> Measured:
    return Measured(
        row["authority"], row["authority_low"], row["authority_high"], row["measured_on"],
        row["release"], row["change"], row["verdict"] or "",
    )  # fmt: skip


def _within(domains: pa.Table, column: str, since: date, until: date) -> pa.Table:
    import pyarrow.compute as pc

    first, end = _moment(since), _moment(until + timedelta(days=1))
    inside = pc.and_(pc.greater_equal(domains[column], first), pc.less(domains[column], end))
    return domains.filter(pc.and_(pc.fill_null(inside, False), _by_pages(domains)))  # noqa: FBT003


def _by_pages(domains: pa.Table) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    return pc.equal(domains["basis"], BY_PAGES)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
