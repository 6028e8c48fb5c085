"""What becomes of a message on its way, in each state and with each answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backlinkbot.core.nouns import Message
from backlinkbot.core.outreach import KeptMessage, MessageState
from backlinkbot.core.sending import Answer, Handover, Trace
from backlinkbot.logic.outreach.outbox import (
    ASKED_AFTER,
    PAUSES,
    SETTLED,
    TRIES,
    after_handover,
    after_look,
    left_behind,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ONE = KeptMessage(
    Message("<1@shop.example>", "us@shop.example", "ann@news.example", "Hello", "Hello.\n"),
    1, 1, 0, "shop.example", "news.example", "us@shop.example", MessageState.CLAIMED, NOW, NOW,
    NOW, claimed_at=NOW, tries=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer.ACCEPTED, MessageState.SENT),
        (Answer.REFUSED, MessageState.REFUSED),
        (Answer.LATER, MessageState.APPROVED),
        (Answer.NOBODY_KNOWS, MessageState.CLAIMED),
    ],
)
def test_only_an_answer_ends_a_claim(answer: Answer, state: MessageState) -> None:
    assert after_handover(ONE, Handover(answer, "said"), NOW).state is state


def test_a_server_that_says_later_is_asked_again_ever_more_rarely_and_then_no_more() -> None:
    waits = []
    for tries in range(1, TRIES):
        move = after_handover(replace(ONE, tries=tries), Handover(Answer.LATER), NOW)
        assert move.goes_at
        waits.append(move.goes_at - NOW)
    assert waits == list(PAUSES)
    last = after_handover(replace(ONE, tries=TRIES), Handover(Answer.LATER), NOW)
    assert last.state is MessageState.REFUSED


def test_our_own_trouble_is_no_try_of_the_message() -> None:
    worn = replace(ONE, tries=TRIES + 3)
    move = after_handover(worn, Handover(Answer.LATER, is_ours=True), NOW)
    assert (move.state, move.is_try) == (MessageState.APPROVED, False)


@pytest.mark.parametrize(
    ("trace", "state"),
    [
        (Trace.FOUND, MessageState.SENT),
        (Trace.MISSING, MessageState.APPROVED),
        (Trace.NO_PLACE, MessageState.UNKNOWN),
        (Trace.UNCLEAR, MessageState.CLAIMED),
    ],
)
def test_the_archive_decides_of_what_was_left(trace: Trace, state: MessageState) -> None:
    assert after_look(ONE, trace, NOW + timedelta(hours=1)).state is state


def test_what_nobody_can_tell_for_a_day_is_asked_of_a_person() -> None:
    assert after_look(ONE, Trace.UNCLEAR, NOW + ASKED_AFTER).state is MessageState.UNKNOWN


def test_a_claim_is_left_alone_while_a_server_may_be_busy_with_it() -> None:
    assert not left_behind([ONE], NOW)
    assert not left_behind([ONE], NOW + SETTLED - timedelta(seconds=1))
    assert left_behind([ONE], NOW + SETTLED) == [ONE]


def test_a_claim_of_the_future_was_left_before_the_clock_was_set_back() -> None:
    assert left_behind([ONE], NOW - timedelta(seconds=1)) == [ONE]
