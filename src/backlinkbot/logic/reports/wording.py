"""Numbers and dates as people of a country write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from datetime import date

NARROW_SPACE = "\u202f"
UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Wording:
    """How one locale writes numbers and dates; sentences stay English."""

    locale: str
    thousands: str
    decimal: str
    percent: str
    months: tuple[str, ...]
    day_form: str

    def count(self, number: int) -> str:
        """A whole number with its thousands apart."""
        return f"{number:,}".replace(",", self.thousands)

    def number(self, number: float | None, digits: int = 0) -> str:
        """A number with fixed decimals, or that it is not known."""
        if number is None:
            return UNKNOWN
        whole, _, part = f"{number:,.{digits}f}".partition(".")
        whole = whole.replace(",", self.thousands)
        return f"{whole}{self.decimal}{part}" if part else whole

    def share(self, share: float | None, digits: int = 0) -> str:
        """A share 0..1 in per cent; a small one that is not 0 never reads as 0."""
        if share is None:
            return UNKNOWN
        least = 0.01 / 10**digits
        if 0 < share < least / 2:
            return f"<{self.number(100 * least, digits)}{self.percent}"
        return f"{self.number(100 * share, digits)}{self.percent}"

    def day(self, day: date | None) -> str:
        """A date in words."""
        if day is None:
            return UNKNOWN
        return self.day_form.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def month(self, day: date) -> str:
        """Month and year, short: for axes."""
        return f"{self.months[day.month - 1][:3]} {day.year}"


_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
}
_FORMS = {  # thousands, decimal, percent sign with its space, day
    "en": (",", ".", "%", "{day} {month} {year}"),
    "de": (".", ",", f"{NARROW_SPACE}%", "{day}. {month} {year}"),
    "fr": (NARROW_SPACE, ",", f"{NARROW_SPACE}%", "{day} {month} {year}"),
    "es": (".", ",", f"{NARROW_SPACE}%", "{day} de {month} de {year}"),
    "it": (".", ",", "%", "{day} {month} {year}"),
    "nl": (".", ",", "%", "{day} {month} {year}"),
    "pt": (".", ",", "%", "{day} de {month} de {year}"),
    "pl": (NARROW_SPACE, ",", "%", "{day} {month} {year}"),
}


def wording(locale: str = "en") -> Wording:
    """The wording of a locale ("de", "de-AT", "de_AT.UTF-8": the language counts).

    Raises:
        BadInput: a language we do not write; the text names the ones we do.
    """
    language = locale.replace("_", "-").split("-")[0].lower()
    if language not in _FORMS:
        raise BadInput(f"the locale {locale!r} is not known; known are: {', '.join(_FORMS)}")
    thousands, decimal, percent, day_form = _FORMS[language]
    months = tuple(_MONTHS[language].split())
    return Wording(language, thousands, decimal, percent, months, day_form)
