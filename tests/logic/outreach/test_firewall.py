"""The contact firewall: no message where none may go, whatever else is true."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.outreach import (
    FIRST_ANSWER,
    Refusal,
    Sender,
    Suppression,
    SuppressionKind,
    SuppressionReason,
)
from backlinkbot.core.recipients import Recipient, Touch
from backlinkbot.logic.outreach.firewall import CAPS, Facts, decide

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
ANN = Recipient(
    "ann@a.example", "ann@a.example", "a.example", "a.example", "US", is_office=False,
    is_free_mail=False, is_guessed=False, found_on="https://a.example/contact",
)  # fmt: skip
SENDER = Sender("Bo", "Shop", "1 High Street, Springfield", "US")
GOOD = Facts(
    "<1@shop.example>", "home", 1, 0, NOW, ANN, "hash of ann", "look of ann", SENDER, (), (),
    law_is_known=True, is_no_reply=False,
)  # fmt: skip
OTHER = Touch("<2@shop.example>", "hash of ann", "look of ann", "a.example", "second", 7, 0, NOW)

MOMENTS = st.integers(-400 * 24, 400 * 24).map(lambda hours: NOW + timedelta(hours=hours))
TOUCHES = st.builds(
    Touch,
    st.sampled_from(["<1@shop.example>", "<2@shop.example>", "<3@shop.example>"]),
    st.sampled_from(["hash of ann", "hash of bob"]),
    st.sampled_from(["look of ann", "look of bob"]),
    st.sampled_from(["a.example", "b.example"]),
    st.sampled_from(["home", "second"]),
    st.integers(1, 2),
    st.sampled_from([0, 1, 2, FIRST_ANSWER]),
    MOMENTS,
    st.none() | MOMENTS,
)
SUPPRESSIONS = st.builds(
    Suppression,
    st.sampled_from(SuppressionKind),
    st.sampled_from(["", "ann@a.example"]),
    st.sampled_from(SuppressionReason),
    MOMENTS,
)
FACTS = st.builds(
    replace,
    st.just(GOOD),
    step=st.integers(-1, 4),
    suppressions=st.none() | st.lists(SUPPRESSIONS, max_size=2),
    touches=st.none() | st.lists(TOUCHES, max_size=4),
    law=st.none() | st.just(Refusal("law", "no")),
    law_is_known=st.booleans(),
    is_no_reply=st.none() | st.booleans(),
)


def rule(facts: Facts) -> str:
    refusal = decide(facts)
    return refusal.rule if refusal else ""


def test_a_first_message_to_somebody_nobody_wrote_to_may_go() -> None:
    assert decide(GOOD) is None


@pytest.mark.parametrize(
    "name",
    ["recipient", "person", "look", "sender", "suppressions", "touches", "is_no_reply"],
)
def test_a_missing_fact_is_a_reason_not_to_send(name: str) -> None:
    assert rule(replace(GOOD, **{name: None})) in {"fact-missing", "no-sender"}


@pytest.mark.parametrize("name", ["is_office", "is_free_mail", "is_guessed", "says_no", "country"])
def test_what_is_not_known_of_the_recipient_is_a_reason_not_to_send(name: str) -> None:
    unknown: dict[str, Any] = {name: None}
    to = replace(ANN, **unknown)
    assert rule(replace(GOOD, recipient=to)) in {"fact-missing", "unknown-country"}


@pytest.mark.parametrize("sender", [Sender("", "Shop", "1 High Street"), Sender("Bo", "Shop", " ")])
def test_who_does_not_say_who_and_where_he_is_does_not_write(sender: Sender) -> None:
    assert rule(replace(GOOD, sender=sender)) == "no-sender"


@given(FACTS)
def test_whatever_else_is_true_these_stop_a_message(facts: Facts) -> None:
    """Each of these alone suffices: no other fact can outweigh it."""
    touches = list(facts.touches or ())
    own = [one for one in touches if _is_own(one)]
    others = [one for one in touches if not _is_own(one)]
    near = [one for one in others if "ann" in one.person or "ann" in one.look]
    reasons = [
        facts.suppressions is None or bool(facts.suppressions),
        facts.touches is None,
        not facts.law_is_known or facts.law is not None,
        facts.is_no_reply is not False,
        not 0 <= facts.step <= 2,
        any(one.message_id == facts.message_id for one in touches),
        any(one.answered_at for one in own),
        any(one.step >= facts.step for one in own),
        any(NOW - one.at < timedelta(days=CAPS.person_days) for one in near),
    ]
    if any(reasons):
        assert decide(facts) is not None


@given(FACTS, TOUCHES)
def test_one_more_message_never_lets_another_through_but_its_own_follow_up(
    facts: Facts, more: Touch
) -> None:
    if _is_own(more) or facts.touches is None or decide(facts) is None:
        return
    assert decide(replace(facts, touches=[*facts.touches, more])) is not None


@given(FACTS, SUPPRESSIONS)
def test_a_suppression_stops_everything(facts: Facts, one: Suppression) -> None:
    assert decide(replace(facts, suppressions=[one])) is not None


def _is_own(one: Touch) -> bool:
    return (one.client, one.campaign, one.person) == ("home", 1, "hash of ann")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "recently-contacted"),
        ({"client": "home", "campaign": 2}, "recently-contacted"),
        ({"person": "hash of bob", "look": "look of ann"}, "recently-contacted"),
        ({"person": "hash of bob", "look": "look of bob"}, "organisation-contacted"),
        ({"at": NOW - timedelta(days=89)}, "recently-contacted"),
        ({"at": NOW + timedelta(days=3)}, "recently-contacted"),  # the clock was set back
        ({"at": NOW - timedelta(days=91)}, ""),
        ({"message_id": "<1@shop.example>"}, "already-written"),
    ],
)
def test_another_campaign_counts_wherever_it_is(change: dict[str, Any], expected: str) -> None:
    assert rule(replace(GOOD, touches=[replace(OTHER, **change)])) == expected


def test_a_colleague_in_the_same_campaign_is_somebody_else() -> None:
    bob = replace(OTHER, client="home", campaign=1, person="hash of bob", look="look of bob")
    assert rule(replace(GOOD, touches=[bob])) == "organisation-contacted"
    assert rule(replace(GOOD, step=1, touches=[bob])) == "out-of-order"
    assert rule(replace(GOOD, touches=[replace(bob, organisation="b.example")])) == ""


def test_two_campaigns_a_year_are_all() -> None:
    old = [
        replace(OTHER, message_id=f"<{n}>", campaign=n, at=NOW - timedelta(days=100 * n))
        for n in (2, 3)
    ]
    assert rule(replace(GOOD, touches=old)) == "cap"
    assert rule(replace(GOOD, touches=old[:1])) == ""


def test_a_follow_up_goes_after_its_first_message_and_not_after_an_answer() -> None:
    first = replace(OTHER, client="home", campaign=1)
    second = replace(GOOD, step=1)
    assert rule(second) == "out-of-order"
    assert rule(replace(second, touches=[first])) == ""
    assert rule(replace(second, touches=[replace(first, answered_at=NOW)])) == "answered"
    assert rule(replace(second, step=2, touches=[first])) == "out-of-order"
    assert rule(replace(second, step=3, touches=[first])) == "too-many-follow-ups"


def test_an_answer_that_a_person_wrote_is_no_step_and_counts_as_contact() -> None:
    first = replace(OTHER, client="home", campaign=1)
    ours = replace(first, message_id="<3@shop.example>", step=FIRST_ANSWER)
    assert rule(replace(GOOD, step=1, touches=[first, ours])) == ""
    assert rule(replace(GOOD, step=1, touches=[ours])) == "out-of-order"
    assert rule(replace(GOOD, campaign=2, touches=[ours])) == "recently-contacted"


def test_a_refusal_says_why_in_a_sentence() -> None:
    refusal = decide(replace(GOOD, touches=[OTHER]))
    assert refusal
    assert "2026-11-02" in refusal.reason
    assert [one.name for one in fields(refusal)] == ["rule", "reason"]
