"""Links by which people leave: signed, without names, for all clients, and only once in effect."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from dataclasses import replace
from urllib.parse import unquote

import pytest
from sent_messages import MAILBOX, sent_to

from backlinkbot.app.clients import add_client, client_workspace
from backlinkbot.app.contacts.erasing import erase
from backlinkbot.app.pitch.admitting import still_barred
from backlinkbot.app.pitch.leaving import (
    leave,
    leaving,
    message_named,
    unsubscribe_headers,
    unsubscribe_url,
)
from backlinkbot.app.pitch.receiving import take_in
from backlinkbot.app.prospects import show_prospect
from backlinkbot.app.suppress import list_suppressions, suppressed
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.mail_addresses import canonical_address
from backlinkbot.core.outreach import MessageState, SuppressionReason
from backlinkbot.core.prospects import Stage

PUBLIC = "https://links.example"
ANN = "ann@news.example"


@pytest.fixture
def public(workspace: Workspace) -> Workspace:
    workspace.settings = replace(workspace.settings, public_url=f"{PUBLIC}/")
    return workspace


def token_of(address: str) -> str:
    assert address.startswith(f"{PUBLIC}/u/")
    return address.rpartition("/")[2]


def test_who_follows_the_link_is_written_to_no_more_and_his_sequence_is_over(
    public: Workspace,
) -> None:
    sent = sent_to(public, ANN)
    token = token_of(unsubscribe_url(public, sent.first, MAILBOX))
    assert leaving(public, token).sender == MAILBOX
    assert not leaving(public, token).is_done
    assert list_suppressions(public) == []
    leave(public, token)
    assert leaving(public, token).is_done
    kept = list_suppressions(public)
    assert [(one.value, one.reason) for one in kept] == [(ANN, SuppressionReason.UNSUBSCRIBED)]
    assert sent.state(sent.second) is MessageState.CANCELLED
    assert sent.state(sent.first) is MessageState.SENT
    assert sent.course.ending == "unsubscribed"
    assert sent.asked.stage is Stage.DO_NOT_CONTACT
    barred = still_barred(public, sent.first, ANN)
    assert barred
    assert barred.rule in {"answered", "suppressed"}


def test_to_leave_twice_is_to_leave_once(public: Workspace) -> None:
    sent = sent_to(public, ANN)
    token = token_of(unsubscribe_url(public, sent.first))
    leave(public, token)
    told = show_prospect(public, sent.prospect)
    leave(public, token)
    assert show_prospect(public, sent.prospect) == told
    assert len(list_suppressions(public)) == 1


def test_the_link_holds_no_address_and_is_long_enough_to_guess_in_vain(public: Workspace) -> None:
    sent = sent_to(public, ANN)
    token = token_of(unsubscribe_url(public, sent.first))
    plain = urlsafe_b64decode(token + "=")
    assert len(plain) == 32
    for part in (b"ann", b"news", b"shop", b"@"):
        assert part not in plain or part == b"@"
    assert re.fullmatch(r"[\w-]{43}", token)


@pytest.mark.parametrize("spoil", [
    lambda one: one[:-1] + ("A" if one[-2] != "A" else "B") + one[-1],
    lambda one: "A" + one[1:] if one[0] != "A" else "B" + one[1:],
    lambda one: one[:22], lambda _: "", lambda _: "é", lambda _: "x" * 5_000,
    lambda one: one + "AAAA",
    lambda _: "A" * 43,
])  # fmt: skip
def test_no_other_link_opens_anything(public: Workspace, spoil: object) -> None:
    sent = sent_to(public, ANN)
    token = token_of(unsubscribe_url(public, sent.first))
    wrong = spoil(token)  # type: ignore[operator]  # it is a function
    for act in (leaving, leave):
        with pytest.raises(NotFound, match="no address that we gave out"):
            act(public, wrong)
    assert list_suppressions(public) == []


def test_a_message_of_another_client_is_left_by_the_same_address(public: Workspace) -> None:
    add_client(public, "second", by=LOCAL)
    with client_workspace(public, "second") as other:
        sent = sent_to(other, ANN)
        token = token_of(unsubscribe_url(other, sent.first))
        leave(public, token)
        assert sent.state(sent.second) is MessageState.CANCELLED
        assert sent.asked.stage is Stage.DO_NOT_CONTACT
    kept = list_suppressions(public)
    assert [(one.value, one.client) for one in kept] == [(ANN, "second")]


def test_without_an_address_of_ours_people_leave_by_mail(workspace: Workspace) -> None:
    told = unsubscribe_url(workspace, "<1@shop.example>", "Bo+x@shop.example")
    assert told == "mailto:Bo+x@shop.example?subject=unsubscribe"
    assert unsubscribe_headers(told, MAILBOX) == (("List-Unsubscribe", f"<{told}>"),)


def test_one_click_is_promised_only_over_an_encrypted_connection(public: Workspace) -> None:
    sent = sent_to(public, ANN)
    address = unsubscribe_url(public, sent.first, MAILBOX)
    assert unsubscribe_headers(address, MAILBOX) == (
        (
            "List-Unsubscribe",
            f"<{address}>, <mailto:{MAILBOX}?subject=unsubscribe%20{token_of(address)}>",
        ),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )
    plain = address.replace("https://", "http://")
    assert [name for name, _ in unsubscribe_headers(plain)] == ["List-Unsubscribe"]
    assert unsubscribe_headers("") == ()


@pytest.mark.parametrize("wrong", ["links.example", "ftp://x.example", "https://", "https://a/?b=c",
                                   "https://u@x.example", "javascript:alert(1)"])  # fmt: skip
def test_a_setting_that_is_no_address_is_said(workspace: Workspace, wrong: str) -> None:
    workspace.settings = replace(workspace.settings, public_url=wrong)
    with pytest.raises(BadInput, match="public_url"):
        unsubscribe_url(workspace, "<1@shop.example>")


def test_the_link_of_somebody_who_was_forgotten_still_works_and_names_nobody(
    public: Workspace,
) -> None:
    sent = sent_to(public, ANN)
    token = token_of(unsubscribe_url(public, sent.first))
    erase(public, ANN, by="olga")
    assert leave(public, token).is_done
    assert sent.course.ending == "unsubscribed"
    kept = list_suppressions(public)
    assert [(one.value, one.reason) for one in kept] == [("", SuppressionReason.ERASED)]


def test_a_link_whose_message_is_gone_suppresses_by_the_hashes_that_are_left(
    public: Workspace,
) -> None:
    sent = sent_to(public, ANN)
    token = token_of(unsubscribe_url(public, sent.first))
    with public.state.writing() as connection:
        connection.exec_driver_sql("DELETE FROM outreach_message")
    assert leave(public, token).is_done
    assert [one.value for one in list_suppressions(public)] == [""]
    assert suppressed(public, "A.nn+x@news.example") == []
    found = suppressed(public, "Ann+x@NEWS.example")
    assert [one.reason for one in found] == [SuppressionReason.UNSUBSCRIBED]


def test_both_ways_in_the_header_name_the_message(public: Workspace) -> None:
    sent = sent_to(public, ANN)
    told = dict(unsubscribe_headers(unsubscribe_url(public, sent.first, MAILBOX), MAILBOX))
    subject = unquote(told["List-Unsubscribe"].rpartition("?subject=")[2].rstrip(">"))
    assert message_named(public, subject, MAILBOX) == sent.first


def test_a_mail_to_leave_names_its_message_whoever_sends_it(workspace: Workspace) -> None:
    sent = sent_to(workspace, ANN)
    told = unsubscribe_url(workspace, sent.first, MAILBOX)
    subject = unquote(told.partition("?subject=")[2])
    assert message_named(workspace, subject, MAILBOX) == sent.first
    other = "x" if subject[-5] != "x" else "y"  # the last letter has bits that mean nothing
    assert message_named(workspace, subject[:-5] + other + subject[-4:], MAILBOX) == ""
    assert message_named(workspace, "unsubscribe", MAILBOX) == ""
    raw = f"From: post@other.example\nTo: {MAILBOX}\nSubject: {subject}\n\n".encode()
    now = workspace.clock.now()
    take_in(workspace, MAILBOX, raw, now, now=now)
    barred = {one.value for one in list_suppressions(workspace)}
    assert {canonical_address(ANN), "post@other.example"} <= barred
