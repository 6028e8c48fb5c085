"""SQLite and PostgreSQL behave alike: writers take turns, and what is wrong is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from postgresql_server import PostgreSQL
from sqlalchemy import inspect, text

from backlinkbot.core.audit import Choice, Decision
from backlinkbot.core.errors import BadInput, Unreachable
from backlinkbot.core.nouns import Site
from backlinkbot.io.state import engine
from backlinkbot.io.state.store import State

NOW = datetime(2026, 11, 1, 12, 30, 5, tzinfo=UTC)
Opener = Callable[[], State]


def test_who_changes_what_he_has_read_is_not_overtaken(state: State, open_state: Opener) -> None:
    """Forty changes by four processes at once, each made from what was known: none is lost."""
    state.change_site("a.example", lambda _: Site("a.example", "0"), NOW)

    def count(_: int) -> None:
        with open_state() as mine:
            for _ in range(10):
                mine.change_site("a.example", _one_more, NOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(4)))
    assert state.site("a.example").name == "40"


def _one_more(known: Site | None) -> Site:
    assert known is not None
    return Site("a.example", str(int(known.name) + 1))


def test_of_two_who_decide_at_once_the_second_sees_the_first(
    state: State, open_state: Opener
) -> None:
    def decide_once(number: int) -> int:
        def make(known: Sequence[Decision]) -> list[Decision]:
            return [] if known else [Decision("a.example", "b", Choice.KEEP, str(number), NOW, "")]

        with open_state() as mine:
            return len(mine.decide("a.example", make))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(decide_once, range(4))) == 1
    assert len(state.decisions("a.example")) == 1


def test_four_processes_may_open_a_new_database_at_once(open_state: Opener) -> None:
    def opened(_: int) -> int:
        with open_state() as mine:
            return len(mine.sites())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(opened, range(4))) == [0] * 4


def test_the_tables_are_those_that_the_migrations_make(state: State) -> None:
    from backlinkbot.io.state import access_tables  # noqa: F401 - it adds its tables
    from backlinkbot.io.state.tables import metadata

    with state.reading() as connection:
        found = inspect(connection)
        there = {
            name: {column["name"]: bool(column["nullable"]) for column in found.get_columns(name)}
            for name in found.get_table_names()
        }
    for name, table in metadata.tables.items():
        assert there[name] == {column.name: bool(column.nullable) for column in table.columns}


def test_a_database_of_a_newer_program_is_refused_in_a_sentence(
    state: State, open_state: Opener
) -> None:
    with state.writing() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(BadInput, match="changed by a newer Backlink Bot"):
        open_state()


def test_a_server_that_is_away_is_said_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://ann:hidden-word@127.0.0.1:1/name"
    with pytest.raises(Unreachable, match="does not answer") as refused:
        State.open(tmp_path, url)
    assert "hidden-word" not in str(refused.value)


@pytest.mark.parametrize("url", ["mysql://x", "sqlite:///other.db", "nonsense", "://"])
def test_a_database_that_we_do_not_know_is_said(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadInput, match="database_url"):
        State.open(tmp_path, url)


def test_a_schema_sees_nothing_beside_it(postgresql_server: PostgreSQL, tmp_path: Path) -> None:
    url = postgresql_server.emptied()
    with (
        State.open(tmp_path, url) as root,
        State.open(tmp_path, url, "client_a-b") as one,
        State.open(tmp_path, url, "client_c") as other,
    ):
        one.change_site("a.example", lambda _: Site("a.example"), NOW)
        assert (len(root.sites()), len(one.sites()), len(other.sites())) == (0, 1, 0)
        with one.reading() as connection:
            assert connection.execute(text("select current_schemas(false)")).scalar() == [
                "client_a-b"
            ]


def test_who_waits_too_long_for_a_turn_is_told(
    state: State, open_state: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 0.2)
    with (
        open_state() as other,
        state.writing(),
        pytest.raises(Unreachable, match="does not answer"),
        other.writing(),
    ):
        pass


def test_a_connection_that_a_pooler_lends_on_keeps_no_schema(
    postgresql_server: PostgreSQL, tmp_path: Path
) -> None:
    """Two clients one after the other on the same connection of the server, as poolers do."""
    url = postgresql_server.emptied()
    with State.open(tmp_path, url, "client_a") as one:
        one.change_site("a.example", lambda _: Site("a.example"), NOW)
        with one._engine.connect() as connection:
            lent = connection.connection.dbapi_connection
            assert connection.execute(text("select count(*) from site")).scalar() == 1
        assert lent is not None
        with lent.cursor() as cursor:
            cursor.execute("select current_schemas(false)")
            assert cursor.fetchone() == (["public"],)


def test_a_user_who_may_not_make_tables_is_said(
    postgresql_server: PostgreSQL, tmp_path: Path
) -> None:
    url = postgresql_server.emptied()
    with postgresql_server.connection() as connection:
        connection.execute("DROP ROLE IF EXISTS small")
        connection.execute("CREATE ROLE small LOGIN")
    with pytest.raises(BadInput, match="may not make what is needed: no schema"):
        State.open(tmp_path, url.replace("postgres@", "small@"))


def test_processes_that_open_a_new_client_at_once_make_one_schema(
    postgresql_server: PostgreSQL, tmp_path: Path
) -> None:
    url = postgresql_server.emptied()

    def opened(_: int) -> int:
        with State.open(tmp_path, url, "client_new") as mine:
            return len(mine.sites())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(opened, range(4))) == [0] * 4
