"""Tells what was raised: webhooks at once, critical alerts at once, the rest as digests.

Each step is kept before the next is taken, and every message has an id that is made of what it
tells, so a run that ends anywhere is taken up by the next one and nothing is told twice.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any

from backlinkbot.app.clients import root_workspace
from backlinkbot.app.hooks import tell
from backlinkbot.app.watch.notifiers import is_wanted, put_notice
from backlinkbot.core.alerts import Importance
from backlinkbot.core.hooks import Event
from backlinkbot.core.notices import Line, Notice
from backlinkbot.core.watching import ChangeKind
from backlinkbot.io.state.alerts import (
    claim,
    note_heard,
    note_told,
    unclaimed_alerts,
    unheard,
    untold,
)
from backlinkbot.io.state.watches import kept_rules, note_digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.alerts import Alert, Rules

DIGEST_EVERY = {"day": timedelta(days=1), "week": timedelta(days=7)}
# A daily look is never to the second: a digest that is due within this time is due.
EARLY = timedelta(hours=1)
MOST_IN_EVENT = 100  # changes in one webhook; beyond, it says how many more
MOST_LINES = 200  # alerts in one message
NOTICE_DIGITS = 24
EVENTS = {
    ChangeKind.NEW.value: Event.LINK_NEW,
    ChangeKind.BACK.value: Event.LINK_NEW,
    ChangeKind.LOST.value: Event.LINK_LOST,
}


def tell_waiting(workspace: Workspace) -> int:
    """Put all that was raised and is due on its way; how many messages were put.

    What nobody wants to hear yet waits for the first who does.

    `workspace`: of the client; the messages go out from that of the root.
    """
    with root_workspace(workspace) as root:
        _tell_hooks(workspace, root)
        for importance, is_critical in ((Importance.CRITICAL, True), (Importance.DIGEST, False)):
            if is_wanted(root, workspace.client, is_critical=is_critical):
                _claim(workspace, importance)
        return _put_notices(workspace, root)


def _tell_hooks(workspace: Workspace, root: Workspace) -> None:
    with workspace.state.reading() as connection:
        waiting = unheard(connection)
    for batch, alerts in groupby(waiting, key=lambda one: one.batch):
        of_batch = list(alerts)
        by_event: dict[Event, list[Alert]] = {}
        for one in of_batch:
            if one.change:
                by_event.setdefault(EVENTS.get(one.change, Event.LINK_CHANGED), []).append(one)
            if one.importance is not Importance.QUIET:
                by_event.setdefault(Event.ALERT, []).append(one)
        for event, told in by_event.items():
            data = _event(event, told)
            tell(root, workspace.client, event, data, key=f"{workspace.client} {batch}")
        with workspace.state.writing() as connection:
            note_heard(connection, batch)


def _event(event: Event, alerts: Sequence[Alert]) -> dict[str, Any]:
    shown = alerts[:MOST_IN_EVENT]
    name, documents = "changes", [dict(one.document) for one in shown]
    if event is Event.ALERT:
        name, documents = "alerts", [one.as_document() for one in shown]
    return {
        "site": alerts[0].site,
        "is_ours": alerts[0].is_ours,
        name: documents,
        "more": len(alerts) - len(shown),
    }


def _claim(workspace: Workspace, importance: Importance) -> None:
    """One message a site for the alerts of an importance that none tells yet; digests when due."""
    now, is_digest = workspace.clock.now(), importance is Importance.DIGEST
    with workspace.state.writing() as connection:
        waiting = unclaimed_alerts(connection, importance)
        waiting.sort(key=lambda one: (one.site, one.raised_at, one.id))
        for site, alerts in groupby(waiting, key=lambda one: one.site):
            if is_digest and not _is_due(kept_rules(connection, site), now):
                continue
            ids = [one.id for one in alerts]
            claim(connection, ids, _notice_id(importance.value, site, ids))
            if is_digest:
                note_digest(connection, site, now)


def _put_notices(workspace: Workspace, root: Workspace) -> int:
    with workspace.state.reading() as connection:
        waiting = untold(connection)
    put = 0
    for notice_id, alerts in groupby(waiting, key=lambda one: one.notice):
        told = put_notice(root, _notice(workspace, notice_id, list(alerts)))
        if not told:  # who wanted it went away meanwhile; the next one who wants such is told
            continue
        put += told
        with workspace.state.writing() as connection:
            note_told(connection, notice_id, workspace.clock.now())
    return put


def _notice(workspace: Workspace, notice_id: str, alerts: Sequence[Alert]) -> Notice:
    site, is_critical = alerts[0].site, alerts[0].importance is Importance.CRITICAL
    return Notice(
        id=notice_id,
        client=workspace.client,
        site=site,
        title=_title(site, alerts, is_critical=is_critical),
        lines=tuple(_line(one) for one in alerts[:MOST_LINES]),
        at=max(one.raised_at for one in alerts),
        is_critical=is_critical,
        more=max(0, len(alerts) - MOST_LINES),
    )


def _title(site: str, alerts: Sequence[Alert], *, is_critical: bool) -> str:
    who = site if alerts[0].is_ours else f"rival {site}"
    if is_critical:
        first = alerts[0].kind.value
        others = f" and {len(alerts) - 1:,} more" if len(alerts) > 1 else ""
        return f"{who}: {first}{others}"
    return f"{who}: {len(alerts):,} {'change' if len(alerts) == 1 else 'changes'} of its links"


def _line(alert: Alert) -> Line:
    examples: Sequence[dict[str, Any]] = alert.document.get("examples") or ()
    address = examples[0]["source_url"] if examples else ""
    return Line(alert.sentence, address, alert.importance is Importance.CRITICAL)


def _notice_id(kind: str, whose: str, ids: Sequence[str]) -> str:
    told: tuple[Any, ...] = (kind, whose, *sorted(ids))
    return f"ntc_{sha256(repr(told).encode()).hexdigest()[:NOTICE_DIGITS]}"


def _is_due(rules: Rules, now: datetime) -> bool:
    at = rules.digest_at
    return at is None or now - at >= DIGEST_EVERY[rules.digest] - EARLY
