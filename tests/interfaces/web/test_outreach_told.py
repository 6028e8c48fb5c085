"""Pages of outreach say what stands in the way, what to do next, and of which day they are."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from campaign_world import SITE
from outreach_world import MAILBOX, Lively, lively

import backlinkbot
from backlinkbot.app.pitch.activity import last_moments
from backlinkbot.app.pitch.approving import look
from backlinkbot.app.pitch.deciding import MailThread, mail_thread
from backlinkbot.app.pitch.landing import Landed, LookedAt
from backlinkbot.app.pitch.mailboxes import add_mailbox, mailboxes
from backlinkbot.app.prospects import add_prospect, list_prospects
from backlinkbot.app.sites import add_site
from backlinkbot.app.templates import template_named
from backlinkbot.app.work import Worker
from backlinkbot.core.access import LOCAL
from backlinkbot.core.mail_in import Position
from backlinkbot.core.nouns import Site
from backlinkbot.core.outreach import Mailbox, MailServer, Security
from backlinkbot.interfaces.gate.desk import is_of_today
from backlinkbot.interfaces.web.obstacles import WORDS
from backlinkbot.interfaces.web.threads import in_order, mail_to
from backlinkbot.io.state.mails import keep_position

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.interfaces.conftest import Browser

AT = f"/c/home/s/{SITE}"
ONE = f"{AT}/campaigns/1"
OTHER_DAY = date(2026, 7, 31)


@pytest.fixture
def made(empty: Browser) -> Lively:
    return lively(empty.root)


def test_outreach_goes_by_the_real_day_where_the_app_is_looked_at_as_on_another(
    open_browser: Callable[..., Browser],
) -> None:
    browser = open_browser(as_of=OTHER_DAY)
    lively(browser.root)
    today = browser.root.clock.today()
    assert today != OTHER_DAY
    seen = look(browser.root, 1, most=20)
    text = browser.get(f"{AT}/approval").text
    assert f'name="digest" value="{seen.digest}"' in text
    assert "1 would go" in text
    assert "31 July 2026, 23:00" not in text
    assert "outreach is of the real day" in text
    browser.send(f"{ONE}/switch", ONE, what="pause", why="holiday")
    assert "31 July 2026, 23:00" not in browser.get(ONE).text
    assert browser.get("/api/v1/campaigns").json()["as_of"] == today.isoformat()
    other = browser.get(f"{AT}/overview").text
    assert "outreach is of the real day" not in other
    answer = browser.get(f"/api/v1/domains/{SITE}/prospects").json()
    assert answer["as_of"] == OTHER_DAY.isoformat()
    assert "outreach is of the real day" in browser.get("/c/home/inbox").text


@pytest.mark.parametrize(
    ("path", "is_so"),
    [
        ("/c/contacts/sites", False), ("/c/acme/contacts/x.example", True),
        ("/c/acme/s/inbox.example/overview", False), ("/c/acme/s/x.example/growth", True),
        ("/api/v1/mailboxes/a", True), ("/api/v1/domains/templates/profile", False),
        ("/", False),
    ],
)  # fmt: skip
def test_only_what_is_about_outreach_is_of_the_real_day(path: str, *, is_so: bool) -> None:
    assert is_of_today(path) == is_so


def test_a_prospect_leads_to_its_contact_its_campaigns_its_messages_and_the_thread(
    empty: Browser, made: Lively
) -> None:
    number = made.answered.prospect
    text = empty.get(f"{AT}/prospects/{number}").text
    assert f'href="/c/home/contacts/{made.answered.organisation}"' in text
    assert made.answered.message.recipient in text
    assert "<dd>US</dd>" in text
    assert f'href="{ONE}"' in text
    assert f'href="{ONE}?prospect={number}#messages"' in text
    assert f'href="/c/home/inbox/{made.mails[0]}"' in text
    assert "replied" in text


@pytest.mark.usefixtures("made")
def test_who_is_in_no_campaign_and_has_no_contact_says_so(empty: Browser) -> None:
    add_prospect(empty.root, SITE, "https://far.example/list", by=LOCAL)
    every = list_prospects(empty.root, SITE).prospects
    other = next(one for one in every if one.organisation == "far.example")
    text = empty.get(f"{AT}/prospects/{other.number}").text
    assert "none is known: no message can be written" in text
    assert "not known: nobody can say whose law holds" in text
    assert 'href="/c/home/contacts/far.example"' in text
    assert 'id="dealings"' not in text
    assert empty.get("/c/home/contacts/far.example").status_code == 200


@pytest.mark.usefixtures("made")
def test_what_stands_in_the_way_is_said_once_in_plain_words(empty: Browser) -> None:
    add_prospect(empty.root, SITE, "https://far.example/list", by=LOCAL)
    empty.send(f"{ONE}/add", ONE, how="all")
    text = empty.get(f"{AT}/approval").text
    assert "1: no contact is known" in text
    assert "no-contact" not in text
    assert 'href="/c/home/contacts/far.example"' in text
    shown = empty.get(ONE).text.split("<tbody>")[1]
    assert "cannot be written to: no contact is known" in shown
    assert "cannot be written to" in empty.get(ONE).text.split("chipnav")[1].split("</nav>")[0]
    only = empty.get(f"{ONE}?standing=cannot+be+written+to:+no+contact+is+known").text
    assert only.split("<tbody>")[1].count("<tr>") == 1


@pytest.mark.usefixtures("made")
def test_a_flaw_that_stops_a_message_is_not_told_twice(empty: Browser) -> None:
    words = template_named(empty.root, "first")
    empty.send("/c/home/templates", "/c/home/templates/first", name="first", known="first",
               subject=words.subject, body=f"{words.body}\n{{{{ mention }}}}\n",
               language="en")  # fmt: skip
    text = empty.get(f"{AT}/approval").text
    assert "the words have flaws" in text
    row = text.split("the words have flaws</td>")[1].split("</tr>")[0]
    assert row.count("nothing is known to fill in") == 1


def test_every_rule_of_outreach_has_words() -> None:
    folder = Path(backlinkbot.__file__).parent
    rules = {
        rule
        for room in ("app/pitch", "logic/outreach")
        for path in (folder / room).rglob("*.py")
        for rule in re.findall(r'Refusal\(\s*"([a-z-]+)"', path.read_text("utf-8"))
    }
    assert len(rules) > 20
    assert rules - set(WORDS) == set()


def test_what_went_is_not_offered_to_be_undone(empty: Browser, made: Lively) -> None:
    text = empty.get(f"{AT}/prospects/{made.answered.prospect}").text
    lines = re.findall(r"<li><div><strong>.*?</li>", text, re.DOTALL)
    sent = [line for line in lines if "by <bdi>outreach</bdi>" in line]
    assert sent
    assert not any("Undo" in line for line in sent)
    assert any("Undo" in line for line in lines if line not in sent)


def test_a_thread_leads_to_an_answer_in_the_mail_program_and_to_a_look_for_the_link(
    empty: Browser, made: Lively
) -> None:
    page = f"/c/home/inbox/{made.mails[0]}"
    text = empty.get(page).text
    led = re.search(r'href="(mailto:[^"]+)"', text)
    assert led
    told = unquote(html.unescape(led.group(1)))
    assert told.startswith(f"mailto:{made.answered.message.recipient}?subject=Re: ")
    assert told.endswith(f"&In-Reply-To=<{made.answered.prospect}@answers.example>")
    assert f'action="{AT}/outcomes/look"' in text
    assert "over: replied" in text
    assert "goes on only if" not in text
    assert "<strong>We</strong>" not in text
    doubted = empty.get(f"/c/home/inbox/{made.mails[1]}").text
    assert "held until somebody says what it is" in doubted
    assert f'action="{AT}/outcomes/look"' not in doubted
    listed = empty.get("/c/home/inbox").text
    assert ">answer it</span>" in listed
    assert ">say what it is</span>" in listed


def test_what_came_back_stands_below_what_it_answers_whatever_its_clock_says(
    empty: Browser, made: Lively
) -> None:
    thread = mail_thread(empty.root, made.mails[0])
    early = thread.sent[0].goes_at - timedelta(days=2)
    mail = replace(thread.latest.mail, received_at=early)
    sent = replace(thread.sent[0], sent_at=thread.sent[0].goes_at)
    parts = in_order(MailThread((sent,), (replace(thread.latest, mail=mail),)))
    assert [whose for whose, _ in parts] == ["ours", "theirs"]


def test_nobody_is_answered_at_what_is_no_address(empty: Browser, made: Lively) -> None:
    mail = mail_thread(empty.root, made.mails[0]).latest.mail
    assert mail_to(replace(mail, sender="nobody")) == ""
    evil = mail_to(replace(mail, subject='a"&bcc=x@y.example\r\nB: c', message_id=""))
    assert evil.count("?") == 1
    assert not set('"&\r\n') & set(evil)


def test_reading_and_sending_on_the_command_line_is_told(empty: Browser, made: Lively) -> None:
    at = empty.root.clock.now() - timedelta(minutes=5)
    with empty.root.state.writing() as connection:
        keep_position(connection, MAILBOX, "INBOX", Position(1, 2), at)
    assert last_moments(empty.root).read_at == at
    for page in (f"{AT}/approval", "/c/home/inbox"):
        text = empty.get(page).text
        assert "Mail was last read" in text
        assert "The last message went" in text
    assert "No round ran yet" not in text
    assert made.answered.organisation in text


def form_of(text: str) -> dict[str, str]:
    """What the form of a mailbox has in its fields."""
    part = text.split('id="add"')[1].partition("</form>")[0]
    fields = dict(re.findall(r'name="([a-z_]+)"[^>]* value="([^"]*)"', part))
    selects = r'<select id="f-\w+" name="([a-z_]+)".*?<option value="([a-z]+)" selected'
    chosen = re.findall(selects, part, re.DOTALL)
    return {name: value for name, value in (fields | dict(chosen)).items() if name != "_form"}


def test_a_mailbox_is_changed_and_its_password_stays_with_its_server(empty: Browser) -> None:
    server = MailServer("smtp.shop.example", 587, Security.STARTTLS, MAILBOX, "sesame")
    add_mailbox(empty.root, Mailbox(MAILBOX, "Bo", server))
    page = "/c/home/mailboxes"
    at = f"{page}?change={MAILBOX}"
    text = empty.get(at).text
    assert "sesame" not in text
    fields = form_of(text)
    assert (fields["smtp_host"], fields["daily_limit"]) == ("smtp.shop.example", "30")
    done = empty.send(f"{page}/change", at, **fields | {"daily_limit": "12", "smtp_port": "465"})
    assert done.status_code == 303
    (one,) = mailboxes(empty.root)
    assert (one.daily_limit, one.smtp.port, one.smtp.secret) == (12, 465, "sesame")
    elsewhere = fields | {"smtp_host": "smtp.thief.example"}
    refused = empty.send(f"{page}/change", at, **elsewhere)
    assert refused.status_code == 400
    assert "the one kept is for smtp.shop.example" in html.unescape(refused.text)
    imap = fields | {"imap_host": "imap.thief.example", "imap_security": "tls"}
    assert empty.send(f"{page}/change", at, **imap).status_code == 400
    empty.send(f"{page}/change", at, **elsewhere, password="new")  # noqa: S106 - of nobody
    (one,) = mailboxes(empty.root)
    assert (one.smtp.host, one.smtp.secret) == ("smtp.thief.example", "new")
    again = empty.send(page, at, **fields)
    assert again.status_code == 400
    assert "press Change beside it" in again.text


def test_the_page_of_a_look_names_each_page_and_what_came_of_it(
    empty: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = (
        LookedAt("https://news0.example/a", 1, "news0.example", "no answer: no such host"),
        LookedAt("https://news1.example/b", 2, "news1.example", link=f"https://{SITE}/"),
        LookedAt("https://news2.example/<b>", 3, "news2.example"),
    )
    found = Landed(SITE, pages, (), (), 3)
    monkeypatch.setattr("backlinkbot.app.pitch.jobs.look", lambda *_, **__: found)
    add_site(empty.root, Site(domain=SITE, is_ours=True))
    job = empty.send(f"{AT}/outcomes/look", f"{AT}/outcomes").headers["location"]
    Worker(empty.root).all()
    text = empty.get(job).text
    assert "2 of 3 pages could be read" in text
    assert "no answer: no such host" in text
    assert f"links to you</span> <bdi>https://{SITE}/</bdi>" in text
    assert "no link to you yet" in text
    assert "/a" in text
    assert "&lt;b&gt;" in text
    assert "<b>" not in text
