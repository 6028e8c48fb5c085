"""Asking a snapshot: one database in memory over the sealed files of one manifest."""

from __future__ import annotations

from contextlib import closing
from hashlib import md5
from typing import TYPE_CHECKING, Any

from backlinkbot.io.index.database import Budget, connect, reading
from backlinkbot.io.index.sql import named
from backlinkbot.io.index.stored import SHAPES, Kind, schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    import duckdb
    import pyarrow as pa

    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.manifest import Manifest, SealedFile

FILES = (
    "queries.sql",
    "changes.sql",
    "chances.sql",
    "crossing.sql",
    "cocited.sql",
    "captures.sql",
    "contacts.sql",
)  # of the questions
BATCH_ROWS = 64 * 1024  # of a stream: a few MB, so that whoever reads it stays small


class Reader:
    """Questions to one manifest; safe to use from several threads."""

    def __init__(
        self, layout: Layout, manifest: Manifest | None, database: duckdb.DuckDBPyConnection
    ) -> None:
        self.layout, self.manifest = layout, manifest
        self._sql = {name: text for file in FILES for name, text in named(file).items()}
        self._database = database
        self._newest: tuple[date | None] | None = None

    def newest_day(self) -> date | None:
        """The last day of which anything is known about a link; asked for once."""
        if self._newest is None:
            found = self.table("newest").column(0)[0].as_py()
            self._newest = (found.date() if found else None,)
        return self._newest[0]

    def holds(self, kind: Kind, domains: Sequence[str] | None = None) -> bool:
        """Whether there may be rows of a kind, about these domains or at all."""
        return bool(self._files(kind, domains))

    def table(
        self,
        name: str,
        domains: Sequence[str] | None = None,
        fragments: Mapping[str, str] | None = None,
        **values: object,
    ) -> pa.Table:
        """The answer to a named question about some domains, or about all."""
        question, bound = self.question(name, domains, fragments, values)
        with self.plainly(), closing(self._database.cursor()) as cursor:
            return zoned(cursor.sql(question, params=bound or None).to_arrow_table())

    def stream(self, name: str, **values: object) -> Iterator[pa.RecordBatch]:
        """The answer to a named question about everything, batch by batch."""
        import pyarrow as pa

        question, bound = self.question(name, values=values)
        with self.plainly(), closing(self._database.cursor()) as cursor:
            answer = cursor.sql(question, params=bound or None)
            for batch in answer.to_arrow_reader(BATCH_ROWS):
                yield from zoned(pa.Table.from_batches([batch])).to_batches()

    def compared(
        self, name: str, before: pa.Table, keyed: str, domains: Sequence[str] | None = None
    ) -> pa.Table:
        """The answer to a question that is given an earlier answer to `keyed` as `before`."""
        fragments = {"keyed": "(" + self._sql[keyed] + ")"}
        question, bound = self.question(name, domains, fragments)
        with self.plainly(), closing(self._database.cursor()) as cursor:
            cursor.register("before", before)
            return zoned(cursor.sql(question, params=bound or None).to_arrow_table())

    def session(self, domain: str) -> Session:
        """Several questions about one domain that share intermediate tables."""
        return Session(self, self._database.cursor(), domain)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor for questions that share temporary tables; the caller closes it."""
        return self._database.cursor()

    def plainly(self) -> AbstractContextManager[None]:
        """Say a failure to read in a plain sentence."""
        return reading(self.layout.folder)

    def question(
        self,
        name: str,
        domains: Sequence[str] | None = None,
        fragments: Mapping[str, str] | None = None,
        values: Mapping[str, object] | None = None,
    ) -> tuple[str, dict[str, Any]]:
        """The text of a question, its fragments put in, and the values to bind."""
        text = self._sql[name]
        for fragment, content in (fragments or {}).items():
            text = text.replace("{" + fragment + "}", content)
        bound = dict(values or {})
        for kind in Kind:
            if "{" + kind + "}" in text:
                living, files = self._living(kind, domains)
                text = text.replace("{" + kind + "}", living)
                bound |= files
        return text, bound

    def _living(self, kind: Kind, domains: Sequence[str] | None) -> tuple[str, dict[str, Any]]:
        """The living rows of a kind as a piece of SQL, and what it has to be given."""
        files = self._files(kind, domains)
        if not files:
            return _filled(self._sql["nothing"], kind=kind), {}
        bound: dict[str, Any] = {f"{kind}_files": [str(self.layout.path(f)) for f in files]}
        of = of_dead = "true"
        if domains is not None:
            is_one = len(domains) == 1
            of = SHAPES[kind].domain + (" = $domain" if is_one else " in (select unnest($domains))")
            of_dead = "d.domain" + (" = $domain" if is_one else " in (select unnest($domains))")
            bound |= {"domain": domains[0]} if is_one else {"domains": list(domains)}
        graves = self._files(Kind.DEAD, domains)
        if not graves or not any(f.dead for f in files):
            return _filled(self._sql["whole"], kind=kind, of=of), bound
        bound[f"{kind}_dead"] = [str(self.layout.path(f)) for f in graves]
        return _filled(self._sql["patched"], kind=kind, of=of, of_dead=of_dead), bound

    def _files(self, kind: Kind, domains: Sequence[str] | None) -> list[SealedFile]:
        if self.manifest is None:
            return []
        files = self.manifest.of(kind)
        if domains is None:
            return list(files)
        wanted = [(_bucket(domain), domain) for domain in domains]
        return [
            f
            for f in files
            if any(f.covers(b) and f.least <= domain <= f.greatest for b, domain in wanted)
        ]


class Session:
    """Questions about one domain on one cursor, so that temporary tables can be shared."""

    def __init__(self, reader: Reader, cursor: duckdb.DuckDBPyConnection, domain: str) -> None:
        self._reader, self._cursor, self._domain = reader, cursor, domain

    def make(self, name: str) -> None:
        """Run a named text that makes a temporary table."""
        question, bound = self._reader.question(name, [self._domain])
        with self._reader.plainly():
            self._cursor.execute(question, bound or None)

    def table(self, name: str, **values: object) -> pa.Table:
        """The answer to a named question."""
        question, bound = self._reader.question(name, [self._domain], values=values)
        with self._reader.plainly():
            return zoned(self._cursor.sql(question, params=bound or None).to_arrow_table())

    def row(self, name: str, **values: object) -> dict[str, int]:
        """The one row of a named question."""
        row: dict[str, int] = self.table(name, **values).to_pylist()[0]
        return row

    def close(self) -> None:
        self._cursor.close()


def zoned(table: pa.Table) -> pa.Table:
    """The table with its moments as what they are: UTC, in seconds."""
    import pyarrow as pa

    moment = pa.timestamp("s", tz="UTC")
    fields = [f.with_type(moment) if pa.types.is_timestamp(f.type) else f for f in table.schema]
    return table.cast(pa.schema(fields))


def _bucket(domain: str) -> int:
    return md5(domain.encode(), usedforsecurity=False).digest()[0]


def _filled(text: str, **fragments: str) -> str:
    for name, content in fragments.items():
        text = text.replace("{" + name + "}", content)
    return text


def asking(budget: Budget) -> duckdb.DuckDBPyConnection:
    """A database for readers of any manifest: it caches footers, and has no rows of any kind."""
    database = connect(budget)
    database.execute("set parquet_metadata_cache = true")  # sealed files never change
    for kind in Kind:
        database.from_arrow(schema(kind).empty_table()).create(f"empty_{kind}")
    return database
