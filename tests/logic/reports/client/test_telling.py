"""Sentences: numbers, plurals and words of a language, and which facts they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from backlinkbot.core.client_report import ClientReport, Edition, Fact, FactKind
from backlinkbot.core.errors import BadInput, Broken
from backlinkbot.logic.reports.client.telling import LANGUAGES, PLACE, Teller, texts

Make = Callable[..., ClientReport]


def teller(report: ClientReport, language: str = "en", **facts: Fact) -> Teller:
    told = replace(report, facts={**report.facts, **{f.name: f for f in facts.values()}})
    return Teller(told, language, Edition.SPECIALIST)


def count(value: float | None, name: str = "lost.all") -> Fact:
    return Fact(name, value, FactKind.COUNT, "a test")


@pytest.mark.parametrize(
    ("language", "one", "more"),
    [
        ("en", "1 linking site was lost", "1,200 linking sites were lost"),
        ("de", "1 verweisende Website ging", "1.200 verweisende Websites gingen"),
    ],
)
def test_numbers_and_words_agree(make: Make, language: str, one: str, more: str) -> None:
    assert teller(make(), language, fact=count(1))("lost.lead").startswith(one)
    assert teller(make(), language, fact=count(1200))("lost.lead").startswith(more)


def test_what_is_not_known_is_said_to_be(make: Make) -> None:
    say = teller(make(), fact=count(None))
    assert say("lost.lead").startswith("not known linking sites")


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (FactKind.CHANGE, 4, "+4"),
        (FactKind.CHANGE, -1_234, "−1,234"),  # noqa: RUF001 - a minus
        (FactKind.CHANGE, 0, "±0"),
        (FactKind.GROWTH, -0.25, "−25%"),  # noqa: RUF001 - a minus
        (FactKind.NUMBER, 22.04, "22"),
        (FactKind.NUMBER, 22.16, "22.2"),
        (FactKind.SHARE, 0.0372, "4%"),
        (FactKind.MONEY, 1234.5, "1,234.50"),
        (FactKind.DAY, date(2026, 10, 3), "3 October 2026"),
        (FactKind.WORD, "page_gone", "the page is gone"),
        (FactKind.TEXT, "page_gone", "page_gone"),
    ],
)
def test_a_fact_is_written_as_its_kind_asks_for(
    make: Make, kind: FactKind, value: float | str | date, text: str
) -> None:
    fact = Fact("change.referring-domains", value, kind, "a test")
    assert teller(make(), fact=fact)("card.referring-domains-detail") == f"{text} in this period"


def test_a_sentence_tells_its_facts_once_each_and_those_it_stands_on(make: Make) -> None:
    say = teller(make())
    say("lost.lead", by=("won.all",))
    (told,) = say.sentences
    assert (told.id, told.facts) == ("lost.lead", ("lost.all", "lost.strong", "won.all"))


def test_a_sentence_about_one_of_several_is_told_apart(make: Make) -> None:
    say = teller(make())
    for one in ("goal.authority", "goal.referring-domains"):
        say("goals.said-met", of=one)
    assert [one.id.partition(":")[2] for one in say.sentences] == [
        "goal.authority", "goal.referring-domains",
    ]  # fmt: skip


def test_a_text_from_the_web_is_never_read_as_a_place(make: Make) -> None:
    fact = Fact("gone.1.domain", "{won.all|a|b}", FactKind.TEXT, "a test")
    assert "{won.all|a|b}" in teller(make(), fact=fact)("lost.named")


def test_a_fact_or_sentence_that_is_not_there_is_our_fault(make: Make) -> None:
    say = teller(replace(make(), facts={}))
    with pytest.raises(Broken, match="no fact"):
        say("lost.lead")
    with pytest.raises(Broken, match="have no"):
        say("lost.nothing")


def test_a_language_that_we_do_not_write_is_refused_with_those_we_do(make: Make) -> None:
    with pytest.raises(BadInput, match="en, de"):
        Teller(make(), "xx", Edition.MANAGER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_places(language: str) -> None:
    def places(text: str) -> set[str]:
        if text == texts(language)["title"]["day"] or text == texts("en")["title"]["day"]:
            return set()  # each language writes a day in its own order
        found = {match["name"] for match in PLACE.finditer(text)}
        return found | set(re.findall(r"\{([a-z0-9.-]+)\}", text))

    for part, named in texts("en").items():
        assert texts(language)[part].keys() == named.keys(), part
        for name, text in named.items():
            assert places(texts(language)[part][name]) == places(text), (part, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_a_brace_that_is_no_place(language: str) -> None:
    for part, named in texts(language).items():
        for name, text in named.items():
            if name == "day":
                continue
            left = PLACE.sub("", text)
            assert "{" not in left, (part, name)
            assert "}" not in left, (part, name)
