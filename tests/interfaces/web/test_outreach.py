"""The pages of outreach: campaigns, approval, inbox, templates, growth, mailboxes, people."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from campaign_world import SITE
from outreach_world import HOSTILE, LURE, MAILBOX, Lively, answer_to

from backlinkbot.app.accounts import add_account
from backlinkbot.app.jobs import list_jobs
from backlinkbot.app.pitch.approving import look
from backlinkbot.app.pitch.campaigns import list_campaigns, list_sequences
from backlinkbot.app.pitch.deciding import inbox
from backlinkbot.app.pitch.mailboxes import mailboxes
from backlinkbot.app.pitch.members import members_of
from backlinkbot.app.pitch.outbox import unknown
from backlinkbot.app.pitch.receiving import take_in
from backlinkbot.app.pitch.rounds import WouldGo
from backlinkbot.app.suppress import list_suppressions
from backlinkbot.app.templates import list_templates, template_named
from backlinkbot.app.work import Worker
from backlinkbot.core.access import LOCAL, Account, Role
from backlinkbot.core.outreach import Refusal
from backlinkbot.interfaces.web.pages import approval

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

AT = f"/c/home/s/{SITE}"
ONE = f"{AT}/campaigns/1"
SECRET = "correct horse battery staple"  # noqa: S105 - of nobody
# Pages about people, for whoever works here; and those that a client of an agency may read.
OF_PEOPLE = (
    f"{AT}/approval", "/c/home/inbox", "/c/home/inbox/1", "/c/home/templates",
    "/c/home/templates/first", "/c/home/sequences", "/c/home/mailboxes", "/c/home/contacts",
    "/c/home/contacts/news0.example", "/c/home/suppressions",
)  # fmt: skip
OF_ALL = (f"{AT}/campaigns", ONE, f"{AT}/growth", f"{AT}/outcomes")


@pytest.fixture
def empty(lively_browser: Browser) -> Browser:
    """Here with the campaign of `made` in it."""
    return lively_browser


@pytest.fixture
def made(empty: Browser, lively_once: tuple[Path, Lively]) -> Lively:
    made = lively_once[1]
    return replace(made, world=replace(made.world, workspace=empty.root))


def said(browser: Browser, page: str) -> str:
    found = re.search(r'class="said".*?<p>(.*?)</p>', browser.get(page).text)
    return found.group(1) if found else ""


def digest_of(text: str) -> str:
    found = re.search(r'name="digest" value="(\w+)"', text)
    assert found
    return found.group(1)


def role_client(browser: Browser) -> Browser:
    """The same browser, signed in as somebody who only reads."""
    for one in (
        Account("owner@agency.example", "Olga", Role.OWNER),
        Account("reader@agency.example", "Rita", Role.CLIENT, ("home",)),
    ):
        add_account(browser.root, one, SECRET, by=LOCAL)
    browser.send("/sign-in", email="reader@agency.example", password=SECRET, next="/")
    return browser


def test_before_there_is_anything_each_page_says_what_to_do(small: Browser) -> None:
    site = "/c/home/s/fernhill.example"
    for address, words in (
        (f"{site}/campaigns", "Add a mailbox"), (f"{site}/approval", "Nothing to approve"),
        (f"{site}/outcomes", "Nobody was asked yet"), (f"{site}/growth", "To ask for now"),
        ("/c/home/inbox", "Nothing came back yet"), ("/c/home/templates", "Write the first"),
        ("/c/home/sequences", "Write a template first"), ("/c/home/mailboxes", "No mailbox yet"),
        ("/c/home/contacts", "No contacts yet"), ("/c/home/suppressions", "Nobody is suppressed"),
    ):  # fmt: skip
        answer = small.get(address)
        assert answer.status_code == 200
        assert words in answer.text, address
    assert "No budget yet" in small.get("/c/home/s/nobody.example/growth").text


@pytest.mark.usefixtures("made")
def test_the_menu_has_outreach_in_a_group(empty: Browser) -> None:
    text = empty.get(f"{AT}/campaigns").text
    group = text.split(">Outreach</p>")[1].split("</ul>")[0]
    for name in ("growth", "campaigns", "approval", "outcomes"):
        assert f'href="{AT}/{name}"' in group
    for name in ("inbox", "templates", "mailboxes", "contacts"):
        assert f'href="/c/home/{name}"' in group
    assert f'{AT}/campaigns" aria-current="page"' in group


@pytest.mark.usefixtures("made")
def test_who_only_reads_sees_what_came_and_neither_words_nor_people(empty: Browser) -> None:
    reader = role_client(empty)
    for address in OF_PEOPLE:
        assert reader.get(address).status_code == 403, address
    for address in OF_ALL:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert "ann@" not in answer.text
        assert "bo@shop.example" not in answer.text
        assert "did this reach you" not in answer.text
        assert "Hi there" not in answer.text
    assert "Hi there" not in reader.get(f"{ONE}?prospect=1").text
    for address in (f"{ONE}/switch", f"{AT}/approval/send", "/c/home/inbox/read",
                    "/c/home/templates/_preview", "/c/home/contacts/find"):  # fmt: skip
        assert reader.send(address, "/c/home/sites").status_code == 403


@pytest.mark.usefixtures("made")
def test_a_campaign_is_made_filled_halted_and_its_rule_switched(empty: Browser) -> None:
    fields: dict[str, Any] = {
        "sequence": "two", "mailbox": "bo@shop.example", "sender": "Bo", "postal_address": "",
    }  # fmt: skip
    page = f"{AT}/campaigns"
    wrong = empty.send(page, page, name="autumn", **fields)
    assert wrong.status_code == 400
    assert 'id="e-postal_address"' in wrong.text
    fields["postal_address"] = "1 High Street"
    assert 'id="e-name"' in empty.send(page, page, name="x" * 61, **fields).text
    assert 'id="e-country"' in empty.send(page, page, name="autumn", country="DEU", **fields).text
    made = empty.send(page, page, name="Autumn, one!", **fields)
    assert made.headers["location"] == f"{AT}/campaigns/2"
    assert "<bdi>Autumn, one!</bdi>" in empty.get(page).text
    two = f"{AT}/campaigns/2"
    assert "Nobody is in it yet" in empty.get(two).text
    assert empty.send(f"{two}/add", two, how="chosen").status_code == 303
    assert said(empty, two) == "Nobody was put in: choose somebody."
    empty.send(f"{two}/add", two, how="tactic", tactic="broken link")
    assert "as campaign 1 goes on for them" in said(empty, two)
    first = [str(one.prospect.number) for one in members_of(empty.root, 1)]
    empty.send(f"{ONE}/take-out", ONE, pick=first)
    empty.send(f"{two}/add", two, how="tactic", tactic="broken link")
    inside = members_of(empty.root, 2)
    assert inside
    assert f"{len(inside)} prospects were put in" in said(empty, two)
    empty.send(f"{two}/take-out", two, pick=[str(inside[0].prospect.number)])
    assert members_of(empty.root, 2)[0].standing == "stopped by a person"
    empty.send(f"{two}/switch", two, what="pause", why="holiday")
    assert "rests: <bdi>holiday</bdi>" in empty.get(two).text
    assert list_campaigns(empty.root, SITE)[0].is_paused
    empty.send(f"{two}/switch", two, what="resume")
    empty.send(f"{two}/switch", two, what="rule-on")
    one = list_campaigns(empty.root, SITE)[0]
    assert (one.is_paused, one.approves_itself) == (False, True)
    assert empty.send(f"{two}/switch", two, what="explode").status_code == 400


@pytest.mark.usefixtures("made")
def test_a_campaign_for_removals_takes_owners_that_the_audit_decided(empty: Browser) -> None:
    page, two = f"{AT}/campaigns", f"{AT}/campaigns/2"
    empty.send(
        page, page, name="clean", sequence="two", mailbox="bo@shop.example", sender="Bo",
        postal_address="1 High Street", removals="1",
    )  # fmt: skip
    assert "All that are decided" in empty.get(two).text
    assert "best first" not in empty.get(two).text
    empty.send(f"{two}/add", two, how="removals")
    assert said(empty, two).startswith("Nobody was put in")


def test_who_only_reads_does_not_learn_how_a_prospect_is_reached(
    empty: Browser, made: Lively
) -> None:
    number, board = made.unknown.prospect, f"{AT}/prospects"
    empty.send(f"{board}/{number}/contact", f"{board}/{number}", contact="eva@x.example",
               kind="named person")  # fmt: skip
    shown, listed = f"{board}/{number}", f"{board}?view=table&columns=contact"
    for address in (shown, listed, f"{listed}&q=eva@x", f"{board}.csv"):
        assert "eva@x.example" in empty.get(address).text
    reader = role_client(empty)
    for address in (shown, listed, f"{board}.csv"):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "eva@x.example" not in answer.text
    assert "None fits" in reader.get(f"{listed}&q=eva@x").text


@pytest.mark.usefixtures("made")
def test_who_only_reads_is_led_to_nothing_that_he_may_not_open(empty: Browser) -> None:
    reader = role_client(empty)
    led = {
        path for page in OF_ALL for path in re.findall(r'href="(/c/[^"#?]+)', reader.get(page).text)
    }
    assert len(led) > 15
    assert [path for path in sorted(led) if reader.get(path).status_code == 403] == []


@pytest.mark.usefixtures("made")
def test_a_campaign_is_only_on_the_pages_of_its_site(empty: Browser) -> None:
    other = "/c/home/s/rival.example/campaigns/1"
    assert empty.get(other).status_code == 404
    assert empty.send(f"{other}/switch", ONE, what="pause").status_code == 404
    assert empty.send("/c/home/s/rival.example/approval/1", ONE).status_code == 404
    assert not list_campaigns(empty.root, SITE)[0].is_paused


def test_prospects_of_a_campaign_stand_with_their_messages(empty: Browser, made: Lively) -> None:
    text = empty.get(f"{ONE}?prospect={made.answered.prospect}").text
    for words in ("message 1 is approved", "replied", "the first message waits for an approval",
                  "message 1 may have gone: a person must say"):  # fmt: skip
        assert words in text
    assert "Hi there" in text
    only = empty.get(f"{ONE}?standing=replied").text.split("<tbody>")[1]
    assert "news0.example" in only
    assert "news5.example" not in only


@pytest.mark.usefixtures("made")
def test_what_would_go_is_shown_word_for_word_and_what_is_chosen_is_approved(
    empty: Browser,
) -> None:
    page = f"{AT}/approval"
    text = empty.get(page).text
    seen = look(empty.root, 1)
    for one in seen.going:
        assert one.message
        assert one.recipient in text
        assert one.message.body.splitlines()[2] in text
    assert "2 would not go" in text
    assert digest_of(text) == look(empty.root, 1, most=20).digest
    chosen = [str(one.prospect) for one in seen.going[1:3]]
    fields = {"digest": digest_of(text), "most": "20", "pick": chosen}
    assert empty.send(f"{page}/1", page, **fields).status_code == 303
    assert "2 messages are approved" in said(empty, page)
    left = {one.prospect for one in look(empty.root, 1).going}
    assert left == {one.prospect for one in seen.going} - set(map(int, chosen))


@pytest.mark.usefixtures("made")
def test_what_changed_since_is_not_approved_and_shown_anew(empty: Browser) -> None:
    page = f"{AT}/approval"
    text = empty.get(page).text
    picks = re.findall(r'name="pick" value="(\d+)"', text)
    words = template_named(empty.root, "first").body
    empty.send("/c/home/templates", "/c/home/templates/first", name="first", known="first",
               subject="Another", body=words, language="en")  # fmt: skip
    answer = empty.send(f"{page}/1", page, digest=digest_of(text), most="20", pick=picks)
    assert answer.status_code == 409
    assert "has changed since you looked" in answer.text
    assert "<bdi>Another</bdi>" in answer.text
    assert len(look(empty.root, 1).going) == len(picks)
    again = empty.send(f"{page}/1", page, digest=digest_of(answer.text), most="20", pick=picks)
    assert again.status_code == 303


@pytest.mark.usefixtures("made")
def test_nothing_is_approved_where_nobody_is_chosen(empty: Browser) -> None:
    page = f"{AT}/approval"
    answer = empty.send(f"{page}/1", page, digest=digest_of(empty.get(page).text), most="20")
    assert answer.status_code == 409
    assert "hoose at least one message" in answer.text


@pytest.mark.usefixtures("made")
def test_a_round_is_queued_once_and_its_end_is_told(empty: Browser) -> None:
    page = f"{AT}/approval"
    assert "No round ran from here yet" in empty.get(page).text
    assert "1 would go" in empty.get(page).text
    assert "/jobs/" in empty.send(f"{page}/send", page).headers["location"]
    assert empty.send(f"{page}/send", page).headers["location"] == page
    assert [one.kind for one in list_jobs(empty.root)] == ["outreach"]
    assert "A round is queued" in empty.get(page).text
    assert "A round is queued" in empty.get("/c/home/inbox").text


def test_what_waits_is_told_with_its_reason(
    empty: Browser, made: Lively, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = WouldGo((), ((made.unknown, Refusal("budget", "the week is full")),))
    monkeypatch.setattr(approval, "would_go", lambda _: full)
    empty.send(f"{ONE}/switch", ONE, what="pause", why="holiday")
    text = empty.get(f"{AT}/approval").text
    assert "None of the 1 due message would go now." in text
    assert "1 wait: the week is full" in text
    assert "waits: the campaign or its mailbox rests" in text
    assert "the campaign rests: holiday" in text


def test_mails_are_text_and_nothing_else(empty: Browser, made: Lively) -> None:
    now = empty.root.clock.now()
    lure = answer_to(made.answered, LURE, HOSTILE).replace(b"@answers.", b"@lures.")
    assert take_in(empty.root, MAILBOX, lure, now, now=now).mail
    for address in ("/c/home/inbox", *(f"/c/home/inbox/{number}" for number in made.mails)):
        text = empty.get(address).text
        assert HOSTILE not in text
        assert 'href="https://evil.example' not in text
        assert "<img" not in text
        assert "javascript:x" not in re.findall(r'href="([^"]*)"', text)
    assert "https://evil.example/login" in empty.get(f"/c/home/inbox/{made.mails[0]}").text
    for address in ("/c/home/suppressions", f"{AT}/outcomes"):
        text = empty.get(address).text
        assert HOSTILE not in text
        assert "<img" not in text


def test_a_person_says_what_a_mail_is(empty: Browser, made: Lively) -> None:
    page = f"/c/home/inbox/{made.mails[1]}"
    assert "Hi there" in empty.get(page).text
    assert empty.send(page, page, word="poem").status_code == 400
    empty.send(page, page, word="unsubscribe")
    assert "The mail is unsubscribe." in said(empty, page)
    assert "said by <bdi>local user</bdi>" in empty.get(page).text
    assert made.doubted.message.recipient in {one.value for one in list_suppressions(empty.root)}
    assert empty.get("/c/home/inbox/999").status_code == 404
    assert empty.send("/c/home/inbox/999", page, word="other").status_code == 404


@pytest.mark.parametrize(("gone", "words"), [("yes", "noted as gone"), ("no", "goes again")])
def test_a_person_says_whether_a_message_has_gone(
    empty: Browser, made: Lively, gone: str, words: str
) -> None:
    page = "/c/home/inbox"
    assert "Nobody knows whether these went" in empty.get(page).text
    id_ = made.unknown.message.message_id
    empty.send(f"{page}/unknown", page, message_id=id_, gone=gone)
    assert words in said(empty, page)
    assert unknown(empty.root) == []
    empty.send(f"{page}/unknown", page, message_id=id_, gone="yes")
    assert "Somebody has said so already" in said(empty, page)


@pytest.mark.usefixtures("made")
def test_the_inbox_goes_on_to_older_mails(empty: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backlinkbot.interfaces.web.pages.inbox.AT_ONCE", 1)
    first = empty.get("/c/home/inbox").text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    assert "news0.example" in empty.get(older.group(1)).text
    assert inbox(empty.root).threads
    assert "news0.example" not in empty.get("/c/home/inbox?waiting=1").text
    assert inbox(empty.root).waiting == 1
    assert empty.get("/c/home/inbox?before=" + "9" * 40).status_code == 200


@pytest.mark.usefixtures("made")
def test_a_template_is_written_looked_at_and_kept_in_versions(empty: Browser) -> None:
    new = "/c/home/templates/_new"
    fields = {"subject": "Hello {{ their_site }}", "body": "Hi {{ name }},\n\nguaranteed!\n",
              "language": "en", "prospect": "1"}  # fmt: skip
    part = empty.send("/c/home/templates/_preview", new, name="third", part="1", **fields)
    assert "Hello news0.example" in part.text
    assert "<html" not in part.text
    assert "Stops it:" in part.text
    assert [one.name for one in list_templates(empty.root)] == ["first", "second"]
    taken = empty.send("/c/home/templates", new, name="first", **fields)
    assert taken.status_code == 400
    assert "There is a template first already" in taken.text
    broken = empty.send("/c/home/templates", new, name="third", **(fields | {"body": "{% x"}))
    assert 'id="e-body"' in broken.text
    answer = empty.send("/c/home/templates", new, name="third", **fields)
    assert answer.headers["location"] == "/c/home/templates/third?prospect=1"
    empty.send("/c/home/templates", new, name="third", known="third", **(fields | {"body": "B"}))
    assert template_named(empty.root, "third").version == 2
    assert "guaranteed!" in empty.get("/c/home/templates/third?version=1").text
    assert empty.get("/c/home/templates/none").status_code == 404


@pytest.mark.usefixtures("made")
def test_a_sequence_is_made_edited_and_withdrawn(empty: Browser) -> None:
    page = "/c/home/sequences"
    fields: dict[str, Any] = {
        "template-0": ["first", "second"], "template-1": ["second", ""], "after-1": "4",
        "hour-from": "9", "hour-to": "17", "days": ["0", "2"],
    }  # fmt: skip
    wrong = empty.send(page, page, name="three", **(fields | {"after-1": "soon"}))
    assert wrong.status_code == 400
    assert "no number of business days" in wrong.text
    empty.send(page, page, name="three", **fields)
    made = next(one for one in list_sequences(empty.root) if one.name == "three")
    assert [step.templates for step in made.steps] == [("first", "second"), ("second",)]
    assert (made.steps[1].after_days, made.weekdays) == (4, (0, 2))
    text = empty.get(f"{page}?edit=three").text
    assert "Edit three" in text
    assert 'value="4"' in text
    empty.send(f"{page}/withdraw", page, name="three")
    assert "three" not in {one.name for one in list_sequences(empty.root)}


@pytest.mark.usefixtures("made")
def test_growth_tells_budget_plan_and_a_try(empty: Browser) -> None:
    page = f"{AT}/growth"
    text = empty.get(page).text
    for words in ("To ask for now", "Calendar", "Plan, ", "broken link", "The numbers"):
        assert words in text
    assert "backlinkbot " not in text
    tried = empty.get(f"{page}?try=1&links=5&weeks=20&chance=10").text
    assert "5 links, tried 200 times over 20 weeks" in tried
    assert empty.get(f"{page}?try=1&links=many").status_code == 400
    wrong = empty.send(page, page, hours="all", budget="", languages="en")
    assert wrong.status_code == 400
    empty.send(page, page, hours="9", budget="100", languages="en, de")
    assert 'value="9"' in empty.get(page).text


@pytest.mark.usefixtures("made")
def test_mailboxes_show_their_health_and_no_secret(empty: Browser) -> None:
    page = "/c/home/mailboxes"
    fields = {
        "address": "new@shop.example", "smtp_host": "smtp.shop.example", "smtp_port": "587",
        "smtp_security": "starttls", "imap_host": "", "daily_limit": "20", "zone": "UTC",
        "password": "sesame-and-salt",
    }  # fmt: skip
    wrong = empty.send(page, page, **(fields | {"daily_limit": "9000"}))
    assert 'id="e-daily_limit"' in wrong.text
    assert "sesame-and-salt" not in wrong.text
    empty.send(page, page, **fields)
    assert {one.address for one in mailboxes(empty.root)} == {"bo@shop.example", "new@shop.example"}
    text = empty.get(page).text
    assert "sesame" not in text
    assert "login by password" in text
    assert "This mailbox is there already" in empty.send(page, page, **fields).text
    empty.send(f"{page}/switch", page, address="new@shop.example", what="pause", why="too warm")
    assert "It rests: <bdi>too warm</bdi>" in empty.get(page).text
    empty.send(f"{page}/switch", page, address="new@shop.example", what="resume")
    empty.send(f"{page}/remove", page, address="new@shop.example")
    assert [one.address for one in mailboxes(empty.root)] == ["bo@shop.example"]


@pytest.mark.usefixtures("made")
def test_a_mailbox_is_checked_when_somebody_asks(
    empty: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backlinkbot.core.sending import Check, Finding

    found = [Check("SPF", Finding.BAD, "<b>no SPF</b>", "backlinkbot mailbox resume bo@x.example")]
    monkeypatch.setattr(
        "backlinkbot.interfaces.web.pages.mailboxes.check_mailbox", lambda *_, **__: found
    )
    page = "/c/home/mailboxes"
    sends = '<span class="badge good">sends</span>'
    assert sends in empty.get(page).text
    text = empty.send(f"{page}/check", page, address="bo@shop.example").text
    assert "&lt;b&gt;no SPF" in text
    assert sends not in text
    assert '<span class="badge bad">look at it</span>' in text
    assert "press Resume" in text
    assert empty.send(f"{page}/check", page, address="no@x.example").status_code == 404


@pytest.mark.usefixtures("made")
def test_contacts_are_told_exported_and_erased_after_a_second_question(empty: Browser) -> None:
    page, one = "/c/home/contacts", "/c/home/contacts/news0.example"
    assert "ann@news0.example" in empty.get(page).text
    assert "None fits" in empty.get(f"{page}?q=nowhere").text
    assert empty.get("/c/home/contacts/nobody.example").status_code == 404
    assert empty.send(one, one, what="country", country="Germany").status_code == 400
    empty.send(one, one, what="country", country="de")
    assert "In DE" in empty.get(one).text
    empty.send(one, one, what="contact", address="eva@news0.example", person="Eva")
    assert "eva@news0.example" in empty.get(one).text
    assert "a named person at work, by the address itself" in empty.get(one).text
    told = empty.send(f"{page}/export", page, person="ann@news1.example")
    assert told.headers["content-disposition"].startswith("attachment")
    assert told.json()["clients"]["home"]["contacts"]
    asked = empty.send(f"{page}/erase", page, person="ann@news1.example")
    assert "Forget <bdi>ann@news1.example</bdi>?" in asked.text
    assert "ann@news1.example" in empty.get(page).text
    empty.send(f"{page}/erase", page, person="ann@news1.example", sure="yes")
    assert "Forgotten:" in said(empty, page)
    assert "ann@news1.example" not in empty.get(page).text
    assert empty.send(f"{page}/erase", page, person="nobody").status_code == 400


@pytest.mark.usefixtures("made")
def test_a_look_for_contacts_is_a_job(empty: Browser) -> None:
    page = "/c/home/contacts"
    wrong = empty.send(f"{page}/find", page, site=SITE)
    assert "has a contact already" in wrong.text
    answer = empty.send(f"{page}/find", page, domains="moss.example\nblog.example")
    assert "/jobs/" in answer.headers["location"]
    job = list_jobs(empty.root)[0]
    assert job.kind == "contacts"
    assert job.arguments["domains"] == ["moss.example", "blog.example"]


@pytest.mark.usefixtures("made")
def test_suppressions_are_added_and_imported(empty: Browser) -> None:
    page = "/c/home/suppressions"
    assert 'id="e-whom"' in empty.send(page, page, whom="nonsense", reason="asked").text
    assert 'id="e-whom"' in empty.send(page, page, whom="", reason="asked").text
    empty.send(page, page, whom="eva@moss.example\nmoss.example", reason="asked", note="call")
    assert "2 added" in said(empty, page)
    sent = {"file": ("list.csv", b"mail,why\nann@a.example,x\nnobody\n", "text/csv")}
    empty.send(f"{page}/import", page, files=sent, reason="asked")
    assert "1 added" in said(empty, page)
    assert "1 rows named nobody" in said(empty, page) or "ann@a.example" in empty.get(page).text
    assert empty.send(f"{page}/import", page, reason="asked").status_code == 400
    assert "moss.example" not in empty.get(f"{page}?kind=address&q=nowhere").text


@pytest.mark.usefixtures("made")
def test_the_page_of_a_job_tells_the_round_and_leads_on(empty: Browser) -> None:
    for to, at, more in (
        (f"{AT}/approval/send", f"{AT}/approval", "<h2>The round</h2>"),
        (f"{AT}/outcomes/look", f"{AT}/outcomes", "Look for links that were asked for"),
        ("/c/home/contacts/find", "/c/home/contacts", "moss.example"),
    ):
        job = empty.send(to, at, domains="moss.example").headers["location"]
        if "find" not in to and "look" not in to:
            Worker(empty.root).all()
        assert more in empty.get(job).text, to
        assert job in empty.get("/c/home/jobs").text
    reader = role_client(empty)
    assert "moss.example" not in reader.get("/c/home/jobs").text
    assert "bo@shop.example" not in reader.get(job).text


@pytest.mark.usefixtures("made")
def test_outcomes_have_intervals_and_won_links(empty: Browser) -> None:
    text = empty.get(f"{AT}/outcomes").text
    for words in ("By tactic", "By template", "broken link", "nothing has ended yet", "lost",
                  "removed from html", "strong"):  # fmt: skip
        assert words in text
    empty.send(f"{AT}/outcomes/look", f"{AT}/outcomes")
    assert list_jobs(empty.root)[0].kind == "landed"
    assert "A look for links is queued" in empty.get(f"{AT}/outcomes").text
