"""Until when somebody is away, as answers in several languages say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.outreach.away import LONGEST_AWAY, away_until

ON = date(2026, 11, 21)  # a Saturday


@pytest.mark.parametrize(("text", "last"), [
    ("I am out of the office until December 3rd, 2026.", date(2026, 12, 3)),
    ("I will be back on 7 December.", date(2026, 12, 7)),
    ("Back Jan 4", date(2027, 1, 4)),
    ("Away 2026-12-20 to 2026-12-24", date(2026, 12, 24)),
    ("I'm away from 10/12/2026 to 12/24/2026.", date(2026, 12, 24)),
    ("Ich bin bis zum 03.12.2026 nicht im Büro.", date(2026, 12, 3)),
    ("Ich bin vom 23.12. bis 27.12. nicht erreichbar.", date(2026, 12, 27)),
    ("Ab dem 7. Dezember bin ich wieder da.", date(2026, 12, 7)),
    ("De retour le 5 janvier.", date(2027, 1, 5)),
    ("Absente jusqu'au 1er décembre 2026", date(2026, 12, 1)),
    ("Estaré fuera hasta el 12 de diciembre de 2026.", date(2026, 12, 12)),
    ("Sono fuori ufficio fino al 8 dicembre.", date(2026, 12, 8)),
    ("Ik ben afwezig tot 9 december.", date(2026, 12, 9)),
    ("I am back on Monday.", date(2026, 11, 23)),
])  # fmt: skip
def test_the_last_day_that_is_named_counts(text: str, last: date) -> None:
    assert away_until(text, ON) == last


@pytest.mark.parametrize("text", [
    "", "I am away.", "Open 9-17, room 1.2, call +1 555 12 34.", "In 2019 we moved.",
    "I was away until 20 November 2026.", "31.02.2027", "99/99/9999", "back on 30 November 2031",
    "> I am away until December 3rd, 2026.",
])  # fmt: skip
def test_what_names_no_day_to_come_says_nothing(text: str) -> None:
    assert away_until(text, ON) is None


@given(st.text(max_size=300), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_any_text_gives_a_day_to_come_or_none(text: str, on: date) -> None:
    found = away_until(text, on)
    assert found is None or on <= found <= on + LONGEST_AWAY


@given(st.dates(ON, ON + timedelta(days=120)))
def test_a_day_with_its_year_is_read_as_it_is_written(day: date) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day:%d %B %Y}", f"{day:%B %d, %Y}"):
        assert away_until(f"I am away until {text}.", ON) == day
