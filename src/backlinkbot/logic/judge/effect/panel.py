"""Pages by weeks: what was counted on each, and when each gained links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]

BEFORE = 12  # weeks before the links that a page is matched on: a season's worth of its own habits
LEAST_BEFORE = 8
AFTER = 12  # weeks after the links that are counted: search engines take weeks to weigh a link
LEAST_AFTER = 4
LAG = 1  # the week in which the links came is neither before nor after
LEAST_LEARNED = 40  # pages to learn from how weeks before foretell weeks after: ten for each number
LEAST_NOISE = 0.02  # so that the largest pages do not speak alone
LEAST_COUNT = 20.0  # clicks before: of fewer, chance alone doubles or halves a page


@dataclass(frozen=True, slots=True)
class Panel:
    """Counts of pages by week, from the week of `first_week` (a Monday) on.

    `counts`: pages x weeks; `gained`: new referring domains, of the same shape; `outcome`: what
    was counted, in words.
    """

    pages: Sequence[str]
    first_week: date
    counts: Floats
    gained: Places
    outcome: str

    @property
    def weeks(self) -> int:
        return int(self.counts.shape[1])


@dataclass(frozen=True, slots=True)
class Span:
    """The weeks of one comparison: before are `begin` up to `event`, after `start` up to `end`."""

    begin: int
    event: int
    start: int
    end: int

    @property
    def before(self) -> int:
        return self.event - self.begin

    @property
    def after(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Measures:
    """What every page of a panel looks like over one span.

    `level`: log of the weekly count before; `trend`: log of its last third over its first;
    `change`: log of the weekly count after over what the weeks before let expect; `noise`: the
    variance that counting alone gives `change`; `usable`: counts enough; `quiet`: gained no links
    in the span.
    """

    level: Floats
    trend: Floats
    change: Floats
    noise: Floats
    usable: NDArray[np.bool_]
    quiet: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Events:
    """Pages that gained links, each with its span; and why others were left out."""

    pages: tuple[int, ...]
    spans: tuple[Span, ...]
    left_out: dict[str, int] = field(default_factory=dict)

    def groups(self) -> Iterator[tuple[Span, list[int]]]:
        """The pages of each span, as places in `pages`."""
        places: dict[Span, list[int]] = {}
        for at, span in enumerate(self.spans):
            places.setdefault(span, []).append(at)
        yield from sorted(places.items(), key=lambda pair: (pair[0].event, pair[0].end))


TOO_EARLY = "pages that gained links before there were weeks to compare with"
TOO_LATE = "pages that gained links too lately"
TOO_FEW = "pages with too few counts before their links"


def span_of(event: int, weeks: int) -> Span:
    """The span around an event in a panel of so many weeks."""
    start = event + LAG
    return Span(max(event - BEFORE, 0), event, start, min(start + AFTER, weeks))


def events_in(panel: Panel) -> Events:
    """The first time of each page that it gained links after a while without, with weeks around."""
    pages: list[int] = []
    spans: list[Span] = []
    left_out = dict.fromkeys((TOO_EARLY, TOO_LATE, TOO_FEW), 0)
    for page in np.flatnonzero(panel.gained.any(axis=1)).tolist():
        event, reason = _event_of(panel, page)
        if event is None:
            left_out[reason] += 1
            continue
        pages.append(page)
        spans.append(span_of(event, panel.weeks))
    return Events(tuple(pages), tuple(spans), {k: n for k, n in left_out.items() if n})


def _event_of(panel: Panel, page: int) -> tuple[int | None, str]:
    weeks = np.flatnonzero(panel.gained[page])
    reason = TOO_EARLY
    for week in weeks.tolist():
        span = span_of(week, panel.weeks)
        if span.before < LEAST_BEFORE or panel.gained[page, span.begin : week].any():
            continue
        if span.after < LEAST_AFTER:
            return None, TOO_LATE if reason == TOO_EARLY else reason
        if panel.counts[page, span.begin : week].sum() >= LEAST_COUNT:
            return week, ""
        reason = TOO_FEW
    return None, reason


def earlier(events: Events, panel: Panel) -> Events:
    """The same pages as if their links had come so many weeks earlier, up to when they came."""
    pages, spans = [], []
    for page, span in zip(events.pages, events.spans, strict=True):
        event = span.event - LAG - LEAST_BEFORE
        moved = Span(max(event - BEFORE, 0), event, event + LAG, span.event)
        if event < LEAST_BEFORE or panel.gained[page, moved.begin : span.event].any():
            continue
        if panel.counts[page, moved.begin : event].sum() >= LEAST_COUNT:
            pages.append(page)
            spans.append(moved)
    return Events(tuple(pages), tuple(spans))


def measures(panel: Panel, span: Span) -> Measures:
    """What every page looks like over a span."""
    counts = panel.counts
    before = counts[:, span.begin : span.event].sum(axis=1)
    after = counts[:, span.start : span.end].sum(axis=1)
    thirds = _thirds(counts, span)
    usable = before >= LEAST_COUNT
    quiet = np.logical_not(panel.gained[:, span.begin : span.end].any(axis=1))
    noise = 1 / (before + 0.5) + 1 / (after + 0.5)
    level = np.log((before + 0.5) / span.before)
    reached = np.log((after + 0.5) / span.after)
    return Measures(
        level=level,
        trend=thirds[:, 2] - thirds[:, 0],
        change=reached - _foreseen(thirds, reached, noise, usable & quiet, level),
        noise=noise,
        usable=usable,
        quiet=quiet,
    )


def _thirds(counts: Floats, span: Span) -> Floats:
    """The log of the weekly count in each third of the weeks before, the latest last."""
    third = span.before // 3
    ends = [span.event - third * back for back in (2, 1, 0)]
    sums = [counts[:, end - third : end].sum(axis=1) for end in ends]
    return np.log((np.stack(sums, axis=1) + 0.5) / third)


def _foreseen(
    thirds: Floats, reached: Floats, noise: Floats, of: NDArray[np.bool_], level: Floats
) -> Floats:
    """The log of the weekly count after that the weeks before let expect.

    Learned from pages without new links: how much of a rise stays and how much was chance differs
    between sites. With fewer than `LEAST_LEARNED` of them: the level before.
    """
    if of.sum() < LEAST_LEARNED:
        return level
    facts = np.column_stack([np.ones(len(level)), thirds])
    weights = np.sqrt(1 / (noise[of] + LEAST_NOISE))
    found = np.linalg.lstsq(facts[of] * weights[:, None], reached[of] * weights, rcond=None)[0]
    return np.asarray(facts @ found, dtype=np.float64)
