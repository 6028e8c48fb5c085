"""The frontier of one crawl: a file that knows what was found, what was done and what waits.

A request is done in one transaction with the links that were found through it, and only after its
record in the archive was brought to the disk. What is being fetched is remembered nowhere: after a
crash it waits again, unless its record is whole (see `recovery`).
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from backlinkbot.core.crawl import LeftOut, Outcome
from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.urls import domain_of, host_of, is_on_the_web
from backlinkbot.io.crawl.requests import Kind, Request
from backlinkbot.io.crawl.traps import shape, trap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

NAME = "frontier.db"
WAITS, DONE = 0, 1
MOST_HOPS = 10  # redirects one after the other
MOST_HOSTS = 200  # of one registrable domain: more are made by a machine
# So many addresses of a site may wait for each page of its budget; an endless site finds more.
FOUND_PER_PAGE = 4
LEAST_FOUND = 1_000
KNOWN_SITES = 20_000  # numbers of sites held in memory
KNOWN_URLS = 100_000  # addresses held in memory because pages of a site name the same ones: 15 MB
AGAIN = 64  # pages looked at again at once
LEADS_ON = frozenset({Outcome.PAGE, Outcome.NOT_MODIFIED, Outcome.REDIRECTED})
BUSY_S = 30.0


class Found(NamedTuple):
    """An address that an exchange named."""

    url: str
    depth: int
    hops: int = 0
    kind: Kind = Kind.PAGE


@dataclass(frozen=True, slots=True)
class Settled:
    """One finished request with all that came of it, ready to be written down.

    `archive`, `offset`: where its record lies; `left_out`: what was found and is not wanted,
    None where that was counted before; `is_again`: it was written down before, and was looked at
    again.
    """

    request: Request
    outcome: Outcome
    reason: str = ""
    archive: int = 0
    offset: int = 0
    found: tuple[Found, ...] = ()
    left_out: Mapping[str, int] | None = None
    is_again: bool = False


class Again(NamedTuple):
    """A page whose links are nearer than when it was fetched, and where its answer lies.

    `depth`: how far away it was when it was looked at before.
    """

    request: Request
    outcome: Outcome
    archive: int
    offset: int
    depth: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What may wait. `only`: the registrable domains allowed; empty: all."""

    per_site: int
    this_year: int
    only: frozenset[str] = frozenset()
    allows_local: bool = False

    @property
    def most_found(self) -> int:
        """How many addresses of one site may be kept."""
        return max(LEAST_FOUND, self.per_site * FOUND_PER_PAGE)


@dataclass(slots=True)
class _Out:
    """Requests of one site that are handed out: the last place, and how many are not settled."""

    last: int = 0
    unsettled: int = 0


class Frontier:
    """The file. Reading and writing have a connection each, so that neither waits for the other.

    `settle` may be called from one other thread than the rest.

    Raises:
        BadInput: the file is no frontier.
        Refused: another process has it.
    """

    def __init__(self, folder: Path, rules: Rules) -> None:
        self.rules = rules
        self._path = folder / NAME
        self._lock = Lock()  # around the writing connection
        self._book = Lock()  # around what is handed out
        try:
            self._reader = _connection(self._path)
            self._writer = _connection(self._path)
            schema = files("backlinkbot.io.crawl").joinpath("frontier.sql").read_text("utf-8")
            self._writer.executescript(schema)
        except sqlite3.DatabaseError as error:
            raise BadInput(f"{self._path} is no frontier of a crawl: {error}") from error
        self._site_ids: dict[str, int] = {}
        # Hashes of addresses that need not be looked up again, with their depth and hops.
        self._known: dict[int, tuple[int, int]] = {}
        self.again = self._count_again()
        self._out: dict[str, _Out] = {}  # of sites with requests that are handed out
        self._held: set[str] = set()
        self._rotation = 0

    def close(self) -> None:
        """Close the file."""
        for connection in (self._reader, self._writer):
            connection.close()

    # What is told about the crawl as a whole.

    def tell(self, **values: object) -> None:
        """Keep words about the crawl."""
        with self._writing() as cursor:
            _tell(cursor, values)

    def told(self, name: str) -> Any:
        """A word kept by `tell`, None where there is none."""
        with self._lock:
            row = self._writer.execute("select value from told where name = ?", [name]).fetchone()
        return json.loads(row[0]) if row else None

    # Handing out.

    def sites(self, most: int) -> list[str]:
        """Sites with something to take that are not held; held from now on, in rotation.

        One whose last requests are not settled yet has its turn when they are.
        """
        found: list[str] = []
        for _ in range(2):  # from where we stood to the end, then from the start
            rows = self._reader.execute(
                "select id, domain from sites where waiting > 0 and is_open and id > ? order by id",
                [self._rotation],
            )
            for number, domain in rows:
                if domain in self._held or domain in self._out:
                    continue
                self._rotation = number
                self._held.add(domain)
                found.append(domain)
                if len(found) >= most:
                    return found
            self._rotation = 0
        return found

    def take(self, site: str, most: int) -> list[Request]:
        """The next requests of a site in the order in which they were found."""
        rows = self._reader.execute(
            "select u.id, u.url, u.kind, u.depth, u.hops, v.url from urls u "
            "left join urls v on v.id = u.via "
            "where u.site = (select id from sites where domain = ?) and u.state = 0 and u.id > ? "
            "order by u.id limit ?",
            [site, out.last if (out := self._out.get(site)) else 0, most],
        ).fetchall()
        if rows:
            with self._book:
                out = self._out.setdefault(site, _Out())
                out.last, out.unsettled = rows[-1][0], out.unsettled + len(rows)
        return [
            Request(url, site, Kind(kind), depth, hops, via or "", place=number)
            for number, url, kind, depth, hops, via in rows
        ]

    def release(self, site: str, untried: Sequence[Request]) -> None:
        """Let go of a site; what was not tried is handed out again."""
        if untried:
            with self._book:
                self._out[site].last = min(request.place for request in untried) - 1
            self._settled(site, len(untried))
        self._held.discard(site)

    def fetched_of(self, site: str) -> int:
        """How many pages of a site were fetched."""
        row = self._reader.execute("select fetched from sites where domain = ?", [site]).fetchone()
        return int(row[0]) if row else 0

    def _settled(self, site: str, times: int) -> None:
        """So many of the site's requests are out no longer."""
        with self._book:
            out = self._out.get(site)
            if out is None:
                return
            out.unsettled -= times
            if out.unsettled <= 0:
                del self._out[site]

    # Writing down.

    def settle(self, batch: Sequence[Settled], archives: Mapping[int, int]) -> None:
        """Write down finished requests, and up to where each archive was worked through."""
        with self._writing() as cursor:
            for one in batch:
                if not (
                    self._looked_again(cursor, one) if one.is_again else self._finish(cursor, one)
                ):
                    continue
                left_out = Counter(one.left_out or {})
                self._add(cursor, one.found, one.request.place, left_out)
                if one.left_out is not None:
                    _count(cursor, left_out)
            cursor.executemany(
                "update archives set settled = max(settled, ?) where id = ?",
                [(offset, number) for number, offset in archives.items()],
            )
        self.again = self._count_again()
        fresh = (one.request.site for one in batch if not one.is_again)
        for site, times in Counter(fresh).items():
            self._settled(site, times)

    def nearer(self, most: int = AGAIN) -> list[Again]:
        """Pages that a shorter way was found to after they were fetched."""
        with self._lock:
            rows = self._writer.execute(
                "select u.id, u.url, s.domain, u.kind, u.depth, u.hops, u.outcome, u.archive, "
                "u.place, a.depth from again a join urls u on u.id = a.id "
                "join sites s on s.id = u.site "
                "order by u.id limit ?",
                [most],
            ).fetchall()
        return [
            Again(Request(b, c, Kind(d), e, f, place=a), Outcome(g), h, i, j)
            for a, b, c, d, e, f, g, h, i, j in rows
        ]

    @staticmethod
    def _looked_again(cursor: sqlite3.Cursor, one: Settled) -> bool:
        """Note that a page was looked at again, if no still shorter way was found meanwhile."""
        told = [one.request.place, one.request.depth, one.request.hops]
        cursor.execute(
            "delete from again where id in "
            "(select id from urls where id = ? and depth = ? and hops = ?)",
            told,
        )
        return bool(cursor.rowcount)

    def _count_again(self) -> int:
        with self._lock:
            return int(self._writer.execute("select count(*) from again").fetchone()[0])

    def add(self, found: Iterable[Found]) -> None:
        """Put addresses into the frontier that nobody linked to: where the crawl begins."""
        with self._writing() as cursor:
            left_out: Counter[str] = Counter()
            self._add(cursor, found, 0, left_out)
            _count(cursor, left_out)
        self.again = self._count_again()

    def _finish(self, cursor: sqlite3.Cursor, one: Settled) -> bool:
        """Mark a request as done; False where it was before."""
        row = cursor.execute(
            "update urls set state = 1, outcome = ?, reason = ?, archive = ?, place = ? "
            "where id = ? and state = 0 returning depth, hops",
            [one.outcome, one.reason, one.archive, one.offset, one.request.place],
        ).fetchone()
        if row is None:
            return False
        if row != (one.request.depth, one.request.hops):  # a shorter way was found meanwhile
            _look_again(cursor, one.request.place, one.outcome, one.request.depth)
        is_page = one.request.kind is Kind.PAGE and one.outcome.is_answer
        cursor.execute(
            "update sites set waiting = waiting - 1, fetched = fetched + ?, "
            "is_open = fetched + ? < ? where id = ?",
            [
                int(is_page),
                int(is_page),
                self.rules.per_site,
                self._site_id(cursor, one.request.site),
            ],
        )
        kind = one.outcome if one.request.kind is Kind.PAGE else "sitemap"
        cursor.execute(
            "insert into outcomes values (?, ?, 1) "
            "on conflict (outcome, reason) do update set times = times + 1",
            [kind, one.reason],
        )
        return True

    def _add(
        self, cursor: sqlite3.Cursor, found: Iterable[Found], via: int, left_out: Counter[str]
    ) -> None:
        for one in found:
            mark = hash(one.url)
            depth, hops = self._known.get(mark, (one.depth + 1, one.hops))
            if depth <= one.depth and hops <= one.hops:
                continue
            if len(self._known) >= KNOWN_URLS:
                self._known.clear()
            if one.hops <= MOST_HOPS:  # beyond, another way to it may be shorter
                self._known[mark] = (min(depth, one.depth), min(hops, one.hops))
            if reason := self._refusal(one):
                left_out[reason] += 1
            else:
                self._add_one(cursor, one, via, left_out)

    def _refusal(self, one: Found) -> LeftOut | None:
        if one.hops > MOST_HOPS:
            return LeftOut.HOPS
        domain = domain_of(one.url)
        if self.rules.only and domain not in self.rules.only:
            return LeftOut.OTHER_SITE
        if not (self.rules.allows_local or is_on_the_web(host_of(one.url))):
            return LeftOut.NOT_PUBLIC
        return None if one.kind is Kind.SITEMAP else trap(one.url, self.rules.this_year)

    def _add_one(
        self, cursor: sqlite3.Cursor, one: Found, via: int, left_out: Counter[str]
    ) -> None:
        looks = shape(one.url)
        row = cursor.execute(
            "select id, url, depth, hops, state, outcome from urls where key = ?", [looks.key]
        ).fetchone()
        if row:
            left_out.update([LeftOut.SAME_PAGE] if row[1] != one.url else [])
            _come_nearer(cursor, one, *row[:1], *row[2:])
            return
        site = self._site_id(cursor, domain_of(one.url))
        if reason := self._beyond(cursor, one, site, looks.family, looks.most):
            left_out[reason] += 1
            return
        cursor.execute(
            "insert into urls (key, url, site, kind, depth, hops, via) values (?,?,?,?,?,?,?)",
            [looks.key, one.url, site, one.kind, one.depth, one.hops, via],
        )
        cursor.execute(
            "update sites set waiting = waiting + 1, found = found + 1 where id = ?", [site]
        )

    def _beyond(
        self, cursor: sqlite3.Cursor, one: Found, site: int, family: int, most: int
    ) -> LeftOut | None:
        """Which bound of its site an address would pass; else it is counted in it."""
        found, hosts, is_open = cursor.execute(
            "select found, hosts, is_open from sites where id = ?", [site]
        ).fetchone()
        if found >= self.rules.most_found or not is_open:
            return LeftOut.BUDGET
        host = host_of(one.url)
        if not cursor.execute("select 1 from hosts where name = ?", [host]).fetchone():
            if hosts >= MOST_HOSTS:
                return LeftOut.HOSTS
            cursor.execute("insert into hosts values (?, ?)", [host, site])
            cursor.execute("update sites set hosts = hosts + 1 where id = ?", [site])
        if not family:
            return None
        times = cursor.execute(
            "insert into variants values (?, 1) on conflict (key) do update set times = times + 1 "
            "returning times",
            [family],
        ).fetchone()[0]
        return LeftOut.VARIANTS if times > most else None

    def _site_id(self, cursor: sqlite3.Cursor, domain: str) -> int:
        known = self._site_ids.get(domain)
        if known is not None:
            return known
        cursor.execute("insert or ignore into sites (domain) values (?)", [domain])
        number = int(
            cursor.execute("select id from sites where domain = ?", [domain]).fetchone()[0]
        )
        if len(self._site_ids) >= KNOWN_SITES:
            self._site_ids.clear()
        self._site_ids[domain] = number
        return number

    # Archives.

    def add_archive(self, name: str) -> int:
        """Make a new archive known before anything is written into it."""
        with self._writing() as cursor:
            cursor.execute("insert into archives (name) values (?)", [name])
            return int(cursor.lastrowid or 0)

    def archives(self) -> list[tuple[int, str, int, bool, bool]]:
        """All archives: number, name, up to where it was worked through, sealed, read in."""
        with self._lock:
            rows = self._writer.execute(
                "select id, name, settled, is_sealed, is_read from archives order by id"
            ).fetchall()
        return [(a, b, c, bool(d), bool(e)) for a, b, c, d, e in rows]

    def seal(self, number: int) -> None:
        """The archive is whole and all of it was worked through."""
        with self._writing() as cursor:
            cursor.execute("update archives set is_sealed = 1 where id = ?", [number])

    def was_read(self, numbers: Iterable[int], **told: object) -> None:
        """These archives are in the index; words about the crawl are kept with that."""
        with self._writing() as cursor:
            cursor.executemany(
                "update archives set is_read = 1 where id = ?", [(one,) for one in numbers]
            )
            _tell(cursor, told)

    # Questions.

    def waiting_request(self, url: str) -> Request | None:
        """The request of an address, if it still waits."""
        with self._lock:
            row = self._writer.execute(
                "select u.id, s.domain, u.kind, u.depth, u.hops from urls u "
                "join sites s on s.id = u.site where u.key = ? and u.state = 0 and u.url = ?",
                [shape(url).key, url],
            ).fetchone()
        return Request(url, row[1], Kind(row[2]), row[3], row[4], place=row[0]) if row else None

    def outcomes(self) -> Counter[tuple[str, str]]:
        """Finished requests by outcome and reason; those of sitemaps under "sitemap"."""
        with self._lock:
            rows = self._writer.execute("select outcome, reason, times from outcomes").fetchall()
        return Counter({(outcome, reason): times for outcome, reason, times in rows})

    def left_out(self) -> Counter[str]:
        """Addresses that were found and are not wanted, by reason."""
        with self._lock:
            found = Counter(dict(self._writer.execute("select reason, times from left_out")))
            closed = self._writer.execute("select sum(waiting) from sites where not is_open")
            if beyond := closed.fetchone()[0]:
                found[LeftOut.BUDGET] += beyond
        return found

    def sizes(self) -> tuple[int, int, int]:
        """How many sites and hosts were found, and how many addresses may still be fetched."""
        with self._lock:
            sites, hosts, waiting = self._writer.execute(
                "select count(*), coalesce(sum(hosts), 0), "
                "coalesce(sum(case when is_open then waiting end), 0) from sites"
            ).fetchone()
        return int(sites), int(hosts), int(waiting)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Cursor]:
        with self._lock:
            try:
                cursor = self._writer.execute("begin immediate")
            except sqlite3.OperationalError as error:
                raise Refused(f"{self._path} cannot be written: {error}") from error
            try:
                yield cursor
            except BaseException:
                self._site_ids.clear()
                self._known.clear()
                self._writer.execute("rollback")
                raise
            self._writer.execute("commit")


def _come_nearer(  # noqa: PLR0913, PLR0917 - the fields of a row
    cursor: sqlite3.Cursor,
    one: Found,
    number: int,
    depth: int,
    hops: int,
    state: int,
    outcome: str | None,
) -> None:
    """Note a shorter way to an address; where it was fetched already, it is looked at again."""
    if one.depth >= depth and one.hops >= hops:
        return
    cursor.execute(
        "update urls set depth = ?, hops = ? where id = ?",
        [min(depth, one.depth), min(hops, one.hops), number],
    )
    if state == DONE and (one.depth < depth or outcome == Outcome.REDIRECTED):
        _look_again(cursor, number, outcome, depth)


def _look_again(cursor: sqlite3.Cursor, number: int, outcome: str | None, depth: int) -> None:
    if outcome in LEADS_ON:
        cursor.execute("insert or ignore into again values (?, ?)", [number, depth])


def _tell(cursor: sqlite3.Cursor, values: Mapping[str, object]) -> None:
    cursor.executemany(
        "insert or replace into told values (?, ?)",
        [(name, json.dumps(value)) for name, value in values.items()],
    )


def _count(cursor: sqlite3.Cursor, left_out: Counter[str]) -> None:
    cursor.executemany(
        "insert into left_out values (?, ?) "
        "on conflict (reason) do update set times = times + excluded.times",
        [(str(reason), times) for reason, times in left_out.items()],
    )


def _connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
    )
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")  # the archive tells what a power cut took
    return connection
