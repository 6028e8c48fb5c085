"""Who comes in: sessions, tokens, roles, clients, and the user of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.accounts import events, new_token
from backlinkbot.app.clients import client_workspace
from backlinkbot.app.sites import list_sites
from backlinkbot.core.access import LOCAL, Scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.interfaces.conftest import Browser


OWNER = {"email": "owner@agency.example", "password": "correct horse battery staple"}


def test_whoever_sits_at_the_machine_needs_no_account(empty: Browser) -> None:
    assert empty.get("/c/home/sites").status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::1", "testclient"])
def test_without_accounts_no_other_machine_is_answered(
    open_browser: Callable[..., Browser], address: str
) -> None:
    answer = open_browser(address=address).get("/c/home/sites")
    assert answer.status_code == 401
    assert "account add" in answer.text


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
def test_what_a_proxy_forwards_is_not_taken_for_local(empty: Browser, header: str) -> None:
    assert empty.get("/c/home/sites", **{header: "127.0.0.1"}).status_code == 401


def test_without_accounts_a_strange_name_for_this_machine_is_refused(empty: Browser) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8750", ""):
        assert empty.get("/c/home/sites", host=host).status_code == 421
    for host in ("localhost:8750", "127.0.0.1", "[::1]:8750"):
        assert empty.get("/c/home/sites", host=host).status_code == 200


def test_with_accounts_one_has_to_sign_in_and_comes_back(
    team_folder: Path, open_browser: Callable[..., Browser]
) -> None:
    browser = open_browser(team_folder)
    asked = browser.get("/c/acme/sites")
    assert asked.headers["location"] == "/sign-in?next=/c/acme/sites"
    page = browser.get("/sign-in?next=/c/acme/sites").text
    assert 'value="/c/acme/sites"' in page


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_host(
    team_folder: Path, open_browser: Callable[..., Browser], wanted: str
) -> None:
    browser = open_browser(team_folder)
    done = browser.send(
        "/sign-in", **OWNER,
        next=wanted,
    )  # fmt: skip
    assert done.headers["location"] == "/"


def test_a_session_gets_a_new_secret_each_time(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("owner")
    first = browser.client.cookies["bb_session"]
    browser.send("/sign-in", **OWNER)
    assert browser.client.cookies["bb_session"] != first
    browser.client.cookies.clear()
    browser.client.cookies.set("bb_session", first)
    assert browser.get("/c/home/sites").status_code == 303  # the one before is over


def test_signing_out_ends_the_session_for_good(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("owner")
    secret = browser.client.cookies["bb_session"]
    browser.send("/sign-out", "/c/home/sites")
    browser.client.cookies.clear()
    browser.client.cookies.set("bb_session", secret)
    assert browser.get("/c/home/sites").headers["location"].startswith("/sign-in")


def test_a_wrong_password_says_the_same_as_an_unknown_account(
    team_folder: Path, open_browser: Callable[..., Browser]
) -> None:
    browser = open_browser(team_folder)
    said = {
        browser.send("/sign-in", **{**OWNER, "email": email, "password": "wrong horse"}).text.count(
            "the e-mail address or the password is wrong".capitalize()
        )
        for email in ("owner@agency.example", "nobody@agency.example")
    }
    assert said == {1}


def test_of_another_client_nothing_is_there(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("member")
    assert browser.get("/c/acme/sites").status_code == 200
    for client in ("zenith", "home", "no-such"):
        assert browser.get(f"/c/{client}/sites").status_code == 404
    assert "Zenith" not in browser.get("/c/acme/sites").text


def test_a_reader_sees_and_changes_nothing(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("reader")
    page = browser.get("/c/acme/sites")
    assert page.status_code == 200
    assert "sites/new" not in page.text
    assert browser.get("/c/acme/sites/new").status_code == 403
    done = browser.send("/c/acme/sites/new", "/c/acme/sites", domain="x.example")
    assert done.status_code == 403
    assert browser.get("/c/acme/settings/people").status_code == 403


def test_clients_do_not_see_each_others_sites(signed_in: Callable[[str], Browser]) -> None:
    mine, theirs = signed_in("member"), signed_in("other")
    mine.send("/c/acme/sites/new", domain="acme.example", is_ours="1")
    assert "acme.example" in mine.follow("/c/acme/sites").text
    assert "acme.example" not in theirs.get("/c/zenith/sites").text
    with client_workspace(mine.root, "acme") as workspace:
        assert [site.domain for site in list_sites(workspace)] == ["acme.example"]
    assert list_sites(mine.root) == []


def test_what_was_changed_is_in_the_audit_log(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("member")
    browser.send("/c/acme/sites/new", domain="acme.example")
    browser.get("/c/acme/sites/new")
    found = [one for one in events(browser.root, by=LOCAL) if one.action == "sites.add"]
    assert [(one.who, one.client, one.address) for one in found] == [
        ("member@agency.example", "acme", "127.0.0.1")
    ]


def test_a_token_opens_its_client_and_no_other(
    team_folder: Path, open_browser: Callable[..., Browser]
) -> None:
    browser = open_browser(team_folder)
    made = new_token(browser.root, "owner@agency.example", "t", by=LOCAL, client="acme")
    bearer = {"authorization": f"Bearer {made.secret}"}
    assert browser.get("/c/acme/sites", **bearer).status_code == 200
    assert browser.get("/c/zenith/sites", **bearer).status_code == 404
    assert browser.get("/c/acme/sites", authorization="Bearer bb_wrong").status_code == 303


def test_a_token_for_addresses_opens_no_page(
    team_folder: Path, open_browser: Callable[..., Browser]
) -> None:
    browser = open_browser(team_folder)
    made = new_token(
        browser.root, "owner@agency.example", "t", by=LOCAL, client="acme", scope=Scope.EXPORT
    )
    assert browser.get("/c/acme/sites", authorization=f"Bearer {made.secret}").status_code == 303
    assert browser.get(f"/c/acme/sites?token={made.secret}").status_code == 303


def test_on_an_encrypted_connection_the_session_is_bound_to_this_host(
    team_folder: Path, open_browser: Callable[..., Browser]
) -> None:
    browser = open_browser(team_folder)
    browser.client.base_url = "https://links.agency.example"
    done = browser.send("/sign-in", **OWNER)
    cookie = next(
        one for one in done.headers.get_list("set-cookie") if one.startswith("__Host-bb_session=")
    )
    for word in ("HttpOnly", "Secure", "Path=/", "SameSite=lax"):
        assert word in cookie
    assert "Domain" not in cookie
    assert "max-age" in done.headers["strict-transport-security"]
    assert browser.get("/c/home/sites").status_code == 200
    browser.send("/sign-out", "/c/home/sites")
    assert browser.get("/c/home/sites").status_code == 303
