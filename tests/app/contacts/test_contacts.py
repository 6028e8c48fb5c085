"""Contacts found, kept for their time, told and erased; on both databases, over clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from virtual_hosts import Answer, VirtualWeb, fixed

from backlinkbot.app.clients import add_client, client_workspace
from backlinkbot.app.contacts import (
    erase,
    export_person,
    find_contacts,
    list_contacts,
    reached,
    set_consent,
    set_contact,
    set_country,
    ways,
)
from backlinkbot.app.contacts.finding import Wish
from backlinkbot.app.contacts.mail_hosts import mail_hosts
from backlinkbot.app.ingest import ingest
from backlinkbot.app.prospects import add_prospect, show_prospect
from backlinkbot.app.prospects import set_contact as set_prospects_contact
from backlinkbot.app.sites import add_site
from backlinkbot.app.suppress import suppress, suppressed
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.clock import DatedClock, SystemClock
from backlinkbot.core.contacts import SiteContacts
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.nouns import Site
from backlinkbot.core.outreach import SuppressionReason
from backlinkbot.io.channels.mail_hosts import NoAnswer, NoSuchName
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.session import Manner

OFFLINE = Wish(may_fetch=False, asks_names=False)
IMPRINT = "<title>Impressum</title><p>Inhaber: Max Krause<br>Weg 1<br>10115 Berlin<br>Germany<br>"
ARTICLE = "<p>" + "Tea is good for you, and we have tasted forty kinds of it. " * 8


def html(body: str) -> bytes:
    return f"<!doctype html><html lang=de><body>{body}</body></html>".encode()


def archive(path: Path, pages: Mapping[str, str]) -> Path:
    parts = []
    for url, body in pages.items():
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html(body)
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2026-10-01T00:00:00Z\r\nContent-Type: application/http\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        parts.append(head.encode() + http + b"\r\n\r\n")
    path.write_bytes(b"".join(parts))
    return path


@pytest.fixture
def known(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace that has read pages of two sites."""
    pages = {
        "https://tea.example/impressum": f"{IMPRINT}info@tea.example</p>",
        "https://tea.example/green": f"{ARTICLE} Write to jane@tea.example if you like tea.</p>",
        "https://cup.example/a": f"{ARTICLE}</p>",
    }
    ingest(workspace, [str(archive(tmp_path / "pages.warc", pages))])
    return workspace


def addresses(found: SiteContacts) -> list[str]:
    return [one.address for one in found.contacts if one.address]


def test_known_pages_tell_contacts_with_page_day_country_and_language(known: Workspace) -> None:
    tea, cup = find_contacts(known, ["tea.example", "cup.example"], OFFLINE)
    assert addresses(tea) == ["info@tea.example", "jane@tea.example"]
    first = tea.contacts[0]
    assert (first.person, first.role, first.found_on) == (
        "Max Krause", "Inhaber", "https://tea.example/impressum",
    )  # fmt: skip
    assert (first.country, first.language, first.says_no) == ("DE", "de", False)
    assert first.found_at == datetime(2026, 10, 1, tzinfo=UTC)
    assert "pages.warc@" in first.evidence
    assert addresses(cup) == []
    assert [site.domain for site in list_contacts(known)] == ["cup.example", "tea.example"]


def test_where_the_bytes_are_gone_the_kept_text_is_read(known: Workspace, tmp_path: Path) -> None:
    (tmp_path / "pages.warc").unlink()
    (tea,) = find_contacts(known, ["tea.example"], OFFLINE)
    assert "jane@tea.example" in addresses(tea)
    assert tea.says_no is None


def test_finding_twice_changes_nothing_and_the_best_is_reached_by_one_question(
    known: Workspace,
) -> None:
    first = find_contacts(known, ["tea.example"], OFFLINE)
    assert find_contacts(known, ["tea.example"], OFFLINE) == first
    best = reached(known, ["tea.example", "cup.example", "none.example"])
    assert {domain: one.address for domain, one in best.items()} == {
        "tea.example": "info@tea.example"
    }


def test_nobody_who_was_erased_or_suppressed_is_found_again(known: Workspace) -> None:
    erase(known, "INFO+x@tea.example", by="me")
    (tea,) = find_contacts(known, ["tea.example"], OFFLINE)
    assert addresses(tea) == ["jane@tea.example"]
    assert tea.left_out["asked to be forgotten"] == 1
    suppress(known, ("jane@tea.example",), reason=SuppressionReason.UNSUBSCRIBED)
    assert reached(known, ["tea.example"]) == {}
    told = ways(known, ["tea.example", "none.example"])
    assert told.barred["tea.example"].reason is SuppressionReason.UNSUBSCRIBED
    assert "none.example" not in told.barred
    barred = [one.barred for one in list_contacts(known, ["tea.example"])[0].contacts]
    assert any("unsubscribed on" in one for one in barred)
    suppress(known, ("none.example",))  # of which no address is known
    assert "none.example" in ways(known, ["none.example"]).barred
    (tea,) = find_contacts(known, ["tea.example"], OFFLINE)
    assert addresses(tea) == []


def test_what_a_user_tells_goes_first_and_stays(known: Workspace) -> None:
    set_contact(known, "tea.example", "Bo@else.org", found_on="https://else.org/bo", by="me")
    find_contacts(known, ["tea.example"], OFFLINE)
    assert reached(known, ["tea.example"])["tea.example"].address == "Bo@else.org"
    set_country(known, "tea.example", "at", by="me")
    find_contacts(known, ["tea.example"], OFFLINE)
    assert reached(known, ["tea.example"])["tea.example"].country == "AT"
    told = set_consent(known, "tea.example", "mail of 2026-10-02", by="me")
    assert told.consent == "mail of 2026-10-02"
    with pytest.raises(BadInput):
        set_country(known, "tea.example", "Germany", by="me")
    with pytest.raises(NotFound):
        set_consent(known, "cup.example", "x", by="me")


def test_nobody_is_told_by_hand_who_said_no(known: Workspace) -> None:
    erase(known, "bo@else.org", by="me")
    with pytest.raises(Refused):
        set_contact(known, "tea.example", "bo@else.org", by="me")


def test_contacts_are_forgotten_when_their_time_is_over(known: Workspace) -> None:
    find_contacts(known, ["tea.example"], OFFLINE)
    known.clock = DatedClock(datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=366))
    assert reached(known, ["tea.example"]) == {}
    assert [addresses(site) for site in list_contacts(known, ["tea.example"])] == [[]]
    assert export_person(known, "info@tea.example")["clients"] == {}


def test_all_that_is_kept_of_a_person_is_told_and_then_forgotten_in_all_clients(
    known: Workspace,
) -> None:
    find_contacts(known, ["tea.example"], OFFLINE)
    add_client(known, "second", by=LOCAL)
    with client_workspace(known, "second") as other:
        add_site(other, Site("own.example"))
        number = add_prospect(other, "own.example", "tea.example", by=LOCAL).added[0].number
        set_prospects_contact(other, number, "Jane@tea.example", "named person", by=LOCAL)
    told = export_person(known, "jane@tea.example")
    assert set(told["clients"]) == {"home", "second"}
    assert len(told["clients"]["home"]["contacts"]) == 1
    planned = erase(known, "jane@tea.example", by="me", dry_run=True)
    assert planned.total
    assert suppressed(known, "jane@tea.example") == []
    done = erase(known, "jane@tea.example", by="me")
    assert done.rows == planned.rows
    assert export_person(known, "jane@tea.example")["clients"] == {}
    with client_workspace(known, "second") as other:
        shown = show_prospect(other, number)
        assert "jane" not in repr(shown).lower()
    assert suppressed(known, "jane@tea.example")[0].value == ""


class Names:
    """A name system in which some hosts are not there."""

    def __init__(self, *gone: str) -> None:
        self.gone, self.asked = gone, 0

    def mail_exchangers(self, host: str) -> list[tuple[int, str]]:
        self.asked += 1
        if host in self.gone:
            raise NoSuchName(host)
        return [(10, f"mx.{host}")]

    def has_address(self, host: str) -> bool:
        return host not in self.gone


def test_hosts_that_take_no_mail_are_left_out_and_asked_about_once_a_month(
    known: Workspace,
) -> None:
    names = Names("tea.example")
    wish = Wish(may_fetch=False)
    (tea,) = find_contacts(known, ["tea.example"], wish, names=names)
    assert addresses(tea) == []
    assert tea.left_out["its host takes no mail"] == 2
    find_contacts(known, ["tea.example"], wish, names=names)
    assert names.asked == 1


def test_who_is_erased_while_he_is_looked_for_is_not_kept(known: Workspace) -> None:
    class Erasing(Names):
        def mail_exchangers(self, host: str) -> list[tuple[int, str]]:
            erase(known, "jane@tea.example", by="me")
            return super().mail_exchangers(host)

    (tea,) = find_contacts(known, ["tea.example"], Wish(may_fetch=False), names=Erasing())
    assert addresses(tea) == ["info@tea.example"]
    assert addresses(list_contacts(known, ["tea.example"])[0]) == ["info@tea.example"]


def test_a_host_that_sent_a_mail_back_takes_not_every_name(known: Workspace) -> None:
    find_contacts(known, ["tea.example"], OFFLINE)
    assert {one.is_catch_all for one in list_contacts(known)[0].contacts} == {None}
    suppress(known, ("gone@tea.example",), reason=SuppressionReason.BOUNCED)
    assert {one.is_catch_all for one in list_contacts(known)[0].contacts} == {False}


def test_a_name_system_that_knows_no_names_is_not_believed(known: Workspace) -> None:
    names = Names("tea.example", "example.com")
    (tea,) = find_contacts(known, ["tea.example"], Wish(may_fetch=False), names=names)
    assert len(addresses(tea)) == 2
    assert {one.takes_mail for one in tea.contacts} == {None}


def test_a_name_system_that_is_silent_is_soon_asked_no_more(workspace: Workspace) -> None:
    class Silent(Names):
        def mail_exchangers(self, host: str) -> list[tuple[int, str]]:
            self.asked += 1
            raise NoAnswer(host)

    names = Silent()
    workspace.write()
    hosts = [f"h{number}.example" for number in range(9)]
    assert set(mail_hosts(workspace, hosts, names).values()) <= {None}
    assert names.asked == 3


def test_guesses_are_made_only_when_wanted_and_are_marked(known: Workspace) -> None:
    wish = Wish(may_fetch=False, asks_names=False, may_guess=True)
    tea, cup = find_contacts(known, ["tea.example", "cup.example"], wish)
    assert not any(one.is_guessed for one in tea.contacts)
    assert [one.address for one in cup.contacts] == ["info@cup.example", "contact@cup.example"]
    assert all(one.is_guessed and one.confidence < 0.3 for one in cup.contacts)


def fetched(workspace: Workspace, web: VirtualWeb, **more: Any) -> SiteContacts:
    manner = Manner(
        "BacklinkBot/0.1 (test)", pace=Pace().scaled(0.002), clock=SystemClock(),
        resolver=web.resolver, allows_private=True,
    )  # fmt: skip
    wish = Wish(asks_names=False, **more)
    (found,) = find_contacts(workspace, ["leaf.example"], wish, manner=manner)
    return found


def test_the_few_pages_a_site_leads_to_are_fetched_as_robots_txt_allows(
    workspace: Workspace,
) -> None:
    pages = {
        "/": Answer(html("<a href='/wir'>Impressum</a><a href='/about'>About</a>" + ARTICLE)),
        "/wir": Answer(html(f"{IMPRINT}info@leaf.example</p>")),
        "/about": Answer(html("<p>boss@leaf.example</p>")),
    }
    robots = "User-agent: *\nDisallow: /about\n"
    with VirtualWeb({"leaf.example": fixed(pages, robots)}) as web:
        found = fetched(workspace, web)
    assert addresses(found) == ["info@leaf.example"]
    assert found.contacts[0].evidence.startswith("fetched 20")
    asked = [one.target for one in web.log]
    assert "/about" not in asked
    assert len([target for target in asked if target != "/robots.txt"]) <= 8
    assert any("robots" in note for note in found.notes)


def test_usual_places_are_tried_where_a_site_leads_nowhere(workspace: Workspace) -> None:
    pages = {"/": Answer(html(ARTICLE)), "/kontakt": Answer(html("<p>info@leaf.example</p>"))}
    with VirtualWeb({"leaf.example": fixed(pages)}) as web:
        assert addresses(fetched(workspace, web)) == ["info@leaf.example"]
        assert addresses(fetched(workspace, web, urls=("http://leaf.example/kontakt",)))


def test_a_site_that_does_not_answer_is_told(workspace: Workspace) -> None:
    with VirtualWeb({}) as web:
        found = fetched(workspace, web)
    assert found.contacts == ()
    assert found.notes
