"""What comes into a frontier: which addresses that were found are wanted, and which are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.crawl import LeftOut, Outcome
from backlinkbot.core.urls import domain_of, host_of, is_on_the_web
from backlinkbot.io.crawl.requests import Kind
from backlinkbot.io.crawl.traps import shape, trap

if TYPE_CHECKING:
    import sqlite3
    from collections import Counter
    from collections.abc import Iterable

    from backlinkbot.io.crawl.frontier.found import Found, Rules

DONE = 1  # the state of a request that ended
MOST_HOPS = 10  # redirects one after the other
MOST_HOSTS = 200  # of one registrable domain: more are made by a machine
KNOWN_SITES = 20_000  # numbers of sites held in memory
KNOWN_URLS = 100_000  # addresses held in memory because pages of a site name the same ones: 15 MB
LEADS_ON = frozenset({Outcome.PAGE, Outcome.NOT_MODIFIED, Outcome.REDIRECTED})


class Adding:
    """Writes found addresses into a frontier, and remembers some that were."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._site_ids: dict[str, int] = {}
        # Hashes of addresses that need not be looked up again, with their depth and hops.
        self._known: dict[int, tuple[int, int]] = {}

    def forget(self) -> None:
        """What is remembered may not have been written down after all."""
        self._site_ids.clear()
        self._known.clear()

    def add(
        self, cursor: sqlite3.Cursor, found: Iterable[Found], via: int, left_out: Counter[str]
    ) -> None:
        """Put addresses in that are wanted; `via`: the address that named them, 0: nobody.

        The others are counted in `left_out`.
        """
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
        if self._rules.only and domain not in self._rules.only:
            return LeftOut.OTHER_SITE
        if not (self._rules.allows_local or is_on_the_web(host_of(one.url))):
            return LeftOut.NOT_PUBLIC
        return None if one.kind is Kind.SITEMAP else trap(one.url, self._rules.this_year)

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
        site = self.site_id(cursor, domain_of(one.url))
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
        if found >= self._rules.most_found or not is_open:
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

    def site_id(self, cursor: sqlite3.Cursor, domain: str) -> int:
        """The number of a site, which is made known where it is not."""
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
        look_again(cursor, number, outcome, depth)


def look_again(cursor: sqlite3.Cursor, number: int, outcome: str | None, depth: int) -> None:
    """Note that the links of a page are nearer than when it was looked at, at `depth`."""
    if outcome in LEADS_ON:
        cursor.execute("insert or ignore into again values (?, ?)", [number, depth])
