"""Complaints warn from one in a thousand on and stop a mailbox from two, never for a single one."""

from __future__ import annotations

import pytest

from backlinkbot.logic.outreach.governor import ruling


@pytest.mark.parametrize(
    ("complaints", "sent", "warns", "pauses"),
    [
        (0, 0, False, False),
        (1, 1, False, False),
        (1, 100_000, False, False),
        (2, 10, True, True),
        (2, 1000, True, True),
        (2, 1001, True, False),
        (2, 2000, True, False),
        (2, 2001, False, False),
        (3, 0, True, True),
    ],
)
def test_rulings(complaints: int, sent: int, *, warns: bool, pauses: bool) -> None:
    told = ruling(complaints, sent)
    assert (bool(told.says), told.is_paused) == (warns, pauses)
