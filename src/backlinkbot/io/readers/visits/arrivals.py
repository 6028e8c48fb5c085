"""Visits out of requests: who arrived, from where, and whether a browser was behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.core.referrers import channel_of, is_bot, is_spam_referrer
from backlinkbot.core.urls import canonical
from backlinkbot.core.urls.canonical import origin_of
from backlinkbot.core.visits import Channel, VisitFacts, VisitKind, visit_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.io.readers.visits.format import VisitReading

VISIT_S = 30 * 60  # a pause of half an hour ends a visit, as analytics count
MOST_VISITORS = 500_000  # remembered at once; who paused longest is forgotten first
MOST_KEYS = 1_000_000  # distinct sums held; beyond it referrers are kept without their path
LEAST_TO_DOUBT = 5  # arrivals of a domain before a missing browser says anything
LEAST_FOLLOWED = (
    0.2  # of arrivals that ask for more, in a log that holds pictures and styles at all
)
BOT = "requests of bots"
SPAM = "visits of referrers that are spam"
NO_BROWSER = "visits of referring domains after which no browser asked for more"
NO_PAGE = "requests for parts of pages (pictures, styles, scripts)"
FAILED = "requests that were refused or led elsewhere"
NOT_GET = "requests that are no visit (POST, HEAD …)"
OTHER_HOST = "requests for another site on the same server"
NO_WEB_REFERRER = "visits whose referrer is no web page"
SHORTENED = "too many different referrers: some are kept without their path"
_PARTS = frozenset(
    {"css", "js", "mjs", "map", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "woff",
     "woff2", "ttf", "eot", "otf", "mp4", "webm", "mp3", "json", "xml", "txt", "rss", "atom",
     "webmanifest", "wasm", "zip", "gz"}
)  # fmt: skip
_SERVED = frozenset({200, 203, 206, 304})


class Request(NamedTuple):
    """One line of a log; `at_s`: seconds since 1970 by the log's own clock, for pauses only."""

    day: date
    at_s: int
    address: str
    method: str
    host: str
    path: str
    status: int
    referrer: str
    agent: str


@dataclass(slots=True)
class _Visitor:
    last_s: int
    came_from: str
    is_proven: bool


class Arrivals:
    """Takes requests in the order of the log and counts the visits that begin with them.

    A visit begins where somebody comes from another site, or after half an hour of silence. Who
    reads robots.txt is a bot from then on.
    """

    def __init__(self, reading: VisitReading) -> None:
        self.reading = reading
        self._visitors: dict[int, _Visitor] = {}
        self._bots: set[int] = set()
        self._sums: Counter[tuple[date, str, str, str, str]] = Counter()
        self._came: Counter[str] = Counter()
        self._proven: Counter[str] = Counter()
        self._places: dict[str, tuple[str, str, str]] = {}  # referrer: domain, host, address
        self._pages: dict[tuple[str, str], str] = {}

    def take(self, request: Request) -> None:
        """Count one request in, or out with its reason."""
        left_out = self.reading.left_out
        who = hash((request.address, request.agent))
        if request.path == "/robots.txt":
            self._bots.add(who)
        if who in self._bots or is_bot(request.agent):
            left_out[BOT] += 1
            return
        domain, host, url = self._place(request.referrer)
        if domain and self.reading.is_own(domain):
            self._prove(who, request.at_s)
        if reason := self._why_no_page(request):
            left_out[reason] += 1
            return
        page = self._page(request)
        if not page:
            left_out[OTHER_HOST] += 1
            return
        self._arrive(who, request, (domain, host, url), page)

    def _arrive(self, who: int, request: Request, place: tuple[str, str, str], page: str) -> None:
        domain, host, url = place
        known = self._visitors.get(who)
        is_going_on = known is not None and request.at_s - known.last_s < VISIT_S
        is_from_here = bool(domain) and self.reading.is_own(domain)
        came_from = "" if is_from_here else domain
        if known is not None and is_going_on and came_from in ("", known.came_from):
            known.last_s = request.at_s
            return
        if not domain and request.referrer not in ("", "-"):
            self.reading.left_out[NO_WEB_REFERRER] += 1
            return
        self._remember(who, _Visitor(request.at_s, came_from, is_proven=False))
        if came_from and is_spam_referrer(came_from):
            self.reading.left_out[SPAM] += 1
            return
        channel = channel_of(came_from, host) if came_from else Channel.DIRECT
        if len(self._sums) >= MOST_KEYS and url:
            url = ""
            if SHORTENED not in self.reading.notes:
                self.reading.notes.append(SHORTENED)
        shown_url = url if channel is Channel.REFERRAL else ""
        self._sums[request.day, channel.value, came_from, shown_url, page] += 1
        if came_from:
            self._came[came_from] += 1

    def facts(self) -> Iterator[VisitFacts]:
        """All sums; referring domains behind which no browser stood are counted apart."""
        doubted = self._doubted()
        kept = []
        for key, visits in self._sums.items():
            if key[2] in doubted:
                self.reading.left_out[NO_BROWSER] += visits
            else:
                kept.append((key, visits))
        if not kept:
            return
        import pyarrow as pa

        schema, count = visit_columns(), len(kept)
        days = [key[0] for key, _ in kept]
        columns: dict[str, list[object]] = {
            "since": [*days],
            "until": [*days],
            "channel": [key[1] for key, _ in kept],
            "referrer_domain": [key[2] or None for key, _ in kept],
            "referrer_url": [key[3] or None for key, _ in kept],
            "page": [key[4] for key, _ in kept],
            "visits": [visits for _, visits in kept],
            **dict.fromkeys(("goals", "revenue", "currency"), [None] * count),
        }
        arrays = [pa.array(columns[f.name], f.type) for f in schema]
        yield VisitFacts(VisitKind.VISITS, pa.Table.from_arrays(arrays, schema=schema))

    def _doubted(self) -> set[str]:
        """Domains whose visitors never asked for a second thing, where others do."""
        came, proven = sum(self._came.values()), sum(self._proven.values())
        if proven < LEAST_FOLLOWED * came:
            return set()  # this log holds pages only, or referrers are not sent within the site
        return {
            domain
            for domain, times in self._came.items()
            if times >= LEAST_TO_DOUBT and not self._proven[domain]
        }

    def _prove(self, who: int, at_s: int) -> None:
        visitor = self._visitors.get(who)
        if visitor and not visitor.is_proven and at_s - visitor.last_s < VISIT_S:
            visitor.is_proven = True
            if visitor.came_from:
                self._proven[visitor.came_from] += 1

    def _remember(self, who: int, visitor: _Visitor) -> None:
        self._visitors.pop(who, None)  # so that the dictionary stays in order of arrival
        self._visitors[who] = visitor
        if len(self._visitors) > MOST_VISITORS:
            for old in list(self._visitors)[: MOST_VISITORS // 10]:
                del self._visitors[old]

    def _place(self, referrer: str) -> tuple[str, str, str]:
        """Domain, host and address of a referrer; the address only where it tells a path."""
        if referrer in ("", "-"):
            return "", "", ""
        if (known := self._places.get(referrer)) is not None:
            return known
        url = canonical(referrer)
        found = ("", "", "")
        if url is not None and (origin := origin_of(url[: url.find("/", 8)])) is not None:
            has_path = len(url) > url.find("/", 8) + 1
            found = (origin.domain, origin.host, url if has_path else "")
        if len(self._places) >= MOST_VISITORS:
            self._places.clear()
        self._places[referrer] = found
        return found

    def _page(self, request: Request) -> str:
        """The canonical address of a page of the site; empty where it is another site's."""
        key = (request.host, request.path)
        if (known := self._pages.get(key)) is not None:
            return known
        host = request.host.lower() or self.reading.site
        url = canonical(f"https://{host}{request.path}")
        origin = origin_of(url[: url.find("/", 8)]) if url else None
        page = url if url and origin and self.reading.is_own(origin.domain) else ""
        if len(self._pages) >= MOST_VISITORS:
            self._pages.clear()
        self._pages[key] = page
        return page

    @staticmethod
    def _why_no_page(request: Request) -> str:
        if request.method != "GET":
            return NOT_GET
        name = request.path.partition("?")[0].rpartition("/")[2]
        if name.rpartition(".")[2].lower() in _PARTS and "." in name:
            return NO_PAGE
        return "" if request.status in _SERVED else FAILED
