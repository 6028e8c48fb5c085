"""Journeys through the pages about one site's links: from a number to its rows to one link."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.journeys.conftest import Trip
    from tests.journeys.web.conftest import Seen, Served

    Open = Callable[..., tuple[Page, Seen]]

SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])


def total(page: Page) -> int:
    """How many rows there are in all."""
    return int(page.locator(".tools .total").inner_text().split()[0].replace(",", ""))


def number(text: str) -> int:
    found = re.search(r"[\d,]+", text)
    assert found, text
    return int(found.group().replace(",", ""))


def of_site(trip: Trip, name: str) -> str:
    return f"/c/home/s/{trip.world.client}/{name}"


@pytest.mark.parametrize(
    "name", ["Referring domains", "Backlinks", "Strong backlinks", "New", "Lost", "Followed"]
)
def test_a_number_of_the_overview_leads_to_as_many_rows(
    app: Served, open_page: Open, trip: Trip, name: str
) -> None:
    page, seen = open_page(app.address)
    page.goto(of_site(trip, "overview"))
    card = page.locator(".card").filter(has=page.locator("dt", has_text=re.compile(f"^{name}")))
    shown = card.first.locator("a.value").inner_text()
    card.first.locator("a.value").click()
    page.locator(".tools .total").wait_for()
    if "%" not in shown:
        assert total(page) == number(shown)
    assert seen.complaints == []


def test_each_bar_of_the_overview_leads_to_as_many_rows(
    app: Served, open_page: Open, trip: Trip
) -> None:
    page, _ = open_page(app.address)
    for title in ("Placements", "Anchor classes", "Domain endings", "Languages", "Pages linked to"):
        page.goto(of_site(trip, "overview"))
        bar = page.locator("section", has=page.get_by_role("heading", name=title)).locator("li")
        shown = number(bar.first.locator(".shown").inner_text())
        bar.first.get_by_role("link").click()
        assert total(page) == shown, title


@SCRIPTS
def test_the_bar_shows_a_part_of_the_site_and_an_earlier_day(
    app: Served, open_page: Open, trip: Trip, *, script: bool
) -> None:
    page, _ = open_page(app.address, java_script_enabled=script)
    page.goto(of_site(trip, "backlinks"))
    every = total(page)
    page.get_by_label("Domain or address").fill(f"{trip.world.client}/guides")
    page.get_by_role("button", name="Look").click()
    part = total(page)
    assert 0 < part < every
    page.get_by_label("As of").fill("2026-03-01")
    page.get_by_role("button", name="Look").click()
    assert 0 <= total(page) < part
    page.get_by_role("link", name="Whole site, today").click()
    assert total(page) == every
    page.get_by_label("Domain or address").fill(trip.world.competitors[0])
    page.get_by_role("button", name="Look").click()
    assert f"/s/{trip.world.competitors[0]}/backlinks" in page.url


@SCRIPTS
def test_filters_are_chosen_saved_and_taken_away(
    app: Served, open_page: Open, trip: Trip, *, script: bool
) -> None:
    page, seen = open_page(app.address, java_script_enabled=script)
    page.goto(of_site(trip, "backlinks"))
    every = total(page)
    page.locator("summary", has_text="Placement").click()
    page.get_by_label("content", exact=True).check()
    page.locator("summary", has_text="Placement").click()  # it stands before what is behind it
    page.get_by_label("Followed").select_option("yes")
    page.get_by_label("One per domain").check()
    page.get_by_role("button", name="Filter", exact=True).click()
    few = total(page)
    assert 0 < few < every
    name = f"Good ones, {script}"
    page.locator("summary", has_text="Saved filters").click()
    page.get_by_label("Save what is shown as").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text(f"Saved as {name}.").wait_for()
    page.get_by_role("link", name="Clear all").click()
    assert total(page) == every
    page.locator("summary", has_text="Saved filters").click()
    page.get_by_role("link", name=name).click()
    assert total(page) == few
    page.get_by_role("link", name="Take away Placement").click()
    assert few < total(page) < every
    page.locator("summary", has_text="Saved filters").click()
    page.get_by_role("button", name=f"Remove the filter {name}").click()
    page.get_by_text("was removed.").wait_for()
    assert seen.complaints == []


@SCRIPTS
def test_chosen_links_are_decided_about_and_that_is_undone(
    app: Served, open_page: Open, trip: Trip, *, script: bool
) -> None:
    page, seen = open_page(app.address, java_script_enabled=script)
    page.goto(of_site(trip, "backlinks") + "?status=live&order=source_url&up=1")
    boxes = page.locator('input[name="pick"]')
    boxes.nth(0).check()
    if script:
        assert page.locator("[data-picked]").inner_text() == "1"
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("on the keep list now").wait_for()
    assert "status=live" in page.url
    assert page.get_by_text("decided: keep").count() >= 1
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("The decision about").wait_for()
    assert page.get_by_text("decided: keep").count() == 0
    assert seen.complaints == []


def test_chosen_links_are_copied_and_saved(app: Served, open_page: Open, trip: Trip) -> None:
    page, _ = open_page(app.address, permissions=["clipboard-read", "clipboard-write"])
    page.goto(of_site(trip, "backlinks"))
    page.get_by_label("Choose all rows of this page").check()
    assert page.locator("[data-picked]").inner_text() == "50"
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert taken.value.suggested_filename == f"{trip.world.client}-backlinks-chosen.csv"
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("heading", name="chosen").wait_for()
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("http")
    page.get_by_role("link", name="Done").click()
    page.locator(".tools .total").wait_for()


def test_what_is_filtered_is_exported(app: Served, open_page: Open, trip: Trip) -> None:
    page, _ = open_page(app.address)
    page.goto(of_site(trip, "backlinks") + "?status=live")
    rows = total(page)
    page.locator("summary", has_text="Export").click()
    for ending in ("XLSX", "CSV"):
        with page.expect_download() as taken:
            page.get_by_role("link", name=ending, exact=True).click()
        assert taken.value.suggested_filename.endswith(f"-backlinks.{ending.lower()}")
    with taken.value.path().open(encoding="utf-8") as lines:
        assert len(list(csv.DictReader(lines))) == rows


def test_columns_and_pages_are_chosen(app: Served, open_page: Open, trip: Trip) -> None:
    page, _ = open_page(app.address)
    page.goto(of_site(trip, "backlinks"))
    page.locator("summary", has_text="Columns").click()
    page.get_by_label("Language", exact=True).check()
    page.get_by_label("Authority", exact=True).uncheck()
    page.get_by_role("button", name="Show these").click()
    page.wait_for_load_state()  # a click waits for the page to begin, not for all of it
    heads = page.locator("thead th").all_inner_texts()
    assert any("Language" in head for head in heads)
    assert not any("Authority" in head for head in heads)
    first = page.locator("tbody tr").first.inner_text()
    page.get_by_role("link", name="Next").click()
    page.wait_for_load_state()  # a click waits for the page to begin, not for all of it
    assert page.locator("tbody tr").first.inner_text() != first
    assert any("Language" in head for head in page.locator("thead th").all_inner_texts())
    page.get_by_role("link", name="Quality", exact=True).first.click()
    page.wait_for_load_state()  # a click waits for the page to begin, not for all of it
    assert page.locator('th[aria-sort="ascending"]').count() == 1


@SCRIPTS
def test_one_link_tells_everything(
    app: Served, open_page: Open, trip: Trip, *, script: bool
) -> None:
    page, seen = open_page(app.address, java_script_enabled=script)
    page.goto(of_site(trip, "backlinks") + "?status=live")
    page.locator("td.c-source a.title").first.click()
    page.wait_for_load_state()  # a click waits for the page to begin, not for all of it
    readings = page.locator(".reading h3").all_inner_texts()
    assert len(readings) == 5
    for heading in ("Where it stands", "Facts", "History", "Who told it"):
        page.get_by_role("heading", name=heading).first.wait_for()
    page.locator("summary", has_text="The HTML around it").first.click()
    assert "<a" in page.locator("pre.html").first.inner_text()
    page.get_by_role("link", name="Work it out").click()
    page.wait_for_url("**&price=1**")
    page.wait_for_load_state()
    assert page.get_by_role("link", name="Work it out").count() == 0
    assert len(page.locator("#worth p").first.inner_text()) > 20
    page.get_by_role("button", name="Ask for removal").click()
    page.get_by_text("to be asked to take").wait_for()
    assert "/link?" in page.url
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("was undone").wait_for()
    assert [c for c in seen.complaints if "frame" not in c] == []


def test_an_anchor_leads_to_its_links(app: Served, open_page: Open, trip: Trip) -> None:
    page, _ = open_page(app.address)
    page.goto(of_site(trip, "anchors"))
    page.get_by_role("heading", name="Is this a natural mix?").wait_for()
    row = page.locator("table.listing").last.locator("tbody tr").first
    shown = number(row.locator("td.c-backlinks").inner_text())
    row.locator("td.c-backlinks a").click()
    assert total(page) == shown


def test_a_spike_leads_to_its_domains(app: Served, open_page: Open, trip: Trip) -> None:
    page, _ = open_page(app.address)
    page.goto(of_site(trip, "velocity"))
    page.get_by_role("heading", name="Spikes").wait_for()
    page.get_by_role("link", name="The domains first seen in these weeks").first.click()
    assert total(page) > 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_pages_behind_the_menu_can_be_used_by_everybody(
    app: Served, open_page: Open, trip: Trip, scheme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, _ = open_page(app.address, color_scheme=scheme, width=width)
    page.goto(of_site(trip, "backlinks") + "?status=live&quality=strong&similar=1&since=never")
    paths = [page.url, of_site(trip, "overview") + "?scope=prefix&as_of=2026-06-01"]
    page.goto(of_site(trip, "backlinks"))
    paths.append(str(page.locator("td.c-source a.title").first.get_attribute("href")))
    for path in paths:
        page.goto(path)
        for details in page.locator("main details").all():
            details.evaluate("one => { one.open = true }")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], path
        for details in page.locator("main details").all():
            details.evaluate("one => { one.open = false }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
