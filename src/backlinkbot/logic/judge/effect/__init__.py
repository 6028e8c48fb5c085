"""Did the links work? Pages that gained links against like pages of the site that did not.

Difference in differences over matched pages (Heckman, Ichimura, Todd 1997; Abadie 2005 on why
matching before differencing): each page that gained links is compared, in logs of its weekly
counts, with up to ten pages that gained none, like it in level and trend over the weeks before.
The interval comes from a bootstrap over both kinds of pages, the chance from pages without links
that are drawn in the others' place, and the same comparison before the links came has to show
nothing.
"""

from __future__ import annotations

from datetime import timedelta
from math import exp, expm1, log
from typing import TYPE_CHECKING

from backlinkbot.core.results import Effect, PageEffect, Worked
from backlinkbot.logic.judge.effect.comparing import compared
from backlinkbot.logic.judge.effect.panel import Panel, earlier, events_in
from backlinkbot.logic.judge.effect.wording import (
    BLIND_SPOTS,
    pulled_away,
    sentence_of,
    too_little,
)

if TYPE_CHECKING:
    from backlinkbot.logic.judge.effect.comparing import Compared
    from backlinkbot.logic.judge.effect.panel import Events

__all__ = ["Panel", "effect_of", "nothing_to_compare"]

LEAST_PAGES = 5  # that gained links: of fewer nobody can tell the links from the pages
WORTHWHILE = log(1.2)  # no effect is seen where the interval rules out more than a fifth
MOST_CHANCE = 0.05
SEED = 1  # of the drawn pages: the same data give the same answer


def nothing_to_compare(reason: str, outcome: str = "", **left_out: int) -> Effect:
    """The answer where there is not enough to compare."""
    return Effect(
        Worked.UNCLEAR, too_little(reason), outcome, left_out=left_out, blind_spots=BLIND_SPOTS
    )


def effect_of(panel: Panel) -> Effect:
    """Whether the pages that gained links did better than like pages that did not."""
    events = events_in(panel)
    gained = len(events.pages) + sum(events.left_out.values())
    if not gained:
        return nothing_to_compare("no page of the site gained a link in these weeks", panel.outcome)
    found = compared(panel, events, SEED) if len(events.pages) >= LEAST_PAGES else None
    few = 0 if found is None else len(found.places)
    if found is None or few < LEAST_PAGES:
        reason = _why_few(gained, len(events.pages), few)
        return Effect(
            Worked.UNCLEAR, too_little(reason), panel.outcome, gained=gained, matched=few,
            left_out=events.left_out, blind_spots=BLIND_SPOTS,
        )  # fmt: skip
    past = _past(panel, events)
    word = _word(found, past)
    return Effect(
        word=word,
        sentence=sentence_of(word, found, past, panel.outcome),
        outcome=panel.outcome,
        change=expm1(found.change),
        low=expm1(found.low),
        high=expm1(found.high),
        chance=found.chance,
        before=None if past is None else expm1(past.change),
        gained=gained,
        matched=few,
        others=found.others,
        left_out={**events.left_out, **_unlike(len(events.pages) - few)},
        pages=_pages(panel, events, found),
        blind_spots=BLIND_SPOTS,
    )


def _why_few(gained: int, with_weeks: int, matched: int) -> str:
    """Why fewer pages than the least are left to compare."""
    least = f"and {LEAST_PAGES} are the least"
    if with_weeks < LEAST_PAGES:
        return (
            f"of {gained:,} pages that gained links {with_weeks:,} have clicks and weeks enough "
            f"around that, {least}"
        )
    return (
        f"of {with_weeks:,} pages that gained links {matched:,} have like pages without new links, "
        f"{least}"
    )


def _past(panel: Panel, events: Events) -> Compared | None:
    """The same comparison for the weeks before the links came; None where those are too few."""
    moved = earlier(events, panel)
    found = compared(panel, moved, SEED) if len(moved.pages) >= LEAST_PAGES else None
    return found if found and len(found.places) >= LEAST_PAGES else None


def _word(found: Compared, past: Compared | None) -> Worked:
    if found.low > 0 and found.chance <= MOST_CHANCE:
        return Worked.UNCLEAR if pulled_away(found, past) else Worked.LIKELY
    return Worked.NONE_SEEN if found.high < WORTHWHILE else Worked.UNCLEAR


def _unlike(count: int) -> dict[str, int]:
    return {"pages that no other page is like": count} if count else {}


def _pages(panel: Panel, events: Events, found: Compared) -> tuple[PageEffect, ...]:
    """Every compared page, the greatest change first."""
    rows = []
    for row, at in enumerate(found.places):
        page, span = events.pages[at], events.spans[at]
        after = float(panel.counts[page, span.start : span.end].mean())
        change = float(found.changes[row])
        rows.append(
            PageEffect(
                page=panel.pages[page],
                week=panel.first_week + timedelta(weeks=span.event),
                new_domains=int(panel.gained[page, span.event : span.end].sum()),
                before=float(panel.counts[page, span.begin : span.event].mean()),
                after=after,
                expected=after / exp(change),
                matches=int(found.matches[row]),
                change=expm1(change),
            )
        )
    return tuple(sorted(rows, key=lambda one: (-one.change, one.page)))
