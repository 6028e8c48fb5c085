"""A workspace with a fixed clock, and small files to read into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from databases import Databases

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock


@pytest.fixture
def workspace(databases: Databases, tmp_path: Path) -> Iterator[Workspace]:
    settings = databases.settings(tmp_path / "workspace", workers=1)
    opened = Workspace(settings, DatedClock(datetime(2026, 11, 1, 12, tzinfo=UTC)))
    yield opened
    opened.close()
