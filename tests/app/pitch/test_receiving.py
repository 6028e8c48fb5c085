"""What each mail does: once, to the right message, person and prospect, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from mails_back import ANN, NOW, STOP, YES, answer, complaint, mail, report, suppressed, take, told
from sent_messages import MAILBOX, Sent, sent_to

from backlinkbot.app.clients import add_client, client_workspace
from backlinkbot.app.pitch.deciding import decide_mail, inbox
from backlinkbot.app.pitch.receiving import Taken, take_in
from backlinkbot.app.prospects import show_prospect
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.outreach import MessageState
from backlinkbot.core.prospects import Stage

PRICE = "We publish links for a fee of 150 EUR per post. Shall I send you an invoice?"


@pytest.fixture
def sent(workspace: Workspace) -> Sent:
    return sent_to(workspace, ANN)


@pytest.mark.parametrize(
    ("text", "word", "stage"),
    [(YES, "positive", Stage.NEGOTIATING), (PRICE, "asks for payment", Stage.REPLIED),
     ("No thank you, we are not interested in this.", "negative", Stage.LOST)],
)  # fmt: skip
def test_a_persons_answer_stops_the_sequence_and_moves_the_prospect(
    workspace: Workspace, sent: Sent, text: str, word: str, stage: Stage
) -> None:
    kept = take(workspace, answer(sent, text)).mail
    assert kept
    assert (kept.reply_class, kept.answers, kept.is_sure_thread) == (word, sent.first, True)
    assert not kept.waits_for_person
    assert sent.course.ending == "replied"
    assert sent.state() is MessageState.SENT
    assert sent.state(sent.second) is MessageState.CANCELLED
    one = sent.asked
    assert one.stage is stage
    assert one.outcome
    assert one.outcome.contacted_at == NOW - timedelta(hours=1)
    assert one.outcome.replied_at == NOW - timedelta(minutes=5)
    assert bool(one.outcome.closed_at) == (stage is Stage.LOST)
    assert suppressed(workspace) == []


def test_who_asks_for_payment_is_told_to_stay_outside(workspace: Workspace, sent: Sent) -> None:
    take(workspace, answer(sent, PRICE))
    thread = inbox(workspace).threads[0]
    assert thread.latest.action.do == "decline"
    assert "sponsored" in thread.latest.action.says
    notes = [line.note for line in show_prospect(workspace, sent.prospect).history]
    assert any("paid placements stay outside" in note for note in notes)


def test_a_wish_in_words_holds_for_ever_and_for_whoever_wrote_it(
    workspace: Workspace, sent: Sent
) -> None:
    take(workspace, answer(sent, STOP, sender="ann.smith@private.example"))
    assert suppressed(workspace) == [
        ("ann.smith@private.example", "unsubscribed"), (ANN, "unsubscribed"),
    ]  # fmt: skip
    assert sent.asked.stage is Stage.DO_NOT_CONTACT
    assert sent.course.ending == "unsubscribed"
    assert sent.state(sent.second) is MessageState.CANCELLED


def test_the_mail_that_the_header_asks_for_is_understood(workspace: Workspace, sent: Sent) -> None:
    kept = take(workspace, mail("", subject="unsubscribe")).mail
    assert kept
    assert kept.answers == sent.first
    assert suppressed(workspace) == [(ANN, "unsubscribed")]
    assert sent.course.ending == "unsubscribed"


def test_it_is_understood_from_another_address_too_but_whose_message_it_is_a_person_says(
    workspace: Workspace, sent: Sent
) -> None:
    kept = take(workspace, mail("", subject="unsubscribe", sender="a@elsewhere.example")).mail
    assert kept
    assert kept.waits_for_person
    assert suppressed(workspace) == [("a@elsewhere.example", "unsubscribed")]
    assert sent.course.ending == ""


def test_a_colleague_who_wants_no_more_is_heard_and_the_sequence_held(
    workspace: Workspace, sent: Sent
) -> None:
    kept = take(workspace, mail(STOP, sender="boss@news.example", subject="Re: your mail")).mail
    assert kept
    assert kept.waits_for_person
    assert suppressed(workspace) == [("boss@news.example", "unsubscribed")]
    assert sent.course.is_held
    assert not sent.course.ending


def test_a_dead_address_is_suppressed_and_its_message_bounced(
    workspace: Workspace, sent: Sent
) -> None:
    kept = take(workspace, report(sent, "5.1.1")).mail
    assert kept
    assert kept.is_hard
    assert sent.state() is MessageState.BOUNCED
    assert sent.course.ending == "bounced"
    assert sent.state(sent.second) is MessageState.CANCELLED
    assert suppressed(workspace) == [(ANN, "bounced")]
    assert inbox(workspace).threads[0].latest.action.do == "other-contact"


def test_a_full_mailbox_is_noted_and_nobody_suppressed(workspace: Workspace, sent: Sent) -> None:
    take(workspace, report(sent, "5.2.2"))
    assert sent.state() is MessageState.BOUNCED
    assert sent.course.ending == "bounced"
    assert suppressed(workspace) == []


def test_a_report_about_an_alias_suppresses_whom_we_wrote_to(
    workspace: Workspace, sent: Sent
) -> None:
    take(workspace, report(sent, "5.1.1", recipient="ann77@mailhost.example"))
    assert suppressed(workspace) == [(ANN, "bounced")]


def test_a_delayed_message_changes_nothing(workspace: Workspace, sent: Sent) -> None:
    kept = take(workspace, report(sent, "4.4.1", action="delayed")).mail
    assert kept
    assert kept.kind == "delayed"
    assert sent.state() is MessageState.SENT
    assert sent.state(sent.second) is MessageState.APPROVED


def test_a_complaint_suppresses_and_ends(workspace: Workspace, sent: Sent) -> None:
    take(workspace, complaint(sent))
    assert suppressed(workspace) == [(ANN, "complained")]
    assert sent.course.ending == "complained"
    assert sent.asked.stage is Stage.DO_NOT_CONTACT
    assert inbox(workspace).threads[0].latest.action.do == "look-why"


def test_a_report_about_our_set_up_is_no_complaint(workspace: Workspace, sent: Sent) -> None:
    assert take(workspace, complaint(sent, "auth-failure")).taken is Taken.LEFT
    assert suppressed(workspace) == []


def test_who_is_away_is_waited_for(workspace: Workspace, sent: Sent) -> None:
    text = "I am out of the office until 16 November 2026 and will answer when I am back."
    kept = take(
        workspace, answer(sent, text, subject="Automatic reply: A dead link",
                          Auto_Submitted="auto-replied"),
    ).mail  # fmt: skip
    assert kept
    assert kept.reply_class == "out of office"
    assert sent.course.away_until == date(2026, 11, 16)
    assert not sent.course.ending
    assert sent.state(sent.second) is MessageState.APPROVED
    assert sent.asked.stage is Stage.NEW  # nobody has answered


@pytest.mark.parametrize("said", ["auto-generated", "auto-replied"])
@pytest.mark.parametrize(
    "text",
    [
        "Please take us off your list and do not write to us again.",
        "I am out of the office until 16 November 2026. Please remove me from your list.",
    ],
)
def test_a_wish_in_what_a_machine_sent_holds_all_until_a_person_has_said(
    workspace: Workspace, sent: Sent, said: str, text: str
) -> None:
    take(workspace, answer(sent, text, subject="Re: A dead link", Auto_Submitted=said))
    assert sent.course.is_held
    assert not sent.course.ending
    (thread,) = inbox(workspace).threads
    assert thread.latest.mail.waits_for_person
    decide_mail(workspace, thread.latest.mail.number, "unsubscribe", by="Bo")
    assert suppressed(workspace) == [(ANN, "unsubscribed")]


def test_a_referral_is_suggested_and_never_written_to(workspace: Workspace, sent: Sent) -> None:
    text = "I am not the right person for this, please contact my colleague jo@news.example."
    take(workspace, answer(sent, text))
    action = inbox(workspace).threads[0].latest.action
    assert (action.do, action.whom) == ("write-to", ("jo@news.example",))


def test_doubt_holds_the_sequence_until_a_person_has_said(workspace: Workspace, sent: Sent) -> None:
    kept = take(workspace, answer(sent, "Hm.")).mail
    assert kept
    assert kept.waits_for_person
    assert sent.course.is_held
    assert sent.state(sent.second) is MessageState.APPROVED
    assert inbox(workspace, waiting=True).waiting == 1
    decided = decide_mail(workspace, kept.number, "other", by="olga").mail
    assert (decided.waits_for_person, decided.handled_by) == (False, "olga")
    assert not sent.course.is_held
    assert not sent.course.ending
    assert inbox(workspace).waiting == 0
    decide_mail(workspace, kept.number, "Unsubscribe", by="olga")
    assert suppressed(workspace) == [(ANN, "unsubscribed")]
    assert sent.course.ending == "unsubscribed"


def test_a_sequence_goes_on_only_when_no_doubt_is_left(workspace: Workspace, sent: Sent) -> None:
    first = take(workspace, answer(sent, "Hm.")).mail
    second = take(workspace, answer(sent, "Let me see.")).mail
    assert first
    assert second
    decide_mail(workspace, first.number, "other", by="olga")
    assert sent.course.is_held
    decide_mail(workspace, second.number, "other", by="olga")
    assert not sent.course.is_held


def test_what_cannot_be_decided_is_said(workspace: Workspace, sent: Sent) -> None:
    kept = take(workspace, answer(sent, "Hm.")).mail
    assert kept
    with pytest.raises(BadInput, match="positive"):
        decide_mail(workspace, kept.number, "great", by="olga")
    with pytest.raises(NotFound, match="no mail 99"):
        decide_mail(workspace, 99, "positive", by="olga")


@pytest.mark.parametrize("make", [
    lambda sent: answer(sent, YES), lambda sent: answer(sent, STOP),
    lambda sent: answer(sent, "Hm."), lambda sent: report(sent, "5.1.1"), complaint,
])  # fmt: skip
def test_the_same_mail_again_changes_nothing(workspace: Workspace, sent: Sent, make: Any) -> None:
    raw = make(sent)
    take(workspace, raw)
    before = told(workspace, sent)
    workspace.clock = FixedClock(NOW + timedelta(days=1))
    other_way = b"Received: from a by b\r\nX-Seen: 1\r\n" + raw
    for again in (raw, raw.replace(b"\r\n", b"\n"), other_way):
        assert take(workspace, again).taken is Taken.KNOWN
    assert told(workspace, sent) == before


def test_another_mail_under_the_same_id_is_another_mail(workspace: Workspace, sent: Sent) -> None:
    machine = {"Message_ID": "<always@news.example>"}
    take(workspace, answer(sent, "We got your mail.", Auto_Submitted="auto-replied", **machine))
    take(workspace, answer(sent, STOP, **machine))
    assert suppressed(workspace) == [(ANN, "unsubscribed")]


def test_what_has_nothing_to_do_with_us_is_left_and_not_kept(
    workspace: Workspace, sent: Sent
) -> None:
    letter = "Our winter sale has begun. To unsubscribe from this newsletter click here."
    for raw in (
        mail(letter, sender="shop@else.example", subject="50 % off"),
        mail("Lunch?", sender="friend@private.example", subject="Tomorrow"),
        mail("Lunch!", sender="friend@private.example", subject="Re: Tomorrow"),
        report(sent, "5.1.1", recipient="x@y.example").replace(sent.first.encode(), b"<z@z>"),
        b"", b"\x00" * 1_000, b"Subject: =?utf-8?q?" + b"=" * 5_000,
    ):  # fmt: skip
        assert take(workspace, raw).taken is Taken.LEFT
    assert inbox(workspace).threads == ()
    assert not sent.course.ending
    assert not sent.course.is_held


def test_our_own_copies_are_no_answers(workspace: Workspace, sent: Sent) -> None:
    copy = mail("Hello.", sender=MAILBOX, subject="A dead link", Message_ID=sent.first)
    assert take(workspace, copy).taken is Taken.OWN
    again = mail("Any news?", sender="Bo+x@shop.example", In_Reply_To=sent.first)
    assert take(workspace, again).taken is Taken.OWN
    assert not sent.course.ending


def test_a_new_mail_of_somebody_we_wrote_to_waits_for_a_person(
    workspace: Workspace, sent: Sent
) -> None:
    raw = mail("Have you seen our new page on wells?", subject="Wells")
    kept = take(workspace, raw).mail
    assert kept
    assert (kept.waits_for_person, kept.answers) == (True, sent.first)
    assert sent.course.is_held


def test_by_subject_and_address_a_thread_is_found_too_and_said_to_be_less_sure(
    workspace: Workspace, sent: Sent
) -> None:
    kept = take(workspace, mail(YES, sender="Ann+work@NEWS.example")).mail
    assert kept
    assert (kept.answers, kept.is_sure_thread) == (sent.first, False)
    assert sent.asked.stage is Stage.NEGOTIATING


def test_an_answer_leads_no_prospect_back(workspace: Workspace, sent: Sent) -> None:
    take(workspace, answer(sent, YES))
    take(workspace, answer(sent, "Could you tell me which page you mean, and what to put there?"))
    assert sent.asked.stage is Stage.NEGOTIATING


@pytest.mark.usefixtures("sent")
def test_a_belated_wish_is_heard_after_years(workspace: Workspace) -> None:
    now = NOW + timedelta(days=900)
    raw = mail(STOP, subject="Your mails")
    assert take_in(workspace, MAILBOX, raw, now, now=now).taken is Taken.KEPT
    assert suppressed(workspace) == [(ANN, "unsubscribed")]


def test_a_clock_that_was_set_back_or_a_date_to_come_breaks_nothing(
    workspace: Workspace, sent: Sent
) -> None:
    take(workspace, answer(sent, YES), NOW + timedelta(days=400))
    one = sent.asked.outcome
    assert one
    assert one.replied_at == NOW
    take(workspace, answer(sent, "And thanks again, gladly!"), NOW - timedelta(days=400))
    assert sent.asked.outcome == one


def test_a_wish_in_one_client_stops_the_messages_of_all(workspace: Workspace) -> None:
    add_client(workspace, "second", by=LOCAL)
    with client_workspace(workspace, "second") as other:
        sent = sent_to(other, ANN)
        take(other, answer(sent, STOP))
        assert sent.course.ending == "unsubscribed"
        before = told(other, sent)
        assert take(other, answer(sent, STOP)).taken is Taken.KNOWN
        assert told(other, sent) == before
        assert inbox(other).threads[0].latest.mail.reply_class == "unsubscribe"
    assert suppressed(workspace) == [(ANN, "unsubscribed")]
    assert inbox(workspace).threads == ()


def test_what_breaks_off_did_nothing_and_is_done_whole_the_next_time(
    workspace: Workspace, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = answer(sent, STOP)
    before = told(workspace, sent)

    def fails(*_: object) -> int:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("backlinkbot.app.pitch.receiving.keep_mail", fails)
        with pytest.raises(OSError, match="disk full"):
            take(workspace, raw)
    assert told(workspace, sent) == before
    assert take(workspace, raw).taken is Taken.KEPT
    assert suppressed(workspace) == [(ANN, "unsubscribed")]
