"""Negative-SEO waves: in two weeks many sites that nobody knows, with words foreign to yours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.judge.anchors import CLASSES
from backlinkbot.logic.judge.groups.backing import BACKED_BY, backing_tells
from backlinkbot.logic.judge.groups.incidence import Incidence
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.seen import Seen
    from backlinkbot.logic.judge.suspicion import Suspects

WINDOW_DAYS = 14.0
LEAST_SITES = 8  # fewer new sites in two weeks happen to everybody
LEAST_TIMES = 4.0  # what usually comes in two weeks
NEW_DAYS = 120.0  # a site first seen this short before its link is new
SAME_ANCHOR = 3  # sites that use the same foreign words within the window
IN_WINDOW = 0.8  # of all sites that use them
# Points of a site in the window; an honest newcomer with few friends has two.
FOREIGN_WORDS, UNKNOWN_SITE, NEW_SITE = 2.0, 1.0, 1.0
ENOUGH = 3.0
MOSTLY = 0.5  # how much it must tell that nobody links to a site
LEAST_SHARE = 0.5  # of the window's new sites: in a week that went viral the others prevail


@dataclass(frozen=True)
class Wave:
    """Units of one wave, its first and last day (since 1970), and how usual such a time is.

    `usual`: new units in an ordinary window; `new`: all that came in this one.
    """

    members: NDArray[np.int64]
    begins: float
    ends: float
    usual: float
    new: int


def find_waves(suspects: Suspects, seen: Seen) -> list[Wave]:
    """Waves that share no site, the largest first."""
    words = _foreign_words(suspects, seen)
    left = ~np.isnan(seen.began)
    found: list[Wave] = []
    while (wave := _largest(seen, words, left)) is not None:
        left[wave.members] = False
        found.append(wave)
    return found


def _largest(seen: Seen, words: Incidence, left: NDArray[np.bool_]) -> Wave | None:
    """The window with the most suspicious sites, where they are many and prevail."""
    units = np.flatnonzero(left)
    if len(units) < LEAST_SITES:
        return None
    units = units[np.lexsort((units, seen.began[units]))]
    day = seen.began[units]
    windows = (float(day[-1]) - float(day[0])) / WINDOW_DAYS + 1.0
    ends = np.searchsorted(day, day + WINDOW_DAYS, side="left")
    best: Wave | None = None
    for begin in np.flatnonzero(np.append(True, day[1:] != day[:-1])).tolist():
        inside = units[begin : ends[begin]]
        usual = (len(units) - len(inside)) / windows
        enough = max(LEAST_SITES, LEAST_TIMES * usual, LEAST_SHARE * len(inside))
        if len(inside) < enough or (best is not None and len(inside) <= len(best.members)):
            continue
        members = inside[_points(seen, words, inside) >= ENOUGH]
        if len(members) >= enough and (best is None or len(members) > len(best.members)):
            days = seen.began[members]
            best = Wave(np.sort(members), float(days.min()), float(days.max()), usual, len(inside))
    return best


def _points(seen: Seen, words: Incidence, inside: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of each unit in the window, how much it looks like a thrown-away site."""
    pairs = words.pairs_of_units(inside)
    here = np.bincount(words.trait[pairs], minlength=words.traits)
    telling = (here >= SAME_ANCHOR) & (here >= IN_WINDOW * words.counts)
    foreign = np.bincount(words.unit[pairs], telling[words.trait[pairs]], words.units)[inside] > 0
    backers = seen.backers[inside]
    others = np.ones(seen.out.units, np.bool_)
    others[inside] = False
    tells = backing_tells(seen, others) >= MOSTLY
    unknown = np.where(np.isnan(backers), 0.0, backers < BACKED_BY) * tells
    age = seen.began[inside] - seen.born[inside]
    is_new = np.where(np.isnan(age), 0.0, age <= NEW_DAYS)
    return FOREIGN_WORDS * foreign + UNKNOWN_SITE * unknown + NEW_SITE * is_new


def _foreign_words(suspects: Suspects, seen: Seen) -> Incidence:
    """Which units use which anchors that say nothing of the target."""
    import pyarrow as pa

    foreign = suspects.evidence.anchor_class == CLASSES.index(AnchorClass.OTHER)
    encoded = suspects.links["anchor"].combine_chunks().filter(pa.array(foreign))
    encoded = encoded.dictionary_encode()
    texts = pa.array([folded(text) for text in encoded.dictionary.to_pylist()], pa.string())
    words = texts.take(encoded.indices).dictionary_encode()
    codes = words.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Incidence.of(seen.unit_of_link[foreign], codes, seen.out.units, len(words.dictionary))
