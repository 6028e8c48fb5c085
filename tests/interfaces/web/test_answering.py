"""Answering in the thread: the form, what it sends, what is shown instead, and taking it back."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from outreach_world import HOSTILE, MAILBOX, Lively, answer_to, lively

from backlinkbot.app.accounts import add_account
from backlinkbot.app.jobs import list_jobs
from backlinkbot.app.pitch.barring import bar
from backlinkbot.app.pitch.deciding import mail_thread
from backlinkbot.app.pitch.receiving import take_in
from backlinkbot.core.access import LOCAL, Account, Role
from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.mailboxes import remove_mailbox
from backlinkbot.io.state.sending_tables import mails

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

PHRASE = "correct horse battery staple"
WORDS = "Thank you.\nThe second page, please."


@pytest.fixture
def made(empty: Browser) -> Lively:
    return lively(empty.root)


@pytest.fixture
def page(made: Lively) -> str:
    return f"/c/home/inbox/{made.mails[0]}"


def said(browser: Browser, address: str) -> str:
    found = re.search(r'class="said".*?<p>(.*?)</p>', browser.get(address).text)
    return html.unescape(found.group(1)) if found else ""


def test_the_thread_has_a_form_without_invented_words(
    empty: Browser, made: Lively, page: str
) -> None:
    text = empty.get(page).text
    to, subject = made.answered.message.recipient, made.answered.message.subject
    form = text.partition('id="answer"')[2].partition("</section>")[0]
    assert f"<dt>To</dt><dd><bdi>{to}</bdi></dd><dt>From</dt><dd><bdi>{MAILBOX}</bdi></dd>" in form
    assert f'value="Re: {subject}"' in html.unescape(form)
    assert re.search(r'<textarea id="f-text"[^>]*></textarea>', form)
    assert "Answer soon: thank them" in form
    assert "&gt; Hello Bo, thank you for telling us." in form
    with empty.root.state.writing() as connection:  # whatever is made of its words today
        doubted = mails.c.number == made.mails[1]
        connection.execute(mails.update().where(doubted).values(reply_class="negative"))
    doubtful = empty.get(f"/c/home/inbox/{made.mails[1]}").text.partition('id="answer"')[2]
    assert "If you answer, the sequence is over for them" in doubtful


def test_an_answer_is_kept_shown_in_its_place_and_taken_back(
    empty: Browser, made: Lively, page: str
) -> None:
    number = made.mails[0]
    sent = empty.send(f"{page}/answer", page, text=WORDS.replace("\n", "\r\n"), subject="")
    assert (sent.status_code, sent.headers["location"]) == (303, page)
    assert "goes with the next round" in said(empty, page)
    assert [one.kind for one in list_jobs(empty.root)] == ["outreach"]
    ours = mail_thread(empty.root, number).answer_to(number)
    assert ours
    assert (ours.state, ours.approved_by) == (MessageState.APPROVED, "local user")
    assert ours.message.body.startswith(f"{WORDS}\n\n")
    text = empty.get(page).text
    mine = text.partition("<strong>Our answer</strong>")
    assert f'id="mail-{number}"' in mine[0]
    assert "waits to go" in mine[2]
    assert "by <bdi>local user</bdi>" in mine[2]
    assert "This mail has an answer of ours already." in text
    assert "answer waits to go" in empty.get("/c/home/inbox").text
    empty.send(f"{page}/take-back", page, message_id=ours.message.message_id)
    assert said(empty, page).startswith("Taken back: your answer does not go.")
    assert "taken back by local user" in html.unescape(empty.get(page).text)
    assert mail_thread(empty.root, number).answer_to(number) is None
    empty.send(f"{page}/take-back", page, message_id=ours.message.message_id)
    assert "cannot be taken back" in said(empty, page)
    wrong = empty.send(f"{page}/take-back", page, message_id="<0@shop.example>")
    assert wrong.status_code == 404


def test_a_second_answer_queues_no_second_round_and_the_same_words_do_not_go_twice(
    empty: Browser, page: str
) -> None:
    empty.send(f"{page}/answer", page, text=WORDS, subject="")
    again = empty.send(f"{page}/answer", page, text=WORDS, subject="")
    assert again.status_code == 400
    assert "the same words wait to go there already" in again.text
    empty.send(f"{page}/answer", page, text="One thing more.", subject="Another matter")
    assert len(list_jobs(empty.root)) == 1
    assert "Another matter" in empty.get(page).text


def test_what_was_typed_stays_where_it_cannot_go(empty: Browser, page: str) -> None:
    long = "a" * 20_001
    wrong = empty.send(f"{page}/answer", page, text=long, subject="Mine")
    assert wrong.status_code == 400
    assert 'id="e-text"' in wrong.text
    assert long in wrong.text
    assert 'value="Mine"' in wrong.text
    assert "needs words" in empty.send(f"{page}/answer", page, text=" ", subject="").text
    assert empty.send("/c/home/inbox/999/answer", page, text="x").status_code == 404
    assert list_jobs(empty.root) == []


def test_who_may_not_be_answered_has_a_reason_and_no_form(
    empty: Browser, made: Lively, page: str
) -> None:
    bar(empty.root, (made.answered.message.recipient,))
    text = empty.get(page).text
    assert "is not answered from here: address ann@news0.example: own decision" in text
    assert 'id="f-text"' not in text
    refused = empty.send(f"{page}/answer", page, text=WORDS, subject="")
    assert refused.status_code == 400
    assert mail_thread(empty.root, made.mails[0]).answer_to(made.mails[0]) is None


def test_without_its_mailbox_it_is_told_what_to_press(empty: Browser, page: str) -> None:
    with empty.root.state.writing() as connection:
        remove_mailbox(connection, MAILBOX)
    text = html.unescape(empty.get(page).text)
    assert "is gone, so nothing goes and no answer is read; add it again on the page" in text
    assert 'id="f-text"' not in text


def test_another_mail_of_the_thread_can_be_answered(
    empty: Browser, made: Lively, page: str
) -> None:
    now = empty.root.clock.now()
    raw = answer_to(made.answered, "And by when?", HOSTILE).replace(b"@answers.", b"@later.")
    later = take_in(empty.root, MAILBOX, raw, now, now=now).mail
    assert later
    other = f"/c/home/inbox/{later.number}"
    assert f'href="{other}#answer"' in empty.get(page).text
    text = empty.get(other).text
    assert f'action="{other}/answer#answer"' in text
    assert f'href="{page}#answer"' in text
    assert HOSTILE not in text
    assert "<img" not in text


def test_who_only_reads_cannot_answer(empty: Browser, made: Lively, page: str) -> None:
    for one in (
        Account("owner@agency.example", "Olga", Role.OWNER),
        Account("reader@agency.example", "Rita", Role.CLIENT, ("home",)),
    ):
        add_account(empty.root, one, PHRASE, by=LOCAL)
    empty.send("/sign-in", email="reader@agency.example", password=PHRASE, next="/")
    for end in ("answer", "take-back"):
        fields = {"text": WORDS, "message_id": made.answered.message.message_id}
        assert empty.send(f"{page}/{end}", "/c/home/sites", **fields).status_code == 403
    assert mail_thread(empty.root, made.mails[0]).answer_to(made.mails[0]) is None


def test_what_is_due_is_sent_from_the_thread(empty: Browser, page: str) -> None:
    empty.send(f"{page}/answer", page, text=WORDS, subject="")
    assert empty.send("/c/home/inbox/send", page).status_code == 303
    assert "queued or under way already" in said(empty, page)
