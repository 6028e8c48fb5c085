"""Opens SQLite or PostgreSQL so that both behave alike, and brings it to the newest shape."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from backlinkbot.core.errors import BadInput, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection

__all__ = ["Connection", "Engine", "answering", "migrate", "postgresql", "sqlite"]

HEAD = "0006"  # the newest migration; tests hold it against the folder
BUSY_TIMEOUT_S = 30.0  # how long a second process waits for the first one's write
CONNECT_TIMEOUT_S = 10  # a server that has not answered by then is away
POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
TURN = 0xB0B  # the first half of the lock under which writers of one schema take turns


def sqlite(folder: Path) -> Engine:
    """The SQLite file in a folder; both are made by the first connection."""
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
        connection.exec_driver_sql("BEGIN" if _reads_only(connection) else "BEGIN IMMEDIATE")

    return engine


def postgresql(url: str, schema: str = "") -> Engine:
    """The PostgreSQL database of a URL; with `schema`, that schema and nothing beside it.

    Raises:
        BadInput: the URL is none of PostgreSQL, or its driver is not installed.
    """
    try:
        told = _postgresql_url(url)
        engine = create_engine(
            told, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_TIMEOUT_S}
        )
    except SQLAlchemyError as error:
        raise BadInput(f"database_url cannot be used: {error}") from error
    except ImportError as error:
        raise BadInput(
            "database_url names PostgreSQL, whose driver is not installed; install "
            "backlinkbot[postgres]"
        ) from error

    # before SQLAlchemy itself asks the new connection which schema it looks at
    @event.listens_for(engine, "connect", insert=True)
    def prepare(connection: Any, _record: object) -> None:
        was, connection.autocommit = connection.autocommit, True
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
            cursor.execute("SET TIME ZONE 'UTC'")
            if schema:
                cursor.execute("SELECT set_config('search_path', %s, false)", (_quoted(schema),))
        connection.autocommit = was

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # as BEGIN IMMEDIATE does: who changes what he has read is not overtaken by another
        if not _reads_only(connection):
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:turn, hashtext(current_schema()))"),
                {"turn": TURN},
            )

    return engine


def migrate(engine: Engine, schema: str = "") -> None:
    """Bring the database to the newest shape; does nothing when it is there.

    Raises:
        Unreachable: it does not answer.
        BadInput: a newer program has changed it.
    """
    with answering(engine):
        if _version(engine) == HEAD:
            return
        if schema:
            with engine.execution_options(reads_only=True).begin() as connection:
                connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {_quoted(schema)}")
        _upgrade(engine)


@contextmanager
def answering(engine: Engine) -> Iterator[None]:
    """Say it in a sentence where the database does not answer.

    Raises:
        Unreachable: it does not.
    """
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        where = engine.url.render_as_string(hide_password=True)
        reason = " ".join(str(error.orig).split())
        raise Unreachable(f"the database {where} does not answer: {reason}") from error


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            where = engine.url.render_as_string(hide_password=True)
            raise BadInput(
                f"the database {where} was changed by a newer Backlink Bot; install that one here "
                f"too ({error})"
            ) from error


def _version(engine: Engine) -> str | None:
    with engine.execution_options(reads_only=True).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        told = connection.execute(text("select version_num from alembic_version")).scalar()
        return None if told is None else str(told)


def _postgresql_url(url: str) -> URL:
    told = make_url(url)
    if told.drivername not in POSTGRESQL:
        raise BadInput(
            f"database_url begins with {told.drivername}, but only postgresql://USER@HOST/NAME is "
            "known; leave it empty for SQLite in the workspace"
        )
    return told.set(drivername="postgresql+psycopg")


def _reads_only(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reads_only"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
