"""The pages of Settings: locale, people, clients, tokens, schedules, webhooks, the log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.accounts import list_accounts, list_tokens
from backlinkbot.app.clients import list_clients
from backlinkbot.app.hooks import list_hooks
from backlinkbot.app.jobs import list_schedules
from backlinkbot.core.access import LOCAL

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

PAGES = ("", "/people", "/tokens", "/schedules", "/hooks", "/log")
OWNER = {"email": "owner@agency.example", "password": "correct horse battery staple"}
BASE = "/c/home/settings"


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_there_and_marked_in_the_menu(small: Browser, name: str) -> None:
    answer = small.get(BASE + name)
    assert answer.status_code == 200
    assert re.search(r'href="/c/home/settings" aria-current="page"', answer.text)


def test_numbers_are_written_as_chosen_in_this_browser(small: Browser) -> None:
    assert "1,234.5" in small.get(BASE).text
    small.send(f"{BASE}/locale", BASE, locale="de")
    assert "1.234,5" in small.get(BASE).text
    small.send(f"{BASE}/locale", BASE, locale="xx")
    assert "1.234,5" in small.get(BASE).text


def test_the_first_account_ends_working_alone(empty: Browser) -> None:
    done = empty.send(f"{BASE}/people", role="owner", name="Olga", **OWNER)
    assert done.headers["location"] == "/sign-in"
    assert empty.get("/c/home/sites").headers["location"].startswith("/sign-in")
    empty.send("/sign-in", **OWNER)
    text = empty.get(f"{BASE}/people").text
    assert "Olga" in text
    assert "active" in text


def test_what_an_account_lacks_is_said(empty: Browser) -> None:
    for fields in (
        {"email": "x", "password": OWNER["password"], "role": "owner"},
        {"email": OWNER["email"], "password": "short", "role": "owner"},
        {**OWNER, "role": "client"},
    ):
        answer = empty.send(f"{BASE}/people", **fields)
        assert answer.status_code == 400
        assert "e-email" in answer.text
        assert OWNER["password"] not in answer.text
    assert list_accounts(empty.root, by=LOCAL) == []


def test_the_last_owner_stays_one(empty: Browser) -> None:
    empty.send(f"{BASE}/people", role="owner", **OWNER)
    empty.send("/sign-in", **OWNER)
    page = f"{BASE}/people/{OWNER['email']}"
    answer = empty.send(page, role="owner", name="Olga")  # "may sign in" is not ticked
    assert answer.status_code == 400
    assert "last owner" in answer.text


def test_a_client_gets_a_workspace_of_its_own(empty: Browser) -> None:
    empty.send(f"{BASE}/clients", f"{BASE}/people", slug="acme", client_name="Acme Ltd")
    assert [one.slug for one in list_clients(empty.root)] == ["home", "acme"]
    assert "Begin with your site" in empty.get("/c/acme/sites").text
    assert empty.send(f"{BASE}/clients", f"{BASE}/people", slug="A B").status_code == 400


def test_a_token_is_shown_once_and_ends_when_revoked(empty: Browser) -> None:
    assert "No token is needed" in empty.get(f"{BASE}/tokens").text
    empty.send(f"{BASE}/people", role="owner", **OWNER)
    empty.send("/sign-in", **OWNER)
    made = empty.send(f"{BASE}/tokens", label="Sheet", scope="read", days="30")
    secret = re.search(r"bb_[\w-]{43}", made.text)
    assert secret
    assert secret.group() not in empty.get(f"{BASE}/tokens").text
    bearer = {"authorization": f"Bearer {secret.group()}"}
    empty.client.cookies.delete("bb_session")
    assert empty.get("/c/home/sites", **bearer).status_code == 200
    empty.send("/sign-in", **OWNER)
    token = list_tokens(empty.root, by=LOCAL)[0]
    empty.send(f"{BASE}/tokens/{token.id}/revoke", f"{BASE}/tokens")
    empty.client.cookies.clear()
    assert empty.get("/c/home/sites", **bearer).status_code == 303


def test_a_schedule_is_added_switched_off_and_removed(small: Browser) -> None:
    page = f"{BASE}/schedules"
    small.send(page, kind="audit", domain="fernhill.example", every="week", at_hour="5")
    one = list_schedules(small.root)[0]
    assert (one.kind, one.arguments, one.at_hour) == ("audit", {"domain": "fernhill.example"}, 5)
    small.send(f"{page}/{one.id}/switch", page, on="")
    assert not list_schedules(small.root)[0].is_on
    small.send(f"{page}/{one.id}/remove", page)
    assert list_schedules(small.root) == []


def test_a_schedule_that_cannot_be_says_why(small: Browser) -> None:
    page = f"{BASE}/schedules"
    for fields in (
        {"kind": "ingest", "every": "day", "at_hour": "4"},
        {"kind": "measure", "every": "minute", "at_hour": "4"},
        {"kind": "measure", "every": "day", "at_hour": "25"},
        {"kind": "measure", "every": "day", "at_hour": "x"},
    ):
        assert small.send(page, **fields).status_code == 400
    assert list_schedules(small.root) == []


@pytest.mark.parametrize(
    ("fields", "arguments"),
    [
        (
            {"kind": "report", "edition": "specialist", "language": "de"},
            {"domain": "fernhill.example", "edition": "specialist", "language": "de"},
        ),
        (
            {"kind": "results-import", "place": "https://example.com/visits.csv"},
            {"places": ["https://example.com/visits.csv"], "site": "fernhill.example"},
        ),
        ({"kind": "measure"}, {}),
    ],
    ids=["report", "visits", "measure"],
)
def test_a_schedule_keeps_what_its_job_takes(
    small: Browser, fields: dict[str, str], arguments: dict[str, object]
) -> None:
    page = f"{BASE}/schedules"
    answer = small.send(page, domain="fernhill.example", every="month", at_hour="4", **fields)
    assert answer.status_code == 303, answer.text
    assert dict(list_schedules(small.root)[0].arguments) == arguments


def test_the_form_of_schedules_is_filled_in_from_where_one_came(small: Browser) -> None:
    text = small.get(f"{BASE}/schedules?kind=audit&domain=fernhill.example").text
    assert '<option value="audit" selected>' in text
    assert '<option value="fernhill.example" selected>' in text


def test_signing_out_clears_what_the_browser_kept(empty: Browser) -> None:
    empty.send(f"{BASE}/people", role="owner", **OWNER)
    empty.send("/sign-in", **OWNER)
    left = empty.send("/sign-out", "/c/home/sites")
    assert left.headers["clear-site-data"] == '"cache", "storage"'
    assert "You are signed out." in empty.get("/sign-in").text


def test_settings_say_where_they_are_changed(small: Browser) -> None:
    assert str(small.root.folder / "backlinkbot.toml") in small.get(BASE).text


def test_a_webhook_shows_its_secret_once(small: Browser) -> None:
    page = f"{BASE}/hooks"
    made = small.send(page, url="https://example.com/hook", events=["audit.done"])
    assert "whsec_" in made.text
    assert "whsec_" not in small.get(page).text
    assert [one.events for one in list_hooks(small.root)] == [("audit.done",)]
    assert small.send(page, url="http://10.0.0.1/hook").status_code == 400
    one = list_hooks(small.root)[0]
    small.send(f"{page}/{one.id}/remove", page)
    assert list_hooks(small.root) == []


def test_a_reader_of_the_log_sees_what_was_done(small: Browser) -> None:
    small.send(f"{BASE}/hooks", url="https://example.com/hook")
    text = small.get(f"{BASE}/log").text
    assert "hooks.add" in text
    assert "hooks.add" not in small.get(f"{BASE}/log?who=nobody").text
