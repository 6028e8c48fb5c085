"""Numbers, amounts of money and days as exports write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from backlinkbot.io.readers.table.dates import one_date

_NUMBER = re.compile(r"[+-]?\d[\d.,'\s\u00a0\u202f\u2019]*\Z")
_MONEY = re.compile(
    r"\s*([^\d\s.,+-]{0,3})\s*([+-]?[\d.,'\s\u00a0\u202f\u2019]+?)\s*([^\d\s.,+-]{0,3})\s*\Z"
)
_CODE = re.compile(r"\(([A-Z]{3})\)")
_COMPACT_DAY = re.compile(r"(20\d\d)(\d\d)(\d\d)(?:\d\d)?\Z")  # GA4's date and date with hour
_BLANK = frozenset({"", "-", "\u2013", "\u2014", "n/a", "null", "(not set)"})
LARGEST = 1e15  # more is no count of visits
# What a sign means where only one currency has it; "$" and "kr" have many.
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "zł": "PLN", "₺": "TRY", "Kč": "CZK"}


def number(text: str) -> float | None:
    """A number with or without groups of thousands; None where there is none.

    A single comma before three digits groups; a single point is always a decimal point.
    """
    text = text.strip()
    if not _NUMBER.match(text):
        return None
    digits = re.sub(r"['\s\u00a0\u202f\u2019]", "", text)
    last_comma, last_point = digits.rfind(","), digits.rfind(".")
    if last_comma >= 0 and last_point >= 0:
        thousands = "," if last_point > last_comma else "."
        digits = digits.replace(thousands, "").replace(",", ".")
    elif last_comma >= 0:
        is_group = digits.count(",") > 1 or len(digits) - last_comma == 4  # noqa: PLR2004 - ",000"
        digits = digits.replace(",", "" if is_group else ".")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    try:
        value = float(digits)
    except ValueError:
        return None
    return value if abs(value) < LARGEST else None


def money(text: str) -> tuple[float | None, str]:
    """An amount and its currency: a code, or the sign as it stands; "" where none stands."""
    found = _MONEY.match(text)
    if found is None:
        return None, ""
    sign = found[1] or found[3]
    return number(found[2]), _SIGNS.get(sign, sign.upper() if sign.isalpha() else sign)


def is_blank(text: str) -> bool:
    """Whether a cell says nothing."""
    return text.strip().casefold() in _BLANK


def currency_of(header: str) -> str:
    """The code in a header like "Total revenue (EUR)"; "" where there is none."""
    found = _CODE.search(header)
    return found[1] if found else ""


@lru_cache(maxsize=4096)
def day_of(text: str) -> date | None:
    """The day of a cell; None where it tells none. Days of numbers are never guessed."""
    text = text.strip()
    if found := _COMPACT_DAY.match(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
    if re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}.*", text):
        return _unmistakable(text)
    moment: datetime | None = one_date(text, None)[0]
    return moment.date() if moment else None


def _unmistakable(text: str) -> date | None:
    """A day like 25/12/2026; with points it is day first; with slashes only where it must be."""
    first, second, year = (int(part) for part in re.findall(r"\d+", text)[:3])
    if "." in text or first > 12:  # noqa: PLR2004 - months
        day, month = first, second
    elif second > 12:  # noqa: PLR2004
        day, month = second, first
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
