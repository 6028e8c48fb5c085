"""When a link is looked at again: soon while it is new, then by what it is worth."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import Placement
from backlinkbot.core.verifying import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Days = NDArray[np.float64]

# A link that will not last mostly goes in its first weeks (an article is corrected, a payment is
# not renewed, a comment is moderated), so a new one is looked at on these days of its life.
FIRST_DAYS = (1.0, 7.0, 30.0)
OFTEN_DAYS, RARE_DAYS = 7.0, 90.0  # of the strongest links, and of the weakest
STRONG_AUTHORITY = 60.0  # points of the source from which on it is looked at as often as any
UNKNOWN_AUTHORITY = 20.0  # where nothing was measured: below the middle, so that few are wasted
# How much a place is worth a look: what an editor chose first, what a template repeats last.
PLACES = {
    Placement.CONTENT: 1.0,
    Placement.AUTHOR_BIO: 0.8,
    Placement.LIST: 0.6,
    Placement.UNKNOWN: 0.6,
    Placement.HEADER: 0.4,
    Placement.NAVIGATION: 0.4,
    Placement.SIDEBAR: 0.4,
    Placement.FOOTER: 0.3,
    Placement.WIDGET: 0.3,
    Placement.COMMENT: 0.3,
}
JITTER = 0.1  # of the interval either way, so that what came together is not asked together
AGAIN_DAYS = 1.0  # after a look that found a link gone, or nobody there
BLOCKED_DAYS = 30.0  # who refused us is not asked weekly
UNTOLD_DAYS = 14.0
LOST_DAYS = 30.0  # a lost link may come back …
FORGET_LOST_DAYS = 180.0  # … for half a year; then nobody asks any more
_DAY_US = 86_400_000_000


def strength(authority: Days, placements: Sequence[str | None]) -> Days:
    """How much a link is worth a look, 0..1; `authority` 0..100, nan where unknown."""
    points = np.where(np.isnan(authority), UNKNOWN_AUTHORITY, authority)
    known = {place.value: worth for place, worth in PLACES.items()}
    rest = PLACES[Placement.UNKNOWN]
    of_place = np.array([known.get(one or "", rest) for one in placements], dtype=np.float64)
    worth: Days = np.clip(points / STRONG_AUTHORITY, 0.0, 1.0) * of_place
    return worth


def interval_days(worth: Days, changes: NDArray[np.int64]) -> Days:
    """Days between two looks at a link past its first month.

    Between `RARE_DAYS` and `OFTEN_DAYS` by worth, on a scale of ratios; each change that a look
    found before makes it shorter: what changed once changes again.
    """
    days = RARE_DAYS ** (1.0 - worth) * OFTEN_DAYS**worth
    shorter: Days = np.maximum(days / (1.0 + changes), OFTEN_DAYS)
    return shorter


def next_look(
    began: Days, looked: Days, interval: Days, spread: Days, *, standings: Sequence[str]
) -> Days:
    """When each link is due, in days on the same scale as `began` and `looked`.

    `began`: first seen; `looked`: the last look, or our last own reading; nan for both where there
    is none: such a link is due at once. `spread`: in -1..1, the same for all links of a page.
    `standings`: what the last look told, empty where there was none.
    """
    due = looked + interval * (1.0 + JITTER * spread)
    for day in FIRST_DAYS:
        milestone = began + day * (1.0 + JITTER * spread)
        due = np.where(milestone > looked, np.minimum(due, milestone), due)
    words = np.array(standings, dtype=object)
    fixed = {
        Standing.SUSPECTED: AGAIN_DAYS,
        Standing.UNREACHABLE: AGAIN_DAYS,
        Standing.BLOCKED: BLOCKED_DAYS,
        Standing.UNTOLD: UNTOLD_DAYS,
        Standing.LOST: LOST_DAYS,
    }
    for word, days in fixed.items():
        at = looked + days * (1.0 + JITTER * np.abs(spread))
        due = np.where(words == word.value, at, due)
    never: Days = np.where(np.isnan(due), np.where(np.isnan(looked), -np.inf, looked), due)
    return never


def spread_of(names: Sequence[str]) -> Days:
    """For each name a number in -1..1 that is always the same."""
    import zlib

    whole = np.array([zlib.crc32(name.encode()) for name in names], dtype=np.float64)
    part: Days = whole / 2**31 - 1.0
    return part


def chosen(due: Days, worth: Days, hosts: Sequence[str], *, limit: int, per_host: int) -> list[int]:
    """Which of the pages that are due are looked at: the most valuable first, few of one host.

    `due`: days overdue, at least 0.
    """
    rank = np.lexsort((-due, -worth))
    taken: list[int] = []
    of_host: dict[str, int] = {}
    for place in rank.tolist():
        host = hosts[place]
        if of_host.get(host, 0) >= per_host:
            continue
        of_host[host] = of_host.get(host, 0) + 1
        taken.append(place)
        if len(taken) >= limit:
            break
    return taken


def as_days(moments: NDArray[np.datetime64]) -> Days:
    """Moments as days since 1970, nan where there is none."""
    whole = moments.astype("datetime64[us]")
    days: Days = np.where(np.isnat(whole), np.nan, whole.astype(np.int64) / _DAY_US)
    return days


def as_delta(days: float) -> timedelta:
    """Days as a span of time."""
    return timedelta(days=days)
