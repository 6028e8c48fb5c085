"""The frontier of one crawl: a file that knows what was found, what was done and what waits.

A request is done in one transaction with the links that were found through it, and only after its
record in the archive was brought to the disk. What is being fetched is remembered nowhere: after a
crash it waits again, unless its record is whole (see `recovery`).
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from backlinkbot.core.crawl import LeftOut, Outcome
from backlinkbot.io.crawl.frontier.adding import Adding, look_again
from backlinkbot.io.crawl.frontier.file import File
from backlinkbot.io.crawl.frontier.found import Again
from backlinkbot.io.crawl.requests import Kind, Request
from backlinkbot.io.crawl.traps import shape

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from backlinkbot.io.crawl.frontier.found import Found, Rules, Settled

NAME = "frontier.db"
AGAIN = 64  # pages looked at again at once


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
        self._file = File(folder / NAME)
        self._adding = Adding(rules)
        self._book = Lock()  # around what is handed out
        self.again = self._count_again()
        self._out: dict[str, _Out] = {}  # of sites with requests that are handed out
        self._held: set[str] = set()
        self._rotation = 0

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    # What is told about the crawl as a whole.

    def tell(self, **values: object) -> None:
        """Keep words about the crawl."""
        with self._writing() as cursor:
            _tell(cursor, values)

    def told(self, name: str) -> Any:
        """A word kept by `tell`, None where there is none."""
        with self._file.asking() as asked:
            row = asked.execute("select value from told where name = ?", [name]).fetchone()
        return json.loads(row[0]) if row else None

    # Handing out.

    def sites(self, most: int) -> list[str]:
        """Sites with something to take that are not held; held from now on, in rotation.

        One whose last requests are not settled yet has its turn when they are.
        """
        found: list[str] = []
        for _ in range(2):  # from where we stood to the end, then from the start
            rows = self._file.reader.execute(
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
        rows = self._file.reader.execute(
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
        row = self._file.reader.execute(
            "select fetched from sites where domain = ?", [site]
        ).fetchone()
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
                self._adding.add(cursor, one.found, one.request.place, left_out)
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
        with self._file.asking() as asked:
            rows = asked.execute(
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
        with self._file.asking() as asked:
            return int(asked.execute("select count(*) from again").fetchone()[0])

    def add(self, found: Iterable[Found]) -> None:
        """Put addresses into the frontier that nobody linked to: where the crawl begins."""
        with self._writing() as cursor:
            left_out: Counter[str] = Counter()
            self._adding.add(cursor, found, 0, left_out)
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
            look_again(cursor, one.request.place, one.outcome, one.request.depth)
        is_page = one.request.kind is Kind.PAGE and one.outcome.is_answer
        cursor.execute(
            "update sites set waiting = waiting - 1, fetched = fetched + ?, "
            "is_open = fetched + ? < ? where id = ?",
            [
                int(is_page),
                int(is_page),
                self.rules.per_site,
                self._adding.site_id(cursor, one.request.site),
            ],
        )
        kind = one.outcome if one.request.kind is Kind.PAGE else "sitemap"
        cursor.execute(
            "insert into outcomes values (?, ?, 1) "
            "on conflict (outcome, reason) do update set times = times + 1",
            [kind, one.reason],
        )
        return True

    # Archives.

    def add_archive(self, name: str) -> int:
        """Make a new archive known before anything is written into it."""
        with self._writing() as cursor:
            cursor.execute("insert into archives (name) values (?)", [name])
            return int(cursor.lastrowid or 0)

    def archives(self) -> list[tuple[int, str, int, bool, bool]]:
        """All archives: number, name, up to where it was worked through, sealed, read in."""
        with self._file.asking() as asked:
            rows = asked.execute(
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
        with self._file.asking() as asked:
            row = asked.execute(
                "select u.id, s.domain, u.kind, u.depth, u.hops from urls u "
                "join sites s on s.id = u.site where u.key = ? and u.state = 0 and u.url = ?",
                [shape(url).key, url],
            ).fetchone()
        return Request(url, row[1], Kind(row[2]), row[3], row[4], place=row[0]) if row else None

    def end_of(self, url: str) -> tuple[str, str] | None:
        """How the request of an address ended, at the end of its redirects: outcome and reason.

        None where it was never asked for, or still waits.
        """
        with self._file.asking() as asked:
            row = asked.execute(
                "select id, hops, outcome, reason from urls where key = ? and state = 1",
                [shape(url).key],
            ).fetchone()
            while row and row[2] == Outcome.REDIRECTED:
                led = asked.execute(
                    "select id, hops, outcome, reason from urls "
                    "where via = ? and hops > ? and state = 1 order by id limit 1",
                    row[:2],
                ).fetchone()
                if led is None:
                    break
                row = led
        return (row[2], row[3] or "") if row else None

    def outcomes(self) -> Counter[tuple[str, str]]:
        """Finished requests by outcome and reason; those of sitemaps under "sitemap"."""
        with self._file.asking() as asked:
            rows = asked.execute("select outcome, reason, times from outcomes").fetchall()
        return Counter({(outcome, reason): times for outcome, reason, times in rows})

    def left_out(self) -> Counter[str]:
        """Addresses that were found and are not wanted, by reason."""
        with self._file.asking() as asked:
            found = Counter(dict(asked.execute("select reason, times from left_out")))
            closed = asked.execute("select sum(waiting) from sites where not is_open")
            if beyond := closed.fetchone()[0]:
                found[LeftOut.BUDGET] += beyond
        return found

    def sizes(self) -> tuple[int, int, int]:
        """How many sites and hosts were found, and how many addresses may still be fetched."""
        with self._file.asking() as asked:
            sites, hosts, waiting = asked.execute(
                "select count(*), coalesce(sum(hosts), 0), "
                "coalesce(sum(case when is_open then waiting end), 0) from sites"
            ).fetchone()
        return int(sites), int(hosts), int(waiting)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Cursor]:
        with self._file.writing() as cursor:
            try:
                yield cursor
            except BaseException:
                self._adding.forget()
                raise


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
