"""Rows that a table tells of visits, summed up by day, referrer and landing page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.referrers import channel_of, is_payment, is_spam_referrer
from backlinkbot.core.urls import canonical, clean_host, registered_domain
from backlinkbot.core.visits import Channel, VisitFacts, VisitKind, visit_columns
from backlinkbot.io.readers.visits import amounts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.io.readers.visits.format import VisitReading
    from backlinkbot.io.readers.visits.records import Record

BATCH_ROWS = 100_000
SPAM = "visits of referrers that are spam"
OWN = "visits that came from the site itself"
PAYMENT = "visits that came back from a payment"
TOTALS = "rows of totals"
NO_VISITS = "number of visits that cannot be read"
NO_DAY = "day that cannot be read"
NO_AMOUNT = "amount or number that cannot be read, left empty"
MARKS = frozenset({"(direct)", "direct", "(none)", "direct / none", "direct entry"})
UNKNOWN = frozenset({"(not set)", "(data not available)", "(other)", "", "not set"})
TOTAL_WORDS = frozenset({"grand total", "total", "totals", "gesamt", "gesamtsumme", "insgesamt"})
_MEDIA = {
    "organic": Channel.SEARCH,
    "email": Channel.MAIL,
    "e-mail": Channel.MAIL,
    "social": Channel.SOCIAL,
    "cpc": Channel.CAMPAIGN,
    "ppc": Channel.CAMPAIGN,
    "paid": Channel.CAMPAIGN,
    "display": Channel.CAMPAIGN,
    "affiliate": Channel.CAMPAIGN,
}
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Referrer:
    """Where a visit came from; `url` only where its page is told."""

    channel: Channel
    domain: str = ""
    url: str = ""


def referrer_of(text: str, medium: str = "") -> Referrer:
    """What a cell means: an address, a host, a name, "(direct)"."""
    text, medium = text.strip(), medium.strip().casefold()
    if text.casefold() in MARKS:
        return Referrer(Channel.DIRECT)
    host, url = _place(text)
    domain = registered_domain(host) if host else ""
    if medium and medium not in ("referral", "(none)", "(not set)"):
        channel = _MEDIA.get(medium, Channel.CAMPAIGN)
        return Referrer(channel, domain if channel is not Channel.CAMPAIGN else "")
    if not domain:
        known = channel_of(text.casefold())
        return Referrer(known if known is not Channel.REFERRAL else Channel.OTHER)
    return Referrer(channel_of(domain, host), domain, url)


def _place(text: str) -> tuple[str, str]:
    """Host and address of a cell; the address only where it names more than the host."""
    whole = text if _WEB.match(text) else f"https://{text}"
    host = clean_host(re.split(r"[/?#]", whole.partition("://")[2])[0].rpartition("@")[2])
    if not host or "." not in host or " " in text:
        return "", ""
    path = whole.partition("://")[2].partition("/")[2]
    return host, (canonical(whole) or "") if path else ""


def landing_page(text: str, reading: VisitReading, host: str = "") -> str | None:
    """The page of the site that a cell names by its path or address; None where it tells none.

    Raises:
        ValueError: it is a page of somebody else.
    """
    text = text.strip()
    if text.casefold() in UNKNOWN:
        return None
    if _WEB.match(text):
        url = canonical(text)
    elif text.startswith("/"):
        url = canonical(f"https://{clean_host(host) or reading.site}{text}")
    else:  # Matomo and old GA properties name the host without a scheme
        url = canonical(f"https://{text}")
    if url is None:
        return None
    named = registered_domain(url.partition("://")[2].partition("/")[0].partition(":")[0])
    if not reading.is_own(named):
        raise ValueError(named)
    return url


class Told:
    """Takes one row after the other and gives their sums as batches."""

    def __init__(self, reading: VisitReading, name: str) -> None:
        self.reading, self.name = reading, name
        self._sums: dict[tuple[object, ...], list[float | None]] = {}

    def add(
        self,
        days: tuple[date, date],
        referrer: Referrer,
        page: str | None,
        visits: float,
        goals: float | None = None,
        paid: tuple[float | None, str] = (None, ""),
    ) -> None:
        """Count a row in, or leave it out with its reason."""
        if reason := self._why_not(referrer):
            self.reading.left_out[reason] += round(visits)
            return
        revenue, currency = paid
        money = (currency or self.reading.currency) if revenue is not None else None
        key = (*days, referrer.channel.value, referrer.domain or None, referrer.url or None,
               page, money)  # fmt: skip
        sums = self._sums.setdefault(key, [0.0, None, None])
        for at, value in enumerate((visits, goals, revenue)):
            if value is not None:
                sums[at] = (sums[at] or 0.0) + value

    def _why_not(self, referrer: Referrer) -> str:
        if not referrer.domain:
            return ""
        if self.reading.is_own(referrer.domain):
            return OWN
        if is_spam_referrer(referrer.domain):
            return SPAM
        return PAYMENT if is_payment(referrer.domain) else ""

    def full(self) -> Iterator[VisitFacts]:
        """A batch, where there are enough rows for one."""
        if len(self._sums) >= BATCH_ROWS:
            yield from self.rest()

    def rest(self) -> Iterator[VisitFacts]:
        """What was not given yet."""
        if not self._sums:
            return
        import pyarrow as pa

        names = ("since", "until", "channel", "referrer_domain", "referrer_url", "page", "currency")
        columns: dict[str, list[object]] = {
            name: [key[at] for key in self._sums] for at, name in enumerate(names)
        }
        sums = list(self._sums.values())
        columns["visits"] = [round(one[0] or 0) for one in sums]
        columns["goals"] = [one[1] for one in sums]
        columns["revenue"] = [one[2] for one in sums]
        schema = visit_columns()
        arrays = [pa.array(columns[f.name], f.type) for f in schema]
        yield VisitFacts(VisitKind.VISITS, pa.Table.from_arrays(arrays, schema=schema))
        self._sums = {}


class Cells:
    """The cells of a record by the parts they play, with what cannot be read counted."""

    def __init__(self, roles: dict[str, int], reading: VisitReading, name: str) -> None:
        self.roles, self.reading, self.name = roles, reading, name

    def text(self, record: Record, role: str) -> str:
        at = self.roles.get(role)
        return record.cells[at] if at is not None else ""

    def count(self, record: Record, role: str) -> float | None:
        """A number that may be missing; one that cannot be read is counted and left empty."""
        text = self.text(record, role)
        if amounts.is_blank(text):
            return None
        value = amounts.number(text)
        if value is None or value < 0:
            self.reject(NO_AMOUNT, record, text)
            return None
        return value

    def visits(self, record: Record) -> float | None:
        """The number of visits; None where the row cannot be used, which is counted."""
        value = amounts.number(self.text(record, "visits"))
        if value is None or value < 0:
            self.reject(NO_VISITS, record, self.text(record, "visits"))
            return None
        return value

    def revenue(self, record: Record) -> tuple[float | None, str]:
        """An amount and its currency, by its own column, its sign or the column's name."""
        text = self.text(record, "revenue")
        if amounts.is_blank(text):
            return None, ""
        value, sign = amounts.money(text)
        if value is None:
            self.reject(NO_AMOUNT, record, text)
            return None, ""
        named = self.text(record, "currency").strip().upper()
        return value, named or sign or amounts.currency_of(
            record.section.header[self.roles["revenue"]]
        )

    def days(self, record: Record) -> tuple[date, date] | None:
        """The days of a row: its own, else the table's, else what was told; None: counted.

        Raises:
            BadInput: the table tells no days, and nobody else did.
        """
        if "date" in self.roles:
            text = self.text(record, "date")
            day = amounts.day_of(text)
            if day is None:
                self.reject(NO_DAY, record, text)
                return None
            return day, day
        since = record.section.since or self.reading.since
        until = record.section.until or self.reading.until
        if since is None or until is None:
            raise BadInput(
                f"{self.name} does not tell which days it is about; say them with --since and "
                "--until, or export it by day"
            )
        return since, until

    def is_total(self, record: Record) -> bool:
        """Whether a row sums up the others."""
        return any(cell.casefold() in TOTAL_WORDS for cell in record.cells)

    def reject(self, reason: str, record: Record, text: str) -> None:
        self.reading.rejects.add(reason, f"{self.name}:{record.line}", text)
