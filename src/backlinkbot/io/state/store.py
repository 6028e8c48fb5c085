"""Opens the application database, brings it up to date, and answers for what is in it."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, delete, event, insert, inspect, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from backlinkbot.core.audit import Choice, Decision
from backlinkbot.core.errors import BadInput, NotFound, Unreachable
from backlinkbot.core.nouns import Site
from backlinkbot.io.state.tables import column_mappings, decisions, site_facts, sites

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Connection

HEAD = "0002"  # the newest migration; tests hold it against the folder
BUSY_TIMEOUT_S = 30.0  # how long a second process waits for the first one's write
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
    def open(cls, folder: Path, url: str = "") -> State:
        """Open and migrate; makes the SQLite file when it is not there.

        Raises:
            Unreachable: the database server does not answer; says which.
            BadInput: the URL names no database we know.
        """
        try:
            engine = create_engine(url) if url else _sqlite(folder)
        except SQLAlchemyError as error:
            raise BadInput(f"database_url cannot be used: {error}") from error
        try:
            _migrate(engine)
        except OperationalError as error:
            engine.dispose()
            where = engine.url.render_as_string(hide_password=True)
            raise Unreachable(f"the database {where} does not answer: {error.orig}") from error
        return cls(engine)

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
        with self._engine.begin() as connection:
            known = select(sites).where(sites.c.domain == domain)
            row = connection.execute(known.with_for_update()).first()
            before = _site(row, connection) if row else None
            _put(change(before), row.added_at if row else now, connection)
            return before, _site(connection.execute(known).one(), connection)

    def sites(self) -> list[Site]:
        """All sites, ours first, by name of the domain."""
        with self._reads.connect() as connection:
            rows = connection.execute(
                select(sites).order_by(sites.c.is_ours.desc(), sites.c.domain)
            ).all()
            return [_site(row, connection) for row in rows]

    def site(self, domain: str) -> Site:
        """One site.

        Raises:
            NotFound: no site of that domain was added.
        """
        with self._reads.connect() as connection:
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
        with self._engine.begin() as connection:
            _delete(domain, connection)
        return site

    def decide(
        self, site: str, make: Callable[[Sequence[Decision]], Sequence[Decision]]
    ) -> tuple[Decision, ...]:
        """Add what `make` decides when it sees all decisions about a site so far; gives the new.

        One transaction: what `make` raises adds nothing, and two processes take turns.
        """
        with self._engine.begin() as connection:
            made = tuple(make(_decisions(site, connection)))
            if made:
                connection.execute(insert(decisions), [_decision_row(one) for one in made])
        return made

    def decisions(self, site: str) -> list[Decision]:
        """All that was ever decided about a site's links, in order."""
        with self._reads.connect() as connection:
            return _decisions(site, connection)

    def remember_mapping(self, header: str, mapping: dict[str, str]) -> None:
        """Keep the columns a user mapped for files with this header."""
        with self._engine.begin() as connection:
            connection.execute(delete(column_mappings).where(column_mappings.c.header == header))
            connection.execute(
                insert(column_mappings),
                [{"header": header, "ours": o, "theirs": t} for o, t in mapping.items()],
            )

    def mapping_for(self, header: str) -> dict[str, str]:
        """The remembered mapping for a header, empty when there is none."""
        with self._reads.connect() as connection:
            rows = connection.execute(
                select(column_mappings.c.ours, column_mappings.c.theirs).where(
                    column_mappings.c.header == header
                )
            ).all()
        return {row.ours: row.theirs for row in rows}


def _sqlite(folder: Path) -> Engine:
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        f"sqlite:///{folder / 'app.db'}", connect_args={"timeout": BUSY_TIMEOUT_S}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE: a reader that becomes a writer would fail at once instead of waiting its turn
        reads_only = connection.get_execution_options().get("reads_only")
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return engine


def _migrate(engine: Engine) -> None:
    """Bring the database to the newest shape; does nothing when it is there."""
    with engine.execution_options(reads_only=True).connect() as connection:
        if inspect(connection).has_table("alembic_version"):
            version = connection.execute(text("select version_num from alembic_version")).scalar()
            if version == HEAD:
                return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


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
        select(site_facts.c.kind, site_facts.c.value)
        .where(site_facts.c.site == row.domain)
        .order_by(site_facts.c.value)
    ).all()
    values = {
        name: tuple(fact.value for fact in facts if fact.kind == kind)
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
