"""Mails in any order, at once, and made to hurt: each does what it means once."""

from __future__ import annotations

import json
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mails_back import ANN, NOW, STOP, YES, answer, complaint, report, take, told
from sent_messages import Sent, sent_to

from backlinkbot.app.pitch.deciding import inbox, mail_bytes
from backlinkbot.app.pitch.receiving import Taken
from backlinkbot.app.prospects import show_prospect
from backlinkbot.app.suppress import list_suppressions
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.outreach import MessageState

if TYPE_CHECKING:
    from databases import Databases


@pytest.fixture
def sent(workspace: Workspace) -> Sent:
    return sent_to(workspace, ANN)


def test_two_who_read_the_same_mails_at_once_keep_each_once(
    workspace: Workspace, databases: Databases
) -> None:
    people = [sent_to(workspace, f"p{n}@site{n}.example") for n in range(6)]
    raws = [answer(one, STOP, sender=one.address) for one in people]
    errors: list[BaseException] = []

    def read() -> None:
        with Workspace(databases.settings(workspace.folder), FixedClock(NOW)) as own:
            for raw in raws:
                try:
                    take(own, raw)
                except BaseException as error:  # noqa: BLE001 - looked at below
                    errors.append(error)

    readers = [Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert errors == []
    assert len(inbox(workspace).threads) == len(people)
    assert len(list_suppressions(workspace)) == len(people)
    for one in people:
        told_once = show_prospect(workspace, one.prospect).history
        assert sum(line.note == "they want no more messages" for line in told_once) == 1


MOVES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["yes", "stop", "hm", "bounce", "full", "complaint", "away", "again"]),
    ),
    max_size=12,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_comes_in_which_order_a_replay_changes_nothing_and_a_wish_holds(
    moves: list[tuple[int, str]], databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("moves") / "w"
    with Workspace(databases.settings(folder), FixedClock(NOW)) as own:
        people = [sent_to(own, f"p{n}@site{n}.example") for n in range(3)]
        came: list[bytes] = []
        for n, (who, what) in enumerate(moves):
            one = people[who]
            came.append(came[-1] if what == "again" and came else of_kind(one, what, n))
            take(own, came[-1])
        after = [told(own, one) for one in people]
        for raw in reversed(came):
            assert take(own, raw).taken is not Taken.KEPT
        assert [told(own, one) for one in people] == after
        gone = {one.value for one in list_suppressions(own)}
        for who, what in moves:
            if what in {"stop", "complaint", "bounce"}:
                assert people[who].address in gone
                assert people[who].state(people[who].second) is MessageState.CANCELLED
        untouched = {0, 1, 2} - {who for who, _ in moves}
        for who in untouched:
            assert not people[who].course.ending
            assert people[who].state(people[who].second) is MessageState.APPROVED


def of_kind(one: Sent, what: str, number: int) -> bytes:
    """A mail of somebody we wrote to; each is another one."""
    text = {"yes": YES, "stop": STOP, "away": "I am away until 12 November 2026."}.get(what, "Hm.")
    more = {"Auto_Submitted": "auto-replied", "Subject": "Automatic reply: x"}
    if what in {"bounce", "full"}:
        return report(one, "5.1.1" if what == "bounce" else "5.2.2", recipient=one.address)
    if what == "complaint":
        return complaint(one).replace(ANN.encode(), one.address.encode())
    told_by = {"sender": one.address, "Message_ID": f"<{number}@x.example>"}
    if what == "away":
        return answer(one, text, subject=more["Subject"], Auto_Submitted="auto-replied", **told_by)
    return answer(one, text, **told_by)


FROM = f"From: {ANN}\n".encode()
HOSTILE = {
    "zeros": FROM + b"Subject: a\0b\nMessage-ID: <\0@x>\n\n\0 hello \0",
    "no unicode": FROM + b"Subject: \xff\xfe\xed\xa0\x80\nMessage-ID: <\xff@x>\n\n\xed\xa0\x80",
    "halves": FROM + b"Content-Type: text/plain; charset=utf-7\n\n+2AA-",
    "json halves": FROM + b"Subject: =?utf-16?b?2AAAAA==?=\n\nhi",
    "references": FROM + b"References: " + b"<a@x> <b@x> " * 90_000 + b"\n\na",
    "a long id": FROM + b"Message-ID: <" + b"a" * 60_000 + b"@x>\n\n.",
    "a long subject": FROM + b"Subject: " + b"b" * 60_000 + b"\n\n.",
    "a long sender": b"From: " + b"a" * 60_000 + b"@news.example\nSubject: Re: A dead link\n\nyes",
    "a long text": FROM + b"In-Reply-To: <x@y>\n\n" + b"word " * 400_000,
    "many senders": b"From: " + b", ".join(b"a%d@b.example" % n for n in range(50_000)) + b"\n\nx",
    "sql": FROM + b"Subject: '; drop table outreach_mail; --\nMessage-ID: <%_'@x>\n\n';--",
}  # fmt: skip


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_mail_is_kept_or_left_and_can_be_shown(
    workspace: Workspace, sent: Sent, name: str
) -> None:
    raw = HOSTILE[name]
    first = take(workspace, raw)
    again = take(workspace, raw)
    assert again.taken is (Taken.KNOWN if first.taken is Taken.KEPT else first.taken)
    assert sent.state() is MessageState.SENT
    shown = json.dumps(inbox(workspace).as_document())
    assert len(shown) < 100_000
    if first.mail:
        assert mail_bytes(workspace, first.mail.number) == raw[: 256 << 10]
    assert list_suppressions(workspace) == []
