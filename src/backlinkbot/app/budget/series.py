"""The weekly series that a budget is learnt from: of the site and of its peers, kept for a day."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.io.outputs.place import write_text
from backlinkbot.logic.judge.velocity.baseline import (
    LEAST_HISTORY,
    LONGEST_HISTORY,
    baseline_of,
)
from backlinkbot.logic.outreach.forecast import History, short_history
from backlinkbot.logic.outreach.landing import monday

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Growth, Site

FOLDER = "pacing"  # in the workspace: one file a site
LAYOUT = 1  # of the files, to be raised when their fields change
MOST_PEERS = 10  # judgements on natural growth: competitors to pool with


@dataclass(frozen=True, slots=True)
class Series:
    """What the index knows of a site's growth and of its peers'.

    `known_until`: the last day it tells of, None where it is empty; `size`: referring domains;
    `weeks`: new ones by Monday, weeks without any left out; `peers`: competitors with a history.
    Nobody else is pooled: sites that are merely as large may be anything, link farms as well.
    """

    known_until: date | None
    size: int
    weeks: dict[date, int]
    peers: dict[str, History]


def series_of(workspace: Workspace, site: Site, now: datetime) -> Series:
    """The series of a site and its peers, from the day's file where the index is still the same."""
    snapshot = workspace.index.current()
    if snapshot is None:
        return Series(None, 0, {}, {})
    key = repr((LAYOUT, snapshot.name, now.date(), site.domain, site.competitors, site.estate))
    path = workspace.folder / FOLDER / f"{site.domain}.json"
    if kept := _kept(path, key):
        return kept
    found = _read(workspace, site, now)
    write_text(path, json.dumps({"key": _digest(key), **_document(found)}))
    return found


def history_of(
    weeks: Mapping[date, int], size: float, known_until: date, won: Mapping[date, int] | None = None
) -> History:
    """What complete weeks say of the next; `won`: domains by week that are left out of them."""
    last = monday(known_until + timedelta(days=1)) - timedelta(weeks=1)
    begun = [week for week in weeks if week <= last]
    if not begun:
        return short_history((), size)
    first = max(min(begun), last - timedelta(weeks=LONGEST_HISTORY - 1))
    days = [first + timedelta(weeks=at) for at in range((last - first).days // 7 + 1)]
    less = won or {}
    counts = [float(max(0, weeks.get(day, 0) - less.get(day, 0))) for day in days]
    if len(counts) < LEAST_HISTORY:
        return short_history(counts, size)
    found = baseline_of(np.array(counts))
    return History(
        size=size,
        weeks=len(counts),
        mean=tuple(found.mean[-1].tolist()),
        extra=float(found.extra[-1]),
        memory=float(found.memory[-1]),
        unsure=float(found.shared[-1]),
    )


def _read(workspace: Workspace, site: Site, now: datetime) -> Series:
    known_until = workspace.index.recent_until(now).date()
    own = workspace.index.main_counts(site.domain, now)
    estate = {site.domain, *site.estate}
    named = [name for name in site.competitors if name not in estate][:MOST_PEERS]
    peers: dict[str, History] = {}
    for name in named:
        told = workspace.index.main_counts(name, now)
        found = history_of(_by_week(told.weeks), told.referring_domains, known_until)
        if found.weeks:
            peers[name] = found
    return Series(known_until, own.referring_domains, _by_week(own.weeks), peers)


def _by_week(weeks: Sequence[Growth]) -> dict[date, int]:
    return {one.week: one.new for one in weeks if one.new}


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _kept(path: Path, key: str) -> Series | None:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(told, dict) or told.get("key") != _digest(key):
        return None
    return Series(
        known_until=date.fromisoformat(told["known_until"]),
        size=told["size"],
        weeks={date.fromisoformat(week): many for week, many in told["weeks"].items()},
        peers={
            name: History(**{**one, "mean": tuple(one["mean"])})
            for name, one in told["peers"].items()
        },
    )


def _document(found: Series) -> dict[str, Any]:
    return {
        "known_until": found.known_until.isoformat() if found.known_until else None,
        "size": found.size,
        "weeks": {week.isoformat(): many for week, many in found.weeks.items()},
        "peers": {name: asdict(one) for name, one in found.peers.items()},
    }
