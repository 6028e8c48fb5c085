"""A competitor's new links grouped into plays; see docs/reference/plays.md."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.plays import PlayKind, Plays
from backlinkbot.logic.prospect.plays.grouping import Grouped, grouped
from backlinkbot.logic.prospect.plays.months import months_of
from backlinkbot.logic.prospect.plays.signs import Read
from backlinkbot.logic.prospect.plays.told import ASSET_SHARE, told
from backlinkbot.logic.prospect.plays.units import Units

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

    from backlinkbot.core.plays import Play
    from backlinkbot.logic.prospect.plays.ours import Ours

VERSION = 1  # raised whenever a rule of this folder can give other plays


def plays_of(
    links: pa.Table,
    *,
    domain: str,
    as_of: date,
    since: date | None = None,
    ours: Ours | None = None,
    notes: tuple[str, ...] = (),
) -> Plays:
    """The plays among new links (columns as `units.Units`), the largest first.

    What belongs to none is the organic trickle.
    """
    units = Units(links)
    read = Read(units)
    found = grouped(read)
    of_play = np.full(units.rows, -1, dtype=np.int64)
    for number, group in enumerate(found):
        of_play[group.rows] = number
    rest = np.flatnonzero(of_play < 0)
    shown = [_beside(ours, told(read, group)) for group in found]
    shown.sort(key=lambda play: (-play.domains, play.begins, play.name))
    trickle = Grouped(PlayKind.TRICKLE, rest, np.zeros(len(rest)))
    sites = len(np.unique(units.domain))
    new = np.unique(units.domain[units.is_site_day])
    dated = np.unique(units.domain[units.is_site_day & units.is_dated])
    return Plays(
        domain=domain,
        as_of=as_of,
        since=since,
        plays=tuple(shown),
        trickle=told(read, trickle) if len(rest) else None,
        months=months_of(units, found),
        referring_domains=sites,
        undated=len(new) - len(dated),
        ours=ours.domain if ours else "",
        notes=(*notes, *_earlier(sites - len(new), sites)),
    )


def _earlier(count: int, sites: int) -> tuple[str, ...]:
    """What is said of the sites that are not new."""
    if not count:
        return ()
    return (
        f"{count:,} of {sites:,} referring domains linked earlier as well; no month counts them.",
    )


def _beside(ours: Ours | None, play: Play) -> Play:
    """The play with what it means for our site."""
    if ours is None or not play.advice.may_repeat:
        return play
    is_of_page = play.asset_share >= ASSET_SHARE
    return replace(
        play,
        open_to_us=ours.open(link.source_domain for link in play.links),
        our_page=ours.like(play.asset) if is_of_page else "",
    )
