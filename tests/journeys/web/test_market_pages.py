"""Journeys through Competitors, Plays, Opportunities, Prospects, Watch, Alerts, Notifications."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.journeys.conftest import Trip
    from tests.journeys.web.conftest import Seen, Served

    Open = Callable[..., tuple[Page, Seen]]

JOB_MS = 60_000
NONE = "\N{EN DASH}"
SERIOUS = {"serious", "critical"}


def at(trip: Trip, name: str) -> str:
    return f"/c/home/s/{trip.world.client}/{name}"


def done(page: Page) -> None:
    """Waits until the job of this page is done; the page loads itself then."""
    page.locator(".badge.done").wait_for(timeout=JOB_MS)


def said(page: Page) -> str:
    return page.get_by_role("status").first.inner_text()


def accessible(page: Page, width: int = 1440) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in SERIOUS] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture
def kept(app: Served, open_page: Open, trip: Trip) -> None:
    """Opportunities were looked for, and the first ones kept, unless another test did so."""
    page, _ = open_page(app.address)
    page.goto(at(trip, "prospects"))
    if page.locator("[data-card]").count() > 2:
        return
    page.goto(at(trip, "opportunities"))
    page.get_by_role("button", name="Look for opportunities").first.click()
    done(page)
    page.goto(at(trip, "opportunities"))
    page.get_by_role("button", name=re.compile("^Keep the first")).click()


def test_a_rival_is_suggested_taken_over_and_stands_beside_the_site(
    app: Served, open_page: Open, trip: Trip
) -> None:
    page, seen = open_page(app.address)
    page.goto(at(trip, "competitors/suggested"))
    row = page.locator("tbody tr").filter(has=page.get_by_role("button", name="Take over")).first
    rival = row.locator("th a").inner_text()
    row.get_by_role("button", name="Take over").click()
    assert f"{rival} is a competitor now." in said(page)
    page.get_by_role("link", name="Side by side").click()
    page.locator("tbody th", has_text=rival).first.wait_for()
    page.get_by_role("link", name=f"plays of {rival}").click()
    page.get_by_text(f"What {rival} did to earn its links").wait_for()
    page.goto(at(trip, "competitors/suggested"))
    its = page.locator("tr", has=page.locator("th a", has_text=rival))
    its.get_by_role("button", name="Not one").click()
    assert "no competitor any more" in said(page)
    assert seen.complaints == []


def test_who_links_to_whom_is_told_by_kind_down_to_the_link(
    app: Served, open_page: Open, trip: Trip
) -> None:
    page, seen = open_page(app.address)
    page.goto(at(trip, "competitors/links?kind=shared"))
    tab = page.get_by_role("link", name=re.compile("^Shared"))
    assert tab.get_attribute("aria-current") == "page"
    many = int(re.sub(r"\D", "", tab.inner_text()))
    assert f"{many} site" in page.locator(".total").inner_text()
    page.locator("tbody tr").first.locator("td.number a").first.click()
    page.wait_for_url("**/backlinks?*")
    page.locator("tbody tr").first.wait_for()
    assert seen.complaints == []


def test_plays_are_drawn_with_the_numbers_behind(app: Served, open_page: Open, trip: Trip) -> None:
    page, seen = open_page(app.address)
    page.goto(at(trip, "plays"))
    assert page.locator(".stackchart rect").count() > 1
    page.get_by_text("The numbers").click()
    rows = page.locator(".stackchart tbody tr")
    drawn = page.locator(".stackchart rect").count()
    cells = rows.locator("td:not(:last-child)").all_inner_texts()
    assert sum(cell != NONE for cell in cells) == drawn
    accessible(page)
    assert seen.complaints == []


@pytest.mark.usefixtures("kept")
def test_opportunities_are_looked_for_chosen_and_kept(
    app: Served, open_page: Open, trip: Trip
) -> None:
    page, seen = open_page(app.address)
    page.goto(at(trip, "opportunities"))
    assert re.search(r"\d+ of \d+ opportunit", page.locator(".total").inner_text())
    boxes = page.locator('input[name="pick"][type="checkbox"]')
    for number in (0, 1):
        boxes.nth(number).check()
    assert page.locator("[data-picked]").first.inner_text() == "2"
    page.get_by_role("button", name="Keep as prospects").click()
    assert "prospect" in said(page)
    accessible(page)
    page.locator("td.c-kept a").first.click()
    page.get_by_role("heading", name="Where it could link").wait_for()
    accessible(page)
    assert seen.complaints == []


@pytest.mark.usefixtures("kept")
def test_a_card_moves_by_hand_by_key_and_by_its_form(
    app: Served, open_page: Open, trip: Trip
) -> None:
    page, seen = open_page(app.address, width=1800)
    page.goto(at(trip, "prospects"))
    lane = '[data-stage="{}"]'.format
    card = page.locator(f"{lane('New')} [data-card]").first
    name = card.locator("a").inner_text()
    moved = page.locator("[data-card]", has_text=name)
    near = {"x": 60, "y": 20}  # seen without scrolling, which would take another card along
    card.drag_to(page.locator(lane("Qualified")), target_position=near)
    assert f"{name} is Qualified now." in said(page)
    page.locator(f"{lane('Qualified')} [data-card]", has_text=name).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.locator(f"{lane('Contact found')} [data-card]", has_text=name).wait_for()
    moved.get_by_label(f"Move {name} to").select_option("Contacted")
    moved.get_by_role("button", name=f"Move {name}").click()
    page.locator(f"{lane('Contacted')} [data-card]", has_text=name).wait_for()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    page.locator(f"{lane('Contact found')} [data-card]", has_text=name).wait_for()
    accessible(page, 1800)
    assert seen.complaints == []


@pytest.mark.usefixtures("kept")
def test_without_a_script_many_are_moved_and_one_is_told_of(
    app: Served, open_page: Open, trip: Trip
) -> None:
    page, seen = open_page(app.address, java_script_enabled=False)
    page.goto(at(trip, "prospects?view=table&order=organisation"))
    for number in (0, 1):
        page.locator('input[name="pick"]').nth(number).check()
    page.locator("#b-tags").fill("autumn")
    page.get_by_role("button", name="Tag", exact=True).click()
    assert "2 prospects were tagged." in said(page)
    page.locator("tbody a.title").first.click()
    page.locator("#n-note").fill("Met at the fair <b>")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("Met at the fair <b>").wait_for()
    page.locator("li", has_text="tagged: +autumn").get_by_role("button", name="Undo").click()
    assert "Undone for 1 prospect." in said(page)
    assert seen.complaints == []


@pytest.mark.usefixtures("kept")
def test_a_prospect_is_added_by_hand_and_barred_from_contact(
    app: Served, open_page: Open, trip: Trip
) -> None:
    page, seen = open_page(app.address)
    page.goto(at(trip, "prospects"))
    page.get_by_label("Site or page").fill("nonsense")
    page.locator("#add").get_by_role("button", name="Add").click()
    assert "names no site" in page.locator("#e-place").inner_text()
    page.get_by_label("Site or page").fill("barred.example")
    page.locator("#add").get_by_role("button", name="Add").click()
    card = page.locator("[data-card]", has_text="barred.example")
    card.get_by_role("link").click()
    page.get_by_label("To", exact=True).select_option("Do not contact")
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_text("Nobody may write to barred.example").wait_for()
    assert [one for one in seen.complaints if "400" not in one] == []


def test_what_changed_is_watched_seen_and_unseen(app: Served, open_page: Open, trip: Trip) -> None:
    page, seen = open_page(app.address)
    page.goto(at(trip, "watch"))
    page.get_by_role("button", name="Watch now").click()
    done(page)
    page.goto(at(trip, "watch?since=2026-06-01"))
    assert page.locator(".feed li").count() > 0
    accessible(page)
    page.get_by_role("link", name="Its alerts").click()
    page.wait_for_load_state()  # a click waits for the page to begin, not for all of it
    waiting = page.locator(".alerts tbody tr .badge").count()
    if waiting:
        page.locator(".alerts").get_by_role("button", name="Seen").first.click()
        assert "1 alert seen." in said(page)
        page.get_by_role("status").get_by_role("button", name="Undo").click()
        page.get_by_text("1 alert not seen any more.").wait_for()
        assert page.locator(".alerts tbody tr .badge").count() == waiting
    accessible(page)
    assert seen.complaints == []


def test_somebody_is_told_by_a_file_that_a_test_reaches(app: Served, open_page: Open) -> None:
    page, seen = open_page(app.address)
    page.goto("/c/home/settings/notifications")
    page.get_by_label("By", exact=True).select_option("file")
    page.get_by_label("Where to").fill("told.jsonl")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Send a test").first.click()
    assert "The test is delivered" in said(page)
    accessible(page)
    page.get_by_role("button", name="Remove").first.click()
    assert seen.complaints == []
