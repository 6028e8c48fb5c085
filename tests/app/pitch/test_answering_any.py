"""Answers in any order of events, and to mails made to hurt: once each, never to who left."""

from __future__ import annotations

from contextlib import suppress as passing
from typing import TYPE_CHECKING

import pytest
from campaign_world import plain_mailbox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mails_back import ANN, NOW, STOP, answer, take
from sent_messages import MAILBOX, Sent, sent_to
from tests.app.pitch.test_receiving_any import HOSTILE

from backlinkbot.app.contacts.erasing import erase
from backlinkbot.app.pitch.admitting import still_barred
from backlinkbot.app.pitch.answering import answer as answer_mail
from backlinkbot.app.pitch.answering import obstacle, take_back
from backlinkbot.app.pitch.barring import bar
from backlinkbot.app.pitch.campaigns import take_from_campaign
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.suppress import suppressed
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.mailboxes import hold_mailbox
from backlinkbot.io.state.messages import answers_of, message_kept
from backlinkbot.io.state.outbox import claim_message, due_messages, mark_sent

if TYPE_CHECKING:
    from databases import Databases

    from backlinkbot.core.outreach import KeptMessage

ASKS = "Which of the two pages do you mean, and may I change the words of the link?"
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(
            ["asks", "asks", "stop", "answer", "answer", "other", "back", "bar", "erase", "out",
             "send", "send"]
        ),
    ),
    max_size=10,
)  # fmt: skip


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_whatever_happens_an_answer_goes_once_and_never_to_who_left(
    events: list[tuple[int, str]], databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("events") / "w"
    with Workspace(databases.settings(folder), FixedClock(NOW)) as own:
        add_mailbox(own, plain_mailbox())
        people = [sent_to(own, f"p{n}@site{n}.example") for n in range(2)]
        mails = [asked(own, one, "first") for one in people]
        left: set[int] = set()
        went: list[str] = []
        for n, (who, what) in enumerate(events):
            if what == "send":
                went += sent_now(own)
            elif what == "asks":
                mails[who] = asked(own, people[who], str(n))
            else:
                happened(own, people[who], mails[who], what, n)
            left |= {who} if what in {"stop", "bar", "erase"} else set()
        assert len(went) == len(set(went))
        for who in left:
            assert suppressed(own, people[who].address)
            with pytest.raises(Refused):
                answer_mail(own, mails[who], "One thing more.", by="Bo")
        gone = {people[who].address for who in left}
        assert not [one for one in due_now(own) if one.message.recipient in gone]


def asked(own: Workspace, one: Sent, name: str, text: str = ASKS) -> int:
    """Let somebody write a mail; its number."""
    raw = answer(one, text, sender=one.address, Message_ID=f"<{name}-{one.prospect}@x.example>")
    kept = take(own, raw).mail
    assert kept
    return kept.number


def happened(own: Workspace, one: Sent, mail: int, what: str, number: int) -> None:
    """One thing that they or we do; the program may refuse it."""
    with passing(Refused, NotFound):
        if what in {"answer", "other"}:
            answer_mail(own, mail, "Yes." if what == "answer" else "No.", by="Bo")
        elif what == "back":
            with own.state.reading() as connection:
                ours = answers_of(connection, one.campaign, [one.prospect])
            take_back(own, ours[-1].message.message_id if ours else "<0@x>", by="Bo")
        elif what == "stop":
            asked(own, one, str(number), STOP)
        elif what == "bar":
            bar(own, (one.address,))
        elif what == "erase":
            erase(own, one.address, by="Bo")
        else:
            take_from_campaign(own, one.campaign, [one.prospect])


def due_now(own: Workspace) -> list[KeptMessage]:
    with own.state.reading() as connection:
        return due_messages(connection, MAILBOX, NOW)


def sent_now(own: Workspace) -> list[str]:
    """Send what a sender would, as it asks; the ids."""
    gone = []
    for one in due_now(own):
        to, id_ = one.message.recipient, one.message.message_id
        if obstacle(own, one) or still_barred(own, id_, to, one.organisation):
            continue
        assert not suppressed(own, to)
        with own.state.writing() as connection:
            hold_mailbox(connection, MAILBOX, "test", None)
            assert claim_message(connection, id_, "test", NOW)
            assert mark_sent(connection, id_, "250 ok", NOW, NOW)
        gone.append(id_)
    return gone


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_mail_is_answered_in_its_thread_or_refused_in_a_sentence(
    workspace: Workspace, name: str
) -> None:
    add_mailbox(workspace, plain_mailbox())
    sent = sent_to(workspace, ANN)
    mail = take(workspace, f"In-Reply-To: {sent.first}\n".encode() + HOSTILE[name]).mail
    assert mail
    made = tried(workspace, mail.number)
    if isinstance(made, str):
        assert len(made) < 400
        return
    with workspace.state.reading() as connection:
        kept = message_kept(connection, made.message.message_id)
    assert kept
    assert kept.state is MessageState.APPROVED
    assert kept.message.recipient == ANN
    assert sent.first in dict(kept.message.headers)["References"]
    assert len(kept.message.subject) <= 200


def tried(workspace: Workspace, number: int) -> KeptMessage | str:
    try:
        return answer_mail(workspace, number, "Yes.", by="Bo")
    except (Refused, BadInput) as error:
        return str(error)
