"""Groups in the little web, among honest look-alikes, and the laws they keep."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pyarrow as pa
import pytest
from small_suspects import WORDS, Small
from suspects_of_world import SeenWeb

from backlinkbot.core.audit import Family, Group, GroupKind
from backlinkbot.logic.judge.evidence import Evidence
from backlinkbot.logic.judge.groups import groups_of
from backlinkbot.logic.judge.groups.judge import MOST_OF_ESTATES
from backlinkbot.logic.judge.suspicion import Suspects
from backlinkbot.logic.judge.verdict.advice import SURE_GROUP
from backlinkbot.logic.tiny_web.truth import SiteKind

PLATFORMS = ("pinterest.com", "instagram.com", "tiktok.com", "facebook.com", "etsy.com", "ebay.com")
MONEY = ("lucky-reel-casino.test", "slim-fast-pills.test")


@cache
def found(web: SeenWeb, target: str) -> tuple[Group, ...]:
    return groups_of(web.suspects(target))


def linking(web: SeenWeb, suspects: Suspects, kind: SiteKind) -> set[str]:
    return {name for name in suspects.domains.to_pylist() if web.world.site(name).kind is kind}


def the(groups: tuple[Group, ...], kind: GroupKind) -> Group:
    of_kind = [group for group in groups if group.kind is kind]
    assert len(of_kind) == 1, [group.name for group in groups]
    return of_kind[0]


@pytest.mark.parametrize("money", MONEY)
def test_the_farm_is_found_whole_around_its_money_sites(seen_web: SeenWeb, money: str) -> None:
    suspects = seen_web.suspects(money)
    farm = the(found(seen_web, money), GroupKind.LINK_FARM)
    assert set(farm.members) == linking(seen_web, suspects, SiteKind.FARM)
    assert farm.probability > 0.9
    assert {Family.OWNERS, Family.LINKS} <= set(farm.families)


def test_the_private_network_is_found_whole_at_the_second_competitor(seen_web: SeenWeb) -> None:
    suspects = seen_web.suspects(seen_web.world.competitors[1])
    network = the(found(seen_web, seen_web.world.competitors[1]), GroupKind.PBN)
    assert set(network.members) == linking(seen_web, suspects, SiteKind.PBN)
    assert network.name == "private blog network sharing ga:909090"
    assert network.since is not None
    assert network.links >= len(network.members)


def test_the_wave_against_the_client_is_found_whole(seen_web: SeenWeb) -> None:
    suspects = seen_web.suspects(seen_web.world.client)
    wave = the(found(seen_web, seen_web.world.client), GroupKind.NEGATIVE_SEO)
    assert set(wave.members) == linking(seen_web, suspects, SiteKind.SPAM)
    truth = next(each for each in seen_web.world.waves if each.name == "negative SEO")
    assert wave.since is not None
    assert 0 <= (wave.since - truth.begins_on).days <= 7


def test_the_comment_spammer_is_found_whole(seen_web: SeenWeb) -> None:
    suspects = seen_web.suspects(MONEY[0])
    blast = the(found(seen_web, MONEY[0]), GroupKind.COMMENT_BLAST)
    links = suspects.links.filter(pa.compute.equal(suspects.links["placement"], "comment"))
    assert set(blast.members) == set(links["source_domain"].to_pylist())
    assert any("come back to it" in tie for tie in blast.ties)


def test_lists_that_take_everybody_are_found_and_edited_ones_are_not(seen_web: SeenWeb) -> None:
    for target in (seen_web.world.client, seen_web.world.competitors[1]):
        suspects = seen_web.suspects(target)
        blast = the(found(seen_web, target), GroupKind.DIRECTORY_BLAST)
        assert set(blast.members) == linking(seen_web, suspects, SiteKind.JUNK_DIRECTORY)


def test_nothing_honest_is_in_a_group_except_as_a_comment_spammers_victim(
    seen_web: SeenWeb,
) -> None:
    for target in (seen_web.world.client, *seen_web.world.competitors, *MONEY):
        for group in found(seen_web, target):
            honest = [name for name in group.members if seen_web.world.site(name).honest]
            assert not honest or group.kind is GroupKind.COMMENT_BLAST, group.name


def test_a_competitor_who_went_viral_has_no_group(seen_web: SeenWeb) -> None:
    assert found(seen_web, seen_web.world.competitors[0]) == ()


def test_the_order_of_rows_changes_nothing(seen_web: SeenWeb) -> None:
    rival = seen_web.world.competitors[1]
    suspects = seen_web.suspects(rival)
    random = np.random.default_rng(5)

    def mixed(table: pa.Table) -> pa.Table:
        return table.take(random.permutation(table.num_rows))

    names = ("pages", "out_links", "spread", "in_links", "domains", "footprints", "lives")
    facts = replace(
        suspects.facts, **{name: mixed(getattr(suspects.facts, name)) for name in names}
    )
    evidence = Evidence(mixed(suspects.links), suspects.evidence.inputs)
    assert groups_of(Suspects(evidence, facts, suspects.as_of)) == found(seen_web, rival)


def test_new_names_for_all_sites_give_the_same_groups() -> None:
    def members(prefix: str) -> set[frozenset[int]]:
        small = Small(prefix)
        small.honest(60)
        small.farm(12)
        return {
            frozenset(int(name.split("-")[1].split(".")[0]) for name in group.members)
            for group in groups_of(small.suspects())
        }

    assert members("a") == members("zz") != set()


def test_honest_sites_that_come_later_change_no_group() -> None:
    def members(honest: int) -> list[tuple[str, ...]]:
        small = Small()
        small.farm(12)
        small.honest(honest)
        return [group.members for group in groups_of(small.suspects())]

    assert members(60) == members(120) == members(240)
    assert len(members(60)[0]) == 12


def test_a_stranger_with_one_copied_footprint_joins_nobody() -> None:
    small = Small()
    small.honest(60)
    farm = small.farm(12, footprint="ga:owner")
    stranger = small.honest(1, footprint="ga:owner")[0]
    (group,) = groups_of(small.suspects())
    assert set(group.members) == set(farm)
    assert stranger not in group.members


def test_a_farm_without_any_footprint_is_found_by_its_customers_and_words() -> None:
    small = Small()
    small.honest(60)
    farm = small.farm(20)
    (group,) = groups_of(small.suspects())
    assert set(group.members) == set(farm)
    assert group.kind is GroupKind.PBN
    assert any(tie.startswith("They link to the same other sites") for tie in group.ties)


def test_an_agencys_clients_are_no_farm() -> None:
    small = Small()
    small.honest(60)
    small.honest(15, footprint="gtm:agency", server="192.0.2.7", anchor="Acme")
    assert groups_of(small.suspects()) == ()


def test_sister_papers_with_one_story_are_no_farm() -> None:
    small = Small()
    small.honest(60)
    small.honest(10, footprint="ga:press", server="192.0.2.9", anchor="a garden for all", day=400,
                 backers=40, outs=60)  # fmt: skip
    assert groups_of(small.suspects()) == ()


def test_members_of_an_association_who_link_to_the_same_ten_are_no_farm() -> None:
    small = Small()
    small.honest(60)
    small.honest(25, partners=tuple(f"partner{n}.example" for n in range(9)), anchor="Acme")
    assert groups_of(small.suspects()) == ()


def test_blogs_of_one_platform_are_no_farm() -> None:
    small = Small()
    small.honest(60)
    small.honest(30, platform="wordpress.com", server="192.0.2.1", template="theme")
    assert groups_of(small.suspects()) == ()


def test_sites_behind_one_network_of_servers_are_no_farm() -> None:
    small = Small()
    small.honest(60, server="192.0.2.1")
    assert groups_of(small.suspects()) == ()


def test_a_week_in_which_many_unlike_sites_write_about_you_is_no_wave() -> None:
    small = Small()
    small.honest(60)
    small.honest(40, day=500)
    assert groups_of(small.suspects()) == ()


def test_one_anchor_on_one_day_alone_is_called_so_and_no_network() -> None:
    small = Small()
    small.honest(60)
    same = small.honest(30, anchor="cheap flights to rome", day=400)
    (group,) = groups_of(small.suspects(bare=True))
    assert set(group.members) == set(same)
    assert group.kind is GroupKind.ONE_ANCHOR
    assert group.name == "links with one anchor “cheap flights to rome”"
    assert 0.5 <= group.probability <= 0.6
    assert set(group.families) == {Family.ANCHORS, Family.TIMING}
    assert "quote one story" in group.ties[-1]


def test_one_anchor_on_one_day_from_sites_that_others_know_is_no_group() -> None:
    small = Small()
    small.honest(60)
    small.honest(30, anchor="cheap flights to rome", day=400, backers=5)
    assert groups_of(small.suspects()) == ()


def test_two_pairs_of_sisters_with_one_anchor_are_no_network() -> None:
    small = Small()
    small.honest(60)
    for owner in ("ads:one", "ads:two"):
        shared = tuple(f"{owner[4:]}-shop{n}.example" for n in range(3))
        small.honest(2, footprint=owner, partners=shared, anchor="share this now", backers=1)
    kinds = {group.kind for group in groups_of(small.suspects())}
    assert kinds <= {GroupKind.ONE_ANCHOR}


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (2, "links with 2 anchors: “cheap flights a”, “cheap flights b”"),
        (
            4,
            "links with 4 anchors: “cheap flights a”, “cheap flights b”, “cheap flights c”, …",
        ),
    ],
)
def test_several_anchors_in_one_week_are_not_called_one(count: int, said: str) -> None:
    small = Small()
    small.honest(60)
    for letter in "abcd"[:count]:
        small.honest(20, anchor=f"cheap flights {letter}", day=400)
    names = [group.name for group in groups_of(small.suspects(bare=True))]
    assert names == [said]


PAPERS = tuple(f"sister{number}.example" for number in range(4))


@pytest.mark.parametrize("anchor", ["Acme", ""])
@pytest.mark.parametrize("day", [None, 400])
@pytest.mark.parametrize("backers", [0, 1])
def test_one_publishers_old_papers_are_a_group_in_doubt_at_most(
    backers: int, day: int | None, anchor: str
) -> None:
    small = Small()
    small.honest(120)
    papers = small.honest(
        20, footprint="ga:pub", template="t", anchor=anchor, day=day, outs=30, partners=PAPERS
    )
    small.known_by(papers, backers)
    for group in groups_of(small.suspects()):
        assert group.probability <= MOST_OF_ESTATES
        assert any("Nothing speaks of links placed to be counted" in tie for tie in group.ties)


def test_one_phrase_again_and_again_beside_links_to_customers_is_a_network() -> None:
    sure = []
    for day in (None, 400):
        small = Small()
        small.honest(120)
        sites = small.honest(
            12, footprint="ga:pub", template="t", anchor="garden sheds", day=day, outs=3,
            partners=PAPERS,
        )  # fmt: skip
        small.known_by(sites, 0)
        (group,) = groups_of(small.suspects())
        sure.append(group.probability)
    assert sure[0] > SURE_GROUP
    assert sure[1] <= MOST_OF_ESTATES


def test_the_more_sites_link_to_a_group_the_less_it_is_a_scheme() -> None:
    sure = []
    for backers in (0, 1, 2, 3):
        small = Small()
        small.honest(120)
        papers = small.honest(20, footprint="ga:pub", template="t", outs=30, partners=PAPERS)
        small.known_by(papers, backers)
        groups = groups_of(small.suspects())
        sure.append(groups[0].probability if groups else 0.0)
    assert sure == sorted(sure, reverse=True)
    assert sure[0] > sure[1] > sure[3] == 0.0


def test_a_network_of_one_owner_with_bought_words_stays_one() -> None:
    small = Small()
    small.honest(120)
    sites = small.honest(20, footprint="ga:pub", outs=30, partners=PAPERS)
    small.known_by(sites, 0)
    for number, row in enumerate(row for row in small.links if row["source_domain"] in sites):
        row["anchor"] = WORDS[number % len(WORDS)]
    (group,) = groups_of(small.suspects())
    assert set(group.members) == set(sites)
    assert group.probability > SURE_GROUP


def test_an_export_that_tells_one_date_for_all_links_makes_no_network() -> None:
    small = Small()
    small.honest(40, day=400)
    small.honest(40, anchor="the best pizza in town", day=400)
    assert all(group.kind is GroupKind.ONE_ANCHOR for group in groups_of(small.suspects(bare=True)))


def test_a_network_stays_one_beside_strangers_with_its_anchor_in_its_week() -> None:
    small = Small()
    small.honest(80)
    farm = small.farm(15, footprint="ga:owner")
    echo = small.honest(40, anchor="cheap loans online", day=305)
    groups = groups_of(small.suspects())
    network = the(groups, GroupKind.PBN)
    assert set(network.members) == set(farm)
    assert all(group.kind is GroupKind.ONE_ANCHOR for group in groups if group is not network)
    assert not set(echo) & set(network.members)


def test_sister_papers_that_link_to_each_other_and_to_platforms_are_no_farm() -> None:
    small = Small()
    small.honest(60, partners=("instagram.com", "youtube.com"))
    papers = [
        name
        for count, backers in ((7, 6), (5, 1))
        for name in small.honest(
            count, footprint="ads:press", partners=PLATFORMS, backers=backers, outs=12
        )
    ]
    for number, paper in enumerate(papers):
        small.out += [(paper, papers[(number + step) % len(papers)], 1) for step in (1, 2)]
    assert groups_of(small.suspects()) == ()


def test_shops_of_coupons_that_link_to_the_same_platforms_are_no_farm() -> None:
    small = Small()
    small.honest(60)
    small.honest(14, partners=PLATFORMS, outs=2)
    assert groups_of(small.suspects()) == ()


def test_no_group_is_sought_around_a_platform() -> None:
    small = Small(target="pinterest.com")
    small.honest(60)
    small.farm(20, footprint="ga:owner")
    assert groups_of(small.suspects()) == ()


def test_a_profile_without_links_or_facts_has_no_groups() -> None:
    assert groups_of(Small().suspects()) == ()
    small = Small()
    small.honest(3)
    assert groups_of(small.suspects(bare=True)) == ()


def test_groups_stand_with_all_that_the_contract_asks_for(seen_web: SeenWeb) -> None:
    for group in found(seen_web, seen_web.world.competitors[1]):
        assert group.members == tuple(sorted(group.members))
        assert len(group.sureness) == len(group.members)
        assert all(0 <= sure <= 1 for sure in group.sureness)
        assert 0.5 <= group.probability <= 1
        assert group.ties
        assert group.families
        assert group.as_document()["kind"] == group.kind.value
