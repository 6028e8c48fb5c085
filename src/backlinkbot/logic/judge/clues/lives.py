"""Since when the linking sites are known, how long they were away, and when their links began."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

DAY_S = 86_400
THURSDAY = 3  # days from a Monday to 1 January 1970


def gap_days(suspects: Suspects) -> NDArray[np.float64]:
    """The longest time each linking site was away, in days; NaN where not known."""
    return _numbers(suspects, "gap_days")


def changed(suspects: Suspects) -> NDArray[np.float64]:
    """Which share 0..1 of each site's out-links changed over that time; NaN where not known."""
    return _numbers(suspects, "changed")


def was_gone(suspects: Suspects) -> NDArray[np.bool_]:
    """Whether each linking site failed when asked in that time; False also where nobody asked."""
    return _numbers(suspects, "was_gone") > 0


def first_day(suspects: Suspects) -> NDArray[np.float64]:
    """Since which day (from 1970) each linking site is known; NaN where not known."""
    return _days_of_domains(suspects, "first_seen")


def last_day(suspects: Suspects) -> NDArray[np.float64]:
    """On which day (from 1970) each linking site was last seen; NaN where not known."""
    return _days_of_domains(suspects, "last_seen")


def started_on(suspects: Suspects) -> NDArray[np.float64]:
    """On which day (from 1970) each link began; NaN where nobody can tell."""
    if "started_on" not in suspects.links.column_names:
        return np.full(suspects.evidence.rows, np.nan)
    return days(suspects.links["started_on"])


def lost_on(suspects: Suspects) -> NDArray[np.float64]:
    """On which day (from 1970) each link was lost; NaN for those that live."""
    if "lost_on" not in suspects.links.column_names:
        return np.full(suspects.evidence.rows, np.nan)
    return days(suspects.links["lost_on"])


def domain_started_on(suspects: Suspects) -> NDArray[np.float64]:
    """On which day each domain's first link began; NaN where any of its starts is unknown."""
    told = suspects.once(started_on)
    first = np.full(len(suspects.domains), np.inf)
    np.minimum.at(first, suspects.domain, np.where(np.isnan(told), -np.inf, told))
    return np.where(np.isfinite(first), first, np.nan)


def week(day: NDArray[np.float64]) -> NDArray[np.float64]:
    """The number of the week (Monday to Sunday) of days from 1970; NaN stays NaN."""
    return np.asarray((day + THURSDAY) // 7, np.float64)


def days(moments: pa.ChunkedArray) -> NDArray[np.float64]:
    """Moments as days from 1970; NaN for null."""
    import pyarrow as pa

    seconds = moments.cast(pa.timestamp("s", tz="UTC")).cast(pa.int64()).cast(pa.float64())
    return np.asarray(np.floor(seconds.to_numpy() / DAY_S), np.float64)


def _numbers(suspects: Suspects, name: str) -> NDArray[np.float64]:
    import pyarrow as pa

    table = suspects.facts.lives
    if not table.num_rows or name not in table.column_names:
        return np.full(len(suspects.domains), np.nan)
    return suspects.of_domain(table["domain"], table[name].cast(pa.float64()).to_numpy())


def _days_of_domains(suspects: Suspects, name: str) -> NDArray[np.float64]:
    table = suspects.facts.lives
    if not table.num_rows or name not in table.column_names:
        return np.full(len(suspects.domains), np.nan)
    return suspects.of_domain(table["domain"], days(table[name]))
