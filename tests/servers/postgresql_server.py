"""A PostgreSQL server for tests: its own folder, a socket nobody else sees, no disk syncs."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

# as on the machines of others, where words are not ordered byte by byte as in SQLite
LOCALE = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
DEBIAN = Path("/usr/lib/postgresql")  # VERSION/bin, outside of PATH
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
}


def postgresql_programs() -> Path | None:
    """The folder with this machine's PostgreSQL programs, the newest; None where there is none."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


@dataclass(frozen=True)
class PostgreSQL:
    """A running server; its clients reach it by the socket's folder."""

    socket: Path

    @classmethod
    @contextmanager
    def running(cls, programs: Path) -> Iterator[PostgreSQL]:
        """A new server, for as long as it is used."""
        # not pytest's folder: it is closed to others, and its path too long for a socket
        folder = Path(tempfile.mkdtemp(prefix="bb-pg-"))
        who = _somebody_else(folder)
        run = partial(subprocess.run, check=True, capture_output=True, cwd=folder, **who)
        data = folder / "data"
        initdb = [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust"]
        control = [programs / "pg_ctl", "-D", data, "-w", "-s"]
        options = " ".join(f"-c {name}={value!r}" for name, value in SETTINGS.items())
        try:
            run([*initdb, "--no-sync", "-E", "UTF8", *LOCALE])
            log = ["-l", folder / "log", "-o", f"-k {folder} {options}"]
            run([*control, *log, "start"])
            try:
                yield cls(folder)
            finally:
                run([*control, "-m", "immediate", "stop"])
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def emptied(self) -> str:
        """The URL of the first database, with nothing in it and nobody connected to it."""
        with self.connection() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            schemas = connection.execute(
                "SELECT quote_ident(nspname) FROM pg_namespace "
                "WHERE nspname = 'public' OR nspname LIKE 'client_%'"
            ).fetchall()
            for (schema,) in schemas:
                connection.execute(f"DROP SCHEMA {schema} CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self.url("postgres")

    def url(self, database: str) -> str:
        """The URL of a database."""
        return f"postgresql://postgres@/{database}?host={self.socket}"

    def connection(self) -> psycopg.Connection[Any]:
        """A connection of the server's own user."""
        return psycopg.connect(
            host=str(self.socket), user="postgres", dbname="postgres", autocommit=True
        )


def _somebody_else(folder: Path) -> dict[str, Any]:
    """As whom to run, with the folder given to him: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    chosen = names.get("postgres") or names["nobody"]
    os.chown(folder, chosen.pw_uid, chosen.pw_gid)
    return {"user": chosen.pw_uid, "group": chosen.pw_gid, "extra_groups": []}
