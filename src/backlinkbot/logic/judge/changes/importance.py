"""How much a change matters: critical at once, the rest in a digest, what is not wanted quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from backlinkbot.core.alerts import Alert, AlertKind, Importance
from backlinkbot.core.nouns import Strength
from backlinkbot.core.velocity import SpikeKind
from backlinkbot.core.watching import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from backlinkbot.core.alerts import Rules
    from backlinkbot.core.velocity import VelocityAlarm
    from backlinkbot.core.watching import DomainChange, SiteChanges

ID_DIGITS, FACT_DIGITS = 16, 32
MOST_OF_ONE_LOOK = 500  # alerts of one site: beyond, the rest is one sentence
GOOD = (Strength.STRONG.value, Strength.MEDIUM.value)
SURE_WAVE = 0.8  # an audit's negative-SEO group less sure than this is for the audit, no alarm
HURTS = frozenset((ChangeKind.LOST, ChangeKind.NOFOLLOWED))
# What nobody needs a message for; it stays in the history and goes to webhooks.
SMALL = frozenset((ChangeKind.SURROUNDINGS, ChangeKind.REPAIRED, ChangeKind.BLOCKED))


def alerts_of(found: SiteChanges, rules: Rules, now: datetime) -> list[Alert]:
    """One alert for each change that is news, the weightiest first.

    A page of ours that is broken is one alert, however many link to it.
    """
    alerts = [
        _alert(found, change, AlertKind.STRONG_LOST if _is_strong_loss(found, change)
               else AlertKind.CHANGE, rules, now)
        for change in found.news() if change.kind is not ChangeKind.BROKEN
    ]  # fmt: skip
    alerts += _broken_pages(found, rules, now)
    order = list(Importance)
    alerts.sort(key=lambda one: order.index(one.importance))
    return alerts


def spikes_of(
    found: SiteChanges, alarms: Iterable[VelocityAlarm], rules: Rules, now: datetime
) -> list[Alert]:
    """Alerts of weeks with more new referring domains than the site's history explains.

    Only weeks that end after `found.since`: older ones were told when they came. A spike of a
    rival is a burst; one of ours that looks viral is good news, and no alarm. Its facts are its
    weeks: as more is known, the same spike begins and ends in others.
    """
    told = []
    for alarm in alarms:
        if (alarm.last - found.since.date()).days < -6:  # noqa: PLR2004 - the week of that Monday
            continue
        kind = AlertKind.SPIKE if found.is_ours else AlertKind.BURST
        is_good = found.is_ours and alarm.kind is SpikeKind.VIRAL
        importance = Importance.DIGEST if is_good else Importance.CRITICAL
        who = "" if found.is_ours else f" of the rival {found.site}"
        said = (
            f"{alarm.new:,} new referring domains{who} in the weeks of {alarm.first.isoformat()} "
            f"to {alarm.last.isoformat()}, against {alarm.expected:.0f} expected"
            f"{_looks(alarm) if found.is_ours else ''}."
        )
        about = alarm.first.isoformat()
        alert = _of_site(found, kind, importance, about, said, rules, now, alarm.last)
        facts = tuple(_fact(found, kind, week.isoformat()) for week in _weeks(alarm))
        told.append(replace(alert, id=id_of(found.site, facts), facts=facts))
    return told


def waves_of(
    found: SiteChanges,
    groups: Iterable[tuple[date | None, int, float]],
    rules: Rules,
    now: datetime,
) -> list[Alert]:
    """Alerts of an audit's groups of negative SEO: since when, how many sites, how sure (0..1)."""
    told = []
    for since, members, sure in groups:
        if sure < SURE_WAVE or since is None or since < found.since.date():
            continue
        said = (
            f"{members:,} sites that look thrown away link to {found.site} since "
            f"{since.isoformat()}: negative SEO, {sure:.0%} sure. The audit says what to do."
        )
        critical = Importance.CRITICAL
        about = since.isoformat()
        told.append(_of_site(found, AlertKind.WAVE, critical, about, said, rules, now, since))
    return told


def at_most(alerts: Sequence[Alert], site: str, now: datetime) -> list[Alert]:
    """The first alerts, and one that tells how many more there are."""
    kept, more = list(alerts[:MOST_OF_ONE_LOOK]), alerts[MOST_OF_ONE_LOOK:]
    if more:
        facts = tuple(sorted(fact for one in more for fact in one.facts))
        said = f"{len(more):,} more changes of {site}; backlinkbot watch {site} has them all."
        kept.append(
            Alert(
                id=id_of(site, facts),
                site=site,
                kind=AlertKind.MORE,
                importance=Importance.DIGEST,
                about=site,
                sentence=said,
                raised_at=now,
                is_ours=more[0].is_ours,
                facts=facts,
            )
        )
    return kept


def id_of(site: str, facts: Sequence[str]) -> str:
    """The id of an alert: the same for the same facts."""
    return sha256("\n".join((site, *facts)).encode()).hexdigest()[:ID_DIGITS]


def _looks(alarm: VelocityAlarm) -> str:
    if alarm.kind is SpikeKind.UNCLEAR:
        return ""
    return ", and they look bought" if alarm.kind is SpikeKind.BOUGHT else ", and they look viral"


def _is_strong_loss(found: SiteChanges, change: DomainChange) -> bool:
    is_strong = change.strength == Strength.STRONG.value
    return found.is_ours and change.kind in HURTS and is_strong


def _alert(
    found: SiteChanges, change: DomainChange, kind: AlertKind, rules: Rules, now: datetime
) -> Alert:
    importance = Importance.DIGEST
    if kind is AlertKind.STRONG_LOST:
        importance = Importance.CRITICAL
    elif change.kind in SMALL:
        importance = Importance.QUIET
    if _is_unwanted(change, kind, rules):
        importance = Importance.QUIET
    return Alert(
        id=id_of(found.site, change.facts),
        site=found.site,
        kind=kind,
        importance=importance,
        about=change.source_domain,
        sentence=said(change),
        raised_at=now,
        on=change.on,
        change=change.kind.value,
        is_ours=found.is_ours,
        facts=change.facts,
        document=change.as_document(),
    )


def said(change: DomainChange) -> str:
    """The change with what its domain and link are worth."""
    known = []
    if change.authority is not None:
        known.append(f"authority {change.authority:.0f}")
    if change.quality is not None:
        known.append(f"{change.strength}, {change.quality:.0f} of 100")
    beside = f" ({'; '.join(known)})" if known else ""
    return f"{change.sentence.removesuffix('.')}{beside}."


def _is_unwanted(change: DomainChange, kind: AlertKind, rules: Rules) -> bool:
    too_small = change.authority is not None and change.authority < rules.least_authority
    return too_small or change.kind.value in rules.quiet or kind.value in rules.quiet


def _broken_pages(found: SiteChanges, rules: Rules, now: datetime) -> list[Alert]:
    """Pages that links lead to and that do not answer: critical where a good link leads there."""
    pages: dict[str, list[DomainChange]] = {}
    for change in found.news(ChangeKind.BROKEN):
        for target in dict.fromkeys(one.target_url for one in change.examples):
            pages.setdefault(target, []).append(change)
    told: list[Alert] = []
    done: set[str] = set()
    for page, changes in pages.items():
        facts = tuple(sorted({f for one in changes for f in one.facts} - done))
        done |= set(facts)
        if not facts:
            continue
        good = sum(one.strength in GOOD for one in changes)
        several = "referring domain" if len(changes) == 1 else "referring domains"
        linked = f"{len(changes):,} {several} link there, {good:,} of them well"
        kind = AlertKind.PAGE_BROKEN if found.is_ours else AlertKind.CHANGE
        critical = found.is_ours and good and not _is_quiet(rules, kind, ChangeKind.BROKEN)
        unwanted = all(_is_unwanted(one, kind, rules) for one in changes)
        importance = Importance.CRITICAL if critical else Importance.DIGEST
        told.append(
            Alert(
                id=id_of(found.site, facts),
                site=found.site,
                kind=kind,
                importance=Importance.QUIET if unwanted else importance,
                about=page,
                sentence=f"{page} is broken; {linked}.",
                raised_at=now,
                on=changes[0].on,
                change=ChangeKind.BROKEN.value,
                is_ours=found.is_ours,
                facts=facts,
                document=changes[0].as_document(),
            )
        )
    return told


def _is_quiet(rules: Rules, *words: AlertKind | ChangeKind) -> bool:
    return any(word.value in rules.quiet for word in words)


def _of_site(  # noqa: PLR0913, PLR0917 - what such an alert is made of
    found: SiteChanges, kind: AlertKind, importance: Importance, about: str, said: str,
    rules: Rules, now: datetime, on: date,
) -> Alert:  # fmt: skip
    facts = (_fact(found, kind, about),)
    wanted = Importance.QUIET if _is_quiet(rules, kind) else importance
    return Alert(
        id_of(found.site, facts), found.site, kind, wanted, about, said, now, on,
        is_ours=found.is_ours, facts=facts,
    )  # fmt: skip


def _fact(found: SiteChanges, kind: AlertKind, about: str) -> str:
    return sha256(repr((kind.value, found.site, about)).encode()).hexdigest()[:FACT_DIGITS]


def _weeks(alarm: VelocityAlarm) -> Iterator[date]:
    for number in range((alarm.last - alarm.first).days // 7 + 1):
        yield alarm.first + timedelta(weeks=number)
