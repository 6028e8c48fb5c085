"""Verdicts of sites and links: the doors that "disavow" has to pass, and the reasons given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from backlinkbot.core.audit import Advice, Family, Group, GroupKind
from backlinkbot.logic.judge.disavow.facts import DisavowFacts, Fame
from backlinkbot.logic.judge.signals.markers import Marks, markers
from backlinkbot.logic.judge.suspicion import Suspects
from backlinkbot.logic.judge.verdict import BLASTED, CARRIES, IGNORED, verdicts_of
from backlinkbot.logic.judge.verdict.advice import SOFT

Making = Callable[..., Suspects]
Marking = Callable[..., dict[str, Marks]]
Grouping = Callable[..., Group]
NOBODY = DisavowFacts()
LOUD = {
    "spam-trade": [1.0], "money-anchor": [1.0], "shared-owner-id": [1.0], "dense-core": [1.0],
    "hidden-link": [1.0], "hacked-injection": [1.0], "identical-anchor-run": [1.0],
    "web-directory": [1.0],
}  # fmt: skip


def test_a_member_of_a_farm_is_disavowed_with_group_and_families(
    suspects: Making, marks: Marking, group: Grouping
) -> None:
    made = suspects({"source_domain": "bad.example"})
    domains, links = verdicts_of(made, marks(made, LOUD), (group("bad.example"),), NOBODY)
    assert domains[0].verdict is links[0].verdict is Advice.DISAVOW
    assert domains[0].probability >= 0.98
    assert domains[0].group == "link farm of tests"
    assert {Family.OWNERS, Family.LINKS} <= set(domains[0].families)
    assert "It belongs to the link farm of tests" in " ".join(domains[0].reasons)


def test_reasons_are_three_at_most_and_never_two_of_one_family(
    suspects: Making, marks: Marking
) -> None:
    made = suspects({"source_domain": "bad.example"})
    domains, _ = verdicts_of(made, marks(made, LOUD), (), NOBODY)
    assert len(domains[0].reasons) == 3
    named = [sentence.partition(" says so")[0] for sentence in domains[0].reasons]
    families = [markers[name].family for name in named]
    assert len(set(families)) == 3
    assert {mark.marker for mark in domains[0].marks} == set(LOUD)


def test_one_family_of_evidence_is_never_enough(suspects: Making, marks: Marking) -> None:
    made = suspects({"source_domain": "loud.example"})
    for family in Family:
        rows = {name: [1.0] for name, marker in markers.items() if marker.family is family}
        domains, _ = verdicts_of(made, marks(made, rows), (), NOBODY)
        assert domains[0].verdict is not Advice.DISAVOW, family


def test_a_story_that_goes_round_is_never_disavowed(
    suspects: Making, marks: Marking, group: Grouping
) -> None:
    """One anchor in one week says nothing of the sites, however many do it and however surely."""
    names = [f"paper{number}.example" for number in range(30)]
    made = suspects(*({"source_domain": name} for name in names))
    story = replace(group(*names), families=(Family.ANCHORS, Family.TIMING))
    rows = {"identical-anchor-run": [1.0] * 30, "money-anchor": [1.0] * 30}
    domains, _ = verdicts_of(made, marks(made, rows), (story,), NOBODY)
    assert {one.verdict for one in domains} == {Advice.REVIEW}


def test_two_families_are_not_enough_where_no_group_ties_the_site(
    suspects: Making, marks: Marking
) -> None:
    made = suspects({"source_domain": "paper.example"})
    rows = {"spam-trade": [1.0], "money-anchor": [1.0], "identical-anchor-run": [1.0]}
    domains, _ = verdicts_of(made, marks(made, rows), (), NOBODY)
    assert domains[0].verdict is Advice.REVIEW


def test_new_small_foreign_and_thin_sites_are_kept_whatever_is_hinted(
    suspects: Making, marks: Marking
) -> None:
    made = suspects({"source_domain": "new.example"})
    domains, links = verdicts_of(made, marks(made, {name: [1.0] for name in SOFT}), (), NOBODY)
    assert domains[0].verdict is links[0].verdict is Advice.KEEP
    assert domains[0].families == ()


def test_soft_markers_are_markers() -> None:
    assert set(markers) >= SOFT


@pytest.mark.parametrize(
    "facts",
    [
        DisavowFacts(kept=frozenset({"bad.example"})),
        DisavowFacts(own=frozenset({"bad.example"})),
        DisavowFacts(fame={"bad.example": Fame("place 3 of the web")}),
    ],
)
def test_spared_sites_are_kept_against_any_evidence(
    suspects: Making, marks: Marking, group: Grouping, facts: DisavowFacts
) -> None:
    made = suspects({"source_domain": "bad.example"})
    domains, links = verdicts_of(made, marks(made, LOUD), (group("bad.example"),), facts)
    assert domains[0].verdict is links[0].verdict is Advice.KEEP
    assert domains[0].protected


def test_the_targets_own_estate_is_kept_without_being_named_again(
    suspects: Making, marks: Marking, group: Grouping
) -> None:
    made = suspects({"source_domain": "acme.example"})
    domains, _ = verdicts_of(made, marks(made, LOUD), (group("acme.example"),), NOBODY)
    assert (domains[0].verdict, domains[0].protected) == (Advice.KEEP, "your own site")


def test_a_platform_is_never_disavowed_but_its_links_are_looked_at(
    suspects: Making, marks: Marking, group: Grouping
) -> None:
    made = suspects({"source_domain": "medium.com", "source_url": "https://medium.com/@spam/1"})
    domains, _ = verdicts_of(made, marks(made, LOUD), (group("medium.com"),), NOBODY)
    assert domains[0].verdict is Advice.REVIEW


@pytest.mark.parametrize("told", [{"authority_low": 45.0}, {"referring_domains": 5_000}])
def test_a_site_that_carries_authority_is_for_a_person_to_judge(
    suspects: Making, marks: Marking, group: Grouping, told: dict[str, float]
) -> None:
    made = suspects({"source_domain": "old.example"}, domains=[{"domain": "old.example", **told}])
    domains, _ = verdicts_of(made, marks(made, LOUD), (group("old.example"),), NOBODY)
    assert domains[0].verdict is Advice.REVIEW
    assert domains[0].reasons[-1] == CARRIES


@pytest.mark.parametrize(
    "link", [{"placement": "comment"}, {"followed": False}, {"ugc": True, "followed": True}]
)
def test_comments_and_unfollowed_links_are_kept_since_engines_ignore_them(
    suspects: Making, marks: Marking, group: Grouping, link: dict[str, object]
) -> None:
    made = suspects({"source_domain": "blog.example", **link})
    domains, links = verdicts_of(made, marks(made, LOUD), (group("blog.example"),), NOBODY)
    assert domains[0].verdict is links[0].verdict is Advice.KEEP
    assert domains[0].reasons == (IGNORED,)


def test_so_many_comments_that_a_robot_sent_them_are_worth_a_look(
    suspects: Making, marks: Marking, group: Grouping
) -> None:
    names = [f"blog{number}.example" for number in range(25)]
    made = suspects(*({"source_domain": name, "placement": "comment"} for name in names))
    blast = group(*names, kind=GroupKind.COMMENT_BLAST)
    domains, _ = verdicts_of(made, marks(made, {}), (blast,), NOBODY)
    assert {one.verdict for one in domains} == {Advice.REVIEW}
    assert domains[0].reasons[-1] == BLASTED
    few = group(*names[:5], kind=GroupKind.COMMENT_BLAST)
    domains, _ = verdicts_of(made, marks(made, {}), (few,), NOBODY)
    assert {one.verdict for one in domains} == {Advice.KEEP}


def test_one_odd_link_of_an_honest_site_is_a_question_about_the_link_alone(
    suspects: Making, marks: Marking
) -> None:
    made = suspects(*({"source_domain": "old.example"} for _ in range(20)))
    odd = [1.0] + [0.0] * 19
    rows = dict.fromkeys(("spam-trade", "hacked-injection", "money-anchor", "hidden-link"), odd)
    domains, links = verdicts_of(made, marks(made, rows), (), NOBODY)
    assert domains[0].verdict is Advice.KEEP
    assert [one.verdict for one in links].count(Advice.REVIEW) == 1
    assert links[0].verdict is Advice.REVIEW
    assert links[0].reasons


def test_the_unit_of_a_verdict_is_the_users_host_on_a_platform(
    suspects: Making, marks: Marking, group: Grouping
) -> None:
    made = suspects(
        {"source_domain": "wordpress.com", "source_url": "https://spam.wordpress.com/1"}
    )
    domains, _ = verdicts_of(made, marks(made, LOUD), (group("spam.wordpress.com"),), NOBODY)
    assert (domains[0].domain, domains[0].unit) == ("wordpress.com", "spam.wordpress.com")


def test_nothing_to_judge_gives_nothing(suspects: Making, marks: Marking) -> None:
    made = suspects()
    assert verdicts_of(made, marks(made, {}), (), NOBODY) == ((), ())


def test_the_order_of_the_links_changes_no_verdict(
    suspects: Making, marks: Marking, group: Grouping
) -> None:
    rows = [{"source_domain": f"s{number}.example"} for number in range(6)]
    strengths = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    groups = (group("s4.example", "s5.example"),)
    there = suspects(*rows)
    back = suspects(*reversed(rows))
    one, _ = verdicts_of(there, marks(there, {"spam-trade": strengths}), groups, NOBODY)
    two, _ = verdicts_of(back, marks(back, {"spam-trade": strengths[::-1]}), groups, NOBODY)
    plain = [(v.unit, v.verdict, v.probability, v.families) for v in one]
    assert plain == [(v.unit, v.verdict, v.probability, v.families) for v in two]
