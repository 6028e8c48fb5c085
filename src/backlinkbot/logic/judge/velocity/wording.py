"""The sentences of a velocity audit: reasons, blind spots, and the whole in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.velocity import SpikeKind
from backlinkbot.logic.judge.velocity.baseline import FIT_HISTORY, LEAST_HISTORY
from backlinkbot.logic.judge.velocity.spikes import LEAST_NEW, WINDOWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.velocity import VelocityAlarm
    from backlinkbot.logic.judge.velocity.spikes import Spike

CONSPICUOUS = 0.05  # chance of a sign among usual links below which it is told first
PERCENT_FROM, SELDOM_CHANCE = 0.01, 1e-6  # how a chance is said; smaller ones are beyond proof
SELDOM = 1.0  # new domains a week below which only large bursts can be told from chance


def reasons_of(spike: Spike) -> tuple[str, ...]:
    """Why these weeks stand out: the count first, then every sign of what they look like."""
    weeks = spike.last - spike.first + 1
    span = "one week" if weeks == 1 else f"{weeks} weeks"
    count = (
        f"{spike.new:,.0f} new referring domains in {span}, where the weeks before suggest about "
        f"{spike.expected:,.0f}; chance alone brings so many, of that make-up, in "
        f"{_share(spike.chance)}."
    )
    if not spike.signs:
        return (count, "What the new domains look like is not known, so neither is the cause.")
    told = sorted(spike.signs, key=lambda sign: sign.chance)
    odd = [sign.sentence() for sign in told if sign.chance <= CONSPICUOUS]
    return (count, *(odd or ["The new domains look like the site's usual ones."]))


def blind_spots(counts: NDArray[np.float64], *, has_composition: bool) -> tuple[str, ...]:
    """What this audit cannot see in such a series, in plain sentences."""
    return tuple(_blind_spots(counts, has_composition=has_composition))


def _blind_spots(counts: NDArray[np.float64], *, has_composition: bool) -> Iterator[str]:
    yield f"The first {LEAST_HISTORY} weeks are not judged: there is nothing to compare them with."
    if len(counts) <= FIT_HISTORY:
        yield (
            f"With fewer than {FIT_HISTORY} weeks of history, growth and seasons cannot be told "
            "from a spike."
        )
    # The shares are those of docs/reference/velocity.md.
    if has_composition:
        yield (
            "One week with twice the usual number is missed in about half of the cases, and in "
            "four cases out of five when the new links look like the site's usual ones."
        )
    else:
        yield (
            "One week with twice the usual number is missed in about five cases out of six, and "
            "four such weeks in a row in more than half of the cases."
        )
    yield "Growth that is raised slowly over months is taken for a trend."
    yield f"Fewer than {LEAST_NEW} new domains in {WINDOWS[-1]} weeks are never called a spike."
    if len(counts) and float(np.median(counts)) < SELDOM:
        yield "New domains are so rare here that only large bursts can be told from chance."
    if not has_composition:
        yield (
            "Nothing is known of what the new domains look like: bought links cannot be told from "
            "something that went viral."
        )
    else:
        yield (
            "Bought links that look like the site's usual ones can be found by their number alone, "
            "and about half of such spikes are taken for natural."
        )


def sentence_of(
    alarms: Sequence[VelocityAlarm], weeks: int, judged: int, start_unknown: int
) -> str:
    """The whole audit in one sentence."""
    unknown = (
        f" When {start_unknown:,} of the referring domains began to link is not known; they are in "
        "no week."
        if start_unknown
        else ""
    )
    if judged <= 0:
        span = "1 week" if weeks == 1 else f"{weeks} weeks"
        have = f"dated links span only {span}" if weeks else "no link is dated"
        return (
            f"Not enough history: {have}, and growth can be judged from {LEAST_HISTORY + 1} weeks "
            f"on.{unknown}"
        )
    if not alarms:
        return f"In all {judged:,} judged weeks growth stayed within the site's own band.{unknown}"
    worst = max(alarms, key=_weight)
    what = {
        SpikeKind.BOUGHT: "They look bought or placed: look at these links first.",
        SpikeKind.VIRAL: "They look natural, like something that was shared: no action needed.",
        SpikeKind.UNCLEAR: "The cause is unclear: look at where these links came from.",
    }[worst.kind]
    one = len(alarms) == 1
    spells = "one spell stands out" if one else f"{len(alarms)} spells stand out"
    lead = "it began" if one else "the gravest began"
    return (
        f"In {judged:,} judged weeks {spells}; {lead} in the week of {worst.first.isoformat()}, "
        f"with {worst.new:,} new referring domains. {what}{unknown}"
    )


def _weight(alarm: VelocityAlarm) -> tuple[int, float]:
    order = (SpikeKind.VIRAL, SpikeKind.UNCLEAR, SpikeKind.BOUGHT)
    return order.index(alarm.kind), alarm.new - alarm.expected


def _share(chance: float) -> str:
    if chance >= PERCENT_FROM:
        return f"{chance:.0%} of quiet weeks"
    if chance < SELDOM_CHANCE:
        return f"fewer than one in {1 / SELDOM_CHANCE:,.0f} quiet weeks"
    return f"one in {float(f'{1 / chance:.1g}'):,.0f} quiet weeks"
