"""The words and headers of an answer: what strangers wrote goes back out clean, in the thread."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.mail_in import KeptMail
from backlinkbot.core.nouns import Message
from backlinkbot.core.outreach import LONGEST_ANSWER, LONGEST_SUBJECT
from backlinkbot.core.prospects import Stage
from backlinkbot.io.channels.wire_form import wire_form
from backlinkbot.logic.outreach.answers import (
    MOST_IDS,
    answer_subject,
    check_may_be_answered,
    check_subject,
    check_text,
    on_answering,
    quoted,
    thread_headers,
)
from backlinkbot.logic.outreach.sequences import Ending

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
OURS = "<0f@shop.example>"


def mail(kind: str = "reply", sender: str = "ann@news.example") -> KeptMail:
    return KeptMail(
        number=7, mailbox="bo@shop.example", digest="d", message_id="<1@news.example>",
        answers=OURS, is_sure_thread=True, sender=sender, subject="Re: A", text="Yes?",
        received_at=NOW, read_at=NOW, kind=kind,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("A dead link", "Re: A dead link"),
        ("Re: A dead link", "Re: A dead link"),
        ("AW: Re[2]: A dead link", "Re: A dead link"),
        ("Automatic reply:  A   dead link", "Re: A dead link"),
        ("", "Re:"),
        ("A\r\nBcc: x@example.com", "Re: A Bcc: x@example.com"),
        ("A" * 900, ("Re: " + "A" * 900)[:LONGEST_SUBJECT]),
    ],
)
def test_a_subject_is_theirs_behind_one_re(theirs: str, ours: str) -> None:
    assert answer_subject(theirs) == ours


def test_the_chain_is_theirs_and_their_mail_behind_it() -> None:
    told = dict(thread_headers("<2@a.example>", "<x@y>", f"{OURS} <1@a.example>", OURS))
    assert told["In-Reply-To"] == "<2@a.example>"
    assert told["References"] == f"{OURS} <1@a.example> <2@a.example>"


def test_without_references_what_their_mail_answers_is_the_chain() -> None:
    told = dict(thread_headers("<2@a.example>", OURS, "", OURS))
    assert told["References"] == f"{OURS} <2@a.example>"


def test_a_chain_that_lost_our_message_gets_it_back_and_a_mail_without_id_is_answered_in_it() -> (
    None
):
    told = dict(thread_headers("no id", "", "<1@a.example>", OURS))
    assert told == {"In-Reply-To": OURS, "References": f"{OURS} <1@a.example>"}


def test_a_long_chain_keeps_its_beginning_and_its_end() -> None:
    many = [f"<{n}@a.example>" for n in range(300)]
    chain = dict(thread_headers("<last@a.example>", "", " ".join([OURS, *many]), OURS))
    ids = chain["References"].split()
    assert len(ids) == MOST_IDS
    assert (ids[0], ids[-1], ids[-2]) == (OURS, "<last@a.example>", "<299@a.example>")


@given(st.text(), st.text(), st.text(), st.text(), st.text())
def test_whatever_they_wrote_an_answer_can_be_written(
    message_id: str, in_reply_to: str, references: str, subject: str, text: str
) -> None:
    headers = thread_headers(message_id, in_reply_to, references, OURS)
    below = quoted(text, "ann@news.example", NOW)
    words = Message(
        "<1@shop.example>", "bo@shop.example", "ann@news.example", answer_subject(subject),
        f"Yes.\n\n{below}\n", headers,
    )  # fmt: skip
    raw = wire_form(words, "", NOW)
    head = raw.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0] for line in head.split(b"\r\n") if not line.startswith(b" ")]
    assert len(names) == len(set(names)) == 10
    assert OURS.encode() in head


@given(st.lists(st.from_regex(r"<[a-z@<>]{1,12}>", fullmatch=True), max_size=8))
def test_only_what_is_an_id_goes_back_out(ids: list[str]) -> None:
    told = dict(thread_headers("", "", " ".join(ids), OURS))["References"].split()
    assert all(one.count("<") == one.count(">") == one.count("@") == 1 for one in told)


def test_ids_without_end_do_not_go_back_out() -> None:
    told = dict(thread_headers(f"<{'a' * 900}@x>", "", f"<{'b' * 900}@x> <1@a.example>", OURS))
    assert told == {"In-Reply-To": OURS, "References": f"{OURS} <1@a.example>"}


def test_what_they_wrote_stands_below_line_by_line() -> None:
    told = quoted("Which page?\n\nAnn\x00\u2028x", "ann@news.example", NOW)
    assert told == "ann@news.example, 2026-11-01 12:00 UTC:\n> Which page?\n>\n> Ann\n> x"
    assert quoted(" \n", "ann@news.example", NOW) == ""


@pytest.mark.parametrize("text", ["", " \r\n ", "a" * (LONGEST_ANSWER + 1), "a\x00b", "a\ud800"])
def test_words_that_no_mail_holds_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        check_text(text)


def test_lines_end_in_one_way() -> None:
    assert check_text("\nHello,\r\n  yes\rno \n\n") == "Hello,\n  yes\nno"


@pytest.mark.parametrize("subject", ["a\nb", "a" * (LONGEST_SUBJECT + 1), "a\x07"])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(BadInput):
        check_subject(subject)


@pytest.mark.parametrize(
    ("kind", "sender", "why"),
    [
        ("bounce", "ann@news.example", "mail server"),
        ("delayed", "ann@news.example", "mail server"),
        ("feedback report", "ann@news.example", "unwanted"),
        ("automatic reply", "no-reply@news.example", "nobody reads"),
        ("reply", "", "nobody knows who"),
        ("reply", "Ann of the news", "no mail address"),
    ],
)
def test_what_nobody_reads_is_not_answered(kind: str, sender: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        check_may_be_answered(mail(kind, sender))


@pytest.mark.parametrize("kind", ["reply", "other", "automatic reply"])
def test_what_somebody_reads_may_be_answered(kind: str) -> None:
    check_may_be_answered(mail(kind))


def test_who_answers_a_person_is_talking_and_a_machine_changes_nothing() -> None:
    talking, alone = on_answering(mail(), "Re: A"), on_answering(mail("automatic reply"), "Re: A")
    assert (talking.ending, talking.stage, talking.is_answer) == (
        Ending.REPLIED, Stage.REPLIED, True,
    )  # fmt: skip
    assert (alone.ending, alone.stage, alone.is_answer) == (None, None, False)
    assert talking.says == alone.says == "answered from the inbox: Re: A"
