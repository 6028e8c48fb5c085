"""Sites whose first link came in a week of far more new links than usual."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.velocity import SpikeKind
from backlinkbot.logic.judge.clues import lives, shown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker
from backlinkbot.logic.judge.velocity import WeeklySeries, velocity_of

if TYPE_CHECKING:
    from backlinkbot.core.velocity import VelocityAlarm
    from backlinkbot.logic.judge.suspicion import Suspects

EPOCH = date(1970, 1, 1)
# A burst alone does not tell a bought week from a viral one; what it is made of is for the others.
MOST = 0.5
LEAST_STARTS = 20  # known first days, below which no week stands out


@marker("burst-week", Family.TIMING, Level.DOMAIN)
def burst_week(suspects: Suspects) -> Marks:
    """The site's first link came in a week in which far more sites than usual began to link.

    Weeks are judged against the profile's own past (docs/reference/velocity.md). Stronger the
    larger the part of that week which the past does not explain. A viral week looks the same here:
    the marker only supports others.
    """
    day = suspects.once(lives.domain_started_on)
    strength = np.where(np.isnan(day), np.nan, 0).astype(np.float32)
    alarm_of: dict[int, VelocityAlarm] = {}
    for alarm in _alarms(suspects):
        first, last = (alarm.first - EPOCH).days, (alarm.last - EPOCH).days + 6
        inside = np.flatnonzero((day >= first) & (day <= last))
        beyond = max(0.0, alarm.new - alarm.expected) / max(1, alarm.new)
        strength[inside] = np.float32(MOST * beyond)
        alarm_of.update(dict.fromkeys(inside.tolist(), alarm))
    if int((~np.isnan(day)).sum()) < LEAST_STARTS:
        strength[:] = np.nan

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        alarm = alarm_of.get(row)
        if np.isnan(strength[row]):
            return f"When {site} began to link, or how many sites usually do, is not known."
        if alarm is None:
            return f"{site} began to link in a week like others."
        return (
            f"{site} began to link between {alarm.first} and {alarm.last + timedelta(days=6)}, "
            f"when {alarm.new:,} sites did and {alarm.expected:,.0f} were to be expected."
        )

    return Marks(strength, say, lambda row: shown.of_domain(suspects, row))


def _alarms(suspects: Suspects) -> tuple[VelocityAlarm, ...]:
    """The weeks that stand out, but for those that are known to be viral."""
    day = suspects.once(lives.domain_started_on)
    week = lives.week(day[~np.isnan(day)]).astype(np.int64)
    if len(week) < LEAST_STARTS:
        return ()
    until = int(lives.week(np.array([float((suspects.as_of - EPOCH).days)]))[0])
    begins = int(week.min())
    new = np.bincount(week - begins, minlength=max(until, int(week.max())) - begins + 1)
    series = WeeklySeries(
        domain=suspects.evidence.inputs.words.domain,
        as_of=suspects.as_of,
        first=EPOCH + timedelta(days=7 * begins - lives.THURSDAY),
        new=new.astype(np.float64),
        lost=np.zeros(len(new)),
    )
    return tuple(a for a in velocity_of(series).alarms if a.kind is not SpikeKind.VIRAL)
