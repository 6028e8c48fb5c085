"""Answering from the inbox: who is never answered, and of whom nothing is left in answers."""

from __future__ import annotations

import pytest
from campaign_world import plain_mailbox
from mails_back import ANN, STOP, mail, report, take
from question_asked import WORDS, came, kept, rule, taken_for
from sent_messages import Sent, sent_to

from backlinkbot.app.contacts.erasing import erase
from backlinkbot.app.pitch.answering import answer as answer_mail
from backlinkbot.app.pitch.answering import obstacle, why_unanswered
from backlinkbot.app.pitch.barring import bar
from backlinkbot.app.pitch.deciding import decide_mail
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.pitch.rounds import would_go
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import Refused
from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.suppressions import touch_of


@pytest.fixture
def sent(workspace: Workspace) -> Sent:
    add_mailbox(workspace, plain_mailbox())
    return sent_to(workspace, ANN)


def test_who_asked_to_be_left_alone_is_never_answered(workspace: Workspace, sent: Sent) -> None:
    asks, stop = came(sent), came(sent, STOP)
    for number in (asks, stop):
        assert "not answered from here" in why_unanswered(workspace, number)
        with pytest.raises(Refused):
            answer_mail(workspace, number, WORDS, by="Bo")


@pytest.mark.parametrize(
    "told", [{"whom": (ANN,)}, {"whom": ("news.example",)},
             {"whom": ("news.example",), "organisation": True}],
)  # fmt: skip
def test_who_is_suppressed_in_any_way_is_not_answered(
    workspace: Workspace, sent: Sent, told: dict[str, tuple[str, ...]]
) -> None:
    number = came(sent)
    waiting = answer_mail(workspace, number, WORDS, by="Bo").message.message_id
    bar(workspace, **told)  # type: ignore[arg-type]  # as the test says
    assert kept(workspace, waiting).state is MessageState.CANCELLED
    with workspace.state.reading() as connection:
        assert touch_of(connection, waiting) is None
    assert "own decision on 2026-11-01" in why_unanswered(workspace, number)
    with pytest.raises(Refused, match="not answered"):
        answer_mail(workspace, number, "Something else.", by="Bo")


def test_who_was_forgotten_is_not_answered_and_what_waits_does_not_go(
    workspace: Workspace, sent: Sent
) -> None:
    number = came(sent)
    waiting = answer_mail(workspace, number, WORDS, by="Bo").message.message_id
    erase(workspace, ANN, by="Bo")
    one = kept(workspace, waiting)
    assert (one.state, one.message.recipient, one.message.body) == (
        MessageState.CANCELLED, "", "",
    )  # fmt: skip
    with pytest.raises(Refused):
        answer_mail(workspace, number, "Something else.", by="Bo")


def test_a_wish_that_nobody_is_sure_of_must_be_judged_first(
    workspace: Workspace, sent: Sent
) -> None:
    asks, doubtful = came(sent), came(sent, "Hm.")
    taken_for(workspace, doubtful, "negative")
    assert why_unanswered(workspace, asks) == ""
    taken_for(workspace, doubtful, "unsubscribe")
    for number, which in ((asks, f"mail {doubtful}"), (doubtful, "it")):
        assert f"say first what {which} is" in why_unanswered(workspace, number)
    decide_mail(workspace, doubtful, "other", by="Bo")
    assert why_unanswered(workspace, asks) == ""
    decide_mail(workspace, doubtful, "unsubscribe", by="Bo")
    assert "Do not contact" in why_unanswered(workspace, asks)


def test_a_bounce_and_a_mail_of_nobody_knows_whom_are_not_answered(
    workspace: Workspace, sent: Sent
) -> None:
    back = take(workspace, report(sent, "5.1.1")).mail
    wish = take(workspace, mail("", sender="x@else.example", subject="unsubscribe")).mail
    assert back
    assert wish
    assert "mail server" in why_unanswered(workspace, back.number)
    assert "which message of ours" in why_unanswered(workspace, wish.number)


def test_an_answer_waits_while_a_newer_mail_may_ask_to_be_left_alone(
    workspace: Workspace, sent: Sent
) -> None:
    done = answer_mail(workspace, came(sent), WORDS, by="Bo")
    assert would_go(workspace).going == (done,)
    newer = came(sent, "Hm, let it be.")
    taken_for(workspace, newer, "unsubscribe")
    assert would_go(workspace).going == ()
    said = obstacle(workspace, done)
    assert rule(said) == "held"
    assert said
    assert f"mail {newer} may ask to be left alone" in said.reason
    taken_for(workspace, newer, "question")
    assert would_go(workspace).going == (done,)


def test_who_is_forgotten_is_forgotten_in_what_answers_to_others_quote(
    workspace: Workspace, sent: Sent
) -> None:
    words = f"My boss Ann Alder ({ANN}) asks which page you mean?"
    number = came(sent, words, sender="jo@news.example")
    done = answer_mail(workspace, number, WORDS, by="Bo")
    assert ANN in done.message.body
    other = came(sent, "And who are you?", sender="jo@news.example")
    went = answer_mail(workspace, other, "Bo of the shop.", by="Bo")
    erase(workspace, ANN, by="Bo")
    for one in (done, went):
        left = kept(workspace, one.message.message_id)
        assert (left.state, left.message.body) == (MessageState.CANCELLED, "")
    assert would_go(workspace).going == ()
