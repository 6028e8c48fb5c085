"""When a link lands that was asked for, and how likely that still is as weeks go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.pacing import Pledge

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# Of the links that land, the share in the week of asking, the week after it, and so on. Our
# judgement: most answers come within days, most links two to four weeks after them.
LANDS = (0.10, 0.22, 0.22, 0.16, 0.12, 0.08, 0.06, 0.04)
AGREED = (
    0.6  # probability of a link from somebody who is talking about how to set it (our judgement)
)


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """A prospect that was asked and has not ended: what may still come of it.

    `probability`: 0..1 of a link, as believed when `moved_on` was; `moved_on`: when it was asked,
    or when it answered, whichever was last; `asked_on`: when it was asked.
    """

    prospect: int
    probability: float
    moved_on: date
    asked_on: date


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def pledges_of(asks: Iterable[OpenAsk], this_week: date) -> list[Pledge]:
    """The weeks from this one on in which the links of open asks may land, with probabilities.

    Who has been silent for weeks is less likely to link at all: what did not happen is left out
    of what could.
    """
    return [pledge for one in asks for pledge in _of(one, this_week)]


def _of(ask: OpenAsk, this_week: date) -> Iterable[Pledge]:
    past = max(0, (this_week - monday(ask.moved_on)).days // 7)
    left = 1 - ask.probability * sum(LANDS[:past])
    for ahead, share in enumerate(LANDS[past:]):
        chance = ask.probability * share / left if left > 0 else 0.0
        yield Pledge(ask.prospect, chance, this_week + timedelta(weeks=ahead), monday(ask.asked_on))
