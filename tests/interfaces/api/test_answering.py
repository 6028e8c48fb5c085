"""Answers over REST and with the client: looked at, kept once, refused, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from campaign_world import plain_mailbox
from mails_back import ANN, answer, take
from sent_messages import sent_to

from backlinkbot.app.accounts import add_account, new_token
from backlinkbot.app.pitch.barring import bar
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.core.access import LOCAL, Account, Role, Scope

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

AT = "/api/v1/outreach/mails/1"
BACK = "/api/v1/outreach/answers/take-back"
WORDS = "The second one, please."


@pytest.fixture
def ready(empty: Browser) -> Browser:
    """A workspace in which Ann has asked something, as mail 1."""
    add_mailbox(empty.root, plain_mailbox())
    kept = take(empty.root, answer(sent_to(empty.root, ANN), "Which of the two pages?")).mail
    assert kept
    assert kept.number == 1
    return empty


def ask(browser: Browser, path: str, body: Any = None, **headers: str) -> Any:
    return browser.client.request("POST" if body else "GET", path, json=body, headers=headers)


def test_an_answer_is_looked_at_kept_once_and_taken_back(ready: Browser) -> None:
    assert ask(ready, AT).json()["not_answered"] is None
    seen = ask(ready, f"{AT}/answer", {"text": WORDS, "dry_run": True}).json()
    assert (seen["state"], seen["recipient"], seen["subject"]) == (
        "planned", ANN, "Re: A dead link",
    )  # fmt: skip
    assert [one["answers"] for one in ask(ready, AT).json()["sent"]] == [None, None]
    key = {"idempotency-key": "k"}
    made = ask(ready, f"{AT}/answer", {"text": WORDS}, **key)
    assert made.status_code == 201
    done = made.json()
    assert {**done, "state": "", "approved_at": "", "approved_by": ""} == {
        **seen, "state": "", "approved_at": "", "approved_by": "",
    }  # fmt: skip
    assert ask(ready, f"{AT}/answer", {"text": WORDS}, **key).json() == done
    again = ask(ready, f"{AT}/answer", {"text": WORDS})
    assert again.status_code == 403
    assert "the same words wait to go" in again.json()["detail"]
    last = ask(ready, AT).json()["sent"][-1]
    assert (last["answers"], last["state"], last["by"]) == (1, "approved", "local user")
    assert last["text"] == done["body"]
    due = ask(ready, "/api/v1/outreach/would-go").json()
    assert [(one["answers"], one["message_id"]) for one in due["would_go"]] == [
        (1, done["message_id"])
    ]
    back = ask(ready, BACK, {"message_id": done["message_id"]}).json()
    assert (back["state"], back["said"]) == ("cancelled", "taken back by local user")
    assert ask(ready, BACK, {"message_id": done["message_id"]}).status_code == 403
    assert ask(ready, BACK, {"message_id": "<0@shop.example>"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [({"text": ""}, 422), ({"text": " "}, 400), ({"text": "a" * 20_001}, 422), ({}, 422),
     ({"text": "a", "subject": "a\nb"}, 400), ({"text": "a", "to": "eve@x.example"}, 422)],
)  # fmt: skip
def test_what_is_no_answer_is_refused(ready: Browser, body: dict[str, str], status: int) -> None:
    answered = ready.client.post(f"{AT}/answer", json=body)
    assert answered.status_code == status
    assert ask(ready, "/api/v1/outreach/would-go").json()["would_go"] == []


def test_who_is_suppressed_is_not_answered_and_why_is_told(ready: Browser) -> None:
    bar(ready.root, ("news.example",))
    why = ask(ready, AT).json()["not_answered"]
    assert "domain news.example: own decision" in why
    refused = ask(ready, f"{AT}/answer", {"text": WORDS})
    assert (refused.status_code, refused.json()["detail"].lower()) == (403, f"{why}.")
    missing = ask(ready, "/api/v1/outreach/mails/9/answer", {"text": WORDS})
    assert missing.status_code == 404


def test_a_token_that_only_reads_and_a_client_answer_nobody(ready: Browser) -> None:
    phrase = "a long enough phrase 42"
    owner = Account("boss@agency.example", "", Role.OWNER)
    add_account(ready.root, owner, phrase, by=LOCAL)
    reader = Account("rita@agency.example", "", Role.CLIENT, ("home",))
    add_account(ready.root, reader, phrase, by=LOCAL)
    for who, scope in (("boss@agency.example", Scope.READ), ("rita@agency.example", Scope.READ)):
        secret = new_token(ready.root, who, "t", scope=scope, by=LOCAL).secret
        for path, body in (
            (f"{AT}/answer", {"text": WORDS}),
            (BACK, {"message_id": "<0@shop.example>"}),
        ):
            answered = ask(ready, path, body, authorization=f"Bearer {secret}")
            assert answered.status_code == 403, (who, path)
