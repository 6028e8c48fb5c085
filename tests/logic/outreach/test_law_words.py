"""What a law wants said in a message is said, or the message is stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backlinkbot.core.outreach import Sender
from backlinkbot.logic.outreach.footer import ADVERT, STOP, footer, with_footer
from backlinkbot.logic.outreach.lint import Facts, lint
from backlinkbot.logic.outreach.templates import Filled

SENDER = Sender("Bo Lind", "Shop Ltd", "1 High Street, Springfield", "US")
FOUND = "https://news.example/contact"
WAY = "https://shop.example/stop/abc"
FACTS = Facts(SENDER, (), "news.example", FOUND, WAY)
SAID = {"en": "advertising", "de": "Werbung", "fr": "publicité", "es": "publicidad",
        "it": "pubblicità", "nl": "reclame"}  # fmt: skip


def hard(subject: str, facts: Facts, body: str = "Would it serve your readers?") -> list[str]:
    foot = footer(SENDER, "en", FOUND, WAY, facts.step)
    told = Filled(subject, with_footer(body, foot))
    return [one.rule for one in lint(told, facts) if one.is_hard]


def test_the_foot_can_say_that_it_advertises_in_each_of_its_languages() -> None:
    assert set(ADVERT) == set(STOP) == set(SAID)


@pytest.mark.parametrize("step", [0, 1])
@pytest.mark.parametrize("language", sorted(SAID))
def test_the_foot_says_that_it_advertises_and_for_whom_in_every_message(
    language: str, step: int
) -> None:
    lines = footer(SENDER, language, FOUND, WAY, step).splitlines()
    (said,) = [line for line in lines if SAID[language] in line]
    assert "Shop Ltd" in said
    assert max(map(len, lines)) < 120


def test_where_it_need_not_the_foot_does_not_say_it() -> None:
    assert "advertising" not in footer(SENDER, "en", FOUND, WAY, 0, is_advert=False)


def test_whoever_has_no_organisation_advertises_in_his_own_name() -> None:
    assert "by Bo Lind." in footer(replace(SENDER, organisation=""), "en", FOUND, WAY, 0)


@pytest.mark.parametrize(
    ("country", "subject", "body"),
    [
        ("SG", "<ADV> A dead link", "x"),
        ("KR", "(광고) A dead link", "x"),
        ("IL", "פרסומת A dead link", "x"),
        ("AR", "Publicidad: un enlace", "Ley 25.326, art. 27; Decreto 1558/2001, art. 27"),
        ("HK", "A dead link", "如不想再收到此類訊息,請回覆取消接收"),
    ],
)
def test_a_message_without_words_that_are_prescribed_is_stopped(
    country: str, subject: str, body: str
) -> None:
    facts = replace(FACTS, country=country)
    assert hard("A dead link", facts) == ["no-mark"]
    assert hard(subject, facts, body) == []
    assert hard("A dead link", replace(facts, is_removal=True)) == []


@pytest.mark.parametrize("country", ["", "US", "GB", "XX"])
def test_elsewhere_no_words_are_prescribed(country: str) -> None:
    assert hard("A dead link", replace(FACTS, country=country)) == []
