"""What to do next about a mail: a word and a sentence for each class, addresses for a referral."""

from __future__ import annotations

import pytest

from backlinkbot.logic.outreach.actions import action_for, named_in
from backlinkbot.logic.outreach.mail.classified import MailKind
from backlinkbot.logic.outreach.mail.replies import ReplyClass


@pytest.mark.parametrize("word", list(ReplyClass))
def test_every_class_has_an_action_of_its_own(word: ReplyClass) -> None:
    action = action_for(MailKind.REPLY, word)
    assert action.do
    assert action.says.endswith(".")


@pytest.mark.parametrize("kind", list(MailKind))
def test_every_kind_has_an_action_and_doubt_comes_first(kind: MailKind) -> None:
    assert action_for(kind, "").says
    assert action_for(kind, "positive", is_doubtful=True).do == "decide"


def test_a_complaint_is_looked_into() -> None:
    assert action_for(MailKind.COMPLAINT, "unsubscribe").do == "look-why"


def test_a_referral_names_others_than_those_who_are_known() -> None:
    text = (
        "Write to Jo <Jo.Doe@News.example>, or sam [at] news (dot) example. No longer "
        "ann+x@news.example, and noreply@news.example reads nothing; nor is a@b an address."
    )
    found = action_for("reply", "referral", text, known=("ann@news.example",))
    assert found.whom == ("jo.doe@news.example", "sam@news.example")
    assert action_for("reply", "positive", text).whom == ()


def test_a_text_full_of_addresses_gives_few() -> None:
    assert len(named_in(" ".join(f"a{n}@b.example" for n in range(10_000)))) == 5
