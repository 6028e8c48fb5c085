"""A root workspace on either database, with two clients and an account of each role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backlinkbot.app.accounts import add_account, passwords
from backlinkbot.app.clients import add_client
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL, Account, Role
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.settings import Settings

OWNER, MEMBER, CLIENT = "ann@example.com", "ben@example.com", "cleo@example.com"
PASSWORD = "seven wooden spoons"  # noqa: S105 - of nobody


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes that cost little; that they cost much in earnest is a test of its own."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "PASSES", 1)
    passwords._hashes.cache_clear()
    passwords._nobody.cache_clear()
    yield
    passwords._hashes.cache_clear()
    passwords._nobody.cache_clear()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))


@pytest.fixture
def empty(database_url: str, tmp_path: Path, clock: FixedClock) -> Iterator[Workspace]:
    """A root on which nobody made an account."""
    settings = Settings(workspace=tmp_path / "root", workers=1, database_url=database_url)
    with Workspace(settings, clock) as opened:
        yield opened


@pytest.fixture
def root(empty: Workspace) -> Workspace:
    """A root with the clients acme and rival, an owner, a member and a client of acme."""
    add_client(empty, "acme", "Acme", by=LOCAL)
    add_client(empty, "rival", "Rival", by=LOCAL)
    add_account(empty, Account(OWNER, "Ann", Role.OWNER), PASSWORD, by=LOCAL)
    add_account(empty, Account(MEMBER, "Ben", Role.MEMBER, ("acme",)), PASSWORD, by=LOCAL)
    add_account(empty, Account(CLIENT, "Cleo", Role.CLIENT, ("acme",)), PASSWORD, by=LOCAL)
    return empty
