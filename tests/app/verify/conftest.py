"""A site whose backlinks stand on made-up hosts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from looked_world import START, World

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with Workspace.open(tmp_path / "w", DatedClock(START)) as workspace:
        workspace.write()
        yield World(workspace, {})
