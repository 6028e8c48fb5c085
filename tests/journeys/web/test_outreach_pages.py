"""Outreach in a browser: a first campaign by hand, what comes back, and every page of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from campaign_world import FIRST, RIVAL, SITE, grown
from outreach_world import lively

from backlinkbot.app.contacts import set_contact, set_country
from backlinkbot.app.prospects import add_prospect
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.nouns import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from databases import Databases
    from playwright.sync_api import Page
    from tests.journeys.web.conftest import Seen, Served

    Open = Callable[..., tuple[Page, Seen]]
    Serve = Callable[..., AbstractContextManager[Served]]

AT = f"/c/home/s/{SITE}"
LOOKS = (("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390))
SERIOUS = {"serious", "critical"}
PAGES = (
    f"{AT}/growth?try=1&links=5", f"{AT}/campaigns", f"{AT}/campaigns/1?prospect=1",
    f"{AT}/approval", f"{AT}/outcomes", "/c/home/inbox", "/c/home/inbox/1", "/c/home/inbox/2",
    "/c/home/templates", "/c/home/templates/first", "/c/home/templates/_new",
    "/c/home/sequences?edit=two", "/c/home/mailboxes", "/c/home/contacts",
    "/c/home/contacts/news0.example", "/c/home/suppressions",
)  # fmt: skip


@pytest.fixture
def lively_app(databases: Databases, tmp_path: Path, serve_folder: Serve) -> Iterator[Served]:
    """A campaign in the middle of its life, served."""
    folder = databases.told(tmp_path / "workspace")
    with Workspace.open(folder) as workspace:
        lively(workspace)
    with serve_folder(folder) as served:
        yield served


@pytest.fixture
def fresh_app(databases: Databases, tmp_path: Path, serve_folder: Serve) -> Iterator[Served]:
    """A site with prospects whose contacts are known, and nothing of outreach yet."""
    folder = databases.told(tmp_path / "workspace")
    with Workspace.open(folder) as workspace:
        grown(workspace, workspace.clock.now())
        add_site(workspace, Site(SITE, competitors=(RIVAL,)))
        for n in range(3):
            name = f"news{n}.example"
            page = f"https://{name}/tools"
            add_prospect(workspace, SITE, page, by=LOCAL, tactic="broken link")
            found_on = f"https://{name}/contact"
            set_contact(workspace, name, f"ann@{name}", found_on=found_on, by="Bo")
            set_country(workspace, name, "US", by="Bo")
    with serve_folder(folder) as served:
        yield served


def said(page: Page) -> str:
    return page.get_by_role("status").first.inner_text()


def serious(page: Page) -> list[object]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in SERIOUS
    ]


def test_every_page_of_outreach_can_be_used_by_everybody(
    lively_app: Served, open_page: Open
) -> None:
    for scheme, width in LOOKS:
        page, seen = open_page(lively_app.address, color_scheme=scheme, width=width)
        for address in PAGES:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            assert serious(page) == [], f"{address} {scheme} {width}"
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{address} at {width} is {wide} wide"
        assert seen.complaints == []
        assert all(url.startswith(lively_app.address) for url in seen.requests)


def adds_a_mailbox(page: Page) -> None:
    page.goto(f"{AT}/campaigns")
    page.get_by_role("link", name="Add a mailbox").click()
    page.get_by_label("Address", exact=True).fill("bo@shop.example")
    page.get_by_label("SMTP server").fill("smtp.shop.example")
    page.get_by_label("Password").fill("sesame")
    page.get_by_role("button", name="Add it").click()
    assert "bo@shop.example was added" in said(page)
    assert "sesame" not in page.content()


def writes_a_template(page: Page) -> None:
    page.get_by_role("link", name="Templates", exact=True).click()
    page.get_by_role("link", name="Write the first").click()
    page.get_by_label("Name").fill("first")
    subject, _, body = FIRST.removeprefix("Subject: ").partition("\n\n")
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("Body").fill(body)
    preview = page.locator("[data-preview]")
    preview.get_by_text(re.compile(r"on https://news\d\.example/tools a link leads")).wait_for()
    page.get_by_label("Body").fill(body + "\n{{ broken_url }}\n{{ mention }}\n")
    preview.get_by_text("Stops it:").first.wait_for()
    page.get_by_label("Body").fill(body)
    preview.get_by_text("Nothing is wrong with the words.").wait_for()
    page.get_by_role("button", name="Keep it").click()
    assert "first is kept in version 1" in said(page)


def makes_a_campaign(page: Page) -> None:
    page.goto("/c/home/sequences")
    page.get_by_label("Name").fill("plain")
    page.locator("#f-template-0-0").select_option("first")
    page.get_by_role("button", name="Keep it").click()
    assert "plain is kept in version 1" in said(page)
    page.goto(f"{AT}/campaigns")
    page.get_by_label("Name", exact=True).fill("spring")
    page.get_by_label("Name of a person").fill("Bo Lind")
    page.get_by_label("Postal address").fill("1 High Street, Springfield")
    page.get_by_role("button", name="Make it").click()
    assert "spring is made" in said(page)
    page.get_by_role("button", name="All 3, best first").click()
    assert "3 prospects were put in" in said(page)


def test_a_first_campaign_is_made_by_hand_up_to_its_approval(
    fresh_app: Served, open_page: Open
) -> None:
    page, seen = open_page(fresh_app.address)
    adds_a_mailbox(page)
    writes_a_template(page)
    makes_a_campaign(page)
    page.get_by_role("link", name="Look and approve").click()
    page.wait_for_load_state()  # a click waits for the page to begin, not for all of it
    boxes = page.locator('.draft input[type="checkbox"]')
    assert boxes.count() == 3
    assert page.locator(".letter").first.inner_text().startswith("Hi there,")
    boxes.nth(2).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Approve the ticked messages").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/approval")
    assert "2 messages are approved" in said(page)
    assert page.locator(".draft").count() == 1
    page.get_by_role("status").get_by_role("button", name="Halt this campaign").click()
    assert "The campaign rests" in said(page)
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    assert "The campaign goes on" in said(page)
    assert seen.complaints == []


def test_without_a_script_words_are_looked_at_by_a_button(
    lively_app: Served, open_page: Open
) -> None:
    page, seen = open_page(lively_app.address, java_script_enabled=False)
    page.goto("/c/home/templates/first")
    page.get_by_label("Subject").fill("Good day to {{ their_site }}")
    page.get_by_role("button", name="Look", exact=True).click()
    shown = page.locator("[data-preview]").inner_text()
    assert re.search(r"Good day to news\d\.example", shown)
    assert page.get_by_label("Subject").input_value() == "Good day to {{ their_site }}"
    page.goto("/c/home/templates/first")
    assert page.get_by_label("Subject").input_value() == "A dead link on {{ their_site }}"
    assert seen.complaints == []


def test_what_came_back_is_decided_and_who_asks_is_forgotten(
    lively_app: Served, open_page: Open
) -> None:
    page, seen = open_page(lively_app.address)
    page.goto("/c/home/inbox")
    page.get_by_role("button", name="It has gone").click()
    assert "is noted as gone" in said(page)
    page.get_by_role("link", name=re.compile("^Wait for you")).click()
    page.locator("a.thread").first.click()
    page.get_by_label("What is it?").select_option("negative")
    page.get_by_role("button", name="That is what it is").click()
    assert "The mail is negative." in said(page)
    assert page.locator(".letter a, .letter img").count() == 0
    page.goto("/c/home/contacts")
    page.get_by_label("His mail address").fill("ann@news5.example")
    page.get_by_role("button", name="Forget …").click()
    page.get_by_role("heading", name="Forget ann@news5.example?").wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="Forget this person for good").click()
    assert "Forgotten:" in said(page)
    assert "ann@news5.example" not in page.locator("table").first.inner_text()
    assert seen.complaints == []


def test_a_round_runs_in_the_background_and_says_how_it_ended(
    lively_app: Served, open_page: Open
) -> None:
    page, seen = open_page(lively_app.address)
    page.goto(f"{AT}/approval")
    page.get_by_role("button", name="Send what is due now").click()
    page.locator(".badge.done, .badge.failed").wait_for(timeout=60_000)
    page.goto(f"{AT}/approval")
    page.get_by_text("The last round ended").wait_for()
    assert seen.complaints == []
