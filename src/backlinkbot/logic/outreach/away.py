"""Until when somebody is away, as an automatic answer says: the last day that it names.

Days are read as people of six languages write them. Of two ways to read one (03/04/2026) the later
counts, for waiting longer does no harm.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backlinkbot.logic.outreach.mail.quotes import reply_text

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_AWAY = timedelta(days=370)  # who is away for longer will not be waited for
LONGEST_GUESS = timedelta(days=150)  # without its year, a day that is farther was one that is over
MOST_READ = 3_000  # characters: an automatic answer says it in its first sentences
CENTURY = 2000
SHORT_YEAR = 100

# The beginnings of months' names, small and without accents, in en de fr es it nl.
_MONTHS = (
    "jan ene gen", "feb fev febb", "mar mrz maer mars marz maart mrt", "apr avr abr",
    "may mai mayo magg mei mag", "jun juin giu", "jul juil lug", "aug aout ago",
    "sep set", "oct okt ott", "nov", "dec dez dic",
)  # fmt: skip
MONTHS = {word: n for n, words in enumerate(_MONTHS, 1) for word in words.split()}
PLAIN = str.maketrans("áàâäéèêëíìîïóòôöúùûüçñ", "aaaaeeeeiiiioooouuuucn")
ISO = re.compile(r"\b(20\d\d)-(\d{1,2})-(\d{1,2})\b")
NUMBERS = re.compile(r"\b(\d{1,2})\s?([./-])\s?(\d{1,2})(?:\s?\2\s?(20\d\d|\d\d))?(\.?)(?!\d)")
YEAR = r"(?:,?\s+(?:de\s+|del\s+)?(20\d\d))?"
DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:\.|st|nd|rd|th|er|º|°)?\s+(?:of\s+|de\s+)?([a-z]{{3,10}})\b\.?{YEAR}"
)
MONTH_DAY = re.compile(rf"\b([a-z]{{3,10}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d){YEAR}")
_WEEKDAYS = (
    "monday montag lundi lunes lunedi maandag", "tuesday dienstag mardi martes martedi dinsdag",
    "wednesday mittwoch mercredi miercoles mercoledi woensdag",
    "thursday donnerstag jeudi jueves giovedi donderdag",
    "friday freitag vendredi viernes venerdi vrijdag", "saturday samstag samedi sabado sabato",
    "sunday sonntag dimanche domingo domenica zondag",
)  # fmt: skip
WEEKDAYS = {word: n for n, words in enumerate(_WEEKDAYS) for word in words.split()}
WORD = re.compile(r"[a-z]{5,10}")


def away_until(text: str, on: date) -> date | None:
    """The last day that the answer of `on` names, None where it names none to come."""
    plain = reply_text(text)[:MOST_READ].casefold().translate(PLAIN)
    found = [day for day in _days(plain, on) if on <= day <= on + LONGEST_AWAY]
    if found:
        return max(found)
    named = [WEEKDAYS[word] for word in WORD.findall(plain) if word in WEEKDAYS]
    ahead = [(day - on.weekday() - 1) % 7 + 1 for day in named]
    return on + timedelta(days=max(ahead)) if ahead else None


def _days(text: str, on: date) -> Iterator[date]:
    for year, month, day in ISO.findall(text):
        yield from _day(int(year), int(month), int(day))
    for first, mark, second, year, dot in NUMBERS.findall(text):
        if not year and (mark == "-" or (mark == "." and not dot)):
            continue  # "9-17" are hours, "1.2" is a version more often than a day
        yield from _dated(int(first), int(second), year, on)
        if mark == "/":
            yield from _dated(int(second), int(first), year, on)
    for day, word, year in DAY_MONTH.findall(text):
        if month := _month(word):
            yield from _dated(int(day), month, year, on)
    for word, day, year in MONTH_DAY.findall(text):
        if month := _month(word):
            yield from _dated(int(day), month, year, on)


def _dated(day: int, month: int, year: str, on: date) -> Iterator[date]:
    """The day of a year, where one is told; else the next such day."""
    if year:
        told = int(year)
        yield from _day(told + CENTURY if told < SHORT_YEAR else told, month, day)
        return
    near = [*_day(on.year, month, day), *_day(on.year + 1, month, day)]
    yield from (one for one in near if on <= one <= on + LONGEST_GUESS)


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _month(word: str) -> int | None:
    return next((MONTHS[word[:n]] for n in (5, 4, 3) if word[:n] in MONTHS), None)
