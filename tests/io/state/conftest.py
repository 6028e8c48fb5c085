"""The application database, once as SQLite and once as PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backlinkbot.io.state.store import State

Opener = Callable[[], State]


@pytest.fixture
def open_state(database_url: str, tmp_path: Path) -> Opener:
    """Opens the same database, as another process would."""
    return lambda: State.open(tmp_path, database_url)


@pytest.fixture
def state(open_state: Opener) -> Iterator[State]:
    with open_state() as opened:
        yield opened
