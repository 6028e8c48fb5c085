"""Opens SQLite or PostgreSQL so that both behave alike, and brings it to the newest shape."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import (
    DataError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)

from backlinkbot.core.errors import BadInput, NotFound, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection
    from sqlalchemy.exc import DBAPIError

__all__ = ["Connection", "Engine", "answering", "migrate", "postgresql", "sqlite"]

HEAD = "0019"  # the newest migration; tests hold it against the folder
TOO_LARGE = ("too large to convert to SQLite", "out of range")  # as the two databases say it
BUSY_TIMEOUT_S = 30.0  # how long a second process waits for the first one's write
KEPT_CONNECTIONS = 2  # of each open workspace, of which a server has some; more are made and closed
CONNECT_TIMEOUT_S = 10  # a server that has not answered by then is away
POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
OWNER_FOLDER, OWNER_FILE, OTHERS = 0o700, 0o600, 0o077
BESIDE = ("-wal", "-shm")  # files of SQLite beside its own
TURN = 0xB0B  # the first half of the lock under which writers of one schema take turns


def sqlite(folder: Path) -> Engine:
    """The SQLite file in a folder; both are made where there are none, for their owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "app.db"
    _keep_to_owner(path)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_S})

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

    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


def postgresql(url: str, schema: str = "") -> Engine:
    """The PostgreSQL database of a URL; with `schema`, that schema and nothing beside it.

    What a transaction needs is said in it, so that a pooler between us and the server, which
    lends a connection to one after the other, cannot hand one client's schema to the next.

    Raises:
        BadInput: the URL is none of PostgreSQL, or its driver is not installed.
    """
    try:
        engine = create_engine(
            _postgresql_url(url),
            pool_pre_ping=True,
            pool_size=KEPT_CONNECTIONS,
            connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "prepare_threshold": None},
        )
    except SQLAlchemyError as error:
        raise BadInput(f"database_url cannot be used: {error}") from error
    except ImportError as error:
        raise BadInput(
            "database_url names PostgreSQL, whose driver is not installed; install "
            "backlinkbot[postgres]"
        ) from error
    said = {"lock_timeout": f"{int(BUSY_TIMEOUT_S * 1000)}ms", "timezone": "UTC"}
    if schema:
        said["search_path"] = _quoted(schema)
    told = ", ".join(f"set_config('{name}', :{name}, true)" for name in said)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.execute(text(f"SELECT {told}"), said)
        # as BEGIN IMMEDIATE does: who changes what he has read is not overtaken by another
        if not _reads_only(connection):
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:turn, hashtext(current_schema()))"),
                {"turn": TURN},
            )

    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


def migrate(engine: Engine, schema: str = "") -> None:
    """Bring the database to the newest shape; does nothing when it is there.

    Raises:
        Unreachable: it does not answer.
        BadInput: a newer program has changed it, or its user may not make tables.
    """
    with answering(engine):
        if _version(engine) == HEAD:
            return
        try:
            if schema:
                _make_schema(engine, schema)
            _upgrade(engine)
        except ProgrammingError as error:
            raise BadInput(
                f"the user of the database {_named(engine)} may not make what is needed: "
                f"{_on_one_line(error)}"
            ) from error


@contextmanager
def answering(engine: Engine) -> Iterator[None]:
    """Say it in a sentence where the database does not answer, or a number does not fit into it.

    Raises:
        Unreachable: it does not answer.
        NotFound: a number is larger than any that is kept.
    """
    try:
        yield
    except (OverflowError, DataError) as error:
        if not any(told in str(error) for told in TOO_LARGE):
            raise
        raise NotFound("there is nothing of so large a number") from error
    except (OperationalError, InterfaceError) as error:
        reason = _on_one_line(error)
        raise Unreachable(f"the database {_named(engine)} does not answer: {reason}") from error


def _keep_to_owner(path: Path) -> None:
    """Let nobody else of the machine read the file: addresses that let anybody post are in it.

    Files that SQLite puts beside it get the permissions of the first. What belongs to somebody
    else stays as it is; whether it can be used is for the connection to say.

    A file that is there is never opened: closing it would give up the locks that SQLite holds on it
    for this process (POSIX), and another process could then take its log for nobody's.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_FILE))
    beside = (path.with_name(path.name + end) for end in BESIDE)
    for one, mode in (
        (path.parent, OWNER_FOLDER),
        *((file, OWNER_FILE) for file in (path, *beside)),
    ):
        with suppress(OSError):
            if one.stat().st_mode & OTHERS:
                one.chmod(mode)


def _without_nul(
    _connection: object, _cursor: object, statement: str, values: Any, *_: object
) -> tuple[str, Any]:
    """A statement with its values as both databases can keep them.

    PostgreSQL has no NUL in texts. As readers of HTML do, U+FFFD stands for it, kept and asked for.
    """
    return statement, _shown(values)


def _shown(values: Any) -> Any:
    if isinstance(values, str):
        return values.replace("\0", "\ufffd")
    if isinstance(values, dict):
        return {name: _shown(value) for name, value in values.items()}
    if type(values) in {list, tuple}:
        return type(values)(_shown(value) for value in values)
    return values


def _make_schema(engine: Engine, schema: str) -> None:
    """Make a schema; two processes that do so at once take turns, as it is not there to lock."""
    with engine.execution_options(reads_only=True).begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn, 0)"), {"turn": TURN})
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {_quoted(schema)}")


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
            raise BadInput(
                f"the database {_named(engine)} was changed by a newer Backlink Bot; install that "
                f"one here too ({error})"
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


def _named(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _on_one_line(error: DBAPIError) -> str:
    return " ".join(str(error.orig).split())


def _reads_only(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reads_only"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
