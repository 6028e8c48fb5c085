"""Journeys through the shell: a first site, an import, its rejects; with and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.web.conftest import Served

EXPORT = (
    "source_url,target_url,anchor,first_seen,last_seen\n"
    "https://blog.one.example/a,https://acme.example/,Acme,2026-09-01,2026-10-01\n"
    "https://two.example/b,https://acme.example/x,<b>bold</b>,2026-09-01,2026-10-01\n"
    "this is no link,https://acme.example/,broken,2026-09-01,2026-10-01\n"
)
OWNER = {"email": "owner@agency.example", "password": "correct horse battery staple"}
Open = "Callable[..., tuple[Page, Seen]]"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "links.csv"
    path.write_text(EXPORT, "utf-8")
    return path


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_from_nothing_to_the_numbers_of_a_site(
    empty_app: Served, open_page: Open, export: Path, *, script: bool
) -> None:
    page, seen = open_page(empty_app.address, java_script_enabled=script)
    page.goto("/")
    page.get_by_role("link", name="Add a site").first.click()
    page.get_by_label("Domain", exact=True).fill("https://www.acme.example/start")
    page.get_by_label("Brand words").fill("Acme")
    page.get_by_role("button", name="Add the site").click()
    page.get_by_text("acme.example was added.").wait_for()
    page.get_by_role("link", name="Import", exact=True).first.click()
    page.get_by_label("Drop files here, or choose them").set_input_files(export)
    page.get_by_role("button", name="Import").click()
    page.get_by_text("1 of 1 files read.").wait_for()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download these rows").click()
    assert "this is no link" in taken.value.path().read_text("utf-8")
    page.get_by_role("link", name="Look at the sites").click()
    row = page.get_by_role("row", name="acme.example")
    assert "2" in row.inner_text()
    assert seen.complaints == []


def test_what_is_wrong_is_told_beside_its_field(empty_app: Served, open_page: Open) -> None:
    page, _ = open_page(empty_app.address)
    page.goto("/c/home/sites/new")
    page.get_by_label("Domain", exact=True).fill("nothing")
    page.get_by_role("button", name="Add the site").click()
    field = page.get_by_label("Domain", exact=True)
    assert field.get_attribute("aria-invalid") == "true"
    assert field.input_value() == "nothing"
    said = page.locator(f"#{field.get_attribute('aria-describedby').split()[-1]}")
    assert "is no domain" in said.inner_text()


def test_a_removed_site_is_brought_back_by_undo(empty_app: Served, open_page: Open) -> None:
    page, _ = open_page(empty_app.address)
    page.goto("/c/home/sites/new")
    page.get_by_label("Domain", exact=True).fill("acme.example")
    page.get_by_label("Competitors").fill("rival.example")
    page.get_by_role("button", name="Add the site").click()
    page.get_by_role("link", name="Change acme.example").click()
    page.get_by_role("button", name="Remove acme.example").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Change acme.example").click()
    assert page.get_by_label("Competitors").input_value() == "rival.example"


def test_colours_stay_as_chosen(app: Served, open_page: Open) -> None:
    page, _ = open_page(app.address, color_scheme="light")
    page.goto("/c/home/sites")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark").click()
    page.goto("/c/home/jobs")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_on_a_phone_the_menu_opens_and_leads_on(
    app: Served, open_page: Open, *, script: bool
) -> None:
    page, _ = open_page(app.address, width=390, java_script_enabled=script)
    page.goto("/c/home/sites")
    assert not page.get_by_role("link", name="Methods").first.is_visible()
    page.get_by_role("link", name="Menu").click()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Methods").click()
    page.get_by_role("heading", name="Methods").wait_for()
    assert not page.get_by_role("link", name="Jobs").first.is_visible()


def test_the_keyboard_reaches_the_content_at_once(app: Served, open_page: Open) -> None:
    page, _ = open_page(app.address)
    page.goto("/c/home/sites")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_each_help_leads_to_its_metric(app: Served, open_page: Open) -> None:
    page, _ = open_page(app.address)
    page.goto("/c/home/sites")
    page.get_by_role("link", name="How is authority computed?").first.click()
    assert page.url.endswith("/c/home/methods#authority")
    page.locator("#authority").wait_for()


def test_a_team_signs_in_takes_a_token_and_leaves(empty_app: Served, open_page: Open) -> None:
    page, _ = open_page(empty_app.address)
    page.goto("/c/home/settings/people")
    form = page.locator("form").filter(has_text="Make the first account")
    form.get_by_label("E-mail address").fill(OWNER["email"])
    form.get_by_label("Password").fill(OWNER["password"])
    form.get_by_role("button", name="Add").click()
    page.get_by_label("E-mail address").fill(OWNER["email"])
    page.get_by_label("Password").fill("not the password at all")
    page.get_by_role("button", name="Sign in").click()
    assert "is wrong" in page.locator(".error").inner_text()
    page.get_by_label("Password").fill(OWNER["password"])
    page.get_by_role("button", name="Sign in").click()
    page.goto("/c/home/settings/tokens")
    page.get_by_label("What it is for").fill("Sheet")
    page.get_by_role("button", name="Make it").click()
    assert page.locator("#secret").inner_text().startswith("bb_")
    page.goto("/c/home/settings/tokens")
    assert page.locator("#secret").count() == 0
    page.get_by_role("button", name="Sign out").click()
    page.goto("/c/home/sites")
    assert "/sign-in" in page.url


def test_a_job_is_cancelled_from_its_page(app: Served, open_page: Open) -> None:
    from backlinkbot.app.jobs import queue

    page, _ = open_page(app.address)
    jobs = [queue(app.root, "measure", {}) for _ in range(3)]  # the last one still waits
    page.goto(f"/c/home/jobs/{jobs[-1].id}")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancelled").first.wait_for()
    page.goto("/c/home/jobs")
    assert "cancelled" in page.get_by_role("table").inner_text()
