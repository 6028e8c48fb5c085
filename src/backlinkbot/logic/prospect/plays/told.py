"""A group of links as a play that is told: its name, its page, its reasons, how sure it is."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.plays import Play, PlayKind, PlayLink
from backlinkbot.logic.prospect.plays.advice import Size, advice
from backlinkbot.logic.prospect.plays.grouping import LEAST_SITES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.prospect.plays.grouping import Grouped
    from backlinkbot.logic.prospect.plays.signs import Read

EPOCH = date(1970, 1, 1)
MOST_REASONS, MOST_WORDS = 6, 5
LEAST_WORD = 4  # letters: shorter ones say little of a subject
SURE_POINTS = 2.0  # at which the doubt about a single link has fallen by two thirds
COMMON_SHARE = 0.3  # of the titles of a play hold a word that tells what it is about
ASSET_SHARE = 0.5  # of a play's links lead to one page: then it is the play's page
UNDATED_DOUBT = 0.7  # a group whose days are only those of reading may be several


def told(read: Read, group: Grouped) -> Play:
    """The play that a group of links is."""
    units, rows = read.units, group.rows
    days = units.day[rows]
    begins, ends = _day(days.min()), _day(days.max())
    asset, share = _asset(units.texts("target_url"), rows)
    sites = len(np.unique(units.domain[rows]))
    authority = units.numbers("authority")[rows]
    known = authority[~np.isnan(authority)]
    followed = [one for one in units.links["followed"].take(rows).to_pylist() if one is not None]
    marked = units.links["sponsored"].take(rows).to_pylist()
    return Play(
        kind=group.play,
        name=_name(group.play, begins, ends, sites),
        begins=begins,
        ends=ends,
        asset=asset,
        asset_share=share,
        about=_about(units.texts("title"), rows),
        domains=sites,
        followed_share=sum(followed) / len(followed) if followed else None,
        median_authority=float(np.median(known)) if len(known) else None,
        confidence=_confidence(read, group, sites),
        advice=advice(group.play, Size(sites, _share(marked), asset)),
        reasons=_reasons(read, group, asset, share),
        links=tuple(_links(read, group)),
    )


def _confidence(read: Read, group: Grouped, sites: int) -> float:
    """How sure: each link's own signs, and more sites than the least that make a play."""
    if group.play is PlayKind.TRICKLE:
        return 1.0
    own = float(np.mean(1 - np.exp(-group.points / SURE_POINTS)))
    size = 1 - 0.5 ** (1 + sites - LEAST_SITES[group.play] / 2)
    dated = read.units.is_dated[group.rows].mean()
    return float(own * size) * float(UNDATED_DOUBT + (1 - UNDATED_DOUBT) * dated)


def _reasons(read: Read, group: Grouped, asset: str, share: float) -> tuple[str, ...]:
    total = len(group.rows)
    said = [
        f"{count} of {total}: {sentence}"
        for sentence, count in read.counted(group.play, group.rows)[:MOST_REASONS]
    ]
    if share >= ASSET_SHARE and total > 1:
        said.append(f"{round(share * total)} of {total} lead to {asset}")
    return tuple(said)


def _links(read: Read, group: Grouped) -> list[PlayLink]:
    units, rows = read.units, group.rows
    table = units.links.take(rows).to_pylist()
    found = [
        PlayLink(
            source_domain=one["source_domain"],
            source_url=one["source_url"],
            target_url=one["target_url"],
            anchor=one["anchor"] or "",
            placement=one["placement"] or "unknown",
            day=_day(one["day"]),
            is_dated=bool(one["is_dated"]),
            followed=one["followed"],
            authority=_known(one["authority"]),
            signs=read.sentences(group.play, int(row)),
        )
        for one, row in zip(table, rows, strict=True)
    ]
    return sorted(found, key=lambda one: (one.day, one.source_domain, one.target_url))


def _known(points: float | None) -> float | None:
    return None if points is None or np.isnan(points) else float(points)


def _asset(targets: list[str], rows: NDArray[np.int64]) -> tuple[str, float]:
    """The page that most of the links lead to, and which share does."""
    counts = Counter(targets[row] for row in rows.tolist())
    page, count = min(counts.items(), key=lambda one: (-one[1], one[0]))
    return page, count / len(rows)


def _about(titles: list[str], rows: NDArray[np.int64]) -> tuple[str, ...]:
    """Words that many of these titles have, and more of these than of all."""
    mine = _words([titles[row] for row in rows.tolist()])
    every = _words(titles)
    least = max(2.0, COMMON_SHARE * len(rows))
    lift = {
        word: count / len(rows) - every[word] / len(titles)
        for word, count in mine.items()
        if count >= least
    }
    telling = sorted((word for word in lift if lift[word] > 0), key=lambda w: (-lift[w], w))
    return tuple(telling[:MOST_WORDS])


def _words(titles: list[str]) -> Counter[str]:
    """In how many titles each word stands."""
    found: Counter[str] = Counter()
    for title in titles:
        kept = "".join(one if one.isalnum() else " " for one in title.casefold()).split()
        found.update({word for word in kept if len(word) >= LEAST_WORD and not word.isdecimal()})
    return found


def _name(play: PlayKind, begins: date, ends: date, sites: int) -> str:
    """As “guest-post run of 9 sites, 2026-03 to 2026-05”."""
    first, last = begins.isoformat()[:7], ends.isoformat()[:7]
    when = first if first == last else f"{first} to {last}"
    return f"{play.value} of {sites} {'site' if sites == 1 else 'sites'}, {when}"


def _share(marks: list[bool | None]) -> float:
    return sum(1 for mark in marks if mark) / len(marks) if marks else 0.0


def _day(number: int | np.int64) -> date:
    return EPOCH + timedelta(days=int(number))
