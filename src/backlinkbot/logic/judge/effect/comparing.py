"""Difference in differences over matched pages: the mean change, its interval, and its chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.effect.matching import (
    LEAST_MATCHES,
    NOBODY,
    first_matches,
    neighbours,
)
from backlinkbot.logic.judge.effect.panel import measures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.effect.matching import Places
    from backlinkbot.logic.judge.effect.panel import Events, Panel, Span

    Floats = NDArray[np.float64]

ROUNDS = 400  # of the bootstrap, and of pages drawn as if they had gained links
STAND_INS = 15  # pages without links that may stand in for one that gained them
LEAST_SPREAD = 0.01  # variance beyond counting noise: no page is steadier than 10 % a quarter
SURE = 0.975  # quantile of a two-sided 95 % interval


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer in logs: `change` with the interval `low`..`high`; `chance`: one-sided.

    `places`: of the events compared, with their own `changes` and number of `matches`; `others`:
    pages without new links that took part.
    """

    change: float
    low: float
    high: float
    chance: float
    places: tuple[int, ...]
    changes: Floats
    matches: Places
    others: int


@dataclass(frozen=True, slots=True)
class _Cases:
    """Pages with the pages like them. A case is a page in a span: the same page may be several.

    `page`, `change`, `noise`: its own; `listed`: the pages like it, likest first, `NOBODY` where
    there are no more; `listed_change`: theirs in the same span.
    """

    page: Places
    change: Floats
    noise: Floats
    listed: Places
    listed_change: Floats

    def differences(self, is_out: NDArray[np.bool_]) -> tuple[Floats, Places]:
        """Changes less those of the matches, and how many these are."""
        chosen = first_matches(self.listed, is_out)
        matches = chosen.sum(axis=1)
        sums = (self.listed_change * chosen).sum(axis=1)
        expected = np.divide(sums, matches, out=np.zeros(len(sums)), where=matches > 0)
        return np.where(matches > 0, self.change - expected, 0.0), matches

    def only(self, rows: Places) -> _Cases:
        """Some of the cases."""
        return _Cases(
            self.page[rows],
            self.change[rows],
            self.noise[rows],
            self.listed[rows],
            self.listed_change[rows],
        )


@dataclass(frozen=True, slots=True)
class _Group:
    """The cases of one span: pages that gained, and pages that may stand in for them.

    `stand_ins`: for each page that gained, rows of `others`.
    """

    places: list[int]
    gained: _Cases
    others: _Cases
    stand_ins: Places


def compared(panel: Panel, events: Events, seed: int) -> Compared | None:
    """Compare pages that gained links with their matches; None where no page has enough."""
    groups = [
        group
        for span, places in events.groups()
        if (group := _group(panel, events, span, places)) is not None
    ]
    return _Comparison(groups, len(panel.pages), seed).done() if groups else None


def _group(panel: Panel, events: Events, span: Span, places: list[int]) -> _Group | None:
    seen = measures(panel, span)
    among = np.flatnonzero(seen.usable & seen.quiet)

    def cases(pages: Places) -> _Cases:
        listed = neighbours(seen, pages, among).listed
        return _Cases(pages, seen.change[pages], seen.noise[pages], listed, seen.change[listed])

    gained = cases(np.array([events.pages[at] for at in places], dtype=np.int64))
    enough = np.flatnonzero((gained.listed != NOBODY).sum(axis=1) >= LEAST_MATCHES)
    if not len(enough):
        return None
    gained = gained.only(enough)
    stand_ins = gained.listed[:, :STAND_INS]
    others = cases(np.unique(stand_ins[stand_ins != NOBODY]))
    others = others.only(np.flatnonzero((others.listed != NOBODY).sum(axis=1) >= LEAST_MATCHES))
    rows = np.full(len(panel.pages) + 1, NOBODY, dtype=np.int64)  # the last is of `NOBODY` itself
    rows[others.page] = np.arange(len(others.page))
    return _Group([places[row] for row in enough.tolist()], gained, others, rows[stand_ins])


def _together(parts: list[_Cases]) -> _Cases:
    return _Cases(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("page", "change", "noise", "listed", "listed_change")
        )
    )


class _Comparison:
    """One comparison over all groups."""

    def __init__(self, groups: list[_Group], pages: int, seed: int) -> None:
        self.pages = pages
        self.places = tuple(at for group in groups for at in group.places)
        self.gained = _together([group.gained for group in groups])
        self.others = _together([group.others for group in groups])
        starts = np.cumsum([0, *(len(group.others.page) for group in groups)])
        self.stand_ins = np.concatenate(
            [
                np.where(group.stand_ins == NOBODY, NOBODY, group.stand_ins + start)
                for group, start in zip(groups, starts.tolist(), strict=False)
            ]
        )
        self.rng = np.random.default_rng(seed)

    def done(self) -> Compared:
        changes, matches = self.gained.differences(self._nobody)
        change = float(self.weights @ changes)
        spread = self._spread() * self._small()
        listed = self.gained.listed
        return Compared(
            change=change,
            low=change - spread,
            high=change + spread,
            chance=self._chance(change),
            places=self.places,
            changes=changes,
            matches=matches,
            others=len(np.unique(listed[first_matches(listed, self._nobody)])),
        )

    @cached_property
    def _nobody(self) -> NDArray[np.bool_]:
        return np.zeros(self.pages, dtype=np.bool_)

    @cached_property
    def weights(self) -> Floats:
        """By how sure each page's change is: counting noise, and what pages differ by anyhow."""
        weights = 1 / (self.gained.noise + self._extra)
        return np.asarray(weights / weights.sum(), dtype=np.float64)

    @cached_property
    def _extra(self) -> float:
        """Variance of a page's change beyond counting noise, from pages without new links."""
        if not len(self.others.page):
            return 1.0
        found, _ = self.others.differences(self._nobody)
        return max(float(np.mean(found**2 - self.others.noise)), LEAST_SPREAD)

    def _small(self) -> float:
        """The factor from a standard error to half an interval; wider where few pages weigh."""
        from scipy.stats import t

        count = 1 / float((self.weights**2).sum())  # as many equal pages as these are worth
        inflate = float((count / max(count - 1, 0.5)) ** 0.5)
        return float(t.ppf(SURE, max(count - 1, 1.0))) * inflate

    def _spread(self) -> float:
        """The standard error: pages that gained, and pages without, drawn anew.

        A page without links is drawn as often for all that it is compared with: they share it.
        """
        cases = self.gained
        chosen = first_matches(cases.listed, self._nobody)
        drawn_changes = []
        for _ in range(ROUNDS):
            times = self.rng.poisson(1.0, len(cases.page)) * self.weights
            drawn = self.rng.poisson(1.0, self.pages)[cases.listed] * chosen
            whole = drawn.sum(axis=1)
            usable = times * (whole > 0)
            if not usable.any():
                continue
            mean = (drawn * cases.listed_change).sum(axis=1) / np.maximum(whole, 1)
            drawn_changes.append(float(usable @ (cases.change - mean)) / float(usable.sum()))
        by_noise = float(np.sqrt(self.weights**2 @ (cases.noise + self._extra)))
        return max(float(np.std(drawn_changes)), by_noise)

    def _chance(self, change: float) -> float:
        """How often pages without new links, drawn in their place, seem to gain as much."""
        reached = sum(self._stood_in() >= change for _ in range(ROUNDS))
        return (1 + reached) / (1 + ROUNDS)

    def _stood_in(self) -> float:
        """The change of one draw of stand-ins, whose matches are none of the drawn."""
        keys = self.rng.random(self.stand_ins.shape)
        keys[self.stand_ins == NOBODY] = -1.0
        drawn = self.stand_ins[np.arange(len(keys)), keys.argmax(axis=1)]
        has = drawn != NOBODY
        cases = self.others.only(drawn[has])
        is_out = self._nobody.copy()
        is_out[cases.page] = True
        found, matches = cases.differences(is_out)
        weights = self.weights[has] * (matches > 0)
        return float(weights @ found) / float(weights.sum()) if weights.any() else 0.0
