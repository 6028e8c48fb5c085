"""Outreach over REST: looked at whole, approved by its digest, sent by a job; clients: counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from campaign_world import SITE, World, grown, world
from databases import Databases
from sent_messages import sent_to
from starlette.testclient import TestClient
from tests.interfaces.api.test_openapi import _strange

from backlinkbot.app.accounts import add_account, new_token
from backlinkbot.app.clients import add_client, client_workspace
from backlinkbot.app.pitch.campaigns import list_campaigns
from backlinkbot.app.pitch.receiving import take_in
from backlinkbot.app.prospects import note_prospects
from backlinkbot.app.prospects import set_contact as set_by_hand
from backlinkbot.app.suppress import suppress
from backlinkbot.app.work import Worker
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL, Account, Role, Scope
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.prospects import ContactKind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interfaces.conftest import Browser

ANN, BEN, CAT = "ann@news0.example", "ben@news1.example", "cat@moss.example"
PASSWORD = "a long enough phrase 42"  # noqa: S105 - of this test
LISTS = (
    "/contacts", "/suppressions", "/templates", "/sequences", "/campaigns", "/mailboxes",
    "/outreach/unknown", "/outreach/won",
)  # fmt: skip
OF_ONE = (
    "/domains/news0.example/contacts", "/templates/first", "/campaigns/1", "/campaigns/1/prospects",
    "/campaigns/1/look", "/outreach/would-go", "/outreach/inbox", "/outreach/mails/1",
    "/outreach/results", "/mailboxes/bo@shop.example", f"/domains/{SITE}/budget",
    f"/domains/{SITE}/plan", f"/domains/{SITE}/simulation?runs=20&weeks=8&links=5",
)  # fmt: skip
PATTERNS = {
    "mails/1": "mails/{mail}", "campaigns/1": "campaigns/{campaign}", "/first": "/{name}",
    "bo@shop.example": "{mailbox}", "news0.example": "{domain}", SITE: "{domain}",
}  # fmt: skip
FOR_CLIENTS = (
    "/campaigns", "/campaigns/1", "/outreach/results", "/outreach/won", f"/domains/{SITE}/budget",
    f"/domains/{SITE}/plan", f"/domains/{SITE}/simulation?runs=20&weeks=8&links=5",
)  # fmt: skip


@pytest.fixture(scope="module")
def made_folder(all_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign to Ann and Ben, and an answer of Cat that nobody can be sure of."""
    folder = tmp_path_factory.mktemp("outreach") / "workspace"
    clock = FixedClock(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    with Workspace(all_databases.settings(folder, workers=1), clock) as root:
        grown(root, clock.now(), a_week=8)
        world(root, [ANN, BEN])
        sent = sent_to(root, CAT)
        mail = _mail("Hm.", f"In-Reply-To: {sent.first}")
        take_in(root, "bo@shop.example", mail, None, now=clock.now())
    return folder


@pytest.fixture
def ready(
    made_folder: Path, databases: Databases, open_browser: Callable[..., Browser], tmp_path: Path
) -> Browser:
    """A browser on a copy of it."""
    return open_browser(databases.copied(made_folder, tmp_path / "made"))


@pytest.fixture
def made(ready: Browser) -> World:
    """The same, to be changed behind the server's back."""
    (campaign,) = list_campaigns(ready.root, SITE)[-1:]
    return World(ready.root, campaign, [1, 2])


def _mail(text: str, *more: str) -> bytes:
    head = [f"From: Cat <{CAT}>", "To: bo@shop.example", "Subject: Re: hello", "Message-ID: <1@n>"]
    return "\r\n".join([*head, *more, "", text, ""]).encode()


def ask(browser: Browser, method: str, path: str, body: Any = None, **more: Any) -> Any:
    return browser.client.request(method, f"/api/v1{path}", json=body, **more)


def told(browser: Browser, method: str, path: str, body: Any = None, **more: Any) -> Any:
    answer = ask(browser, method, path, body, **more)
    assert answer.is_success, f"{method} {path}: {answer.text}"
    return answer.json()


@pytest.fixture
def someone(ready: Browser, made: World) -> Callable[..., Browser]:
    """A program with a token of somebody in a team."""
    from tests.interfaces.conftest import Browser

    def of(role: Role) -> Browser:
        email = f"{role.value}@agency.example"
        clients = () if role is Role.OWNER else ("home",)
        if role is not Role.OWNER:
            add_account(made.workspace, Account("boss@agency.example", "", Role.OWNER), PASSWORD,
                        by=LOCAL)  # fmt: skip
        add_account(made.workspace, Account(email, "", role, clients), PASSWORD, by=LOCAL)
        scope = Scope.READ if role is Role.CLIENT else Scope.WRITE
        secret = new_token(made.workspace, email, "t", by=LOCAL, scope=scope).secret
        client = TestClient(
            ready.client.app, base_url="http://localhost",
            headers={"authorization": f"Bearer {secret}"},
        )  # fmt: skip
        return Browser(client, made.workspace)

    return of


def test_a_campaign_is_made_and_approved_by_what_was_looked_at(ready: Browser, made: World) -> None:
    body = 'Hi {{ first_name | default: "there" }},\n\nplease look at {{ page_url }} once.\n'
    told(ready, "POST", "/templates", {"name": "third", "subject": "A link", "body": body})
    steps = [{"templates": ["first", "third"]}]
    sequence = {"name": "one", "steps": steps, "hours": [0, 24], "days": ["sun", "mon"]}
    kept = told(ready, "POST", "/sequences", sequence)
    assert (kept["version"], kept["days"]) == (1, ["mon", "sun"])
    wanted = {
        "site": SITE, "name": "autumn", "sequence": "one", "mailbox": "bo@shop.example",
        "sender": "Bo Lind", "organisation": "Shop Ltd", "country": "us",
        "postal_address": "1 High Street, Springfield",
    }  # fmt: skip
    campaign = told(ready, "POST", "/campaigns", wanted)["number"]
    at = f"/campaigns/{campaign}"
    left = told(ready, "POST", f"{at}/prospects", {})
    assert (left["added"], len(left["busy"])) == (0, 3)  # others go on for them
    for other in range(1, campaign):
        told(ready, "POST", f"/campaigns/{other}/take-out", {"numbers": left["busy"]})
    assert told(ready, "POST", f"{at}/prospects", {})["added"] == 3
    seen = told(ready, "GET", f"{at}/look?prospect={made.prospects[0]}")
    assert [one["recipient"] for one in seen["would_go"]] == [ANN]
    wrong = {"digest": "0" * 16, "prospects": made.prospects[:1]}
    assert ask(ready, "POST", f"{at}/approve", wrong).status_code == 403
    key = {"idempotency-key": "once"}
    right = wrong | {"digest": seen["digest"]}
    done = told(ready, "POST", f"{at}/approve", right, headers=key)
    assert [one["recipient"] for one in done["approved"]] == [ANN]
    assert told(ready, "POST", f"{at}/approve", right, headers=key) == done
    stands = told(ready, "GET", at)
    assert (stands["enrolled"], stands["messages"]) == (3, {"approved": 1})
    first, second, _ = told(ready, "GET", f"{at}/prospects")["rows"]
    assert [one["state"] for one in first["messages"]] == ["approved"]
    assert second["messages"] == []
    out = {"numbers": made.prospects[:1]}
    assert told(ready, "POST", f"{at}/take-out", out) == {"campaign": campaign, "ended": 1}
    assert told(ready, "GET", at)["messages"] == {"cancelled": 1}


def test_a_rule_is_switched_and_a_campaign_rests(ready: Browser, made: World) -> None:
    at = f"/campaigns/{made.campaign.number}"
    rests = {"is_paused": True, "paused_why": "a holiday", "approves_follow_ups": True}
    changed = told(ready, "PATCH", at, rests)
    assert (changed["is_paused"], changed["approves_follow_ups"]) == (True, True)
    seen = told(ready, "GET", f"{at}/look")
    assert {one["waits"]["says"] for one in seen["would_go"]} == {"the campaign rests: a holiday"}
    assert told(ready, "PATCH", at, {"is_paused": False})["paused_why"] == ""


def test_a_round_is_a_job_that_counts_and_names_nobody(ready: Browser, made: World) -> None:
    at = f"/campaigns/{made.campaign.number}"
    digest = told(ready, "GET", f"{at}/look")["digest"]
    told(ready, "POST", f"{at}/approve", {"digest": digest})
    made.workspace.clock.sleep(3_600)
    due = told(ready, "GET", "/outreach/would-go?mailbox=bo@shop.example")
    assert {one["recipient"] for one in due["would_go"]} == {ANN, BEN}
    nobody = {"mailbox": "nobody@shop.example"}
    assert ask(ready, "POST", "/outreach/send", nobody).status_code == 404
    job = told(ready, "POST", "/outreach/send", {"mailbox": "bo@shop.example"})
    read = told(ready, "POST", "/outreach/sync", {})
    Worker(made.workspace).all()
    done = told(ready, "GET", f"/jobs/{job['id']}")
    assert done["state"] == "done", done["message"]
    assert done["result"]["mailboxes"][0]["mailbox"] == "bo@shop.example"
    assert "mails" not in done["result"]["came_in"]
    only_read = told(ready, "GET", f"/jobs/{read['id']}")
    assert (only_read["state"], list(only_read["result"])) == ("done", ["came_in"])
    assert "@news" not in json.dumps([done, only_read])


def test_a_doubtful_mail_is_decided_by_a_person(ready: Browser) -> None:
    inbox = told(ready, "GET", "/outreach/inbox?waiting=true")
    (thread,) = inbox["threads"]
    assert inbox["waiting_for_person"] == 1
    assert thread["mails"][0]["text"].startswith("Hm.")
    number = thread["mails"][0]["number"]
    assert told(ready, "GET", f"/outreach/mails/{number}")["mails"] == thread["mails"]
    assert ask(ready, "POST", f"/outreach/mails/{number}/class", {"class": "x"}).status_code == 400
    done = told(ready, "POST", f"/outreach/mails/{number}/class", {"class": "question"})
    assert (done["class"], done["handled_by"]) == ("question", "local user")
    assert told(ready, "GET", "/outreach/inbox?waiting=true")["threads"] == []
    assert ask(ready, "GET", "/outreach/mails/99").status_code == 404


def test_a_message_of_which_nobody_knows_is_only_decided_if_it_is_there(ready: Browser) -> None:
    gone = {"message_id": "<0@shop.example>", "has_gone": True}
    assert ask(ready, "POST", "/outreach/unknown", gone).status_code == 404


def test_all_documents_have_the_fields_that_are_described(ready: Browser) -> None:
    suppress(ready.root, ("dan@moss.example",))
    told(ready, "PATCH", "/domains/news0.example/contacts", {"consent": "By mail of 2026-10-01."})
    document = ready.client.get("/api/v1/openapi.json").json()
    parts = document["components"]["schemas"]
    for path in (*LISTS, *OF_ONE):
        pattern = path.partition("?")[0]
        for value, name in PATTERNS.items():
            pattern = pattern.replace(value, name)
        answer = told(ready, "GET", path)
        schema = document["paths"][pattern]["get"]["responses"]["200"]["content"]
        assert list(_strange(answer, schema["application/json"]["schema"], parts)) == [], path
        filled = "rows" not in answer or answer["rows"] or path in LISTS[-2:]
        assert filled, path


def test_a_client_sees_counts_and_neither_addresses_nor_words(
    made: World, someone: Callable[..., Browser]
) -> None:
    client = someone(Role.CLIENT)
    for path in (*LISTS, *OF_ONE):
        answer = ask(client, "GET", path)
        assert answer.status_code == (200 if path in FOR_CLIENTS else 403), path
        assert not [one for one in (ANN, BEN, "bo@shop.example", "Bo Lind") if one in answer.text]
    set_by_hand(made.workspace, 1, ANN, ContactKind.NAMED, by=LOCAL)
    note_prospects(made.workspace, [1], f"A link, to {ANN}", by=LOCAL)
    for path in (
        "/prospects/1",
        f"/domains/{SITE}/prospects",
        f"/domains/{SITE}/prospects?format=csv",
    ):
        answer = ask(client, "GET", path)
        assert (answer.status_code, ANN in answer.text) == (200, False), path
    looks = {"prospect": 1, "sender": "B", "postal_address": "x"}
    assert ask(client, "POST", "/templates/first/preview", looks).status_code == 403
    assert ask(client, "POST", "/contacts/export", {"address": ANN}).status_code == 403


def test_a_client_is_told_of_jobs_about_people_only_how_they_went(
    ready: Browser, made: World, someone: Callable[..., Browser]
) -> None:
    told(ready, "POST", "/contacts/find", {"domains": ["moss.example"], "fetch": False})
    Worker(made.workspace).all()
    (job,) = told(someone(Role.CLIENT), "GET", "/jobs?kind=contacts")["rows"]
    assert (job["state"], job["arguments"], job["result"]) == ("done", {}, None)
    assert job["message"] == "0 of 1 organisations publish an address."


def test_contacts_are_looked_for_of_a_sites_prospects_and_a_mistyped_site_is_told(
    ready: Browser, made: World
) -> None:
    wrong = {"prospects_of": "shpo.example", "fetch": False}
    refused = ask(ready, "POST", "/contacts/find", wrong)
    assert refused.status_code == 404
    assert "did you mean shop.example?" in refused.json()["detail"]
    told(ready, "POST", "/contacts/find", {"prospects_of": SITE, "fetch": False})
    Worker(made.workspace).all()
    job = told(ready, "GET", "/jobs?kind=contacts")["rows"][0]
    assert job["arguments"]["prospects_of"] == SITE
    assert job["state"] == "done"
    assert job["message"] == "0 of 1 organisations publish an address."  # the others have one


def test_the_country_of_several_is_told_at_once_or_of_none(ready: Browser) -> None:
    path, both = "/contacts/countries", ["moss.example", "www.fern.example", "moss.example"]
    done = told(ready, "POST", path, {"domains": both, "country": "gb"})
    assert done == {"domains": ["moss.example", "fern.example"], "country": "GB"}
    for domain in done["domains"]:
        assert told(ready, "GET", f"/domains/{domain}/contacts")["country"] == "GB"
    for wrong in ({"domains": ["new.example", "co.uk"], "country": "DE"},
                  {"domains": ["new.example"], "country": "XX"}):  # fmt: skip
        assert ask(ready, "POST", path, wrong).status_code == 400
    assert ask(ready, "GET", "/domains/new.example/contacts").status_code == 404


def test_what_is_secret_goes_in_and_never_comes_out(ready: Browser, made: World) -> None:
    box = {
        "address": "eve@shop.example", "smtp": {"host": "mail.shop.example"},
        "imap": {"host": "mail.shop.example"}, "password": "hush-hush", "sent_folder": "Sent",
    }  # fmt: skip
    kept = told(ready, "POST", "/mailboxes", box, headers={"idempotency-key": "k"})
    assert (kept["smtp"]["port"], kept["imap"]["port"]) == (587, 993)
    assert (kept["smtp"]["user"], kept["smtp"]["login"]) == ("eve@shop.example", "password")
    answers = [kept, told(ready, "GET", "/mailboxes"), told(ready, "GET", "/log")]
    answers.append(told(ready, "POST", "/mailboxes/eve@shop.example/pause", {"why": "away"}))
    assert answers[-1]["paused_why"] == "away"
    assert not told(ready, "POST", "/mailboxes/eve@shop.example/resume")["is_paused"]
    assert "hush" not in json.dumps(answers)
    from sqlalchemy import text

    with made.workspace.state.reading() as connection:
        rows = connection.execute(text("select * from repeat")).all()
    assert "hush" not in str(rows)
    gone = told(ready, "DELETE", "/mailboxes/eve@shop.example")
    assert gone == {"address": "eve@shop.example"}


def test_nobody_elsewhere_names_a_program_of_this_machine(
    someone: Callable[..., Browser],
) -> None:
    owner = someone(Role.OWNER)
    box = {"address": "eve@shop.example", "smtp": {"host": "mail.shop.example"}}
    for secret in (
        {"password": "command:cat /etc/passwd"}, {"password": "env:HOME"}, {"token_command": "id"},
    ):  # fmt: skip
        answer = ask(owner, "POST", "/mailboxes", box | secret)
        assert answer.status_code == 403, answer.text
    assert told(owner, "POST", "/mailboxes", box | {"password": "x"})["address"] == box["address"]


def test_mailboxes_and_whole_people_are_for_owners(someone: Callable[..., Browser]) -> None:
    member = someone(Role.MEMBER)
    box = {"address": "eve@shop.example", "smtp": {"host": "mail.shop.example"}}
    assert ask(member, "POST", "/mailboxes", box).status_code == 403
    assert ask(member, "DELETE", "/mailboxes/bo@shop.example").status_code == 403
    for path in ("/contacts/export", "/contacts/erase"):
        assert ask(member, "POST", path, {"address": ANN}).status_code == 403
    assert told(member, "GET", "/contacts")["total"] == 2
    assert told(member, "POST", "/mailboxes/bo@shop.example/pause", {})["is_paused"]


def test_a_person_is_told_what_is_kept_of_him_and_then_forgotten(
    ready: Browser, made: World
) -> None:
    kept = told(ready, "POST", "/contacts/export", {"address": ANN})
    assert kept["clients"]["home"]["contacts"][0]["address"] == ANN
    dry = told(ready, "POST", "/contacts/erase", {"address": ANN, "dry_run": True})
    assert dry["is_dry_run"]
    assert told(ready, "GET", "/contacts?domain=news0.example")["total"] == 1
    told(ready, "POST", "/contacts/erase", {"address": ANN})
    assert told(ready, "GET", "/contacts?domain=news0.example")["total"] == 0
    again = {"address": ANN, "found_on": "https://news0.example/contact"}
    assert ask(ready, "PATCH", "/domains/news0.example/contacts", again).status_code == 403
    assert ANN not in ready.client.get("/api/v1/log").text
    seen = told(ready, "GET", f"/campaigns/{made.campaign.number}/look")
    assert [one["recipient"] for one in seen["would_go"]] == [BEN]


def test_a_suppression_holds_everywhere_and_is_shown_to_its_own_client(
    ready: Browser, made: World, someone: Callable[..., Browser]
) -> None:
    add_client(made.workspace, "acme", "Acme", by=LOCAL)
    with client_workspace(made.workspace, "acme") as acme:
        suppress(acme, (BEN,), note="of acme alone")
    seen = told(ready, "GET", f"/campaigns/{made.campaign.number}/look")
    assert BEN not in [one["recipient"] for one in seen["would_go"]]
    assert [one["client"] for one in told(ready, "GET", "/suppressions")["rows"]] == ["acme"]
    member = someone(Role.MEMBER)
    assert told(member, "GET", "/suppressions")["rows"] == []
    done = told(member, "POST", "/suppressions", {"whom": [CAT, "rival.example"]})
    assert (done["asked"], done["added"]) == (2, 2)
    found = told(member, "GET", "/suppressions?search=cat")["rows"]
    assert [(one["value"], one["by"]) for one in found] == [(CAT, "member@agency.example")]
    bad = ask(member, "POST", "/suppressions", {"whom": ["ok@moss.example", "no one"]})
    assert bad.status_code == 400
    assert told(member, "GET", "/suppressions")["total"] == 2


def test_a_list_of_people_is_suppressed_and_not_kept(ready: Browser) -> None:
    list_ = b"email,why\ndan@moss.example,left\nnobody,at all\n"
    done = told(ready, "POST", "/suppressions/import", files={"file": ("list.csv", list_)})
    assert (done["added"], sum(done["rejects"].values())) == (1, 1)
    assert not list((ready.root.folder / "uploads").rglob("*.csv"))
    table = ready.client.get("/api/v1/suppressions?format=csv").text
    assert "dan@moss.example" in table


def test_a_template_is_looked_at_filled_in(ready: Browser) -> None:
    wanted = {
        "prospect": 1, "sender": "Bo Lind", "organisation": "Shop Ltd", "country": "US",
        "postal_address": "1 High Street, Springfield",
    }  # fmt: skip
    shown = told(ready, "POST", "/templates/first/preview", wanted)
    assert shown["subject"] == "A dead link on news0.example"
    assert "1 High Street" in shown["body"]
    assert ask(ready, "GET", "/templates/none").status_code == 404
    hostile = {"name": "x", "subject": "a\r\nBcc: all@x.example", "body": "b"}
    assert ask(ready, "POST", "/templates", hostile).status_code == 422


def test_a_mail_that_is_sent_is_classified(ready: Browser) -> None:
    mail = _mail("Please never write to me again and remove my address from your list.")
    (one,) = told(ready, "POST", "/mail/classify", files={"file": ("a.eml", mail)})["mails"]
    assert (one["file"], one["kind"], one["class"]) == ("a.eml", "reply", "unsubscribe")
    for other in (b"null", b"", b"\x00\x01"):
        sent = {"file": ("a.eml", other)}
        assert ask(ready, "POST", "/mail/classify", files=sent).status_code in {400, 422}


def test_what_can_be_spent_is_kept_with_the_site(ready: Browser) -> None:
    told(ready, "POST", f"/domains/{SITE}/plan", {"hours": 9, "languages": ["de"]})
    kept = told(ready, "GET", f"/domains/{SITE}/plan")["resources"]
    assert (kept["hours"], kept["languages"]) == (9, ["de"])
    assert len(told(ready, "GET", f"/domains/{SITE}/budget?weeks=5")["weeks"]) == 5
