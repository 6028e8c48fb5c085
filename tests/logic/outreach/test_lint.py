"""What is found wrong with a message, and that an honest one passes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backlinkbot.core.outreach import Sender
from backlinkbot.logic.outreach.footer import SOURCE, STOP, footer, with_footer
from backlinkbot.logic.outreach.lint import Facts, lint
from backlinkbot.logic.outreach.templates import Filled

SENDER = Sender("Bo Lind", "Shop Ltd", "1 High Street\nSpringfield, IL 62701", "US")
FOUND = "https://news.example/contact"
STOP_URL = "https://shop.example/stop/abc"
FACTS = Facts(SENDER, ("Ann Lee",), "news.example", FOUND, STOP_URL)
TEXT = """Hi Ann,

on https://news.example/tools, third paragraph, the link to old.example/guide leads nowhere.
We keep a guide on the same subject: https://shop.example/guide. Would it serve your readers?

Bo Lind
"""


def message(subject: str = "A dead link on your page about tools", text: str = TEXT) -> Filled:
    return Filled(subject, with_footer(text, footer(SENDER, "en", FOUND, STOP_URL, 0)))


def rules(filled: Filled, facts: Facts = FACTS) -> list[str]:
    return [flaw.rule for flaw in lint(filled, facts)]


def hard(filled: Filled, facts: Facts = FACTS) -> list[str]:
    return [flaw.rule for flaw in lint(filled, facts) if flaw.is_hard]


def test_an_honest_message_has_no_flaw() -> None:
    assert lint(message(), FACTS) == []


@pytest.mark.parametrize("language", sorted(SOURCE))
def test_the_foot_does_all_duties_in_every_language(language: str) -> None:
    assert set(SOURCE) == set(STOP)
    foot = footer(SENDER, language, FOUND, STOP_URL, 0)
    assert rules(Filled("Ein toter Link", with_footer(TEXT, foot))) == []
    without_link = footer(SENDER, language, FOUND, "", 0)
    assert "no-source-note" not in rules(Filled("Ein toter Link", TEXT + without_link))


def test_the_foot_is_added_once() -> None:
    foot = footer(SENDER, "en", FOUND, STOP_URL, 0)
    once = with_footer(TEXT, foot)
    assert with_footer(once, foot) == once


@pytest.mark.parametrize(
    ("subject", "text", "rule"),
    [
        ("Re: your page", TEXT, "deceptive-reply"),
        ("FWD: your page", TEXT, "deceptive-reply"),
        ("AW: Ihre Seite", TEXT, "deceptive-reply"),
        ("Tools", TEXT.replace("on https", "as we discussed, on https"), "false-familiarity"),
        ("Following up on our call", TEXT, "false-familiarity"),
        ("Tools", TEXT.replace("Ann", "Bob"), "wrong-name"),
        ("Tools", TEXT.replace("Hi Ann", "Hi ") + "{{ name }}", "placeholder"),
        ("Tools for [Company Name]", TEXT, "placeholder"),
        ("Tools", TEXT.replace("Ann", "%FIRST_NAME%"), "placeholder"),
        ("Tools", TEXT.replace("Ann,", "None,"), "placeholder"),
        ("Tools", TEXT.replace("Hi Ann,", "Hi ,"), "hole"),
        ("Tools", TEXT.replace("Hi Ann,", 'I read "" today'), "hole"),
        ("Tools", TEXT + "<b>now</b>", "html"),
        ("Tools", TEXT + "https://bit.ly/abc", "shortener"),
        ("Tools", TEXT + "x" * 999, "long-line"),
        ("Tools", TEXT + "so " * 600, "too-long"),
        ("Tools\nBcc: all@example.com", TEXT, "control-character"),
        ("", TEXT, "empty"),
    ],
)
def test_what_must_not_go_is_stopped(subject: str, text: str, rule: str) -> None:
    assert rule in hard(message(subject, text))


@pytest.mark.parametrize(
    ("subject", "text", "rule"),
    [
        ("Tools", TEXT.replace("on https", "I love your blog! On https"), "flattery"),
        ("Tools", TEXT.replace("on https", "I'm a huge fan. On https"), "flattery"),
        ("Cheap backlinks", TEXT, "spammy"),
        ("Tools", TEXT + "We offer a link exchange.", "paid-or-traded"),
        ("Tools", TEXT + "See the attached file.", "attachment"),
        ("A GREAT TOOL FOR YOUR READERS", TEXT, "shouting"),
        ("Tools " * 20, TEXT, "long-subject"),
        ("Tools", TEXT + "so " * 250, "too-long"),
        ("Tools", TEXT + " ".join(f"https://x{n}.example/" for n in range(5)), "many-links"),
    ],
)
def test_what_is_unwise_is_said_and_does_not_stop_it(subject: str, text: str, rule: str) -> None:
    filled = message(subject, text)
    assert rule in rules(filled)
    assert rule not in hard(filled)


def test_duties_that_are_left_out_stop_it() -> None:
    bare = Filled("Tools", TEXT.replace("Bo Lind", ""))
    assert set(hard(bare)) == {
        "no-postal-address", "no-sender", "no-unsubscribe", "no-source-note",
    }  # fmt: skip
    nowhere = replace(FACTS, sender=replace(SENDER, postal_address=" "))
    assert "no-postal-address" in hard(message(), nowhere)


def test_a_name_that_nobody_knows_is_not_greeted() -> None:
    unknown = replace(FACTS, names=())
    assert "wrong-name" in hard(message(), unknown)
    for hello in ("Hi there,", "Dear editors,", "Hello News team,", "Hello,", "I saw a link"):
        assert "wrong-name" not in rules(message(text=TEXT.replace("Hi Ann,", hello)), unknown)


def test_a_name_is_the_same_with_and_without_accents() -> None:
    facts = replace(FACTS, names=("José Núñez",))
    assert rules(message(text=TEXT.replace("Ann", "Jose")), facts) == []


def test_a_follow_up_may_be_an_answer_and_names_its_source_no_more() -> None:
    later = replace(FACTS, step=1)
    foot = footer(SENDER, "en", FOUND, STOP_URL, 1)
    assert FOUND not in foot
    assert rules(Filled("Re: A dead link", with_footer(TEXT, foot)), later) == []


def test_words_in_the_path_of_a_link_are_not_ours() -> None:
    assert (
        rules(message(text=TEXT + "https://shop.example/lorem ipsum-xxx".replace(" ", "-"))) == []
    )


def test_a_missing_value_is_named_with_its_cure() -> None:
    (flaw,) = lint(replace(message(), missing=("about",)), FACTS)
    assert flaw.is_hard
    assert "{{ about | default:" in flaw.sentence


def test_a_source_that_nobody_knows_is_told_apart_from_one_that_is_not_said() -> None:
    def said(facts: Facts) -> str:
        (flaw,) = [one for one in lint(Filled("A", "b"), facts) if one.rule == "no-source-note"]
        return flaw.sentence

    assert "does not say where" in said(FACTS)
    assert "tell it with the contact" in said(replace(FACTS, found_on=""))
