from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import LostReason, Placement
from backlinkbot.core.urls import canonical, registered_domain
from backlinkbot.logic.tiny_web.truth import SiteKind, World
from backlinkbot.logic.tiny_web.world import make_world

RESERVED = {"example", "test", "invalid", "xa", "xd", "xf", "xs", "zz"}


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


def test_the_same_number_gives_the_same_web_and_another_gives_another(world: World) -> None:
    again = make_world()
    assert again == world
    other = make_world(seed=8)
    assert other.captures != world.captures


def test_it_has_a_few_hundred_sites_and_a_few_thousand_captures(world: World) -> None:
    assert len(world.sites) == 300
    assert len({site.domain for site in world.sites}) == 300
    assert 2000 <= len(world.captures) <= 4500
    assert {site.kind for site in world.sites} == set(SiteKind)


def test_every_name_is_reserved_and_a_registrable_domain_of_its_own(world: World) -> None:
    for site in world.sites:
        assert site.domain.rsplit(".", 1)[1] in RESERVED
        assert registered_domain(site.host) == site.domain
    assert any(site.domain.startswith("xn--") for site in world.sites)


def test_captures_are_in_order_of_time_and_inside_the_period(world: World) -> None:
    moments = [capture.fetched_at for capture in world.captures]
    assert moments == sorted(moments)
    assert world.begins_on <= moments[0].date()
    assert moments[-1].date() <= world.ends_on == date(2026, 10, 31)


def test_a_page_is_captured_again_only_after_it_changed_or_for_the_last_look(
    world: World,
) -> None:
    latest: dict[str, bytes] = {}
    unchanged = 0
    for capture in world.captures:
        unchanged += latest.get(capture.url) == capture.body
        latest[capture.url] = capture.body
    assert unchanged < len(world.captures) * 0.25


def test_links_to_the_client_stand_in_all_ten_places(world: World) -> None:
    rivals = (world.client, *world.competitors)
    found = {b.link.placement for domain in rivals for b in world.to(domain)}
    assert found == set(Placement)
    assert len({b.link.placement for b in world.to(world.client)}) >= 9


def test_links_are_lost_in_every_way_that_an_archive_can_show(world: World) -> None:
    reasons = {b.lost_reason for b in world.backlinks} | {b.changed for b in world.backlinks}
    assert reasons >= {
        LostReason.REMOVED_FROM_HTML,
        LostReason.PAGE_GONE,
        LostReason.REDIRECTED,
        LostReason.NOINDEXED,
        LostReason.NO_LONGER_CANONICAL,
        LostReason.TARGET_CHANGED,
        LostReason.BECAME_NOFOLLOW,
    }


def test_a_page_that_refuses_us_loses_no_link(world: World) -> None:
    refusing = {c.url for c in world.captures if c.status == 403}
    assert refusing
    lost = [b for b in world.backlinks if b.link.source_url in refusing and b.lost_at]
    assert lost == []


def test_the_written_html_holds_each_link_as_the_truth_says(world: World) -> None:
    for capture in world.captures[::40]:
        html = capture.body.decode()
        for link in capture.links:
            assert link.written.replace("&", "&amp;") in html
            assert canonical(link.target_url) == link.target_url


@pytest.mark.parametrize(("sites", "months"), [(300, 18), (60, 6), (120, 24)])
def test_waves_are_where_the_truth_says(sites: int, months: int) -> None:
    world = make_world(sites=sites, months=months)
    assert {wave.name for wave in world.waves} == {
        "viral week", "private blog network", "negative SEO",
    }  # fmt: skip
    for wave in world.waves:
        linking = {b.link.source_domain for b in world.to(wave.target)}
        assert set(wave.sources) <= linking


def test_the_network_shows_one_footprint_and_honest_sites_show_none(world: World) -> None:
    network = [site for site in world.sites if site.kind is SiteKind.PBN]
    assert len({(s.ga, s.owner, s.skeleton, s.ip.rsplit(".", 1)[0]) for s in network}) == 1
    honest = Counter(site.ga for site in world.sites if site.honest and site.ga)
    assert honest.most_common(1)[0][1] == 1


def test_sites_of_one_skeleton_name_its_parts_differently(world: World) -> None:
    pages = {c.domain: c.body.decode() for c in world.captures if c.status == 200}
    presses = [s for s in world.sites if s.skeleton == 1 and s.honest]
    footers = {re.findall(r'id="colophon" class="([^"]+)"', pages[s.domain])[0] for s in presses}
    assert len(footers) > 2


def test_every_tactic_has_its_chances(world: World) -> None:
    tactics = Counter(chance.tactic for chance in world.opportunities)
    assert set(tactics) == {
        "broken link", "unlinked mention", "resource page", "guest post", "niche directory",
        "link intersect", "lost-link reclamation",
    }  # fmt: skip


def test_unlinked_mentions_name_the_client_and_do_not_link_to_it(world: World) -> None:
    last = {capture.url: capture for capture in world.captures}
    for chance in world.opportunities:
        if chance.tactic == "unlinked mention":
            page = last[canonical(chance.page) or ""]
            assert world.brand in page.body.decode()
            assert all(link.target_domain != world.client for link in page.links)


def test_broken_links_lead_to_a_page_that_was_seen_gone(world: World) -> None:
    gone = {capture.url for capture in world.captures if capture.status == 404}
    broken = [chance for chance in world.opportunities if chance.tactic == "broken link"]
    assert broken
    assert {canonical(chance.about) for chance in broken} <= gone


@pytest.mark.parametrize(("sites", "months"), [(300, 18), (100, 6)])
def test_sites_of_the_intersect_link_to_both_rivals_and_never_to_the_client(
    sites: int, months: int
) -> None:
    world = make_world(sites=sites, months=months)
    to = {
        domain: {b.link.source_domain for b in world.to(domain)}
        for domain in (world.client, *world.competitors)
    }
    for chance in world.opportunities:
        if chance.tactic == "link intersect":
            assert chance.domain not in to[world.client]
            assert all(chance.domain in to[rival] for rival in world.competitors)


def test_too_small_a_web_is_refused() -> None:
    with pytest.raises(BadInput, match="at least 60 sites"):
        make_world(sites=10)
