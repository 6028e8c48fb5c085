"""Numbers and dates."""

from __future__ import annotations

from datetime import date

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.reports.wording import wording


@pytest.mark.parametrize(
    ("locale", "count", "number", "share", "day"),
    [
        ("en", "1,234,567", "1,234.5", "12%", "3 March 2026"),
        ("de-CH", "1.234.567", "1.234,5", "12\u202f%", "3. März 2026"),
        ("fr_FR", "1\u202f234\u202f567", "1\u202f234,5", "12\u202f%", "3 mars 2026"),
        ("es", "1.234.567", "1.234,5", "12\u202f%", "3 de marzo de 2026"),
    ],
)
def test_each_locale_writes_its_own_way(
    locale: str, count: str, number: str, share: str, day: str
) -> None:
    say = wording(locale)
    assert say.count(1_234_567) == count
    assert say.number(1_234.5, 1) == number
    assert say.share(0.12) == share
    assert say.day(date(2026, 3, 3)) == day


def test_unknown_is_said_and_never_a_number() -> None:
    say = wording()
    assert {say.number(None), say.share(None), say.day(None)} == {"not known"}


def test_a_small_share_is_not_nothing() -> None:
    assert wording().share(0.001) == "<1%"
    assert wording().share(0) == "0%"


def test_an_unknown_locale_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match="known are: en, de, fr"):
        wording("tlh")
