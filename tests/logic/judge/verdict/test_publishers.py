"""Honest sites of one owner in a small index are never disavowed, whoever knows them."""

from __future__ import annotations

from collections import Counter

import pytest
from small_suspects import WORDS, Small

from backlinkbot.core.audit import Advice, DomainVerdict, Group
from backlinkbot.logic.judge.disavow.facts import DisavowFacts
from backlinkbot.logic.judge.groups import groups_of
from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.verdict import verdicts_of
from backlinkbot.logic.judge.verdict.risk import risk_of

SISTERS = tuple(f"sister{number}.example" for number in range(4))
PAPERS = 20


def judged(small: Small) -> tuple[tuple[DomainVerdict, ...], tuple[Group, ...]]:
    suspects = small.suspects()
    marks = {name: marker.find(suspects) for name, marker in markers.items()}
    groups = groups_of(suspects)
    return verdicts_of(suspects, marks, groups, DisavowFacts())[0], groups


def advised(small: Small) -> Counter[Advice]:
    """How many sites got which advice."""
    return Counter(one.verdict for one in judged(small)[0])


def publisher(backers: int, *, anchor: str = "", day: int | None = None, outs: int = 30) -> Small:
    """Papers on one id, server and template that link to four sister sites, among honest sites."""
    small = Small()
    small.honest(120)
    papers = small.honest(
        PAPERS, footprint="ga:pub", server="192.0.2.4", template="t", anchor=anchor, day=day,
        outs=outs, partners=SISTERS,
    )  # fmt: skip
    small.known_by(papers, backers)
    return small


@pytest.mark.parametrize("outs", [3, 30])
@pytest.mark.parametrize("anchor", ["Acme", ""])
@pytest.mark.parametrize("backers", [0, 1])
def test_a_publishers_old_papers_are_looked_at_at_most(
    backers: int, anchor: str, outs: int
) -> None:
    assert not advised(publisher(backers, anchor=anchor, outs=outs))[Advice.DISAVOW]


@pytest.mark.parametrize("backers", [0, 1])
def test_papers_that_all_name_each_other_are_looked_at_at_most(backers: int) -> None:
    small = publisher(backers, anchor="Acme")
    papers = small.names[-PAPERS:]
    small.out += [(one, other, 1) for one in papers for other in papers if one != other]
    assert not advised(small)[Advice.DISAVOW]


@pytest.mark.parametrize("anchor", ["Acme", "a garden for all"])
@pytest.mark.parametrize("backers", [0, 1])
def test_one_story_that_all_papers_print_in_one_day_is_looked_at_at_most(
    backers: int, anchor: str
) -> None:
    assert not advised(publisher(backers, anchor=anchor, day=400))[Advice.DISAVOW]


@pytest.mark.parametrize("anchor", ["Acme", ""])
def test_a_publishers_papers_raise_the_risk_to_low_at_most(anchor: str) -> None:
    domains, groups = judged(publisher(0, anchor=anchor))
    assert groups
    risk = risk_of(domains, groups)
    assert risk.level in {"none", "low"}
    assert "one hand" not in risk.sentence


def test_sites_of_one_owner_that_sell_links_are_disavowed() -> None:
    small = publisher(0)
    for number, row in enumerate(small.links[-PAPERS:]):
        row["anchor"] = WORDS[number % len(WORDS)]
    domains, groups = judged(small)
    assert sum(one.verdict is Advice.DISAVOW for one in domains) == PAPERS
    assert risk_of(domains, groups).level in {"some", "high"}
