"""What every test may ask for: the real data where it is, a temporary workspace, a fixed clock."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from backlinkbot.core.clock import FixedClock

# No deadlines, because machines are busy; the same examples in every run, because CI must agree.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parents[1]


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
