"""A workspace with a fixed clock, and small files to read into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.settings import Settings


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    settings = Settings(workspace=tmp_path / "workspace", workers=1)
    opened = Workspace(settings, DatedClock(datetime(2026, 11, 1, 12, tzinfo=UTC)))
    yield opened
    opened.close()
