"""Where the workspaces of tests keep their state: as SQLite in their folders, or on a server."""

from __future__ import annotations

import hashlib
import os
import pkgutil
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from postgresql_server import PostgreSQL
from sqlalchemy import Engine, Integer, func, inspect, select, text

from backlinkbot.core.settings import FILE_NAME, Settings
from backlinkbot.io import state
from backlinkbot.io.state.store import State
from backlinkbot.io.state.tables import metadata

EMPTY = "migrated"  # the database of which new ones are copies, so that none waits for migrations
STATE = "state"  # the folder of the key and, where there is no server, of the SQLite file
FILE = "app.db"  # SQLite's, in that folder
LENT = "lent"  # the database that one test after the other has as new


@dataclass
class Databases:
    """One kind of application database; on PostgreSQL each workspace has a database of its own."""

    server: PostgreSQL | None = None
    made: list[str] = field(default_factory=list)

    def settings(self, folder: Path, **wishes: Any) -> Settings:
        """The settings of a workspace in a folder, whose database is made when it is new."""
        return Settings(workspace=folder, database_url=self.url(folder), **wishes)

    def told(self, folder: Path) -> Path:
        """The same said in the workspace's file of settings, for who opens it by its folder."""
        if url := self.url(folder):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / FILE_NAME).write_text(f'database_url = "{url}"\n', "utf-8")
        return folder

    def url(self, folder: Path) -> str:
        """The URL of a workspace's database; empty where it is in the folder."""
        if self.server is None:
            return ""
        return self._made(self.server, _named(folder), EMPTY)

    def copied(self, folder: Path, to: Path) -> Path:
        """A copy of a workspace, with a copy of its database.

        One that was made without a server keeps its index and moves its rows to the server, so
        that what takes long to make is made once for both kinds.
        """
        shutil.copytree(folder, to)
        if self.server is None:
            return to
        if self._is_there(self.server, _named(folder)):
            self._made(self.server, _named(to), _named(folder))
            return to
        with State.open(to / STATE) as theirs, State.open(to, self.url(to)) as ours:
            _move(theirs, ours)
        for file in (to / STATE).glob("app.db*"):
            file.unlink()
        return to

    @contextmanager
    def for_a_while(self) -> Iterator[Databases]:
        """The same, whose new databases are gone afterwards.

        Fails where somebody is still connected to one: a workspace was not closed, or leaks.
        """
        own = Databases(self.server)
        yield own
        if self.server is not None:
            with self.server.connection() as connection:
                for name in own.made:
                    connection.execute(f'DROP DATABASE "{name}"')

    def lent(self) -> str:
        """The URL of a new database, which is as good as empty, for one test after the other."""
        if self.server is None:
            return ""
        with self.server.connection() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{LENT}" WITH (FORCE)')
        return self._made(self.server, LENT, EMPTY)

    def _made(self, server: PostgreSQL, name: str, template: str) -> str:
        """The URL of a database, which is made as a copy when it is not there."""
        if not self._is_there(server, EMPTY):
            with server.connection() as connection:
                connection.execute(f'CREATE DATABASE "{EMPTY}"')
            State.open(Path(), server.url(EMPTY)).close()
        if not self._is_there(server, name):
            with server.connection() as connection:
                connection.execute(
                    f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy'
                )
            self.made.append(name)
        return server.url(name)

    @staticmethod
    def _is_there(server: PostgreSQL, name: str) -> bool:
        with server.connection() as connection:
            asked = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(asked, (name,)).fetchone() is not None


def copying(opened: Callable[[Path], Engine], migrated: Path) -> Callable[[Path], Engine]:
    """SQLite as the product opens it, with a copy of a migrated file where there was none."""

    def open_(folder: Path) -> Engine:
        if not (folder / FILE).exists():
            with suppress(OSError):  # what is wrong with the folder, the product says
                _copy(migrated, folder)
        return opened(folder)

    return open_


def _copy(migrated: Path, folder: Path) -> None:
    """A copy in a folder, there at once with all that is in it, since others may look for it."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=folder)
    try:
        os.write(handle, migrated.read_bytes())
        os.link(made, folder / FILE)
    finally:
        os.close(handle)
        Path(made).unlink()


def _named(folder: Path) -> str:
    return "w" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]


def _move(theirs: State, ours: State) -> None:
    """All rows of one application database into another, which is empty."""
    for module in pkgutil.iter_modules(state.__path__):
        if module.name != "migrations":
            import_module(f"{state.__name__}.{module.name}")  # so that every table is known
    with theirs.reading() as source, ours.writing() as target:
        filled = set(inspect(source).get_table_names()) - {"alembic_version"}
        assert filled <= set(metadata.tables)
        for table in (one for one in metadata.sorted_tables if one.name in filled):
            rows = [dict(row._mapping) for row in source.execute(select(table))]
            if not rows:
                continue
            target.execute(table.insert(), rows)
            counted = table.autoincrement_column
            if counted is not None and isinstance(counted.type, Integer):
                asked = text("SELECT setval(pg_get_serial_sequence(:of, :counted), :last)")
                last = target.execute(select(func.max(counted))).scalar()
                target.execute(asked, {"of": table.name, "counted": counted.name, "last": last})
