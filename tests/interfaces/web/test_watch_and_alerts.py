"""The pages Watch, Alerts and Notifications, and what a look told on the page of a link."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.jobs import list_jobs, list_schedules
from backlinkbot.app.watch.alerts import list_alerts, rules_of
from backlinkbot.app.watch.notifiers import list_notifiers
from backlinkbot.app.work import Worker

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

SITE = "fernhill.example"
AT = f"/c/home/s/{SITE}"
WATCH, ALERTS = f"{AT}/watch", "/c/home/alerts"
TOLD = "/c/home/settings/notifications"
COUNTED = re.compile(r'<td class="number"><a href="([^"]+)">(\d+)</a>')
TOTAL = re.compile(r'<p class="total">(\d+)')
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def watched(small: Browser) -> Browser:
    """Watched once, and a link won with a hostile anchor since, which was watched too."""
    small.send(f"{WATCH}/work", WATCH, kind="watch")
    Worker(small.root).all()
    path = small.root.folder / "more.csv"
    rows = f'https://won.example/p,https://{SITE}/,"{HOSTILE}",2026-10-31,2026-10-31'
    path.write_text(f"source_url,target_url,anchor,first_seen,last_seen\n{rows}\n", "utf-8")
    ingest(small.root, [str(path)], IngestOptions())
    small.send(f"{WATCH}/work", WATCH, kind="watch")
    Worker(small.root).all()
    return small


def said(browser: Browser, page: str) -> str:
    found = re.search(r'class="said".*?<p>(.*?)</p>', browser.get(page).text)
    return found.group(1) if found else ""


def test_changes_stand_by_day_and_each_number_leads_to_as_many(watched: Browser) -> None:
    text = watched.get(WATCH).text
    assert "won.example" in text
    assert '<time datetime="2026-10-31">' in text
    counts = COUNTED.findall(text)
    assert counts
    for address, many in counts:
        rows = TOTAL.search(watched.get(unescape(address)).text)
        assert rows
        assert rows.group(1) == many, address


def test_texts_of_the_web_stay_texts(watched: Browser) -> None:
    for page in (WATCH, ALERTS):
        text = watched.get(page).text
        assert HOSTILE not in text
    assert "&lt;script&gt;" in watched.get(WATCH).text


@pytest.mark.parametrize("day", ["yesterday", "0001-01-01x", "9999-12-31"])
def test_a_day_that_is_none_is_said_at_its_field(small: Browser, day: str) -> None:
    answer = small.get(f"{WATCH}?since={day}")
    assert answer.status_code == 400
    assert 'id="e-since"' in answer.text


@pytest.mark.parametrize("query", ["show=what", "of=no.example", "page=9", "since=2026-08-01"])
def test_wishes_that_cannot_be_break_nothing(small: Browser, query: str) -> None:
    assert small.get(f"{WATCH}?{query}").status_code == 200


def test_an_empty_index_says_what_to_read_in(empty: Browser) -> None:
    assert "Nothing to watch yet" in empty.get(WATCH).text
    assert "Nothing to tell" in empty.get(ALERTS).text


@pytest.mark.parametrize(("kind", "name"), [("verify", "domains"), ("crawl", "seeds")])
def test_looks_and_crawls_are_jobs(small: Browser, kind: str, name: str) -> None:
    answer = small.send(f"{WATCH}/work", WATCH, kind=kind, seeds=f"https://{SITE}/", pages="50")
    assert "/jobs/" in answer.headers["location"]
    assert small.get(answer.headers["location"]).status_code == 200
    job = list_jobs(small.root)[0]
    assert (job.kind, len(job.arguments[name])) == (kind, 1)


@pytest.mark.parametrize("seeds", ["", "ftp://x.example/", "nonsense", "http://"])
def test_a_crawl_from_nowhere_is_said_at_its_field(small: Browser, seeds: str) -> None:
    answer = small.send(f"{WATCH}/work", WATCH, kind="crawl", seeds=seeds)
    assert answer.status_code == 400
    assert 'id="e-seeds"' in answer.text
    assert list_jobs(small.root) == []


def test_rules_of_alerts_are_kept_or_said_to_be_wrong(small: Browser) -> None:
    wrong = small.send(f"{WATCH}/rules", WATCH, least_authority="high", digest="day")
    assert 'id="e-least_authority"' in wrong.text
    assert small.send(f"{WATCH}/rules", WATCH, least_authority="101").status_code == 400
    small.send(f"{WATCH}/rules", WATCH, least_authority="2.5", digest="week", quiet="lost")
    kept = rules_of(small.root, SITE)
    assert (kept.least_authority, kept.digest, kept.quiet) == (2.5, "week", ("lost",))


def test_an_alert_is_seen_and_unseen_again(watched: Browser) -> None:
    waiting = list_alerts(watched.root)
    assert waiting
    watched.send(f"{ALERTS}/see", ALERTS, pick=[one.id for one in waiting])
    assert list_alerts(watched.root) == []
    text = watched.get(ALERTS).text
    assert "Everything was seen" in text
    fields = dict(re.findall(r'<input type="hidden" name="(ids|undo|back)" value="([^"]*)"', text))
    watched.send(f"{ALERTS}/see", ALERTS, **fields)
    assert list_alerts(watched.root) == waiting
    assert "by <bdi>" not in watched.get(f"{ALERTS}?history=1").text
    watched.send(f"{ALERTS}/see", ALERTS, pick="ffff")
    assert "No alert was chosen" in said(watched, ALERTS)


def test_alerts_are_of_the_site_that_was_asked_for(watched: Browser) -> None:
    assert "No alert of this site" in watched.get(f"{ALERTS}?site=other.example").text
    assert watched.get(f"{ALERTS}?site=nonsense").status_code == 200


def test_a_notifier_is_added_tried_and_removed(small: Browser) -> None:
    small.send(TOLD, kind="file", target="alerts.jsonl", wants="all")
    one = list_notifiers(small.root)[0]
    small.send(f"{TOLD}/{one.id}/test", TOLD)
    assert "The test is delivered" in said(small, TOLD)
    small.send(f"{TOLD}/{one.id}/remove", TOLD)
    assert list_notifiers(small.root) == []
    assert small.send(f"{TOLD}/{one.id}/test", TOLD).status_code == 404


def test_secrets_are_shown_once_and_addresses_that_post_never(small: Browser) -> None:
    made = small.send(TOLD, kind="webhook", target="https://hook.example/x?k=geheim", wants="all")
    secret = list_notifiers(small.root)[0].secret
    assert secret in made.text
    small.send(TOLD, kind="slack", target="https://hooks.slack.com/services/geheim", wants="all")
    text = small.get(TOLD).text
    assert secret not in text
    assert "geheim" not in text


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("slack", "nothing"), ("webhook", "http://127.0.0.1/x"), ("pigeon", "x"), ("file", ""),
        ("email", "ann@acme.example"),
    ],
)  # fmt: skip
def test_who_cannot_be_told_is_said_at_the_field(small: Browser, kind: str, target: str) -> None:
    answer = small.send(TOLD, kind=kind, target=target, wants="all")
    assert answer.status_code == 400
    assert 'id="e-target"' in answer.text
    assert list_notifiers(small.root) == []


@pytest.mark.parametrize("kind", ["watch", "verify", "find"])
def test_watching_looking_and_finding_come_back_by_schedule(small: Browser, kind: str) -> None:
    page = "/c/home/settings/schedules"
    small.send(page, kind=kind, domain=SITE, every="day", at_hour="5")
    assert [one.kind for one in list_schedules(small.root)] == [kind]
    assert SITE in small.get(page).text.partition("<tbody>")[2].partition("</tbody>")[0]


def test_the_page_of_a_link_says_that_nobody_looked_and_queues_a_look(small: Browser) -> None:
    link = "/link?source=https%3A%2F%2Fmoss.example%2Fb&to=https%3A%2F%2Frival.example%2F"
    page = f"/c/home/s/rival.example{link}"
    assert "Nobody looked at this page again yet" in small.get(page).text
    assert small.get(f"{page}&lasting=1").status_code == 200
    small.send("/c/home/s/rival.example/link/look", page, source="https://moss.example/b")
    job = list_jobs(small.root)[0]
    assert (job.kind, job.arguments["link"]) == ("verify", "https://moss.example/b")
