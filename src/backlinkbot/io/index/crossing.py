"""Who links to which of several domains: counted for all linking sites, shown for some."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from backlinkbot.io.index.reader import zoned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb
    import pyarrow as pa

    from backlinkbot.io.index.reader import Reader

NOBODY = ("",)  # a list that is bound needs a type, and no site has this name
WITH_MASK = ("best", "shared")  # kinds that are told by which rivals all of them link to


class Crossing:
    """Questions about the sites that link to a site or its rivals, on one snapshot."""

    def __init__(
        self, reader: Reader, cursor: duckdb.DuckDBPyConnection, domains: Sequence[str]
    ) -> None:
        self._reader, self._cursor, self._domains = reader, cursor, list(domains)

    def counts(self) -> pa.Table:
        """How many sites of each sort: mask, is_lost, is_told, is_own, is_less, sources.

        `mask`: which domains they link to, bit 0 the site; `is_lost`: they linked to the site once;
        `is_told`: graphs alone name them as linking to it; `is_own`: among the names left out;
        `is_less`: they link to the site less than to a rival.
        """
        return self._table("crossing_counts")

    def gap(self, least: int) -> pa.Table:
        """Who links to at least so many rivals and never to the site: source_domain, rivals."""
        return self._table("crossing_gap", least=least)

    def of(self, kind: str) -> pa.Table:
        """The sites of a kind: source_domain, rivals (how many of all the domains it links to).

        `kind`: best, weak, strong, shared, unique or all.
        """
        all_rivals = 2 ** len(self._domains) - 2
        values = {"rivals_mask": all_rivals} if kind in WITH_MASK else {}
        return self._table(f"crossing_{kind}", **values)

    def rows(self, chosen: Sequence[str]) -> pa.Table:
        """What these sites link to: a row each, in no order.

        Columns: source_domain, mask, is_lost, is_told, own, most (backlinks to the site, and to
        the rival with most), of the rivals alone rivals, links_to, backlinks, followed_backlinks,
        placement, source_url, anchor, first_seen; and cells (domain, links).
        """
        return self._table(
            "crossing_rows", site=self._domains[0], chosen=list(chosen) or list(NOBODY)
        )

    def make(self, own: Sequence[str]) -> None:
        """Count the sites; done once, before all questions."""
        values = {"site": self._domains[0], "own_names": list(own) or list(NOBODY)}
        question, bound = self._reader.question("crossing_make", self._domains, values=values)
        with self._reader.plainly():
            self._cursor.execute(question, bound | {"domains": self._domains})

    def _table(self, name: str, **values: object) -> pa.Table:
        question, bound = self._reader.question(name, self._domains, values=values)
        with self._reader.plainly():
            return zoned(self._cursor.sql(question, params=bound or None).to_arrow_table())


@contextmanager
def crossing(reader: Reader, domains: Sequence[str], own: Sequence[str]) -> Iterator[Crossing]:
    """Questions about who links to `domains`, the site first; `own`: sites that do not count."""
    with closing(reader.cursor()) as cursor:
        found = Crossing(reader, cursor, domains)
        found.make(own)
        yield found
