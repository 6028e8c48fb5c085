"""A workspace whose clock can be moved, on both databases, and people who work in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from databases import Databases

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import Principal, Role
from backlinkbot.core.clock import FixedClock

SHOP = "shop.example"
OWNER = Principal("olga@agency.example", Role.OWNER, None)
MEMBER = Principal("max@agency.example", Role.MEMBER, ("home",))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))


@pytest.fixture
def workspace(databases: Databases, tmp_path: Path, clock: FixedClock) -> Iterator[Workspace]:
    opened = Workspace(databases.settings(tmp_path / "workspace", workers=1), clock)
    yield opened
    opened.close()
