"""The owner's risk: by whose hand the links are, how many, and what else speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from backlinkbot.core.anchor_mix import AnchorMix, MixAlarm
from backlinkbot.core.audit import Advice, DomainVerdict, Family, Group, GroupKind, Mark
from backlinkbot.logic.judge.verdict.risk import risk_of, set_aside

Grouping = Callable[..., Group]


def verdicts(flagged: int, kept: int, group: str = "link farm of tests") -> list[DomainVerdict]:
    return [
        DomainVerdict(
            domain=f"s{number}.example",
            unit=f"s{number}.example",
            verdict=Advice.DISAVOW if number < flagged else Advice.KEEP,
            probability=0.99 if number < flagged else 0.01,
            families=(),
            reasons=(),
            links=1,
            group=group if number < flagged else "",
        )
        for number in range(flagged + kept)
    ]


def alarming() -> AnchorMix:
    alarm = MixAlarm("exact match", 30, 0.4, 0.14, 0.001, "40 % of the domains use a keyword.")
    return AnchorMix(
        domain="acme.example", as_of=date(2026, 11, 1), referring_domains=75, enough=True,
        classes=(), alarms=(alarm,), top_anchors=(), languages=(), alarm_share=0.14, peers=0,
        keywords_known=True, sentence="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kept", "said"), [(0, "no site"), (1, "the one site"), (9, "the 9 sites")]
)
def test_a_clean_profile_is_one_sentence(kept: int, said: str) -> None:
    risk = risk_of(verdicts(0, kept), ())
    assert (risk.level, risk.looks_at, risk.first_steps) == ("none", (), ())
    assert risk.sentence.startswith("No action needed")
    assert said in risk.sentence


def test_a_farm_of_a_third_of_the_sites_is_a_high_risk(group: Grouping) -> None:
    farm = group(*(f"s{n}.example" for n in range(30)))
    risk = risk_of(verdicts(30, 60), (farm,))
    assert risk.level == "high"
    assert "30 of 90 linking sites" in risk.sentence
    assert risk.looks_at[0].startswith("Link farm of tests: 30 sites, 99% sure.")


def test_one_anchor_alone_is_not_said_to_come_from_one_hand(group: Grouping) -> None:
    names = [f"s{n}.example" for n in range(30)]
    farm, alike = group(*names), replace(group(*names), kind=GroupKind.ONE_ANCHOR)
    assert "one hand" in risk_of(verdicts(30, 60), (farm,)).sentence
    assert "one hand" not in risk_of(verdicts(30, 60), (alike,)).sentence


def test_one_anchor_is_a_low_risk_until_something_else_speaks(group: Grouping) -> None:
    def alike(sites: int) -> tuple[list[DomainVerdict], tuple[Group]]:
        names = [f"s{n}.example" for n in range(sites)]
        tied = replace(group(*names), kind=GroupKind.ONE_ANCHOR)
        told = [
            replace(one, verdict=Advice.REVIEW) if one.group else one
            for one in verdicts(sites, 100 - sites, tied.name)
        ]
        return told, (tied,)

    found = risk_of(*alike(10))
    assert found.level == "low"
    assert "one anchor" in found.sentence
    assert found.first_steps
    assert risk_of(*alike(30)).level == "some"
    assert risk_of(*alike(10), alarming()).level == "some"  # one sign: the group is none
    assert risk_of(*alike(90)).level == "some"
    steps = " ".join(risk_of(*alike(30)).first_steps)
    assert "whether a story went round" in steps
    assert "who placed" not in steps
    told, tied = alike(10)
    known_bad = [replace(one, verdict=Advice.DISAVOW) if one.group else one for one in told]
    assert risk_of(known_bad, tied).level == "some"
    farm = group("s97.example", "s98.example", "s99.example", "s96.example")
    assert risk_of(told, (*tied, replace(farm, name="another farm"))).level == "some"


def papers(group: Grouping, sites: int) -> tuple[list[DomainVerdict], tuple[Group]]:
    """One owner's sites among a hundred, to be reviewed: nothing speaks of a scheme."""
    names = [f"s{n}.example" for n in range(sites)]
    tied = replace(group(*names, probability=0.75), has_scheme=False)
    told = [
        replace(one, verdict=Advice.REVIEW) if one.group else one
        for one in verdicts(sites, 100 - sites, tied.name)
    ]
    return told, (tied,)


def test_a_publishers_papers_are_nobodys_own_hand(group: Grouping) -> None:
    found = risk_of(*papers(group, 15))
    said = " ".join((found.sentence, *found.first_steps))
    assert found.level == "low"
    assert "one publisher's papers" in found.sentence
    assert "Look who owns" in said
    assert not [words for words in ("one hand", "who placed", "Ask for removal") if words in said]
    assert "15 sites, 75% sure" in found.looks_at[0]
    many = risk_of(*papers(group, 60))
    assert many.level == "some"
    assert "who placed" not in " ".join(many.first_steps)
    assert risk_of(*papers(group, 15), alarming()).level == "some"  # one sign: the group is none


def test_the_same_group_with_a_scheme_is_an_own_hand(group: Grouping) -> None:
    told, (tied,) = papers(group, 30)
    found = risk_of(told, (replace(tied, has_scheme=True),))
    assert found.level == "high"
    assert "placed by one hand" in found.sentence


def test_papers_that_are_kept_are_no_risk_at_all(group: Grouping) -> None:
    told, tied = papers(group, 15)
    kept = [replace(one, verdict=Advice.KEEP) for one in told]
    assert risk_of(kept, tied).level == "none"
    assert risk_of(kept, (replace(tied[0], has_scheme=True),)).level == "some"


def test_what_else_speaks_against_one_of_the_papers_still_counts(group: Grouping) -> None:
    told, tied = papers(group, 15)
    known_bad = [replace(one, verdict=Advice.DISAVOW) if one.group else one for one in told]
    assert risk_of(known_bad, tied).level == "some"


def test_a_hostile_wave_is_a_low_risk_however_large(group: Grouping) -> None:
    wave = group(*(f"s{n}.example" for n in range(60)), kind=GroupKind.NEGATIVE_SEO)
    risk = risk_of(verdicts(60, 30, wave.name), (wave,))
    assert risk.level == "low"
    assert "ignore" in risk.looks_at[0]


def test_keyword_anchors_alone_are_some_risk_and_with_a_small_farm_a_high_one(
    group: Grouping,
) -> None:
    assert risk_of(verdicts(0, 90), (), alarming()).level == "some"
    farm = group(*(f"s{n}.example" for n in range(6)))
    assert risk_of(verdicts(6, 84), (farm,)).level == "some"
    assert risk_of(verdicts(6, 84), (farm,), alarming()).level == "high"


def test_a_few_flagged_sites_without_a_group_are_a_low_risk() -> None:
    risk = risk_of(verdicts(2, 98, group=""), ())
    assert risk.level == "low"
    assert risk.looks_at == ("2 sites are flagged without a group behind: look at the reasons "
                             "given.",)  # fmt: skip
    assert risk.first_steps


def test_spam_of_another_trade_is_a_low_risk_though_no_group_ties_it() -> None:
    casino = Mark("spam-trade", Family.CONTENT, 1, 0.9, "The page speaks of casino.")
    found = [
        replace(one, marks=(casino,)) if one.verdict is Advice.DISAVOW else one
        for one in verdicts(40, 60, group="")
    ]
    risk = risk_of(found, ())
    assert risk.level == "low"
    assert risk.looks_at[-1].startswith("40 of them are spam of another trade")
    assert risk_of(verdicts(40, 60, group=""), ()).level == "high"


def test_where_nothing_is_flagged_no_links_are_blamed() -> None:
    risk = risk_of(verdicts(0, 90), (), alarming())
    said = " ".join((risk.sentence, *risk.first_steps))
    assert "none of 90 linking sites is flagged" in said
    assert not [words for words in ("these links", "who placed", "object to") if words in said]


def test_what_is_told_of_hostile_foreign_and_like_links_is_no_alarm_beside(group: Grouping) -> None:
    casino = Mark("spam-trade", Family.CONTENT, 1, 0.9, "The page speaks of casino.")
    told = verdicts(5, 20, group="")
    told[0] = replace(told[0], marks=(casino,))
    told[2] = replace(told[2], domain=told[3].domain)
    wave = group("s1.example", "s2.example", kind=GroupKind.NEGATIVE_SEO)
    alike = group("s4.example", kind=GroupKind.ONE_ANCHOR)
    farm = group("s10.example", "s11.example")
    aside = set_aside(told, (wave, alike, farm))
    assert aside == {"s0.example", "s1.example", "s4.example"}
