from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.core.errors import Refused
from backlinkbot.io.crawl.tally import Tally


def test_what_was_counted_outlives_whoever_counted_without_being_closed(tmp_path: Path) -> None:
    first = Tally(tmp_path)
    first.add(requests=2, seconds=0.5)
    first.add(requests=-1)
    again = Tally(tmp_path)  # the first was never closed
    again.add(requests=3, seconds=1.0)
    again.close()
    told = Tally(tmp_path)
    assert (told.requests, told.seconds) == (4, 1.5)
    assert first.requests == 1


def test_without_a_folder_it_counts_in_memory() -> None:
    tally = Tally()
    tally.add(requests=1)
    tally.close()
    assert tally.requests == 1


def test_a_folder_that_cannot_be_written_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        Tally(tmp_path / "nowhere")
