"""What is told at once, what waits for the digest, and what nobody hears."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from backlinkbot.core.alerts import AlertKind, Importance, Rules
from backlinkbot.core.velocity import SpikeKind, VelocityAlarm
from backlinkbot.core.watching import Basis, ChangeKind, DomainChange, LinkChange, SiteChanges
from backlinkbot.logic.judge.changes.importance import alerts_of, id_of, spikes_of, waves_of

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
RULES = Rules("t.example")


def change(kind: ChangeKind, domain: str = "a.example", **more: Any) -> DomainChange:
    told = DomainChange(
        site="t.example",
        kind=kind,
        source_domain=domain,
        is_news=True,
        links=1,
        pages=1,
        sentence=f"{domain} did something.",
        strength="strong",
        quality=70.0,
        authority=50.0,
        examples=(LinkChange(f"https://{domain}/", "https://t.example/page", "a"),),
        facts=(f"{kind.value} {domain}",),
    )
    return replace(told, **more)


def found(*changes: DomainChange, is_ours: bool = True) -> SiteChanges:
    since = datetime(2026, 10, 20, tzinfo=UTC)
    return SiteChanges(
        "t.example", is_ours, (), Basis.SNAPSHOTS, since, "000001", date(2026, 11, 20), changes
    )


def importances(*changes: DomainChange, rules: Rules = RULES, is_ours: bool = True) -> list[str]:
    told = alerts_of(found(*changes, is_ours=is_ours), rules, NOW)
    return [one.importance.value for one in told]


@pytest.mark.parametrize("kind", [ChangeKind.LOST, ChangeKind.NOFOLLOWED])
def test_a_strong_link_of_ours_that_goes_is_critical_and_a_medium_one_waits(
    kind: ChangeKind,
) -> None:
    assert importances(change(kind)) == ["critical"]
    assert importances(change(kind, strength="medium")) == ["digest"]
    assert importances(change(kind), is_ours=False) == ["digest"]


def test_a_new_link_waits_and_small_things_stay_quiet() -> None:
    assert importances(change(ChangeKind.NEW)) == ["digest"]
    assert importances(change(ChangeKind.SURROUNDINGS)) == ["quiet"]


def test_what_only_the_index_learnt_raises_nothing() -> None:
    assert importances(change(ChangeKind.LOST, is_news=False)) == []


def test_rules_keep_small_domains_and_unwanted_kinds_quiet_and_unknown_ones_loud() -> None:
    rules = replace(RULES, least_authority=60.0)
    assert importances(change(ChangeKind.LOST), rules=rules) == ["quiet"]
    assert importances(change(ChangeKind.LOST, authority=None), rules=rules) == ["critical"]
    rules = replace(RULES, quiet=("strong link lost",))
    assert importances(change(ChangeKind.LOST), rules=rules) == ["quiet"]


def test_a_broken_page_is_one_alert_critical_where_a_good_link_leads_there() -> None:
    weak = change(ChangeKind.BROKEN, "b.example", strength="weak")
    (alert,) = alerts_of(found(change(ChangeKind.BROKEN), weak), RULES, NOW)
    assert (alert.kind, alert.importance) == (AlertKind.PAGE_BROKEN, Importance.CRITICAL)
    assert alert.about == "https://t.example/page"
    assert set(alert.facts) == {"broken a.example", "broken b.example"}
    (alert,) = alerts_of(found(weak), RULES, NOW)
    assert alert.importance is Importance.DIGEST


def test_the_critical_ones_come_first() -> None:
    told = importances(change(ChangeKind.NEW), change(ChangeKind.LOST, "b.example"))
    assert told == ["critical", "digest"]


def alarm(kind: SpikeKind, last: date = date(2026, 11, 9)) -> VelocityAlarm:
    return VelocityAlarm(last, last, 80, 3.0, kind, 0.9, 1e-9, ())


def test_a_spike_is_critical_unless_it_looks_viral_and_a_rivals_is_a_burst() -> None:
    def told(kind: SpikeKind, *, is_ours: bool) -> tuple[str, str]:
        (one,) = spikes_of(found(is_ours=is_ours), [alarm(kind)], RULES, NOW)
        return one.kind.value, one.importance.value

    assert told(SpikeKind.BOUGHT, is_ours=True) == ("spike of new links", "critical")
    assert told(SpikeKind.VIRAL, is_ours=True) == ("spike of new links", "digest")
    assert told(SpikeKind.UNCLEAR, is_ours=False) == ("burst of a rival", "critical")


def test_a_spike_of_long_ago_is_not_told_and_a_growing_one_holds_what_was_told() -> None:
    assert spikes_of(found(), [alarm(SpikeKind.BOUGHT, date(2026, 3, 2))], RULES, NOW) == []
    (first,) = spikes_of(found(), [alarm(SpikeKind.BOUGHT)], RULES, NOW)
    grown = replace(alarm(SpikeKind.BOUGHT), last=date(2026, 11, 16), new=120)
    (second,) = spikes_of(found(), [grown], RULES, NOW)
    assert set(first.facts) < set(second.facts)  # its weeks, of which each is told once


def test_a_wave_is_told_where_the_audit_is_sure_of_it() -> None:
    day = date(2026, 11, 3)
    (one,) = waves_of(found(), [(day, 40, 0.95)], RULES, NOW)
    assert (one.kind, one.importance) == (AlertKind.WAVE, Importance.CRITICAL)
    unsure, undated, old = (day, 40, 0.5), (None, 40, 0.95), (date(2026, 1, 1), 40, 0.95)
    assert waves_of(found(), [unsure, undated, old], RULES, NOW) == []


def test_the_id_is_that_of_the_facts() -> None:
    assert id_of("t.example", ["a", "b"]) == id_of("t.example", ["a", "b"])
    assert id_of("t.example", ["a"]) != id_of("u.example", ["a"])
