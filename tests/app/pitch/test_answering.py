"""Answering from the inbox: what is kept, what goes, and what it changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from campaign_world import plain_mailbox
from mails_back import ANN, NOW, YES, mail, take
from question_asked import ASKS, WORDS, came, due, kept, rule, taken_for
from sent_messages import MAILBOX, Sent, sent_to

from backlinkbot.app.budget.asked import asking_of
from backlinkbot.app.clients import add_client, client_workspace, root_workspace
from backlinkbot.app.pitch.admitting import still_barred
from backlinkbot.app.pitch.answering import answer as answer_mail
from backlinkbot.app.pitch.answering import obstacle, take_back, why_unanswered, written
from backlinkbot.app.pitch.barring import bar, end_suppressed
from backlinkbot.app.pitch.campaigns import pause_campaign, take_from_campaign
from backlinkbot.app.pitch.deciding import mail_thread
from backlinkbot.app.pitch.mailboxes import add_mailbox, pause
from backlinkbot.app.pitch.members import members_of
from backlinkbot.app.pitch.reporting import outreach_in
from backlinkbot.app.pitch.rounds import would_go
from backlinkbot.app.pitch.standing import campaign_standings
from backlinkbot.app.prospects import show_prospect
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.outreach import FIRST_ANSWER, MessageState
from backlinkbot.core.prospects import Stage
from backlinkbot.io.state.approvals import sent_messages, stranded_messages
from backlinkbot.io.state.asked import asked_by_message
from backlinkbot.io.state.mailboxes import remove_mailbox
from backlinkbot.io.state.messages import answers_of, messages_of
from backlinkbot.io.state.outbox import mark_sent
from backlinkbot.io.state.prospect_tables import prospects
from backlinkbot.io.state.sending_tables import mails, messages
from backlinkbot.io.state.suppressions import touch_of


@pytest.fixture
def sent(workspace: Workspace) -> Sent:
    add_mailbox(workspace, plain_mailbox())
    return sent_to(workspace, ANN)


def test_an_answer_is_shown_word_for_word_and_kept_as_it_was_shown(
    workspace: Workspace, sent: Sent
) -> None:
    number = came(sent)
    seen = written(workspace, number, WORDS)
    assert (seen.message.sender, seen.message.recipient) == (MAILBOX, ANN)
    assert seen.message.subject == "Re: A dead link"
    assert seen.message.body == f"{WORDS}\n\n{ANN}, 2026-11-01 11:55 UTC:\n> {ASKS}\n"
    (_, replied), (_, chain) = seen.message.headers
    assert chain == f"{sent.first} {replied}"
    with workspace.state.reading() as connection:
        assert answers_of(connection, sent.campaign) == []
    done = answer_mail(workspace, number, WORDS, by="Bo")
    assert done.message == seen.message
    assert kept(workspace, done.message.message_id) == done
    assert (done.state, done.approved_by, done.step) == (MessageState.APPROVED, "Bo", FIRST_ANSWER)
    assert done.answers == number
    assert due(workspace) == [done]


def test_an_answer_is_booked_so_that_it_passes_though_he_has_answered(
    workspace: Workspace, sent: Sent
) -> None:
    done = answer_mail(workspace, came(sent), WORDS, by="Bo")
    id_ = done.message.message_id
    came(sent, "And one more question: by when do you need it?")  # while it waits
    assert still_barred(workspace, id_, ANN, done.organisation) is None
    assert rule(still_barred(workspace, sent.first, ANN)) == "answered"
    assert rule(still_barred(workspace, id_, "eve@news.example")) == "not-admitted"
    bar(workspace, (ANN,))
    assert still_barred(workspace, id_, ANN)
    assert kept(workspace, id_).state is MessageState.CANCELLED


def test_words_that_wait_or_went_are_not_sent_again_and_others_are(
    workspace: Workspace, sent: Sent
) -> None:
    number = came(sent)
    first = answer_mail(workspace, number, WORDS, by="Bo")
    with pytest.raises(Refused, match="the same words wait to go"):
        answer_mail(workspace, number, f"{WORDS}\r\n", by="Bo")
    second = answer_mail(workspace, number, "One thing more.", by="Bo")
    assert second.step == FIRST_ANSWER + 1
    assert [one.message.message_id for one in due(workspace)] == [
        first.message.message_id, second.message.message_id,
    ]  # fmt: skip


@pytest.mark.timeout(60)
def test_two_who_answer_the_same_at_once_keep_it_once(workspace: Workspace, sent: Sent) -> None:
    number, begin = came(sent), Barrier(2)

    def tried(_: int) -> str:
        begin.wait()
        try:
            return answer_mail(workspace, number, WORDS, by="Bo").state.value
        except Refused as error:
            return str(error)

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(tried, range(2)))
    assert said == ["approved", f"mail {number} is not answered from here: the same words wait to "
                    "go there already"]  # fmt: skip
    assert len(due(workspace)) == 1


@pytest.mark.parametrize("text", ["", "  \n", "a" * 20_001, "a\x00"])
def test_without_words_nothing_is_kept(workspace: Workspace, sent: Sent, text: str) -> None:
    number = came(sent)
    with pytest.raises(BadInput):
        answer_mail(workspace, number, text, by="Bo")
    assert due(workspace) == []


def test_without_the_mailbox_nothing_is_kept_and_what_is_kept_waits(
    workspace: Workspace, sent: Sent
) -> None:
    number = came(sent)
    done = answer_mail(workspace, number, WORDS, by="Bo")
    pause(workspace, MAILBOX, "holiday")
    (_, rests), *_ = would_go(workspace).waiting
    assert rests.rule == "paused"
    with workspace.state.writing() as connection:
        remove_mailbox(connection, MAILBOX)
    assert rule(obstacle(workspace, done)) == "no-mailbox"
    with pytest.raises(Refused, match="mailbox"):
        answer_mail(workspace, number, "Something else.", by="Bo")


def test_an_answer_goes_though_campaign_and_sequence_are_over(
    workspace: Workspace, sent: Sent
) -> None:
    number = came(sent)
    done = answer_mail(workspace, number, WORDS, by="Bo")
    pause_campaign(workspace, sent.campaign, is_paused=True)
    take_from_campaign(workspace, sent.campaign, [sent.prospect])
    end_suppressed(workspace)
    with workspace.state.reading() as connection:
        assert stranded_messages(connection) == []
    assert would_go(workspace).going == (done,)
    assert rule(obstacle(workspace, replace(done, planned_at=NOW - timedelta(31)))) == "ended"


def test_an_answer_goes_first_and_needs_no_room(workspace: Workspace, sent: Sent) -> None:
    other = sent_to(workspace, "cat@moss.example")
    with workspace.state.writing() as connection:
        connection.execute(
            messages.update().where(messages.c.message_id == other.second)
            .values(goes_at=NOW - timedelta(days=1))
        )  # fmt: skip
    done = answer_mail(workspace, came(sent), WORDS, by="Bo")
    assert [one.message.message_id for one in due(workspace)] == [
        done.message.message_id, other.second,
    ]  # fmt: skip
    add_mailbox(workspace, replace(plain_mailbox(), daily_limit=1))
    with workspace.state.writing() as connection:  # what it may send in a day has gone
        connection.execute(
            messages.update().where(messages.c.message_id == other.first).values(sent_at=NOW)
        )
    assert would_go(workspace).going == (done,)


def test_an_answer_is_taken_back_until_a_sender_has_it(workspace: Workspace, sent: Sent) -> None:
    number = came(sent)
    done = answer_mail(workspace, number, WORDS, by="Bo")
    id_ = done.message.message_id
    back = take_back(workspace, id_.strip("<>"), by="Cy")
    assert (back.state, back.said) == (MessageState.CANCELLED, "taken back by Cy")
    assert due(workspace) == []
    with workspace.state.reading() as connection:
        assert touch_of(connection, id_) is None
    with pytest.raises(Refused, match="cancelled already"):
        take_back(workspace, id_, by="Cy")
    for other in (sent.first, "<0@shop.example>"):
        with pytest.raises(NotFound):
            take_back(workspace, other, by="Cy")
    again = answer_mail(workspace, number, WORDS, by="Bo")
    assert again.message.message_id != id_


def test_in_a_restored_workspace_other_words_are_another_message(
    workspace: Workspace, sent: Sent
) -> None:
    number = came(sent)
    ids = []
    for words in (WORDS, "Something else.", WORDS):  # as if nobody knew of those before
        ids.append(answer_mail(workspace, number, words, by="Bo").message.message_id)
        with workspace.state.writing() as connection:
            connection.execute(messages.delete().where(messages.c.answers == number))
    assert ids[0] == ids[2] != ids[1]


def test_steps_and_answers_are_never_taken_for_each_other(workspace: Workspace, sent: Sent) -> None:
    number = came(sent)
    before = outreach_in(workspace, "shop.example", NOW.date(), NOW.date())
    done = answer_mail(workspace, number, WORDS, by="Bo")
    with workspace.state.writing() as connection:
        connection.execute(
            messages.update().where(messages.c.message_id == done.message.message_id)
            .values(state="claimed", claimed_at=NOW)
        )  # fmt: skip
        assert mark_sent(connection, done.message.message_id, "250 ok", NOW, NOW)
    with workspace.state.reading() as connection:
        steps = [one.step for one in messages_of(connection, sent.campaign)]
        assert steps == [0, 1]
        assert [one.answers for one in answers_of(connection, sent.campaign)] == [number]
        assert [one.step for one in sent_messages(connection)] == [0]
        assert asked_by_message(connection, "shop.example") == {}
    (member,) = members_of(workspace, sent.campaign)
    assert member.standing == "replied"
    (standing,) = campaign_standings(workspace)
    assert sum(standing.messages.values()) == 2
    assert standing.next_at is None
    after = outreach_in(workspace, "shop.example", NOW.date(), NOW.date())
    assert before and after and after.messages == before.messages == 1  # noqa: PT018 - for types
    assert len(asking_of(workspace, "shop.example").open) == 1


def test_the_thread_shows_our_answer_and_what_came_to_it(workspace: Workspace, sent: Sent) -> None:
    number = came(sent)
    done = answer_mail(workspace, number, WORDS, by="Bo")
    id_ = done.message.message_id
    raw = mail(YES, subject="Re: A dead link", In_Reply_To=id_, References=f"{sent.first} {id_}")
    later = take(workspace, raw).mail
    assert later
    assert later.answers == id_
    assert sent.asked.stage is Stage.NEGOTIATING
    thread = mail_thread(workspace, later.number)
    assert [one.step for one in thread.sent] == [0, 1, FIRST_ANSWER]
    assert [one.mail.number for one in thread.answers] == [number, later.number]
    told = thread.as_document()["sent"][-1]
    assert (told["answers"], told["by"], told["text"]) == (number, "Bo", done.message.body)
    assert mail_thread(workspace, number) == thread


def test_who_is_answered_is_talked_with_and_the_history_says_so(
    workspace: Workspace, sent: Sent
) -> None:
    number = came(sent, "Hm.")  # nobody can be sure what it means
    taken_for(workspace, number, "negative")
    assert sent.course.is_held
    answer_mail(workspace, number, WORDS, by="Bo")
    assert (sent.course.ending, sent.course.is_held) == ("replied", False)
    assert sent.state(sent.second) is MessageState.CANCELLED
    assert sent.asked.stage is Stage.REPLIED
    last = show_prospect(workspace, sent.prospect).history[-1]
    assert (last.by, last.note) == ("Bo", "answered from the inbox: Re: A dead link")


def test_an_absence_that_is_answered_ends_nothing(workspace: Workspace, sent: Sent) -> None:
    number = came(
        sent, "I am out of the office until 20 November 2026.", subject="Out of office",
        Auto_Submitted="auto-replied",
    )  # fmt: skip
    answer_mail(workspace, number, WORDS, by="Bo")
    assert (sent.course.ending, sent.asked.stage) == ("", Stage.NEW)
    assert sent.state(sent.second) is MessageState.APPROVED


def test_a_colleague_who_writes_gets_the_answer(workspace: Workspace, sent: Sent) -> None:
    number = came(sent, ASKS, sender="jo@news.example")
    done = answer_mail(workspace, number, WORDS, by="Bo")
    assert done.message.recipient == "jo@news.example"
    assert still_barred(workspace, done.message.message_id, "jo@news.example") is None


def test_an_answer_of_another_client_is_booked_in_the_root(workspace: Workspace) -> None:
    add_client(workspace, "acme", by=LOCAL)
    with client_workspace(workspace, "acme") as acme:
        add_mailbox(acme, plain_mailbox())
        theirs = sent_to(acme, "cat@moss.example")
        number = came(theirs, sender="cat@moss.example")
        done = answer_mail(acme, number, WORDS, by="Bo")
        with root_workspace(acme) as root, root.state.reading() as connection:
            booked = touch_of(connection, done.message.message_id)
        assert booked
        assert (booked.client, booked.is_answer) == ("acme", True)
        assert still_barred(acme, done.message.message_id, "cat@moss.example") is None
        bar(workspace, ("cat@moss.example",))  # by another client
        assert "own decision on 2026-11-01" in why_unanswered(acme, number)
        assert kept(acme, done.message.message_id).state is MessageState.CANCELLED


def test_a_try_that_broke_off_before_its_message_was_kept_does_no_harm(
    workspace: Workspace, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = came(sent)
    with monkeypatch.context() as broken:
        broken.setattr("backlinkbot.app.pitch.answering.keep_message", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            answer_mail(workspace, number, WORDS, by="Bo")
    assert due(workspace) == []
    assert answer_mail(workspace, number, WORDS, by="Bo").state is MessageState.APPROVED


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_numbers_beyond_all_that_are_kept_are_not_there(workspace: Workspace, number: int) -> None:
    with pytest.raises(NotFound):
        why_unanswered(workspace, number)
    with pytest.raises(NotFound):
        show_prospect(workspace, number)


def test_the_same_words_with_other_spaces_are_the_same(workspace: Workspace, sent: Sent) -> None:
    number = came(sent)
    answer_mail(workspace, number, WORDS, by="Bo")
    for same in (f"{WORDS}  \n", WORDS.replace(" ", "  "), WORDS.replace("\n", "\r\n")):
        with pytest.raises(Refused, match="the same words wait to go"):
            answer_mail(workspace, number, same, by="Bo")


def test_nobody_gets_a_flood_of_answers(workspace: Workspace, sent: Sent) -> None:
    number = came(sent)
    made = [answer_mail(workspace, number, f"Answer {n}.", by="Bo") for n in range(5)]
    with pytest.raises(Refused, match="5 answers went or wait to go there within a day"):
        answer_mail(workspace, number, "And one more.", by="Bo")
    take_back(workspace, made[0].message.message_id, by="Bo")
    assert answer_mail(workspace, number, "And one more.", by="Bo")


def test_a_mail_that_was_answered_waits_for_nobody(workspace: Workspace, sent: Sent) -> None:
    number = came(sent)
    with workspace.state.writing() as connection:
        connection.execute(mails.update().values(waits_for_person=True))
    answer_mail(workspace, number, WORDS, by="Bo")
    with workspace.state.reading() as connection:
        row = connection.execute(mails.select().where(mails.c.number == number)).one()
    assert (row.waits_for_person, row.handled_by) == (False, "Bo")


def test_a_prospect_that_is_no_more_is_not_answered(workspace: Workspace, sent: Sent) -> None:
    done = answer_mail(workspace, came(sent), WORDS, by="Bo")
    with workspace.state.writing() as connection:
        connection.execute(prospects.update().values(is_gone=True))
    assert "the prospect is no more" in why_unanswered(workspace, done.answers)
    assert rule(obstacle(workspace, done)) == "stage"


def test_a_sender_that_no_server_takes_is_said_before_words_are_written(
    workspace: Workspace, sent: Sent
) -> None:
    assert "cannot be written to" in why_unanswered(workspace, came(sent, sender="ann@localhost"))
