"""Questions about alerts: each fact is claimed by one of them before anybody is told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from backlinkbot.core.alerts import Alert, AlertKind, Importance
from backlinkbot.core.errors import NotFound
from backlinkbot.io.state.watch_tables import alert_facts, alerts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select

AT_ONCE = 500  # values in one statement; databases have limits


def unclaimed(connection: Connection, facts: Sequence[str]) -> set[str]:
    """Those of these facts that no alert tells."""
    known: set[str] = set()
    for part in _parts(facts):
        asked = select(alert_facts.c.fact).where(alert_facts.c.fact.in_(part))
        known |= {row.fact for row in connection.execute(asked)}
    return set(facts) - known


def keep_alerts(connection: Connection, raised: Iterable[Alert]) -> None:
    """Keep new alerts, and claim the facts that they tell."""
    for alert in raised:
        connection.execute(insert(alerts).values(**_values(alert)))
        for part in _parts(alert.facts):
            rows = [{"fact": fact, "alert": alert.id} for fact in part]
            connection.execute(insert(alert_facts), rows)


def lengthen(connection: Connection, facts: Sequence[str]) -> None:
    """Let the alert that tells some of these facts claim those of them that none tells."""
    free = unclaimed(connection, facts)
    asked = select(alert_facts.c.alert).where(alert_facts.c.fact.in_(list(facts)))
    told_by = connection.execute(asked.limit(1)).scalar()
    if free and told_by is not None:
        rows = [{"fact": fact, "alert": told_by} for fact in sorted(free)]
        connection.execute(insert(alert_facts), rows)


def kept_alerts(
    connection: Connection,
    sites: Sequence[str] = (),
    *,
    importances: Sequence[Importance] = (),
    is_acknowledged: bool | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Alert]:
    """Alerts, of all sites and importances where none are named.

    Those raised last first; of these the critical ones, then our own sites, then the newest days.
    """
    asked = _fitting(select(alerts), sites, importances, is_acknowledged)
    asked = asked.order_by(
        alerts.c.raised_at.desc(), alerts.c.importance, alerts.c.is_ours.desc(), alerts.c.site,
        alerts.c.on.desc().nulls_last(), alerts.c.id,
    )  # fmt: skip
    return [_alert(row) for row in connection.execute(asked.limit(limit).offset(offset))]


def count_alerts(
    connection: Connection,
    sites: Sequence[str] = (),
    *,
    importances: Sequence[Importance] = (),
    is_acknowledged: bool | None = None,
) -> int:
    """How many alerts there are of these."""
    counted = select(func.count()).select_from(alerts)
    asked = _fitting(counted, sites, importances, is_acknowledged)
    return int(connection.execute(asked).scalar_one())


def _fitting(
    asked: Select[Any],
    sites: Sequence[str],
    importances: Sequence[Importance],
    is_acknowledged: bool | None,  # noqa: FBT001 - None asks for both
) -> Select[Any]:
    if sites:
        asked = asked.where(alerts.c.site.in_(list(sites)))
    if importances:
        asked = asked.where(alerts.c.importance.in_([one.value for one in importances]))
    if is_acknowledged is not None:
        column = alerts.c.acknowledged_at
        asked = asked.where(column.is_not(None) if is_acknowledged else column.is_(None))
    return asked


def kept_alert(connection: Connection, alert_id: str) -> Alert:
    """One alert.

    Raises:
        NotFound: there is none of that id.
    """
    row = connection.execute(select(alerts).where(alerts.c.id == alert_id)).first()
    if row is None:
        raise NotFound(f"there is no alert {alert_id}; see: backlinkbot watch --alerts")
    return _alert(row)


def acknowledge(connection: Connection, alert_id: str, at: datetime | None, by: str) -> None:
    """Keep that somebody saw an alert; `at` None: that nobody did."""
    said = {"acknowledged_at": at, "acknowledged_by": by if at else ""}
    connection.execute(update(alerts).where(alerts.c.id == alert_id).values(**said))


def unheard(connection: Connection) -> list[Alert]:
    """Alerts of which webhooks have not been told."""
    asked = select(alerts).where(alerts.c.is_heard.is_(False))
    rows = connection.execute(asked.order_by(alerts.c.batch, alerts.c.raised_at, alerts.c.id))
    return [_alert(row) for row in rows]


def note_heard(connection: Connection, batch: str) -> None:
    """Keep that webhooks were told of a batch."""
    connection.execute(update(alerts).where(alerts.c.batch == batch).values(is_heard=True))


def unclaimed_alerts(connection: Connection, importance: Importance) -> list[Alert]:
    """Alerts of an importance that no notice tells yet, the oldest first."""
    waiting = (alerts.c.notice == "") & (alerts.c.importance == importance.value)
    asked = select(alerts).where(waiting).order_by(alerts.c.raised_at, alerts.c.id)
    return [_alert(row) for row in connection.execute(asked)]


def claim(connection: Connection, ids: Sequence[str], notice: str) -> None:
    """Let a notice tell these alerts, and no other one."""
    for part in _parts(ids):
        connection.execute(update(alerts).where(alerts.c.id.in_(part)).values(notice=notice))


def untold(connection: Connection) -> list[Alert]:
    """Alerts whose notice is not known to be on its way, by notice."""
    waiting = (alerts.c.notice != "") & alerts.c.told_at.is_(None)
    order = (alerts.c.notice, alerts.c.raised_at, alerts.c.id)
    return [
        _alert(row) for row in connection.execute(select(alerts).where(waiting).order_by(*order))
    ]


def note_told(connection: Connection, notice: str, at: datetime) -> None:
    """Keep that a notice is on its way."""
    connection.execute(update(alerts).where(alerts.c.notice == notice).values(told_at=at))


def with_facts(alert: Alert, facts: Sequence[str]) -> Alert:
    """The alert with these of its facts."""
    return replace(alert, facts=tuple(facts))


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def _values(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "site": alert.site,
        "is_ours": alert.is_ours,
        "kind": alert.kind.value,
        "importance": alert.importance.value,
        "change": alert.change,
        "about": alert.about,
        "sentence": alert.sentence,
        "document": json.dumps(dict(alert.document), ensure_ascii=False),
        "on": alert.on,
        "raised_at": alert.raised_at,
        "batch": alert.batch,
        "is_heard": False,
        "notice": alert.notice,
    }


def _alert(row: Any) -> Alert:
    return Alert(
        id=row.id,
        site=row.site,
        kind=AlertKind(row.kind),
        importance=Importance(row.importance),
        about=row.about,
        sentence=row.sentence,
        raised_at=row.raised_at,
        on=row.on,
        change=row.change,
        is_ours=row.is_ours,
        batch=row.batch,
        notice=row.notice,
        told_at=row.told_at,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
        document=json.loads(row.document),
    )
