"""The measured error in words."""

from __future__ import annotations

from dataclasses import replace

from backlinkbot.logic.judge.verdict.measured import error_in_words
from backlinkbot.logic.judge.verdict.model import Measured, shipped


def words(disavow: tuple[int, int]) -> str:
    told = Measured(disavow, (200, 30), 5_000, 0.0123, "2026-11")
    return error_in_words(replace(shipped(), measured=told))[0]


def test_errors_are_told_as_so_many_of_all() -> None:
    said = words((1_000, 4))
    assert said == "Of 1,000 verdicts “disavow” on planted farms 4 were wrong (0.40%, 2026-11)."


def test_no_error_seen_is_not_called_no_error() -> None:
    assert "likely less than 0.30%" in words((1_000, 0))


def test_what_was_never_said_is_not_called_right() -> None:
    assert "never said" in words((0, 0))


def test_the_shipped_words_end_with_what_planted_farms_cannot_show() -> None:
    assert "easier than real ones" in error_in_words()[-1]
