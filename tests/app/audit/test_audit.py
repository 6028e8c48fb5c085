"""The audit of the little web's sites: schemes found whole, nothing honest disavowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backlinkbot.app.audit import Audited, audit
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.audit import Advice, GroupKind
from backlinkbot.core.errors import NotFound
from backlinkbot.logic.tiny_web.truth import SiteKind, World

Ask = Callable[[str], Audited]


def members(found: Audited, kind: GroupKind) -> set[str]:
    return {unit for one in found.audit.groups if one.kind is kind for unit in one.members}


def linking(world: World, target: str, kind: SiteKind) -> set[str]:
    """The sites of a kind that link to `target` still."""
    live = {b.link.source_domain for b in world.to(target) if b.lost_at is None}
    return {name for name in live if world.site(name).kind is kind}


def test_the_negative_seo_wave_is_found_whole_and_nearly_all_of_it_to_be_disavowed(
    audited: Ask, world: World
) -> None:
    found = audited(world.client)
    wave = linking(world, world.client, SiteKind.SPAM)
    assert members(found, GroupKind.NEGATIVE_SEO) == wave
    verdicts = {one.unit: one.verdict for one in found.audit.domains}
    # One that says nothing of itself, but when it came and with which words, may be honest.
    assert {verdicts[unit] for unit in wave} <= {Advice.DISAVOW, Advice.REVIEW}
    assert sum(verdicts[unit] is Advice.DISAVOW for unit in wave) > 0.75 * len(wave)
    assert found.audit.action is Advice.DISAVOW
    assert found.audit.sentence.startswith("Of the ")


def test_the_private_network_of_the_second_competitor_is_found_whole(
    audited: Ask, world: World
) -> None:
    found = audited(world.competitors[1])
    network = linking(world, world.competitors[1], SiteKind.PBN)
    assert members(found, GroupKind.PBN) == network
    assert found.audit.risk
    assert found.audit.risk.level in {"some", "high"}


def test_the_farm_is_found_whole_around_a_money_site(audited: Ask, world: World) -> None:
    money = [site.domain for site in world.sites if site.kind is SiteKind.MONEY]
    target = max(money, key=lambda name: len(linking(world, name, SiteKind.FARM)))
    farm = linking(world, target, SiteKind.FARM)
    assert len(farm) >= 4
    assert farm <= members(audited(target), GroupKind.LINK_FARM)


def test_nothing_honest_is_disavowed_at_any_site_of_the_little_web(
    audited: Ask, world: World
) -> None:
    honest = {site.domain for site in world.sites if site.honest}
    targets = [world.client, *world.competitors]
    targets += [site.domain for site in world.sites if site.kind is SiteKind.NEWS][:2]
    for target in targets:
        wrong = {
            one.unit
            for one in audited(target).audit.domains
            if one.verdict is Advice.DISAVOW and one.unit in honest
        }
        assert wrong == set(), target


def test_a_clean_profile_gets_one_sentence(audited: Ask, world: World) -> None:
    news = [site.domain for site in world.sites if site.kind is SiteKind.NEWS]
    clean = (audited(name).audit for name in news[:3])
    best = next(one for one in clean if one.action is Advice.KEEP)
    assert best.sentence.startswith("No action needed: nothing speaks against the ")
    assert best.risk
    assert (best.risk.level, best.links) == ("none", ())


def test_counts_add_up_and_every_unit_has_its_row(audited: Ask, world: World) -> None:
    found = audited(world.client).audit
    assert found.keep + found.review + found.disavow == found.backlinks
    assert sum(one.links for one in found.domains) == found.backlinks
    assert len({one.unit for one in found.domains}) == len(found.domains)
    gravest = [list(Advice).index(one.verdict) for one in found.domains]
    assert gravest == sorted(gravest, reverse=True)


def test_a_disavow_needs_98_percent_and_two_kinds_of_evidence(audited: Ask, world: World) -> None:
    for domain in (world.client, *world.competitors):
        for one in audited(domain).audit.domains:
            if one.verdict is Advice.DISAVOW:
                assert one.probability >= 0.98
                assert len(one.families) >= 2
                assert one.reasons
                assert not one.protected


def test_the_document_keeps_the_contract(audited: Ask, world: World) -> None:
    document = audited(world.client).as_document()
    assert {"domain", "as_of", "summary", "groups", "domains", "anchors", "velocity"} <= set(
        document
    )
    assert {"links", "keep", "review", "disavow", "action", "sentence"} == set(document["summary"])
    assert {"kind", "members", "links", "since", "probability", "ties"} <= set(
        document["groups"][0]
    )
    assert {
        "domain", "unit", "verdict", "probability", "families", "reasons", "links", "worth_points",
    } <= set(document["domains"][0])  # fmt: skip


def test_flagged_sites_are_priced(audited: Ask, world: World) -> None:
    found = audited(world.client).audit
    flagged = [one for one in found.domains if one.verdict is Advice.DISAVOW]
    assert all(one.worth_points is not None and one.worth_points < 0.1 for one in flagged)


def test_an_empty_index_and_an_unknown_site_are_said(
    little: Workspace, workspace: Workspace
) -> None:
    with pytest.raises(NotFound, match="the index is empty"):
        audit(workspace, "a.com")
    with pytest.raises(NotFound, match="nothing in the index points at"):
        audit(little, "nobody-links-here.example")


def test_a_missing_file_is_said_before_anything_is_judged(
    little: Workspace, world: World, tmp_path: Path
) -> None:
    from backlinkbot.app.audit import AuditOptions

    with pytest.raises(NotFound, match="none"):
        audit(little, world.client, AuditOptions(current=str(tmp_path / "none.txt")))
