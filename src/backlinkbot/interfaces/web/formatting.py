"""How templates write numbers, dates and file sizes: Jinja filters over the locale's wording."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.app.shown import Wording

NOTHING = "\N{EN DASH}"
SIZES = ("bytes", "KB", "MB", "GB", "TB")
THOUSAND = 1000
ROUND_FROM = 10  # from here on a decimal says nothing more
MINUTE_S, HOUR_S = 60, 3600


def filters(say: Wording) -> dict[str, Callable[..., str]]:
    """The filters of one locale, by name."""

    def count(number: float | None) -> str:
        return NOTHING if number is None else say.count(round(number))

    def number(value: float | None, digits: int = 1) -> str:
        return NOTHING if value is None else say.number(value, digits)

    def share(value: float | None, digits: int = 0) -> str:
        return NOTHING if value is None else say.share(value, digits)

    def day(value: date | str | None) -> str:
        return NOTHING if not value else say.day(_day(value))

    def moment(value: datetime | str | None) -> str:
        if not value:
            return NOTHING
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        found = found.astimezone(UTC)
        return f"{say.day(found.date())}, {found:%H:%M} UTC"

    def signed(value: float | None, digits: int = 0) -> str:
        if value is None:
            return NOTHING
        sign = "+" if value > 0 else "\u2212" if value < 0 else "±"
        return sign + say.number(abs(value), digits)

    return {
        "count": count,
        "number": number,
        "share": share,
        "day": day,
        "moment": moment,
        "signed": signed,
        "size": lambda size: _size(size, say),
        "seconds": lambda seconds: _seconds(seconds, say),
        "plural": _plural,
    }


def _day(value: date | str) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value.date() if isinstance(value, datetime) else value


def _size(size_bytes: float | None, say: Wording) -> str:
    if size_bytes is None:
        return NOTHING
    for unit in SIZES:
        if size_bytes < THOUSAND or unit == SIZES[-1]:
            break
        size_bytes /= THOUSAND
    digits = 0 if size_bytes >= ROUND_FROM or unit == SIZES[0] else 1
    return f"{say.number(size_bytes, digits)} {unit}"


def _seconds(seconds: float | None, say: Wording) -> str:
    if seconds is None:
        return NOTHING
    if seconds < MINUTE_S:
        return f"{say.number(seconds, 1 if seconds < ROUND_FROM else 0)} s"
    if seconds < HOUR_S:
        return f"{int(seconds // MINUTE_S)} min {int(seconds % MINUTE_S)} s"
    return f"{int(seconds // HOUR_S)} h {int(seconds % HOUR_S // MINUTE_S)} min"


def _plural(number: Any, one: str, many: str = "") -> str:
    """The word that fits a number: `{{ n | plural("site") }}`."""
    return one if number == 1 else many or f"{one}s"
