"""What is compared to tell whether links worked: pages by weeks, out of results and the index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.nouns import Placement
from backlinkbot.core.visits import Channel
from backlinkbot.io.index.filters import LinkFilter
from backlinkbot.logic.judge.effect import Panel, effect_of, nothing_to_compare
from backlinkbot.logic.judge.referrals import days_told, main_source, page_key, speaking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.results import Effect
    from backlinkbot.logic.judge.referrals import Telling

MOST_PAGES = 20_000  # with most counts; the others have too few to be compared
WEEK = timedelta(days=7)
LEAST_WEEKS = 13  # eight before, the week of the links, four after
NO_PAGES = "clicks by page and day (Search Console) or a server log tell it, and none was imported"
SHORT = "the imported clicks cover {0:,} whole weeks, and {1:,} are the least"
NO_LINKS = "the index knows of no link to the site whose beginning is known"
NO_START = "new referring domains of a page whose beginning nobody knows"
NO_TRAFFIC = frozenset({Placement.COMMENT.value})


@dataclass(frozen=True, slots=True)
class _Counts:
    """Counts by page and day; `value`: the column's name, `outcome` in words, `days` told."""

    rows: pa.Table
    value: str
    outcome: str
    days: set[date]


def effect_on_pages(
    workspace: Workspace,
    site: str,
    visits: Mapping[str, Sequence[Telling]],
    searches: Mapping[str, Sequence[Telling]],
    until: date,
) -> Effect:
    """Whether the pages of a site that gained links did better than like pages, up to a day."""
    found = _counts(visits, searches)
    if found is None:
        return nothing_to_compare(NO_PAGES)
    first, weeks = _whole_weeks({day for day in found.days if day <= until})
    if weeks < LEAST_WEEKS:
        return nothing_to_compare(SHORT.format(weeks, LEAST_WEEKS), found.outcome)
    pages, counts = _by_week(found, first, weeks)
    begun, unknown = _begun(workspace, site)
    if not begun:
        return nothing_to_compare(NO_LINKS, found.outcome)
    gained = _gained(begun, pages, first, weeks)
    effect = effect_of(Panel(list(pages.values()), first, counts, gained, found.outcome))
    return effect if not unknown else _with_unknown(effect, unknown)


def _with_unknown(effect: Effect, unknown: int) -> Effect:
    from dataclasses import replace

    return replace(effect, left_out={**effect.left_out, NO_START: unknown})


def _counts(
    visits: Mapping[str, Sequence[Telling]], searches: Mapping[str, Sequence[Telling]]
) -> _Counts | None:
    """Search clicks by page where they are told by day, else visits from search, else all."""
    by_page = [one for told in searches.values() for one in told if _has_pages(one)]
    if by_page:
        return _told(by_page, "clicks", "search clicks", None)
    daily = {name: [one for one in told if _has_pages(one)] for name, told in visits.items()}
    days = {name: len(_all_days(told)) for name, told in daily.items() if told}
    if not days:
        return None
    told = daily[main_source(days)]
    from_search = _told(told, "visits", "visits from search", Channel.SEARCH)
    return from_search if from_search.rows.num_rows else _told(told, "visits", "visits", None)


def _has_pages(one: Telling) -> bool:
    return one.told.is_daily and one.rows["page"].null_count < one.rows.num_rows


def _all_days(told: Sequence[Telling]) -> set[date]:
    return days_told(told, min(o.told.since for o in told), max(o.told.until for o in told))


def _told(told: Sequence[Telling], value: str, outcome: str, channel: Channel | None) -> _Counts:
    import pyarrow.compute as pc

    first, last = min(o.told.since for o in told), max(o.told.until for o in told)
    rows, _ = speaking(told, first, last)
    if channel is not None:
        rows = rows.filter(pc.equal(rows["channel"], channel.value))
    rows = rows.filter(pc.is_valid(rows["page"])).select(["since", "page", value])
    return _Counts(rows, value, outcome, _all_days(told))


def _whole_weeks(days: set[date]) -> tuple[date, int]:
    """The latest stretch of whole weeks (Monday to Sunday): its first Monday, how many weeks."""
    whole = {
        day
        for day in days
        if day.weekday() == 0 and all(day + timedelta(days=n) in days for n in range(7))
    }
    if not whole:
        return date.min, 0
    first, weeks = max(whole), 1
    while first - WEEK in whole:
        first, weeks = first - WEEK, weeks + 1
    return first, weeks


def _by_week(found: _Counts, first: date, weeks: int) -> tuple[dict[str, str], NDArray[np.float64]]:
    """Pages (key to address) with most counts, and their counts by week."""
    import numpy as np

    encoded = found.rows["page"].combine_chunks().dictionary_encode()
    addresses = encoded.dictionary.to_pylist()
    names: dict[str, str] = {}
    for address in addresses:
        names.setdefault(page_key(address), address)
    numbers = {key: at for at, key in enumerate(names)}
    pages = np.array([numbers[page_key(address)] for address in addresses], dtype=np.int64)
    at = pages[encoded.indices.to_numpy()]
    values = found.rows[found.value].to_numpy().astype(np.float64)
    days = found.rows["since"].to_numpy().astype("datetime64[D]").astype(np.int64)
    week = (days - np.datetime64(first, "D").astype(np.int64)) // 7
    is_in = (week >= 0) & (week < weeks)
    cells = at[is_in] * weeks + week[is_in]
    flat = np.bincount(cells, values[is_in], minlength=len(names) * weeks).astype(np.float64)
    counts = flat.reshape(len(names), weeks)
    best = np.sort(np.argsort(-counts.sum(axis=1), kind="stable")[:MOST_PAGES])
    keys = list(names)
    return {keys[n]: names[keys[n]] for n in best.tolist()}, counts[best]


def _begun(workspace: Workspace, site: str) -> tuple[dict[tuple[str, str], date], int]:
    """When each domain first linked to each page; and of how many pairs nobody knows.

    Links that send nobody (comments) and those marked as not to be followed are no reason for a
    page to do better.
    """
    wanted = ("target_url", "source_domain", "started_on", "placement", "followed")
    table = workspace.index.links(site, LinkFilter(backlinks=True), only=wanted)
    started: dict[tuple[str, str], date] = {}
    unknown: set[tuple[str, str]] = set()
    columns = (table[name].to_pylist() for name in wanted)
    for target, source, begins, placement, followed in zip(*columns, strict=True):
        if placement in NO_TRAFFIC or followed is False:
            continue
        pair = (page_key(target), source)
        if begins is None:
            unknown.add(pair)
        else:
            day = begins.date()
            started[pair] = min(started.get(pair, day), day)
    unknown -= started.keys()
    return started, len(unknown)


def _gained(
    begun: Mapping[tuple[str, str], date], pages: Mapping[str, str], first: date, weeks: int
) -> NDArray[np.int64]:
    """New referring domains by page and week."""
    import numpy as np

    places = {key: at for at, key in enumerate(pages)}
    gained = np.zeros((len(pages), weeks), dtype=np.int64)
    for (page, _), day in begun.items():
        week = (day - first).days // 7
        if 0 <= week < weeks and page in places:
            gained[places[page], week] += 1
    return gained
