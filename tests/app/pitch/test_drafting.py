"""A batch as it would go: to whom, when, in which words; and why each other would not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from backlinkbot.app.pitch.drafting import Batch, Begun, Draft, Reached, booked, draft
from backlinkbot.app.prospects import add_prospect, move_prospects
from backlinkbot.app.sites import add_site
from backlinkbot.app.suppress import suppress
from backlinkbot.app.templates import add_template
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import Site
from backlinkbot.core.outreach import MessageState, Sender, Sequence, Step
from backlinkbot.logic.outreach.sequences import Course, Done, Ending
from backlinkbot.logic.outreach.variants import Arm

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)  # a Sunday
SENDER = Sender("Bo Lind", "Shop Ltd", "1 High Street, Springfield", "US")
SEQUENCE = Sequence("two", (Step(("first", "other")), Step(("second",), 3)))
ONLY_FIRST = Sequence("one", (Step(("first",)),))
FIRST = """Subject: A dead link on {{ their_site }}

Hi {{ first_name | default: "there" }},

on {{ page_url }} a link leads nowhere. Would {{ our_url }} serve your readers?
"""
SECOND = 'Subject: x\n\nHi {{ first_name | default: "there" }},\n\ndid this reach you?\n'


@pytest.fixture
def batch(workspace: Workspace) -> Batch:
    add_site(workspace, Site(domain="shop.example"))
    for name, text in (("first", FIRST), ("other", FIRST), ("second", SECOND)):
        add_template(workspace, name, text)
    numbers = []
    for n in range(4):
        page = f"https://news{n}.example/tools"
        kept = add_prospect(workspace, "shop.example", page, by=LOCAL, tactic="broken link")
        numbers.append(kept.added[0].number)
    reached = {
        number: Reached(
            f"ann@news{n}.example", "Ann Lee", country="US", is_guessed=False, says_no=False,
            found_on=f"https://news{n}.example/contact",
        )
        for n, number in enumerate(numbers)
    }  # fmt: skip
    return Batch(
        7, SEQUENCE, SENDER, "bo@shop.example", tuple(numbers), reached,
        unsubscribe=lambda one: f"https://shop.example/stop/{one[1:9]}",
    )  # fmt: skip


def rules(drafts: list[Draft]) -> list[str]:
    return [one.refusal.rule if one.refusal else "" for one in drafts]


def changed(batch: Batch, at: int, **values: object) -> Batch:
    number = batch.prospects[at]
    one = replace(batch.reached[number], **values)  # type: ignore[arg-type]  # of each test
    return replace(batch, reached={**batch.reached, number: one})


def test_what_would_go_is_shown_whole(workspace: Workspace, batch: Batch) -> None:
    first, *rest = draft(workspace, batch)
    assert rules([first, *rest]) == [""] * 4
    assert first.goes_at == datetime(2026, 11, 2, 15, tzinfo=UTC)  # nine o'clock in Chicago
    message = first.message
    assert message is not None
    assert message.subject == "A dead link on news0.example"
    assert message.body.startswith("Hi Ann,\n\non https://news0.example/tools a link")
    assert "1 High Street" in message.body
    headers = dict(message.headers)
    assert headers["List-Unsubscribe"].partition(">")[0].strip("<") in message.body
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.message_id.endswith("@shop.example>")
    assert first.as_document()["subject"] == message.subject


@pytest.mark.parametrize(("country", "says"), [("US", True), ("GB", True), ("AU", False)])
def test_a_message_says_that_it_advertises_where_the_law_wants_it(
    workspace: Workspace, batch: Batch, country: str, *, says: bool
) -> None:
    message = draft(workspace, changed(batch, 0, country=country))[0].message
    assert message is not None
    assert ("(advertising) by Shop Ltd" in message.body) is says


def test_words_that_the_law_prescribes_are_asked_for(workspace: Workspace, batch: Batch) -> None:
    agreed = changed(batch, 0, country="SG", has_consent=True)
    refused = draft(workspace, agreed)[0].refusal
    assert refused is not None
    assert "<ADV>" in refused.reason
    add_template(workspace, "first", FIRST.replace("Subject: ", "Subject: <ADV> "))
    add_template(workspace, "other", FIRST.replace("Subject: ", "Subject: <ADV> "))
    assert draft(workspace, agreed)[0].refusal is None


def test_who_leaves_by_mail_is_shown_no_token_and_his_mail_program_is_given_it(
    workspace: Workspace, batch: Batch
) -> None:
    add_template(workspace, "first", FIRST + "\nNo more? Write to {{ unsubscribe_url }}\n")
    way = f"mailto:bo@shop.example?subject=unsubscribe%20{'x' * 43}"
    one = draft(workspace, replace(batch, unsubscribe=lambda _: way, sequence=ONLY_FIRST))[0]
    assert one.refusal is None
    assert one.message is not None
    assert dict(one.message.headers)["List-Unsubscribe"] == f"<{way}>"
    assert "mailto:" not in one.message.body
    assert "x" * 43 not in one.message.body
    assert "No more? Write to bo@shop.example\n" in one.message.body
    assert 'Answer with "stop", or write that to bo@shop.example.' in one.message.body


def test_the_same_batch_gives_the_same_messages(workspace: Workspace, batch: Batch) -> None:
    assert draft(workspace, batch) == draft(workspace, batch)
    assert rules(booked(workspace, batch)) == [""] * 4
    assert rules(booked(workspace, batch)) == [""] * 4  # an approval that broke off goes on
    other = replace(batch, campaign=8)
    assert rules(draft(workspace, other)) == ["recently-contacted"] * 4


def test_each_who_is_left_out_is_told_why(workspace: Workspace, batch: Batch) -> None:
    won, unknown, silent, plain = batch.prospects
    move_prospects(workspace, [won], "Won", by=LOCAL)
    suppress(workspace, ("news2.example",))
    lost = {one: told for one, told in batch.reached.items() if one != unknown}
    drafts = draft(workspace, replace(batch, reached=lost, prospects=(*batch.prospects, 99)))
    assert rules(drafts) == ["stage", "no-contact", "suppressed", "", "no-prospect"]
    assert [one.prospect for one in drafts] == [won, unknown, silent, plain, 99]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"country": None}, "unknown-country"), ({"country": "DE"}, "law"),
        ({"is_guessed": True}, "guessed"), ({"is_guessed": None}, "fact-missing"),
        ({"says_no": None}, "fact-missing"), ({"found_on": ""}, "flawed"),
        ({"address": "nobody"}, "unusable"), ({"zone": "Mars/Base"}, "unusable"),
        ({"address": "noreply@news0.example"}, "no-reply"),
        ({"address": "ANN+2@news1.example"}, ""),
    ],
)  # fmt: skip
def test_what_is_not_known_or_not_allowed_keeps_one_out(
    workspace: Workspace, batch: Batch, values: dict[str, object], rule: str
) -> None:
    wanted = changed(batch, 0, **values)
    told = rules(draft(workspace, wanted))
    # who is reached under two prospects is written to once
    assert told == [rule, "already-written" if not rule else "", "", ""]


def test_a_flaw_that_stops_is_no_booking(workspace: Workspace, batch: Batch) -> None:
    add_template(workspace, "first", FIRST.replace("Hi", "Hi Bob"))
    add_template(workspace, "other", FIRST.replace("Subject: ", "Subject: Re: "))
    assert rules(booked(workspace, batch)) == ["flawed"] * 4
    add_template(workspace, "first", FIRST)
    add_template(workspace, "other", FIRST)
    assert rules(draft(workspace, replace(batch, campaign=8))) == [""] * 4


def test_the_subject_of_a_follow_up_is_not_used_and_not_held_against_it(
    workspace: Workspace, batch: Batch
) -> None:
    add_template(workspace, "second", SECOND.replace("Subject: x", "Subject: Re: {{ about }}"))
    one = draft(workspace, batch)[0]
    assert one.message is not None
    assert one.flaws == ()
    done = Done(0, MessageState.SENT, NOW)
    begun = Begun(SEQUENCE, Course((done,)), (one.message.message_id,), one.message.subject)
    number = batch.prospects[0]
    (two,) = draft(workspace, replace(batch, prospects=(number,), begun={number: begun}))
    assert two.message is not None
    assert (two.message.subject, two.flaws) == ("Re: A dead link on news0.example", ())


def test_what_would_stop_a_follow_up_is_told_before_the_first_message_goes(
    workspace: Workspace, batch: Batch
) -> None:
    add_template(workspace, "second", SECOND.replace("did this", "did my words on {{ about }}"))
    for one in draft(workspace, batch):
        assert one.refusal is None
        (flaw,) = one.flaws
        assert (flaw.rule, flaw.is_hard) == ("follow-up-flawed", False)
        assert flaw.sentence.startswith("message 2 (second) could not go: nothing is known to fill")


def test_a_follow_up_stays_in_its_thread_and_stops_at_an_answer(
    workspace: Workspace, batch: Batch
) -> None:
    number = batch.prospects[0]
    (one,) = booked(workspace, replace(batch, prospects=(number,)))
    assert one.message is not None
    done = Done(0, MessageState.SENT, NOW)
    begun = Begun(SEQUENCE, Course((done,)), (one.message.message_id,), one.message.subject)
    later = replace(batch, prospects=(number,), begun={number: begun})
    (two,) = draft(workspace, later)
    assert two.refusal is None
    assert two.message is not None
    assert two.message.subject == "Re: A dead link on news0.example"
    assert dict(two.message.headers)["In-Reply-To"] == one.message.message_id
    assert two.message.message_id != one.message.message_id
    answered = replace(begun, course=Course((done,), (Ending.REPLIED,)))
    assert rules(draft(workspace, replace(later, begun={number: answered}))) == ["ended"]


def test_the_better_template_is_used_more_often(workspace: Workspace, batch: Batch) -> None:
    arms = {"first": Arm("first", 1_000, 1), "other": Arm("other", 1_000, 300)}
    drafts = draft(workspace, replace(batch, arms=arms))
    assert {one.template for one in drafts} == {"other"}


def test_a_batch_that_cannot_be_is_refused(workspace: Workspace, batch: Batch) -> None:
    with pytest.raises(BadInput):
        draft(workspace, replace(batch, sequence=replace(SEQUENCE, steps=())))
    with pytest.raises(BadInput):
        draft(workspace, replace(batch, sender_address="nobody"))
    gone = replace(batch, sequence=Sequence("s", (Step(("none",)),)))
    assert rules(draft(workspace, gone)) == ["unusable"] * 4
