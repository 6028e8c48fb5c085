"""Verdicts on the little web, whose truth is known: all schemes named, nothing honest disavowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backlinkbot.core.audit import Advice
from backlinkbot.logic.judge.disavow.facts import DisavowFacts
from backlinkbot.logic.judge.groups import groups_of
from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.verdict import verdicts_of
from backlinkbot.logic.judge.verdict.risk import risk_of
from backlinkbot.logic.tiny_web.truth import SiteKind

if TYPE_CHECKING:
    from suspects_of_world import SeenWeb

    from backlinkbot.core.audit import DomainVerdict, Group, LinkVerdict

Judged = tuple[tuple["DomainVerdict", ...], tuple["LinkVerdict", ...], tuple["Group", ...]]


def judged(web: SeenWeb, target: str) -> Judged:
    suspects = web.suspects(target)
    marks = {name: marker.find(suspects) for name, marker in markers.items()}
    groups = groups_of(suspects)
    domains, links = verdicts_of(suspects, marks, groups, DisavowFacts())
    return domains, links, groups


@pytest.fixture(scope="module")
def audits(seen_web: SeenWeb) -> dict[str, Judged]:
    targets = (seen_web.world.client, *seen_web.world.competitors)
    return {target: judged(seen_web, target) for target in targets}


def of_kind(seen_web: SeenWeb, audit: Judged, kind: SiteKind) -> list[Advice]:
    kinds = {site.domain: site.kind for site in seen_web.world.sites}
    return [one.verdict for one in audit[0] if kinds[one.domain] is kind]


def test_the_spam_wave_on_the_client_is_found_whole_and_mostly_disavowed(
    seen_web: SeenWeb, audits: dict[str, Judged]
) -> None:
    found = of_kind(seen_web, audits[seen_web.world.client], SiteKind.SPAM)
    assert len(found) >= 40
    assert Advice.KEEP not in found
    # The others show nothing but their week and their words, which say nothing of a site.
    assert found.count(Advice.DISAVOW) >= 0.8 * len(found)


def test_the_blog_network_of_the_second_competitor_is_found_whole(
    seen_web: SeenWeb, audits: dict[str, Judged]
) -> None:
    found = of_kind(seen_web, audits[seen_web.world.competitors[1]], SiteKind.PBN)
    assert found
    assert Advice.KEEP not in found
    assert found.count(Advice.DISAVOW) >= 0.9 * len(found)


def test_nothing_honest_is_disavowed_anywhere(seen_web: SeenWeb, audits: dict[str, Judged]) -> None:
    honest = {site.domain for site in seen_web.world.sites if site.honest}
    named = [
        one.unit
        for domains, _, _ in audits.values()
        for one in domains
        if one.verdict is Advice.DISAVOW and one.domain in honest
    ]
    assert named == []


def test_every_verdict_but_keep_has_a_reason_and_the_gravest_two_families(
    audits: dict[str, Judged],
) -> None:
    for domains, links, _ in audits.values():
        for one in domains:
            assert one.verdict is Advice.KEEP or one.reasons
            assert one.verdict is not Advice.DISAVOW or len(one.families) >= 2
        assert all(one.reasons for one in links if one.verdict is not Advice.KEEP)


def test_a_clean_profile_gets_one_sentence(seen_web: SeenWeb, audits: dict[str, Judged]) -> None:
    domains, _, groups = audits[seen_web.world.competitors[0]]
    assert {one.verdict for one in domains} == {Advice.KEEP}
    risk = risk_of(domains, groups)
    assert risk.level == "none"
    assert risk.sentence.startswith("No action needed")
    assert (risk.looks_at, risk.first_steps) == ((), ())


def test_the_competitor_with_a_network_has_more_to_fear_than_the_victim_of_a_wave(
    seen_web: SeenWeb, audits: dict[str, Judged]
) -> None:
    rival, _, network = audits[seen_web.world.competitors[1]]
    client, _, wave = audits[seen_web.world.client]
    levels = ("none", "low", "some", "high")
    placed, hostile = risk_of(rival, network), risk_of(client, wave)
    assert levels.index(placed.level) > levels.index(hostile.level)
    assert any("Ask for removal first" in step for step in placed.first_steps)
