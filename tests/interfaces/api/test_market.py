"""REST about competitors, opportunities, watching and crawling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backlinkbot.app.accounts import add_account, new_token
from backlinkbot.app.jobs import job_of
from backlinkbot.app.watch import watch
from backlinkbot.app.work import Worker
from backlinkbot.core.access import LOCAL, Account, Role, Scope

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

API = "/api/v1"
SITE = "fernhill.example"
OWNER = "ann@agency.example"
PASSWORD = "a long enough password"  # noqa: S105 - of this test


def get(browser: Browser, path: str, status: int = 200) -> Any:
    answer = browser.client.get(f"{API}{path}")
    assert answer.status_code == status, answer.text
    return answer.json()


def post(browser: Browser, path: str, told: Any = None, status: int = 200, **headers: str) -> Any:
    answer = browser.client.post(f"{API}{path}", json=told, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_site_is_compared_with_its_rivals(small: Browser) -> None:
    told = get(small, f"/domains/{SITE}/compare")
    assert [one["domain"] for one in told["sites"]] == [SITE, "rival.example"]
    assert told["sites"][0]["referring_domains"] == 2
    assert told["snapshot"]
    assert told["as_of"] == "2026-11-01"


def test_links_of_plays_come_as_pages_and_tables(small: Browser) -> None:
    told = get(small, f"/domains/{SITE}/plays")
    many = [*told["plays"], *([told["trickle"]] if told["trickle"] else [])]
    assert told["referring_domains"] == 2
    assert all("links" not in one for one in many)
    page = get(small, f"/domains/{SITE}/plays/links?limit=1")
    assert (page["total"], len(page["rows"])) == (3, 1)
    assert page["rows"][0]["name"] in {one["name"] for one in many}
    table = small.client.get(f"{API}/domains/{SITE}/plays/links?format=csv").text
    assert len(table.splitlines()) == 4
    assert get(small, f"/domains/{SITE}/plays/links?play=PBN")["total"] == 0


def test_the_matrix_tells_who_links_to_whom_by_kind(small: Browser) -> None:
    best = get(small, f"/domains/{SITE}/gap")["matrix"]
    assert [row["source_domain"] for row in best["rows"]] == ["moss.example"]
    ours = get(small, f"/domains/{SITE}/gap?kind=strong")["matrix"]
    assert (ours["kind"], len(ours["rows"])) == ("strong", ours["counts"]["strong"])
    assert get(small, f"/domains/{SITE}/gap?kind=odd", 422)["errors"]


def test_how_much_is_unseen_is_told_with_its_doubts(small: Browser) -> None:
    told = get(small, f"/domains/{SITE}/unseen")
    assert told["backlinks"]["seen"] == 3
    assert told["backlinks"]["why_not"]


def test_changes_are_told_since_a_day_and_raise_nothing(small: Browser) -> None:
    told = get(small, f"/domains/{SITE}/changes?since=2026-10-01")
    assert told["site"] == SITE
    assert told["total"] == len(told["rows"]) > 0
    assert {row["change"] for row in told["rows"]} >= {"new"}
    only = get(small, f"/domains/{SITE}/changes?since=2026-10-01&change=lost")
    assert only["total"] == 0
    assert only["counts"] == told["counts"]
    assert get(small, "/alerts?history=true")["total"] == 0


def test_an_alert_is_seen_and_that_is_taken_back(small: Browser) -> None:
    watch(small.root)
    told = get(small, "/alerts?limit=1")
    assert told["total"] >= 1
    (one,) = told["rows"]
    seen = post(small, f"/alerts/{one['id']}/acknowledge")
    assert seen["acknowledged_by"] == "local user"
    assert get(small, "/alerts")["total"] == told["total"] - 1
    back = small.client.delete(f"{API}/alerts/{one['id']}/acknowledge").json()
    assert back["acknowledged_at"] is None
    assert get(small, "/alerts")["total"] == told["total"]
    assert get(small, "/alerts?domain=other.example")["total"] == 0


def test_rules_of_alerts_are_changed_one_by_one(small: Browser) -> None:
    path = f"{API}/sites/{SITE}/alert-rules"
    assert small.client.patch(path, json={"digest": "week"}).json()["digest"] == "week"
    told = small.client.patch(path, json={"quiet": ["anchor changed"]}).json()
    assert (told["digest"], told["quiet"]) == ("week", ["anchor changed"])
    assert small.client.patch(path, json={"quiet": ["weather"]}).status_code == 400


@pytest.mark.parametrize(
    ("path", "told", "kind"),
    [
        ("/crawl", {"seeds": [SITE], "pages": 5}, "crawl"),
        ("/verify", {"domains": [SITE]}, "verify"),
        ("/watch", {"domains": [SITE]}, "watch"),
        (f"/domains/{SITE}/find", {"tactics": ["link intersect"]}, "find"),
    ],
)
def test_long_work_is_queued_once_for_a_key(
    small: Browser, path: str, told: dict[str, Any], kind: str
) -> None:
    key = {"idempotency-key": "one"}
    first = post(small, path, told, 202, **key)
    assert post(small, path, told, 202, **key)["id"] == first["id"]
    job = job_of(small.root, first["id"])
    assert job.kind == kind
    assert job.state == "queued"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/crawl", {"seeds": ["http://localhost/"]}),
        ("/crawl", {"seeds": ["file:///etc/passwd"]}),
        ("/crawl", {"seeds": ["http://169.254.169.254/latest"]}),
        ("/verify", {"domains": ["not a domain"]}),
    ],
)
def test_work_at_places_that_are_none_is_turned_away(
    small: Browser, path: str, told: dict[str, Any]
) -> None:
    answer = small.client.post(f"{API}{path}", json=told)
    assert answer.status_code == 400, answer.text


def test_a_robots_file_is_asked_without_fetching(small: Browser) -> None:
    told = {
        "text": "User-agent: *\nDisallow: /a\nCrawl-delay: 3",
        "urls": ["https://x.example/a/b", "https://x.example/c"],
    }
    answer = post(small, "/robots", told)
    assert [one["allowed"] for one in answer["rulings"]] == [False, True]
    assert answer["rulings"][0]["rule"]
    assert answer["delay_s"] == 3


def test_opportunities_of_the_last_find_become_prospects_once(small: Browser) -> None:
    assert small.client.get(f"{API}/domains/{SITE}/opportunities").status_code == 404
    post(small, f"/domains/{SITE}/find", {"all_phases": True}, 202)
    Worker(small.root).all()
    told = get(small, f"/domains/{SITE}/opportunities")
    assert told["total"] == len(told["rows"]) >= 1
    first = told["rows"][0]
    assert first["reasons"]
    tactic = get(small, f"/domains/{SITE}/opportunities?tactic=digital PR")
    assert {row["tactic"] for row in tactic["rows"]} <= {"digital PR"}
    table = small.client.get(f"{API}/domains/{SITE}/opportunities?format=parquet")
    assert table.content.startswith(b"PAR1")
    kept = {"ids": [first["id"]]}
    assert len(post(small, f"/domains/{SITE}/opportunities/keep", kept, 201)["added"]) == 1
    assert post(small, f"/domains/{SITE}/opportunities/keep", kept, 201)["added"] == []
    (prospect,) = get(small, f"/domains/{SITE}/prospects")["rows"]
    assert prospect["openings"][0]["reasons"] == first["reasons"]
    post(small, f"/domains/{SITE}/opportunities/keep", {"ids": ["no such"]}, 404)


def test_a_chat_address_is_taken_and_never_shown_again(small: Browser) -> None:
    address = "https://hooks.slack.com/services/T0/B0/abcdef"
    assert "slack" in get(small, "/notifiers/kinds")["kinds"]
    made = post(small, "/notifiers", {"kind": "slack", "target": address}, 201)
    assert "abcdef" not in str(made)
    assert "abcdef" not in str(get(small, "/notifiers"))
    signed = {"kind": "webhook", "target": "https://hooks.example.com/a"}
    assert post(small, "/notifiers", signed, 201)["secret"].startswith("whsec_")
    assert "whsec_" not in str(get(small, "/notifiers"))
    assert get(small, f"/notifiers/{made['id']}/sendings")["total"] == 0
    assert small.client.delete(f"{API}/notifiers/{made['id']}").status_code == 200
    assert get(small, "/notifiers")["total"] == 1


def test_who_is_elsewhere_names_no_file_and_no_private_address(small: Browser) -> None:
    ann = Account(OWNER, "Ann", Role.OWNER)
    add_account(small.root, ann, PASSWORD, by=LOCAL)
    bob = Account("bob@agency.example", "Bob", Role.MEMBER, ("home",))
    add_account(small.root, bob, PASSWORD, by=LOCAL)
    token = new_token(small.root, bob.email, "program", by=LOCAL, scope=Scope.WRITE)
    headers = {"authorization": f"Bearer {token.secret}"}
    for told in (
        {"kind": "file", "target": "/etc/cron.d/x"},
        {"kind": "webhook", "target": "http://127.0.0.1/", "allows_private": True},
        {"kind": "webhook", "target": "http://127.0.0.1/"},
    ):
        answer = small.client.post(f"{API}/notifiers", json=told, headers=headers)
        assert answer.status_code in {400, 403}, answer.text
