"""Generated sites (SYNTHETIC): seasons, trends, noise, and links whose effect is known.

Every page's weekly clicks are negative binomial around
exp(level + season of the site + season of its own + trend + wandering + a step of the whole site).
`Chosen` says who gets links: anybody; the popular; pages whose clicks were rising, as who links can
see; or pages that are rising for a reason nobody counts, which also brings the links. The last
cannot be told from an effect by anybody: it is there to show how much that costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from backlinkbot.logic.judge.effect import Panel

Floats = NDArray[np.float64]
WEEKS = 64
YEAR = 52.18
RAMP = 6  # weeks until the effect of a link is whole
DISPERSION = 8.0  # of the negative binomial
FIRST_LINK, LAST_LINK = 14, 54


class Chosen(StrEnum):
    """Which pages get links."""

    ANY = "any page"
    POPULAR = "popular pages"
    RISING = "pages whose clicks were rising"
    HIDDEN = "pages with a hidden cause of both"


@dataclass(frozen=True)
class World:
    """A site: `pages`, how many of them get links, by which choice, and the effect as a share."""

    pages: int
    linked: int
    chosen: Chosen
    effect: float


@dataclass(frozen=True)
class Made:
    """A generated panel and the true log change of each page (0 without links)."""

    panel: Panel
    truth: dict[str, float]


def made(world: World, seed: int) -> Made:
    """One site."""
    rng = np.random.default_rng(seed)
    logs = _logs(world.pages, rng)
    counts = _counted(logs, rng)
    week = rng.integers(FIRST_LINK, LAST_LINK, world.pages)
    odds = _odds(world.chosen, logs, counts, week)
    linked = rng.choice(world.pages, world.linked, replace=False, p=odds / odds.sum())
    gained = np.zeros(logs.shape, dtype=np.int64)
    names = [f"https://site.example/{n}" for n in range(world.pages)]
    own = np.log1p(world.effect) * rng.gamma(4, 0.25, world.pages)  # pages answer differently
    truth = {}
    for page in linked.tolist():
        at = int(week[page])
        gained[page, at] = 1 + rng.poisson(1)
        lifted = logs[page] + own[page] * np.clip((np.arange(WEEKS) - at) / RAMP, 0, 1)
        counts[page, at:] = _counted(lifted[at:], rng)
        span = slice(at + 1, min(at + 13, WEEKS))
        change = np.exp(lifted[span]).mean() / np.exp(logs[page, span]).mean()
        truth[names[page]] = float(np.log(change))
    panel = Panel(names, date(2025, 9, 1), counts, gained, "search clicks")
    return Made(panel, truth)


def _counted(logs: Floats, rng: np.random.Generator) -> Floats:
    means = np.exp(logs)
    return rng.negative_binomial(DISPERSION, DISPERSION / (DISPERSION + means)).astype(np.float64)


def _logs(pages: int, rng: np.random.Generator) -> Floats:
    weeks = np.arange(WEEKS)
    season = rng.uniform(0.1, 0.4) * np.sin(2 * np.pi * (weeks / YEAR + rng.random()))
    own = rng.normal(0, 0.12, pages)[:, None] * np.sin(
        2 * np.pi * (weeks / YEAR + rng.random(pages)[:, None])
    )
    trend = rng.normal(0, 0.004, pages)[:, None] * (weeks - WEEKS / 2)
    wander = np.zeros((pages, WEEKS))
    for at in range(1, WEEKS):
        wander[:, at] = 0.9 * wander[:, at - 1] + rng.normal(0, 0.07, pages)
    step = np.where(weeks >= rng.integers(10, 54), rng.normal(0, 0.2), 0.0)
    level = rng.normal(np.log(15), 1.0, pages)[:, None]
    return np.asarray(level + season + own + trend + wander + step, dtype=np.float64)


def _odds(chosen: Chosen, logs: Floats, counts: Floats, week: NDArray[np.int64]) -> Floats:
    """How likely each page is to get links in its week."""
    if chosen is Chosen.POPULAR:
        return np.asarray(np.exp(0.8 * logs[:, 0]), dtype=np.float64)
    if chosen is Chosen.HIDDEN:
        rows = np.arange(len(logs))
        return np.asarray(np.exp(4 * (logs[rows, week] - logs[rows, week - 6])), dtype=np.float64)
    if chosen is Chosen.RISING:
        sums = np.cumsum(np.pad(counts, ((0, 0), (1, 0))), axis=1)
        rows = np.arange(len(logs))
        lately = sums[rows, week] - sums[rows, week - 6]
        before = sums[rows, week - 6] - sums[rows, week - 12]
        return np.asarray(((lately + 0.5) / (before + 0.5)) ** 3, dtype=np.float64)
    return np.ones(len(logs))
