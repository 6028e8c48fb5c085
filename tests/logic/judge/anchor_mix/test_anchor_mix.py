"""The anchor audit: alarms on planted anchors, silence on natural ones and on too few domains."""

from __future__ import annotations

from datetime import date

import pytest

from backlinkbot.core.anchor_mix import AnchorMix
from backlinkbot.logic.judge.anchor_mix import (
    AnchorUse,
    anchor_mix_of,
    natural_of,
    words_by_addresses,
)
from backlinkbot.logic.judge.anchors import anchor_words

TODAY = date(2026, 11, 21)
TOLD = anchor_words("acme.example", topic_words=["garden tools", "garden shed"])
UNTOLD = anchor_words("acme.example")


def natural(times: int = 1) -> list[AnchorUse]:
    """One hundred domains (times so many) as they link by themselves."""
    return [
        AnchorUse("Acme", 38 * times),
        AnchorUse("https://acme.example/", 14 * times),
        AnchorUse("", 8 * times, is_image=True),
        AnchorUse("garden tools", 2 * times),
        AnchorUse("garden shed", times),
        AnchorUse("how we chose garden tools for two hundred schools", 7 * times),
        AnchorUse("click here", 12 * times),
        *(AnchorUse(f"my own words {n}") for n in range(18 * times)),
    ]


def audit(uses: list[AnchorUse], *, told: bool = True) -> AnchorMix:
    return anchor_mix_of(uses, TOLD if told else UNTOLD, natural_of(), TODAY)


@pytest.mark.parametrize("told", [True, False])
def test_a_natural_mix_raises_no_alarm(told: bool) -> None:  # noqa: FBT001 - a parameter
    found = audit(natural(), told=told)
    assert found.alarms == ()
    assert "are a natural mix" in found.sentence
    assert found.enough
    assert sum(one.domains for one in found.classes) == found.referring_domains == 100


@pytest.mark.parametrize("told", [True, False])
def test_one_keyword_on_a_quarter_of_the_domains_is_an_alarm(told: bool) -> None:  # noqa: FBT001
    found = audit([*natural(), AnchorUse("garden tools", 33)], told=told)
    assert found.alarms
    assert "35 of 133 referring domains" in " ".join(one.sentence for one in found.alarms)


def test_foreign_keywords_are_found_though_no_topic_word_names_them() -> None:
    planted = [AnchorUse(text, 12) for text in ("best casino", "cheap pills", "free spins")]
    found = audit([*natural(), *planted])
    assert [one.what for one in found.alarms] == ["repeated foreign anchors"]
    assert found.alarms[0].domains == 36


def test_too_few_domains_are_not_judged_and_the_power_is_said() -> None:
    found = audit([AnchorUse("garden tools", 20), AnchorUse("Acme", 29)])
    assert not found.enough
    assert found.alarms == ()
    assert found.sentence.startswith("Not enough data: among 49 referring domains only ")
    assert 0.1 < found.alarm_share < 0.4


def test_the_alarm_share_falls_with_the_number_of_domains() -> None:
    assert audit(natural(5)).alarm_share < audit(natural()).alarm_share


def test_a_run_of_one_keyword_is_an_alarm_though_its_share_is_small() -> None:
    dated = [
        AnchorUse("Acme", started=f"2025-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(200)
    ]
    run = [AnchorUse("garden tools", started=f"2026-01-{day:02}") for day in range(1, 8)]
    found = audit([*dated, *run])
    assert [one.what for one in found.alarms] == ["run of one anchor"]
    assert found.alarms[0].domains == 7


def test_a_bought_market_is_seen_in_its_language_though_the_whole_is_natural() -> None:
    uses = natural(8)
    uses += [AnchorUse("Acme", language="de") for _ in range(45)]
    uses += [AnchorUse("garden shed", language="de") for _ in range(15)]
    found = audit(uses)
    assert [(one.what, one.language) for one in found.alarms] == [("exact match", "de")]


def test_guessed_keywords_are_said_to_be_guessed() -> None:
    found = audit(natural(), told=False)
    assert not found.keywords_known
    assert "No topic words or page titles" in found.notes[0]
    assert audit(natural()).notes == ()


def test_a_sites_name_is_read_off_the_addresses_in_a_list() -> None:
    uses = [AnchorUse("https://www.acme.co.uk/shop"), AnchorUse("acme.co.uk"), AnchorUse("e.g.")]
    words = words_by_addresses(uses)
    assert words is not None
    assert words.domain == "acme.co.uk"
    assert words_by_addresses([AnchorUse("Acme")]) is None


def test_nothing_known_is_said_to_be_nothing() -> None:
    found = audit([])
    assert found.sentence == "No anchor of a referring domain is known."
    assert found.top_anchors == ()


def test_the_document_has_the_names_of_the_contract() -> None:
    document = audit([*natural(), AnchorUse("garden tools", 33)]).as_document()
    assert set(document) >= {
        "domain", "as_of", "referring_domains", "enough", "classes", "alarms", "top_anchors",
        "sentence",
    }  # fmt: skip
    assert set(document["classes"][0]) == {
        "class", "domains", "share", "expected", "low", "high", "tail_probability",
    }  # fmt: skip
    assert len(document["classes"]) == 7
