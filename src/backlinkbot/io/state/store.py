"""Opens the application database, brings it up to date, and answers for what is in it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, delete, insert, select

from backlinkbot.core.audit import Choice, Decision
from backlinkbot.core.errors import NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.io.state.engine import answering, migrate, postgresql, sqlite
from backlinkbot.io.state.tables import column_mappings, decisions, site_facts, sites

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Connection

# A key of PostgreSQL has 2,704 bytes at most, and a character up to four.
LONGEST_HEADER = 600

FACTS = {
    "brand": "brand_words",
    "topic": "topic_words",
    "competitor": "competitors",
    "estate": "estate",
}


class State:
    """The application database: SQLite in the workspace, or PostgreSQL by URL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reads = engine.execution_options(reads_only=True)

    @classmethod
    def open(cls, folder: Path, url: str = "", schema: str = "") -> State:
        """Open and migrate; makes the SQLite file, or the schema, when it is not there.

        `schema`: where on PostgreSQL the tables are; empty: where the server puts them. Nothing
        outside of it is seen.

        Raises:
            Unreachable: the database server does not answer; says which.
            BadInput: the URL names no database we know, or one that a newer program has changed.
        """
        engine = postgresql(url, schema) if url else sqlite(folder)
        try:
            migrate(engine, schema if url else "")
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A look at what is kept; waits for nobody.

        Raises:
            Unreachable: the database does not answer.
        """
        with answering(self._engine), self._reads.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A change: all that is done in it or, where it raises, nothing; writers take turns.

        Raises:
            Unreachable: the database does not answer, or others have written all the time.
        """
        with answering(self._engine), self._engine.begin() as connection:
            yield connection

    @property
    def file(self) -> Path | None:
        """SQLite's file; None where the database is on a server."""
        url = self._engine.url
        is_file = url.get_backend_name() == "sqlite" and url.database
        return Path(str(url.database)) if is_file else None

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def change_site(
        self, domain: str, change: Callable[[Site | None], Site], now: datetime
    ) -> tuple[Site | None, Site]:
        """Make of a site what `change` makes of it as it is known, None where it is not.

        One transaction: two processes that change the same site do so one after the other. What
        `change` raises leaves all as it was. Gives the site as it was, and as it is kept.
        """
        with self.writing() as connection:
            known = select(sites).where(sites.c.domain == domain)
            row = connection.execute(known.with_for_update()).first()
            before = _site(row, connection) if row else None
            _put(change(before), row.added_at if row else now, connection)
            return before, _site(connection.execute(known).one(), connection)

    def sites(self) -> list[Site]:
        """All sites, ours first, by name of the domain."""
        with self.reading() as connection:
            found = [_site(row, connection) for row in connection.execute(select(sites)).all()]
        # in Python: which of two texts is first, each database server says differently
        return sorted(found, key=lambda site: (not site.is_ours, site.domain))

    def site(self, domain: str) -> Site:
        """One site.

        Raises:
            NotFound: no site of that domain was added.
        """
        with self.reading() as connection:
            row = connection.execute(select(sites).where(sites.c.domain == domain)).first()
            if row is None:
                raise NotFound(
                    f"{domain} is no site here; add it with: backlinkbot site add {domain}"
                )
            return _site(row, connection)

    def site_or_plain(self, domain: str) -> Site:
        """The site as added, or one of which only the domain is known."""
        try:
            return self.site(domain)
        except NotFound:
            return Site(domain=domain, is_ours=False)

    def remove_site(self, domain: str) -> Site:
        """Forget a site and what belongs to it, and give it back; the index keeps its links."""
        site = self.site(domain)
        with self.writing() as connection:
            _delete(domain, connection)
        return site

    def decide(
        self, site: str, make: Callable[[Sequence[Decision]], Sequence[Decision]]
    ) -> tuple[Decision, ...]:
        """Add what `make` decides when it sees all decisions about a site so far; gives the new.

        One transaction: what `make` raises adds nothing, and two processes take turns.
        """
        with self.writing() as connection:
            made = tuple(make(_decisions(site, connection)))
            if made:
                connection.execute(insert(decisions), [_decision_row(one) for one in made])
        return made

    def decisions(self, site: str) -> list[Decision]:
        """All that was ever decided about a site's links, in order."""
        with self.reading() as connection:
            return _decisions(site, connection)

    def remember_mapping(self, header: str, mapping: dict[str, str]) -> None:
        """Keep the columns a user mapped for files with this header."""
        header = _as_key(header)
        with self.writing() as connection:
            connection.execute(delete(column_mappings).where(column_mappings.c.header == header))
            connection.execute(
                insert(column_mappings),
                [{"header": header, "ours": o, "theirs": t} for o, t in mapping.items()],
            )

    def mapping_for(self, header: str) -> dict[str, str]:
        """The remembered mapping for a header, empty when there is none."""
        with self.reading() as connection:
            rows = connection.execute(
                select(column_mappings.c.ours, column_mappings.c.theirs).where(
                    column_mappings.c.header == _as_key(header)
                )
            ).all()
        return {row.ours: row.theirs for row in rows}


def _as_key(header: str) -> str:
    """A header, or what stands for one that is too long for a key."""
    if len(header) <= LONGEST_HEADER:
        return header
    return f"sha256:{sha256(header.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _put(site: Site, added_at: datetime, connection: Connection) -> None:
    _delete(site.domain, connection)
    connection.execute(
        insert(sites).values(
            domain=site.domain, name=site.name, is_ours=site.is_ours, added_at=added_at
        )
    )
    if rows := _fact_rows(site):
        connection.execute(insert(site_facts), rows)


def _delete(domain: str, connection: Connection) -> None:
    connection.execute(delete(site_facts).where(site_facts.c.site == domain))
    connection.execute(delete(sites).where(sites.c.domain == domain))


def _fact_rows(site: Site) -> list[dict[str, str]]:
    return [
        {"site": site.domain, "kind": kind, "value": value}
        for kind, name in FACTS.items()
        for value in dict.fromkeys(getattr(site, name))
    ]


def _site(row: Any, connection: Connection) -> Site:
    facts = connection.execute(
        select(site_facts.c.kind, site_facts.c.value).where(site_facts.c.site == row.domain)
    ).all()
    values = {
        name: tuple(sorted(fact.value for fact in facts if fact.kind == kind))
        for kind, name in FACTS.items()
    }
    return Site(domain=row.domain, name=row.name, is_ours=row.is_ours, **values)


def _decision_row(one: Decision) -> dict[str, Any]:
    return {
        "site": one.site,
        "unit": one.unit,
        "choice": one.choice.value,
        "by": one.by,
        "decided_at": one.at,
        "note": one.note,
    }


def _decisions(site: str, connection: Connection) -> list[Decision]:
    rows = connection.execute(
        select(decisions).where(decisions.c.site == site).order_by(decisions.c.number)
    ).all()
    return [
        Decision(row.site, row.unit, Choice(row.choice), row.by, _aware(row.decided_at), row.note)
        for row in rows
    ]


def _aware(moment: datetime) -> datetime:
    """SQLite gives moments back without their zone; all were written in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
