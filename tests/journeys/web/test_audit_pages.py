"""Journeys through Audit, Authority, Worth, Competitors and Reports."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from databases import Databases
from tests.journeys.conftest import Trip

from backlinkbot.io.samples.write import write_all
from backlinkbot.logic.tiny_web.world import make_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page
    from tests.journeys.conftest import Run
    from tests.journeys.web.conftest import Seen, Served

    Open = Callable[..., tuple[Page, Seen]]

JOB_MS = 30_000


SITES = 150  # so that the wave against the client is large enough to be one


@pytest.fixture(scope="session")
def measured(cli: Run, tmp_path_factory: pytest.TempPathFactory) -> Trip:
    """A little web with a wave against the client, read from its archives and measured."""
    world, folder = make_world(seed=7, sites=SITES), tmp_path_factory.mktemp("attacked")
    files = write_all(world, folder / "web")
    seeds = folder / "trusted.txt"
    seeds.write_text("\n".join(world.trusted), "utf-8")
    archives = [file.path for file in files if file.format == "warc"]
    rivals = [word for name in world.competitors for word in ("--competitor", name)]
    for words in (
        ("site", "add", world.client, "--brand", world.brand, *rivals),
        ("ingest", *archives),
        ("measure", "--seeds", seeds),
    ):
        done = cli("--workspace", folder / "workspace", *words)
        assert done.code == 0, done.err
    return Trip(world, files, folder / "web", folder / "workspace", {})


@pytest.fixture(scope="module")
def attacked(
    measured: Trip, all_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Trip:
    """A copy of it, to which this module may write."""
    folder = tmp_path_factory.mktemp("copied") / "workspace"
    all_databases.copied(measured.workspace, folder)
    return replace(measured, workspace=all_databases.told(folder))


@pytest.fixture(scope="module")
def audited(
    attacked: Trip, serve_folder: Callable[..., AbstractContextManager[Served]]
) -> Iterator[Served]:
    """That workspace, audited and served; each test leaves its decisions as they were."""
    client = attacked.world.client
    assert attacked("audit", client).code == 0
    with serve_folder(attacked.workspace, attacked.world.ends_on) as served:
        yield served


def at(attacked: Trip, name: str) -> str:
    return f"/c/home/s/{attacked.world.client}/{name}"


def finished(page: Page) -> None:
    """Waits until the job whose page is shown has ended well."""
    page.wait_for_url("**/jobs/*")
    page.locator("main .badge.done").first.wait_for(timeout=JOB_MS)


def audit(page: Page, attacked: Trip) -> None:
    """Has the client audited on its page, and goes back there."""
    page.goto(at(attacked, "audit"))
    page.get_by_role("button", name=re.compile("^Audit ")).first.click()
    finished(page)
    page.goto(at(attacked, "audit"))


def units(page: Page) -> list[str]:
    return page.locator("td.c-unit a.title").all_inner_texts()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_audit_then_a_group_is_decided_and_taken_back(
    audited: Served, open_page: Open, attacked: Trip, *, script: bool
) -> None:
    page, seen = open_page(audited.address, java_script_enabled=script)
    audit(page, attacked)
    page.locator(".answer h2").first.wait_for()
    group, told = page.locator(".groups > li").first, page.locator(".said")
    group.locator("summary").click()
    members = group.locator(".members a").all_inner_texts()
    assert members
    group.locator(".members a").first.click()
    page.get_by_role("heading", name="Evidence").wait_for()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("1 site is kept now.").wait_for()
    page.get_by_role("link", name="Audit").first.click()
    group.locator("summary").click()
    group.get_by_label("Note").fill("One hand")
    group.get_by_role("button", name="Ask for removal").click()
    told.get_by_text(f"{members[0]} (keep)").wait_for()
    told.get_by_role("button", name="Decide this one too").click()
    told.get_by_text(f"{len(members)} sites are to be removed now").wait_for()
    told.get_by_role("button", name="Undo").click()
    told.get_by_text(f"{len(members)} sites are open now").wait_for()
    page.goto(at(attacked, "audit") + f"/unit/{members[0]}")
    page.get_by_role("button", name="Undo", exact=True).first.click()
    page.get_by_text("1 site is open now.").wait_for()
    page.goto(at(attacked, "audit") + "?show=all")
    group.locator("summary").click()
    group.get_by_role("button", name="Undo").click()
    told.get_by_text("are open now").wait_for()
    page.goto(at(attacked, "audit") + "?show=decided")
    assert units(page) == []
    assert seen.complaints == []


def test_keys_go_through_the_sites_and_decide(
    audited: Served, open_page: Open, attacked: Trip
) -> None:
    page, seen = open_page(audited.address)
    page.goto(at(attacked, "audit") + "?show=all")
    names = units(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    assert page.locator("tr.now td.c-unit a").inner_text() == names[1]
    page.keyboard.press("x")
    assert page.locator("[data-picked]").inner_text() == "1"
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Keys").wait_for(state="hidden")
    page.keyboard.press("K")
    page.get_by_text("1 site is kept now.").wait_for()
    page.goto(at(attacked, "audit") + "?show=decided")
    assert units(page) == [names[1]]
    page.keyboard.press("j")
    page.keyboard.press("U")
    page.get_by_text("1 site is open now.").wait_for()
    assert seen.complaints == []


def test_the_file_in_force_is_compared_with_the_new_one(
    audited: Served, open_page: Open, attacked: Trip
) -> None:
    page, seen = open_page(audited.address)
    page.goto(at(attacked, "audit") + "?show=disavow")
    bad = units(page)
    assert bad
    mine = f"# ours\ndomain:{bad[0]}\ndomain:gone-long-ago.example\n".encode()
    page.get_by_label("Disavow file in force").set_input_files(
        {"name": "mine.txt", "mimeType": "text/plain", "buffer": mine}
    )
    page.get_by_role("button", name="Take them").click()
    page.get_by_text("The disavow file in force was taken.").wait_for()
    audit(page, attacked)
    file = page.locator("#file")
    assert "Against the file in force" in file.inner_text()
    file.locator("summary", has_text="The changes").click()
    assert f"+ domain:{bad[1]}" in file.locator(".diff").inner_text()
    assert f"+ domain:{bad[0]}" not in file.locator(".diff").inner_text()
    with page.expect_download() as taken:
        file.get_by_role("link", name="Download the file").click()
    assert taken.value.suggested_filename == f"disavow-{attacked.world.client}.txt"
    lines = taken.value.path().read_text("utf-8").splitlines()
    assert {"# ours", f"domain:{bad[0]}", f"domain:{bad[1]}"} <= set(lines)
    page.get_by_role("button", name="Forget it").click()
    page.get_by_text("was forgotten").wait_for()
    assert seen.complaints == []


def test_worth_prices_a_chosen_set_and_its_loss(
    audited: Served, open_page: Open, attacked: Trip
) -> None:
    page, seen = open_page(audited.address)
    page.goto(at(attacked, "worth"))
    rows = page.locator("tbody tr")
    names = rows.locator("td.c-source").all_inner_texts()[:2]
    page.get_by_label("What would change?").select_option("from")
    page.locator("#f-names").fill("\n".join(names))
    page.get_by_role("button", name="Work it out").click()
    page.get_by_text("all together").wait_for()
    assert rows.count() == len(names) + 1
    page.goto(at(attacked, "referring-domains") + "?status=live")
    linking = page.locator("tbody tr bdi").first.inner_text()
    page.goto(at(attacked, "worth"))
    page.get_by_label("What would change?").select_option("without")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_text("Name the sites, one a line.").wait_for()
    page.locator("#f-names").fill(linking)
    page.get_by_role("button", name="Work it out").click()
    page.locator("td.c-source", has_text=linking).wait_for()
    assert [one for one in seen.complaints if "400" not in one] == []


def test_from_authority_to_rivals_to_whom_they_have_and_we_have_not(
    audited: Served, open_page: Open, attacked: Trip
) -> None:
    page, seen = open_page(audited.address)
    rival = attacked.world.competitors[0]
    page.goto("/c/home/authority")
    page.get_by_label("Domains").fill(f"{attacked.world.client} {rival}")
    page.get_by_role("button", name="Look up").click()
    table = page.get_by_role("region", name="Domains side by side")
    table.locator("tbody tr").nth(1).wait_for()
    page.goto(at(attacked, "competitors"))
    page.locator("tbody th", has_text=rival).wait_for()
    page.get_by_role("link", name="Who links to whom").click()
    total = int(page.locator(".tools .total").inner_text().split()[0].replace(",", ""))
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as taken:
        page.locator('a[download][href*=".csv"]').click()
    assert len(taken.value.path().read_text("utf-8").splitlines()) == total + 1
    assert seen.complaints == []


def test_a_report_is_made_shown_and_shared_with_somebody_else(
    audited: Served, open_page: Open, attacked: Trip
) -> None:
    page, seen = open_page(audited.address)
    page.goto(at(attacked, "reports"))
    page.get_by_label("Language").select_option("de")
    page.get_by_role("button", name="Make it").click()
    finished(page)
    page.goto(at(attacked, "reports"))
    row = page.locator("tbody tr", has_text="html").first
    address = row.locator("a.title").get_attribute("href") or ""
    row.get_by_role("button", name=re.compile("^Share")).click()
    link = page.locator("#shared").inner_text()
    assert seen.complaints == []
    for there in (link, audited.address + address):
        other, told = open_page(audited.address)
        other.goto(there)
        assert other.locator("html").get_attribute("lang") == "de"
        assert attacked.world.client in other.locator("body").inner_text()
        assert all(url.startswith((audited.address, "data:")) for url in told.requests)


def test_the_feed_of_a_site_is_offered_on_its_overview(
    audited: Served, open_page: Open, attacked: Trip
) -> None:
    page, seen = open_page(audited.address)
    page.goto(at(attacked, "overview"))
    page.get_by_role("link", name="Feed", exact=True).click()
    told = page.get_by_role("dialog", name=f"Feed of {attacked.world.client}")
    told.wait_for()
    address = told.locator("pre").inner_text()
    answer = page.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert seen.complaints == []


@pytest.mark.parametrize("name", ["worth", "competitors/links"])
def test_on_a_phone_no_row_is_higher_than_three_lines(
    audited: Served, open_page: Open, attacked: Trip, name: str
) -> None:
    page, _ = open_page(audited.address, width=390)
    page.goto(at(attacked, name))
    rows = page.locator("table.listing tbody tr")
    assert rows.count() > 5
    heights = rows.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert max(heights) <= 81


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_an_audited_site_can_be_looked_at_by_everybody(
    audited: Served, open_page: Open, attacked: Trip, scheme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, _ = open_page(audited.address, color_scheme=scheme, width=width)
    page.goto(at(attacked, "audit") + "?show=all")
    one = page.locator("td.c-unit a.title").first.get_attribute("href") or ""
    rivals = attacked.world.competitors[0]
    paths = [
        page.url,
        one,
        at(attacked, "reports"),
        at(attacked, "worth") + "?way=from&names=a.example",
    ]
    for path in [*paths, f"/c/home/authority?domains={attacked.world.client}+{rivals}"]:
        page.goto(path)
        for details in page.locator("main details").all():
            details.evaluate("one => { one.open = true }")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], path
        for menu in page.locator("main details.menu").all():
            menu.evaluate("one => { one.open = false }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
