"""From single links to plays: by kind, by linked page, and by time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.plays import PlayKind
from backlinkbot.logic.prospect.plays.signs import (
    LEAST_POINTS,
    Read,
    is_article,
    is_press,
    tells_figures,
)
from backlinkbot.logic.prospect.plays.words import SELLING_PATH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from backlinkbot.logic.prospect.plays.units import Units

# Days without a new one that end a run. Campaigns are worked on by the week; what comes once a
# quarter is no campaign. Directories are submitted to in one go, catalogues print late.
PAUSE_DAYS = {
    PlayKind.GUEST_POSTS: 45,
    PlayKind.RESOURCES: 45,
    PlayKind.GIVING: 75,
    PlayKind.DIRECTORIES: 30,
}
LEAST_SITES = {
    PlayKind.GUEST_POSTS: 3,
    PlayKind.RESOURCES: 3,
    PlayKind.GIVING: 3,
    PlayKind.DIRECTORIES: 4,
    PlayKind.NETWORK: 3,
    PlayKind.DIGITAL_PR: 4,
    PlayKind.ASSET: 6,
}
BURST_DAYS = 14  # in which a story is printed
# Of the sites of a burst at least so many are papers, and so many papers or tell figures: friends
# have lovely weeks too, and anybody writes "according to".
BURST_PRESS, BURST_FIGURES = 0.3, 0.4
BURST_OVER = 3.0  # times what the page's other links would bring in as many days
ASSET_DAYS = 90  # a page that is linked for less long was a story
CHANCE = 0.001  # that the site's usual deep page had so many: what stands out was made to
NONE = -1


@dataclass(frozen=True, slots=True)
class Grouped:
    """Rows (ascending) that are one play, and each one's points for it."""

    play: PlayKind
    rows: NDArray[np.int64]
    points: NDArray[np.float64]


def grouped(read: Read) -> list[Grouped]:
    """The plays among the links; no link is in two."""
    units = read.units
    free = np.ones(units.rows, np.bool_)
    found: list[Grouped] = []
    for play, rows in _claimed(read):
        for part in _runs(units, play, rows):
            found.append(_group(read, play, part))
            free[part] = False
    for rows in _bursts(units, free):
        found.append(_group(read, PlayKind.DIGITAL_PR, rows))
        free[rows] = False
    for rows in _assets(units, free):
        found.append(_group(read, PlayKind.ASSET, rows))
        free[rows] = False
    return found


def _group(read: Read, play: PlayKind, rows: NDArray[np.int64]) -> Grouped:
    rows = np.sort(rows)
    return Grouped(play, rows, read.points(play)[rows])


def _claimed(read: Read) -> Iterator[tuple[PlayKind, NDArray[np.int64]]]:
    """The links that are of a kind by their own signs: of the kind that has most above its least.

    A link that shows a kind by what its page says may stay alone; runs are made of them.
    """
    kinds = tuple(LEAST_POINTS)
    over = np.array([read.points(kind) - LEAST_POINTS[kind] for kind in kinds])
    best = over.argmax(axis=0)
    is_one = over.max(axis=0) >= 0
    for number, kind in enumerate(kinds):
        yield kind, np.flatnonzero(is_one & (best == number))


def _runs(units: Units, play: PlayKind, rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The rows parted where nothing came for a while; a network by its ties."""
    if play is PlayKind.NETWORK:
        parts = [rows[units.network[rows] == number] for number in np.unique(units.network[rows])]
    else:
        parts = _by_pauses(units, rows, PAUSE_DAYS[play])
    for part in parts:
        if _sites(units, part) >= LEAST_SITES[play]:
            yield part


def _by_pauses(units: Units, rows: NDArray[np.int64], pause: int) -> list[NDArray[np.int64]]:
    if not len(rows):
        return []
    ordered = rows[np.argsort(units.day[rows], kind="stable")]
    ends = np.flatnonzero(np.diff(units.day[ordered]) > pause) + 1
    return np.split(ordered, ends)


def _bursts(units: Units, free: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
    """Many articles about one page within days, papers among them, far beyond its usual pace."""
    wanted = free & is_article(units) & units.is_dated
    papers = is_press(units)
    press = np.array([papers, papers | tells_figures(units)])
    for asset in np.unique(units.asset[wanted]).tolist():
        left = np.flatnonzero(wanted & (units.asset == asset))
        left = left[np.argsort(units.day[left], kind="stable")]
        while len(left) >= LEAST_SITES[PlayKind.DIGITAL_PR]:
            inside = _densest(units.day[left])
            if not _is_burst(units, left, inside, press):
                break
            yield left[inside]
            left = left[~inside]


def _densest(day: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The links of the `BURST_DAYS` days that have most of them; `day` ascending."""
    ends = np.searchsorted(day, day + BURST_DAYS)
    start = int(np.argmax(ends - np.arange(len(day))))
    inside = np.zeros(len(day), np.bool_)
    inside[start : ends[start]] = True
    return inside


def _is_burst(
    units: Units,
    rows: NDArray[np.int64],
    inside: NDArray[np.bool_],
    press: NDArray[np.bool_],
) -> bool:
    burst, others = rows[inside], rows[~inside]
    if _sites(units, burst) < LEAST_SITES[PlayKind.DIGITAL_PR]:
        return False
    papers, told = press[:, burst].mean(axis=1)
    if papers < BURST_PRESS or told < BURST_FIGURES:
        return False
    days = max(BURST_DAYS, int(np.ptp(units.day[rows]))) if len(others) else BURST_DAYS
    return bool(len(burst) >= BURST_OVER * len(others) * BURST_DAYS / days)


def _assets(units: Units, free: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
    """Deep pages that are neither the front page nor sell, linked by many for a long time."""
    sells = units.says("target_url", SELLING_PATH) | units.is_one_of("target_type", "shop")
    wanted = np.flatnonzero(free & is_article(units) & ~units.is_home & ~sells)
    of_asset = [wanted[units.asset[wanted] == one] for one in np.unique(units.asset[wanted])]
    sites = np.array([_sites(units, rows) for rows in of_asset])
    for number, rows in enumerate(of_asset):
        others = np.delete(sites, number)
        usual = float(np.median(others)) if len(others) else 0.0
        least = max(LEAST_SITES[PlayKind.ASSET], _beyond(usual))
        if sites[number] >= least and np.ptp(units.day[rows]) >= ASSET_DAYS:
            yield rows


def _beyond(usual: float) -> int:
    """The number that a page with `usual` links reaches by chance once in a thousand (Poisson)."""
    from scipy.special import pdtr

    number = 1
    while 1 - pdtr(number - 1, usual) > CHANCE:
        number += 1
    return number


def _sites(units: Units, rows: NDArray[np.int64]) -> int:
    return len(np.unique(units.domain[rows]))
