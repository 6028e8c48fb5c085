"""Raises alerts of what changed: kept with the facts they claim before anybody is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from backlinkbot.app.audit.last import last_audit
from backlinkbot.app.velocity import series_of, velocity
from backlinkbot.core.alerts import AlertKind, Cursor
from backlinkbot.core.audit import GroupKind
from backlinkbot.core.errors import NotFound
from backlinkbot.core.watching import WON
from backlinkbot.io.state.alerts import keep_alerts, lengthen, unclaimed
from backlinkbot.io.state.watches import kept_rules, move_cursor
from backlinkbot.logic.judge.changes.importance import (
    alerts_of,
    at_most,
    id_of,
    spikes_of,
    waves_of,
)
from backlinkbot.logic.judge.velocity import velocity_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.alerts import Alert, Rules
    from backlinkbot.core.velocity import Velocity, VelocityAlarm
    from backlinkbot.core.watching import SiteChanges

SPIKE_WEEKS = 4  # as far as a window of the velocity reaches
LEAST_NEW = 5  # new referring domains in them: fewer are no spike (velocity)
OUT_OF_LINE = 1.2  # times what was expected: fewer are within what quiet months bring
BATCH_DIGITS = 24
GROWING = frozenset((AlertKind.SPIKE, AlertKind.BURST))  # their facts become more


def raised(workspace: Workspace, found: SiteChanges, snapshot: str) -> list[Alert]:
    """Keep what is to be told of a site, and that it was watched up to a snapshot.

    All of it in one transaction, and each fact is claimed by one alert only: a second process, or
    a second run after a crash, finds it claimed.
    """
    now = workspace.clock.now()
    with workspace.state.reading() as connection:
        rules = kept_rules(connection, found.site)
    wanted = _alerts(workspace, found, rules, now)
    newest = found.until
    cursor = Cursor(found.site, snapshot, _moment(newest, now), now)
    with workspace.state.writing() as connection:
        free = unclaimed(connection, [fact for one in wanted for fact in one.facts])
        kept = _batch(_claiming(wanted, free, found.site), found.site, now)
        keep_alerts(connection, kept)
        for one in wanted:
            if one.kind in GROWING:
                lengthen(connection, one.facts)
        move_cursor(connection, cursor)
    return kept


def _alerts(workspace: Workspace, found: SiteChanges, rules: Rules, now: datetime) -> list[Alert]:
    alerts = alerts_of(found, rules, now)
    if any(one.kind in WON for one in found.news()):
        alerts = [*spikes_of(found, _alarms(workspace, found), rules, now), *alerts]
    if found.is_ours:
        alerts = [*waves_of(found, _waves(workspace, found.site), rules, now), *alerts]
    return alerts


def _claiming(wanted: Sequence[Alert], free: set[str], site: str) -> list[Alert]:
    """The alerts that still have something to tell, each with just that.

    A spike one of whose weeks was told is the spike that was told, however many it has by now.
    """
    kept, free = [], set(free)
    for alert in wanted:
        facts = tuple(fact for fact in alert.facts if fact in free)
        if alert.kind in GROWING and len(facts) < len(alert.facts):
            continue
        free.difference_update(facts)
        if facts:
            kept.append(replace(alert, id=id_of(site, facts), facts=facts))
    return kept


def _batch(alerts: list[Alert], site: str, now: datetime) -> list[Alert]:
    kept = at_most(alerts, site, now)
    ids = "\n".join((site, *sorted(one.id for one in kept)))
    batch = sha256(ids.encode()).hexdigest()[:BATCH_DIGITS]
    return [replace(one, batch=batch) for one in kept]


def _alarms(workspace: Workspace, found: SiteChanges) -> tuple[VelocityAlarm, ...]:
    """Weeks out of line; of a site of ours also by what its new links look like.

    The weeks are few numbers; only where they are more than usual are the links of the site read.
    """
    now = workspace.clock.now()
    weeks = workspace.index.growth(found.site, now)
    if not weeks:
        return ()
    by_count = velocity_of(series_of(found.site, now, weeks))
    if not _may_be_spike(by_count):
        return ()
    return velocity(workspace, found.site).alarms if found.is_ours else by_count.alarms


def _may_be_spike(told: Velocity) -> bool:
    """Whether the last weeks with new domains are as many as a spike, and more than usual."""
    last = max((n for n, week in enumerate(told.weeks) if week.new), default=0)
    recent = told.weeks[max(0, last + 1 - SPIKE_WEEKS) : last + 1]
    new = sum(week.new for week in recent)
    return new >= LEAST_NEW and new > OUT_OF_LINE * sum(week.expected or 0.0 for week in recent)


def _waves(workspace: Workspace, site: str) -> list[tuple[date | None, int, float]]:
    """Groups of negative SEO that the last audit named."""
    try:
        told = last_audit(workspace, site)
    except NotFound:
        return []
    return [
        (
            date.fromisoformat(one["since"]) if one["since"] else None,
            len(one["members"]),
            one["probability"],
        )
        for one in told["groups"]
        if one["kind"] == GroupKind.NEGATIVE_SEO.value
    ]


def _moment(day: date | None, now: datetime) -> datetime | None:
    """The end of a day, no later than now."""
    if day is None:
        return None
    end = now.replace(year=day.year, month=day.month, day=day.day, hour=23, minute=59, second=59)
    return min(now, end)
