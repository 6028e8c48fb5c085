"""The gate under attack: planted and stolen cookies, dead tokens, guessing, another's client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.accounts import AccountEdit, edit_account, new_token, revoke_token
from backlinkbot.app.clients import client_workspace
from backlinkbot.app.jobs import list_jobs, list_schedules
from backlinkbot.app.sites import add_site, list_sites
from backlinkbot.core.access import LOCAL, Scope
from backlinkbot.core.nouns import Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.interfaces.conftest import Browser

SESSION = "bb_session"
OWNER, MEMBER = "owner@agency.example", "member@agency.example"
PASSWORD, WRONG = "correct horse battery staple", "wrong wrong wrong"
DAY_S = 86_400
OUT = {303, 401}  # led to the sign-in, or told to


@pytest.fixture
def stranger(team_folder: Path, open_browser: Callable[..., Browser]) -> Browser:
    """A browser on another machine, which did not sign in."""
    return open_browser(team_folder, "203.0.113.9")


def sites_of(browser: Browser, client: str) -> list[str]:
    with client_workspace(browser.root, client) as workspace:
        return [site.domain for site in list_sites(workspace)]


def test_a_session_that_was_planted_before_the_sign_in_opens_nothing(
    stranger: Browser, team_folder: Path, open_browser: Callable[..., Browser]
) -> None:
    stranger.client.cookies.set(SESSION, "chosen-by-an-attacker")
    token = stranger.token("/sign-in")
    data = {"_form": token, "email": OWNER, "password": PASSWORD}
    answer = stranger.client.post("/sign-in", data=data, follow_redirects=False)
    assert answer.status_code == 303
    assert "chosen-by-an-attacker" not in answer.headers["set-cookie"]
    thief = open_browser(team_folder, "198.51.100.7")
    thief.client.cookies.set(SESSION, "chosen-by-an-attacker")
    assert thief.get("/c/home/sites").status_code in OUT


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(stranger: Browser) -> None:
    answer = stranger.send("/sign-in", email=OWNER, password=PASSWORD)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(SESSION))
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()


def test_over_an_encrypted_connection_a_planted_plain_cookie_is_no_session(
    stranger: Browser, signed_in: Callable[[str], Browser]
) -> None:
    """What another name of the same domain, or a plain connection, could set is not looked at."""
    secret = signed_in("member").client.cookies[SESSION]
    stranger.client.base_url = stranger.client.base_url.copy_with(scheme="https")
    stranger.client.cookies.set(SESSION, secret)
    assert stranger.get("/c/acme/sites").status_code in OUT


def test_whoever_is_deactivated_is_out_with_the_next_request(
    signed_in: Callable[[str], Browser],
) -> None:
    browser = signed_in("member")
    made = new_token(browser.root, MEMBER, "t", by=LOCAL)
    assert browser.get("/c/acme/sites").status_code == 200
    edit_account(browser.root, MEMBER, AccountEdit(is_active=False), by=LOCAL)
    assert browser.get("/c/acme/sites").status_code in OUT
    browser.client.cookies.clear()
    bearer = f"Bearer {made.secret}"
    assert browser.get("/c/acme/sites", authorization=bearer).status_code in OUT


def test_what_there_is_and_what_there_is_not_are_refused_alike(
    signed_in: Callable[[str], Browser],
) -> None:
    browser = signed_in("member")
    there, never = browser.get("/c/zenith/sites"), browser.get("/c/nobody/sites")
    assert there.status_code == never.status_code == 404
    assert there.text.replace("zenith", "nobody").split("_form")[0] == never.text.split("_form")[0]


@pytest.mark.parametrize("path", ["/c/zenith/sites/new", "/c/zenith/s/their.example/settings"])
def test_nothing_is_written_into_another_client(
    signed_in: Callable[[str], Browser], path: str
) -> None:
    browser = signed_in("member")
    with client_workspace(browser.root, "zenith") as zenith:
        add_site(zenith, Site("their.example", "as it was"))
    answer = browser.send(path, at="/c/acme/sites/new", domain="planted.example", name="changed")
    assert answer.status_code == 404
    assert "their.example" not in answer.text.replace(path, "")
    with client_workspace(browser.root, "zenith") as zenith:
        assert list_sites(zenith) == [Site("their.example", "as it was")]


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://attacker.example"}]
)
def test_a_foreign_page_writes_nothing_even_with_a_session_and_a_token_that_leaked(
    signed_in: Callable[[str], Browser], headers: dict[str, str]
) -> None:
    browser = signed_in("owner")
    data = {"_form": browser.token("/c/acme/sites/new"), "domain": "planted.example"}
    answer = browser.client.post("/c/acme/sites/new", data=data, headers=headers)
    assert answer.status_code == 403
    assert sites_of(browser, "acme") == []


def test_the_form_of_one_session_is_not_taken_from_another(
    signed_in: Callable[[str], Browser],
) -> None:
    victim, attacker = signed_in("owner"), signed_in("member")
    data = {"_form": attacker.token("/c/acme/sites/new"), "domain": "planted.example"}
    assert victim.client.post("/c/acme/sites/new", data=data).status_code == 403
    assert sites_of(victim, "acme") == []


def test_signing_in_needs_our_own_form_too(stranger: Browser) -> None:
    """Otherwise a page could sign somebody in as its own author and watch what he enters."""
    answer = stranger.client.post("/sign-in", data={"email": OWNER, "password": PASSWORD})
    assert answer.status_code == 403
    assert SESSION not in stranger.client.cookies


def test_guessing_at_the_door_is_told_to_wait(stranger: Browser) -> None:
    told = [stranger.send("/sign-in", email=OWNER, password=WRONG) for _ in range(7)]
    assert [answer.status_code for answer in told] == [401] * 5 + [429] * 2
    assert int(told[-1].headers["retry-after"]) >= 1
    assert stranger.send("/sign-in", email=OWNER, password=PASSWORD).status_code == 429
    assert WRONG not in told[-1].text


def test_a_dead_or_made_up_token_opens_nothing(stranger: Browser) -> None:
    made = new_token(stranger.root, MEMBER, "t", by=LOCAL, days=1)
    revoked = new_token(stranger.root, MEMBER, "t", by=LOCAL)

    def status(secret: str) -> int:
        return int(stranger.get("/c/acme/sites", authorization=f"Bearer {secret}").status_code)

    assert status(made.secret) == status(revoked.secret) == 200
    revoke_token(stranger.root, revoked.token.id, by=LOCAL)
    assert status(revoked.secret) in OUT
    for secret in ("", "bb_", "bb_" + "x" * 43, made.secret[:-1], made.secret + "x"):
        assert status(secret) in OUT
    stranger.root.clock.sleep(DAY_S)
    assert status(made.secret) in OUT


def test_a_reading_token_writes_nothing(stranger: Browser) -> None:
    made = new_token(stranger.root, OWNER, "t", by=LOCAL, scope=Scope.READ, client="acme")
    stranger.client.headers["authorization"] = f"Bearer {made.secret}"
    assert (
        stranger.send("/c/acme/sites/new", "/c/acme/sites", domain="x.example").status_code == 403
    )
    assert sites_of(stranger, "acme") == []


EXPORT = "/api/v1/export/links.csv"


def test_an_address_with_a_token_opens_exports_of_its_client_alone(stranger: Browser) -> None:
    with client_workspace(stranger.root, "acme") as acme:
        add_site(acme, Site("acme.example"))
    made = new_token(stranger.root, MEMBER, "sheet", by=LOCAL, scope=Scope.EXPORT)
    asked = {"domain": "acme.example", "token": made.secret}

    def status(path: str = EXPORT, **more: str) -> int:
        return int(stranger.client.get(path, params={**asked, **more}).status_code)

    own = stranger.client.get(EXPORT, params=asked)
    assert own.status_code in {200, 404}  # nothing was read in yet
    assert own.status_code == 200 or "client" not in own.json()["detail"]
    assert status(client="zenith") == status(client="home") == status(client="nobody") == 404
    assert status("/api/v1/sites") in {400, 401}
    assert stranger.client.post("/api/v1/sites", params=asked, json={}).status_code in {400, 401}
    revoke_token(stranger.root, made.token.id, by=LOCAL)
    assert status() == 401


@pytest.mark.parametrize("scope", [Scope.READ, Scope.WRITE])
def test_no_other_token_is_taken_from_an_address(stranger: Browser, scope: Scope) -> None:
    """Addresses are kept by histories, logs and proxies."""
    made = new_token(stranger.root, MEMBER, "t", by=LOCAL, scope=scope)
    for path in (EXPORT, "/api/v1/sites"):
        answer = stranger.client.get(path, params={"domain": "a.example", "token": made.secret})
        assert answer.status_code in {400, 401}


def test_a_browsers_session_writes_by_the_api_only_with_a_token_of_our_pages(
    signed_in: Callable[[str], Browser],
) -> None:
    browser = signed_in("member")
    site = {"domain": "planted.example"}
    assert browser.client.get("/api/v1/sites").status_code == 200
    for headers in (
        {},
        {"x-form-token": "0" * 80},
        {"x-form-token": browser.token("/c/acme/sites/new"), "origin": "https://evil.example"},
        {"x-form-token": browser.token("/c/acme/sites/new"), "sec-fetch-site": "same-site"},
    ):
        answer = browser.client.post("/api/v1/sites", json=site, headers=headers)
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
    assert sites_of(browser, "acme") == []
    headers = {"x-form-token": browser.token("/c/acme/sites/new")}
    assert browser.client.post("/api/v1/sites", json=site, headers=headers).status_code == 201


def test_a_form_is_no_way_into_the_api(signed_in: Callable[[str], Browser]) -> None:
    """A foreign page can send forms and plain text without asking first."""
    browser = signed_in("member")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = browser.client.post(
            "/api/v1/sites", content=b'{"domain": "planted.example"}',
            headers={"content-type": kind},
        )  # fmt: skip
        assert answer.status_code in {403, 415, 422}
    assert sites_of(browser, "acme") == []


@pytest.mark.parametrize("place", ["/etc/passwd", "../../etc/passwd", "file:///etc/passwd", "-"])
def test_nobody_elsewhere_has_files_of_this_machine_read(stranger: Browser, place: str) -> None:
    made = new_token(stranger.root, OWNER, "t", by=LOCAL, scope=Scope.WRITE)
    headers = {"authorization": f"Bearer {made.secret}"}
    asked = [
        ("/api/v1/imports/from", {"places": [place]}),
        ("/api/v1/schedules", {"kind": "ingest", "arguments": {"places": [place]}, "every": "day"}),
        ("/api/v1/jobs", {"kind": "ingest", "arguments": {"places": [place]}}),
    ]
    for path, body in asked:
        answer = stranger.client.post(path, json=body, headers=headers)
        assert answer.status_code in {400, 403, 404, 405, 422}, path
    assert list_jobs(stranger.root) == []
    assert list_schedules(stranger.root) == []
