"""What each sort of mail does: persons end sequences, machines hardly, doubt holds them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.outreach import SuppressionReason
from backlinkbot.core.prospects import Prospect, Stage
from backlinkbot.logic.outreach.effects import (
    BY_CLASS,
    DOUBT,
    NOTHING,
    effect_of,
    steps_to,
)
from backlinkbot.logic.outreach.mail.classified import LEAST_SURE, Incoming, MailKind
from backlinkbot.logic.outreach.mail.replies import ReplyClass
from backlinkbot.logic.prospect.stages import moved

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KINDS, CLASSES = st.sampled_from(MailKind), st.sampled_from([None, *ReplyClass])
MAILS = st.builds(
    Incoming, KINDS, st.sampled_from(["", "away", "automatic", "mailbox full"]),
    st.just("ann@news.example"), st.sampled_from([None, True, False]), CLASSES,
    st.floats(0, 1, allow_nan=False),
)  # fmt: skip


@given(MAILS, st.booleans())
def test_every_mail_does_something_sensible(mail: Incoming, is_known: bool) -> None:  # noqa: FBT001 - drawn
    effect = effect_of(mail, from_known=is_known)
    assert not (effect.holds and (effect.ending or effect.suppress))
    if effect.suppress is SuppressionReason.UNSUBSCRIBED:
        assert mail.reply_class is ReplyClass.UNSUBSCRIBE
        assert mail.confidence >= LEAST_SURE
    if mail.kind in {MailKind.AUTOMATIC, MailKind.DELAYED}:
        assert effect.ending is None
        assert effect.suppress is None
    if effect.is_answer:
        assert effect.ending


@pytest.mark.parametrize("kind", [MailKind.REPLY, MailKind.OTHER])
@pytest.mark.parametrize("sure", [0.0, LEAST_SURE - 0.01])
@pytest.mark.parametrize("word", list(ReplyClass))
def test_what_is_doubtful_only_holds(kind: MailKind, sure: float, word: ReplyClass) -> None:
    assert effect_of(Incoming(kind, "", "a@b.example", None, word, sure)) == DOUBT


def test_a_dead_address_is_suppressed_and_a_full_one_not() -> None:
    for hard, reason in ((True, SuppressionReason.BOUNCED), (False, None), (None, None)):
        mail = Incoming(MailKind.BOUNCE, "x", "a@b.example", hard, ReplyClass.BOUNCE, 0.99)
        effect = effect_of(mail)
        assert (effect.is_bounce, effect.suppress) == (True, reason)


def test_a_report_of_success_and_of_our_set_up_does_nothing() -> None:
    delivered = Incoming(MailKind.OTHER, "delivered", "a@b.example", None, None, 0.99)
    dmarc = Incoming(MailKind.COMPLAINT, "auth-failure", "", None, None, 0.99)
    assert effect_of(delivered, from_known=True) == NOTHING
    assert effect_of(dmarc, from_known=True) == NOTHING


@pytest.mark.parametrize("word", list(BY_CLASS))
def test_every_persons_answer_ends_the_sequence(word: ReplyClass) -> None:
    effect = BY_CLASS[word]
    assert effect.is_answer == (word not in {ReplyClass.BOUNCE, ReplyClass.OUT_OF_OFFICE})
    assert bool(effect.ending) == (word is not ReplyClass.OUT_OF_OFFICE)


@given(st.sampled_from(Stage), st.sampled_from([one.stage for one in BY_CLASS.values()]))
def test_a_prospect_is_led_on_by_moves_that_there_are_and_never_back(
    stage: Stage, to: Stage | None
) -> None:
    if to is None:
        return
    one = Prospect(1, "shop.example", "news.example", NOW, NOW, stage)
    ranks = list(Stage)
    for step in steps_to(stage, to):
        assert ranks.index(step) > ranks.index(one.stage)
        one = moved(one, step, NOW)
    if stage in {Stage.WON, Stage.LOST} and to is not Stage.DO_NOT_CONTACT:
        assert one.stage is stage
    elif stage is not Stage.DO_NOT_CONTACT:
        assert ranks.index(one.stage) >= ranks.index(to)
