"""The foot says in plain words how to get no more, and the word it asks for is understood."""

from __future__ import annotations

import pytest

from backlinkbot.core.outreach import Sender
from backlinkbot.logic.outreach.footer import (
    SOURCE,
    STOP,
    STOP_BY_ANSWER,
    STOP_BY_MAIL,
    footer,
    shown_way,
)
from backlinkbot.logic.outreach.lint import Facts, lint
from backlinkbot.logic.outreach.mail.classified import judged
from backlinkbot.logic.outreach.mail.message import mail_of
from backlinkbot.logic.outreach.mail.replies import ReplyClass
from backlinkbot.logic.outreach.templates import Filled

SENDER = Sender("Bo Lind", "Shop Ltd", "1 High Street, Springfield", "US")
FOUND = "https://news.example/contact"
TOKEN = "x" * 43
BY_MAIL = f"mailto:Bo%25x+1@shop.example?subject=unsubscribe%20{TOKEN}"
BOX = "Bo%x+1@shop.example"
WORDS = {"en": "stop", "de": "Stopp", "fr": "stop", "es": "stop", "it": "stop", "nl": "stop"}
LANGUAGES = sorted(WORDS)


def test_all_words_of_the_foot_are_there_in_each_language() -> None:
    assert set(SOURCE) == set(STOP) == set(STOP_BY_MAIL) == set(STOP_BY_ANSWER) == set(WORDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_leaves_by_mail_is_told_a_word_and_an_address_and_no_token(language: str) -> None:
    foot = footer(SENDER, language, FOUND, BY_MAIL, 0)
    assert "mailto:" not in foot
    assert TOKEN not in foot
    assert BOX in foot
    assert WORDS[language] in foot
    assert max(map(len, foot.splitlines())) < 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_foot_without_any_address_has_no_hole(language: str) -> None:
    foot = footer(SENDER, language, FOUND, "", 0)
    assert "  " not in foot
    assert WORDS[language] in foot


@pytest.mark.parametrize("way", ["", BY_MAIL, "https://links.example/u/abc"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_foot_alone_says_how_to_leave(language: str, way: str) -> None:
    foot = footer(SENDER, language, FOUND, way, 0)
    facts = Facts(SENDER, (), "news.example", FOUND, way)
    assert [
        one for one in lint(Filled("Ein toter Link", f"…\n\n{foot}"), facts) if one.is_hard
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("quote", ["", "\n\n> ", "\n\n-----Original Message-----\nFrom: Bo\n\n"])
def test_the_word_that_the_foot_asks_for_is_understood(language: str, quote: str) -> None:
    foot = footer(SENDER, language, FOUND, BY_MAIL, 0)
    under = quote and quote + foot.replace("\n", "\n> " if ">" in quote else "\n")
    raw = f"From: ann@news.example\nSubject: Re: A link\n\n{WORDS[language]}{under}\n"
    incoming = judged(mail_of(raw.encode()))
    assert incoming.reply_class is ReplyClass.UNSUBSCRIBE
    assert not incoming.to_person


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_friendly_answer_over_the_whole_message_is_no_wish_to_leave(language: str) -> None:
    foot = footer(SENDER, language, FOUND, BY_MAIL, 0)
    over = "Thank you, I have put your link in.\n\nOn 20 Nov 2026, Bo Lind wrote:\n> "
    quoted = foot.replace("\n", "\n> ")
    raw = f"From: ann@news.example\nSubject: Re: A link\n\n{over}{quoted}"
    assert judged(mail_of(raw.encode())).reply_class is ReplyClass.POSITIVE


@pytest.mark.parametrize("over", [
    "\n\n", "\n\n________________________________\n",
    "\n\nFrom: Bo Lind <bo@shop.example>\nSent: Monday\nTo: ann@news.example\nSubject: A link\n\n",
])  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_however_our_words_are_quoted_they_are_no_wish_of_who_quotes_them(
    language: str, over: str
) -> None:
    ours = f"Hi Ann,\n\nwould it serve?\n\n{footer(SENDER, language, FOUND, BY_MAIL, 0)}"
    raw = f"From: ann@news.example\nSubject: Re: A link\n\nThank you, it is in.{over}{ours}"
    assert judged(mail_of(raw.encode())).reply_class is not ReplyClass.UNSUBSCRIBE


def test_a_page_of_ours_is_shown_whole() -> None:
    assert shown_way("https://links.example/u/abc") == "https://links.example/u/abc"
    assert shown_way(BY_MAIL) == BOX
    assert shown_way("") == ""
