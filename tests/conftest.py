"""What every test may ask for: the real data where it is, both databases, a fixed clock."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
from hypothesis import settings

from backlinkbot.core.clock import FixedClock
from backlinkbot.io.state import store
from backlinkbot.io.state.store import State

sys.path.insert(0, str(Path(__file__).parent / "servers"))  # so that its files are found

from databases import FILE, Databases, copying
from mail_servers import MailServers, mail_servers, why_not
from postgresql_server import PostgreSQL, postgresql_programs
from turns import Turns, sorted_by_turn

# No deadlines, because machines are busy; the same examples in every run, because CI must agree.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

# The command line is put together once, not for each line that a test gives: it takes longer than
# most lines do.
typer.main.get_command = cache(typer.main.get_command)

ROOT = Path(__file__).resolve().parents[1]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Turns | None:
    """How `--dist loadgroup`, which `run.py test` asks for, divides the tests among workers."""
    if config.getoption("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False  # they are in order already
    return Turns(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items[:] = sorted_by_turn(items)


def pytest_collection_finish() -> None:
    """What stands now stays until the end, so that no later search for garbage looks through it."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    gc.unfreeze()


def shared_data_folder() -> Path | None:
    """The folder of real data beside the repository, or where the environment says it is."""
    folder = Path(os.environ.get("BACKLINKBOT_SHARED_DATA", ROOT.parent / "shared" / "data"))
    return folder if (folder / "SOURCES.md").is_file() else None


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = shared_data_folder()
    if folder is None:
        pytest.skip("the real data is not on this machine (set BACKLINKBOT_SHARED_DATA)")
    return folder


@pytest.fixture
def fixed_clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of our own, from the binaries of this machine, gone afterwards."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed on this machine (apt-get install postgresql)")
    with PostgreSQL.running(programs) as server:
        yield server


@pytest.fixture(scope="session", autouse=True)
def migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """New SQLite files of this process are copies, since to migrate one takes as long as a test."""
    folder = tmp_path_factory.mktemp("migrated")
    State.open(folder).close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "sqlite", copying(store.sqlite, folder / FILE))
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A new application database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return ""
    return Databases(request.getfixturevalue("postgresql_server")).lent()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def all_databases(request: pytest.FixtureRequest) -> Databases:
    """Databases for workspaces that many tests share; each such test runs on both kinds."""
    if request.param == "sqlite":
        return Databases()
    return Databases(request.getfixturevalue("postgresql_server"))


@pytest.fixture
def databases(all_databases: Databases) -> Iterator[Databases]:
    """Databases for workspaces of the test's own: it runs once on SQLite, once on PostgreSQL."""
    with all_databases.for_a_while() as own:
        yield own


@pytest.fixture(scope="session")
def mail_lab() -> Iterator[MailServers]:
    """Mail servers of our own, from the programs of this machine, gone afterwards."""
    if reason := why_not():
        pytest.skip(reason)
    with mail_servers() as servers:
        yield servers
