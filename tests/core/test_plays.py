"""What plays tell as documents."""

from __future__ import annotations

from datetime import date

from backlinkbot.core.plays import Month, PlayKind


def test_a_month_without_new_domains_has_shares_of_nothing() -> None:
    told = Month(date(2026, 10, 1), dict.fromkeys(PlayKind, 0)).as_document()
    assert told["referring_domains"] == 0
    assert set(told["share"].values()) == {0.0}
