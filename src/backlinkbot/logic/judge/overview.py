"""Counts judged links: what stands now, what stood a month ago, how it is spread."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import Growth, LinkState, Strength
from backlinkbot.core.overview import Numbers, Overview
from backlinkbot.core.profile import HISTOGRAM_BINS
from backlinkbot.logic.judge.profile import every_week
from backlinkbot.logic.judge.spread import SHOWN, endings, tallied

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.core.profile import Tally

    Mask = NDArray[np.bool_]
    Moments = NDArray[np.datetime64]

MONTH = timedelta(days=30)
DAYS_OF_WEEK = 7
MONDAY = date(1970, 1, 5)  # the first one after the day that numpy counts from
UNKNOWN = "unknown"
STRENGTHS = tuple(one.value for one in Strength)


def overview_of(
    links: pa.Table, domains: pa.Table, moment: datetime, recent_until: datetime
) -> Overview:
    """The counts of judged links (`kept.KeptLists`) and of their domains, as of a moment.

    `recent_until`: where the 30 days end in which sites count as won or lost.
    """
    then, now = _plain(recent_until - MONTH), _plain(moment)
    counted = _is(links, "is_backlink", value=True)
    live = counted & _is(links, "state", LinkState.LIVE.value)
    started, ended = _moments(links, "started_on"), _moments(links, "lost_on")
    stood = counted & ~(started > then) & (live | (ended > then))
    began, gone = _moments(domains, "started_on"), _moments(domains, "lost_on")
    by_pages = _is(domains, "basis", "pages")
    standing = by_pages & _is(domains, "state", LinkState.LIVE.value)
    won = by_pages & (began > then) & (began <= now)
    lost = by_pages & (gone > then) & (gone <= now)
    sites_then = by_pages & ~(began > then) & (standing | (gone > then))
    return Overview(
        as_of=moment.date(),
        recent_until=recent_until.date(),
        now=_numbers(links, live, int(standing.sum())),
        before=_numbers(links, stood, int(sites_then.sum())),
        won=int(won.sum()),
        lost=int(lost.sum()),
        links_won=int((counted & (started > then) & (started <= now)).sum()),
        links_lost=int((counted & (ended > then) & (ended <= now)).sum()),
        histogram=_histogram(links, live),
        weeks=every_week(_weeks(began[by_pages], gone[by_pages], now), moment.date()),
        start_unknown=int((standing & np.isnat(began)).sum()),
        only_domains=int(
            (_is(domains, "basis", "domain") & _is(domains, "state", LinkState.LIVE.value)).sum()
        ),
        **_spreads(links, live),
    )


def _numbers(links: pa.Table, stands: Mask, sites: int) -> Numbers:
    words = links["strength"].combine_chunks().dictionary_encode()
    names = words.dictionary.to_pylist()
    codes = words.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
    counts = np.bincount(codes[stands], minlength=len(names) + 1)
    by_word = dict(zip(names, counts.tolist(), strict=False))
    strong, medium, weak = (by_word.get(word, 0) for word in STRENGTHS)
    followed, told = _is(links, "followed", value=True), _is(links, "followed", value=False)
    yes, no = int((followed & stands).sum()), int((told & stands).sum())
    total = int(stands.sum())
    return Numbers(
        backlinks=total,
        referring_domains=sites,
        followed_share=yes / (yes + no) if yes + no else None,
        strong=strong,
        medium=medium,
        weak=weak,
        unjudged=total - strong - medium - weak,
    )


def _histogram(links: pa.Table, live: Mask) -> tuple[int, ...]:
    quality = links["quality"].to_numpy()[live]
    known = quality[~np.isnan(quality)]
    bins = np.minimum(known / (100 / HISTOGRAM_BINS), HISTOGRAM_BINS - 1).astype(np.int64)
    return tuple(np.bincount(bins, minlength=HISTOGRAM_BINS).tolist())


def _weeks(began: Moments, gone: Moments, now: np.datetime64) -> tuple[Growth, ...]:
    """Sites won and lost by week, up to a moment."""
    won, lost = _by_week(began, now), _by_week(gone, now)
    undated = _by_week(gone[np.isnat(began)], now)
    return tuple(
        Growth(week, won.get(week, 0), lost.get(week, 0), undated.get(week, 0))
        for week in sorted({*won, *lost})
    )


def _by_week(moments: Moments, now: np.datetime64) -> dict[date, int]:
    days = moments[~np.isnat(moments) & (moments <= now)].astype("datetime64[D]")
    number = (days - np.datetime64(MONDAY)).astype(np.int64) // DAYS_OF_WEEK
    weeks, counts = np.unique(number, return_counts=True)
    return {
        MONDAY + timedelta(weeks=week): count
        for week, count in zip(weeks.tolist(), counts.tolist(), strict=True)
    }


def _spreads(links: pa.Table, live: Mask) -> dict[str, tuple[Tally, ...]]:
    import pyarrow as pa

    names = ("placement", "anchor_class", "source_language", "target_url", "source_domain")
    rows = links.select([*names, "domain_code"]).filter(pa.array(live))
    site = rows["domain_code"].to_numpy()
    columns = {
        "placements": rows["placement"].fill_null(UNKNOWN),
        "anchor_classes": rows["anchor_class"].fill_null(UNKNOWN),
        "endings": endings(rows["source_domain"]),
        "languages": rows["source_language"],
        "targets": rows["target_url"],
    }
    return {name: tallied(column, site)[0][:SHOWN] for name, column in columns.items()}


def _is(table: pa.Table, column: str, value: object) -> Mask:
    import pyarrow.compute as pc

    found = pc.fill_null(pc.equal(table[column], value), fill_value=False)
    return np.asarray(found.to_numpy(), dtype=np.bool_)


def _moments(table: pa.Table, column: str) -> Moments:
    import pyarrow as pa

    values = table[column].cast(pa.timestamp("s")).to_numpy()
    return np.asarray(values, dtype="datetime64[s]")


def _plain(moment: datetime) -> np.datetime64:
    return np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "s")
