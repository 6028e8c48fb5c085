"""The page that is asked for, in a browser: suggested, taken, said for many, and approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from campaign_world import SITE, grown, world

from backlinkbot.app.prospects import list_prospects
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.prospects import Opening
from backlinkbot.io.state.prospects import keep_openings

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
TABLE = f"{AT}/prospects?view=table"
DEAD = "https://rival.example/how-to-make-compost"
COMPOST, GUIDE = f"https://{SITE}/guides/compost", f"https://{SITE}/guides"
LOOKS = (("light", 1440), ("dark", 390))


@pytest.fixture
def app_with_pages(databases: Databases, tmp_path: Path, serve_folder: Serve) -> Iterator[Served]:
    """A campaign that waits for its approval, and pages of the site that were read."""
    folder = databases.told(tmp_path / "workspace")
    with Workspace.open(folder) as workspace:
        now = workspace.clock.now()
        grown(workspace, now)
        _read_pages(workspace)
        made = world(workspace, [f"ann@news{n}.example" for n in range(3)])
        dead = Opening("https://news0.example/tools", "broken link", DEAD, value_per_hour=9.0)
        with workspace.state.writing() as connection:
            keep_openings(connection, made.prospects[0], [dead])
    with serve_folder(folder) as served:
        yield served


def _read_pages(workspace: Workspace) -> None:
    now = workspace.clock.now()
    told = (
        ("guides/compost", "Composting at home"), ("guides/roses", "Pruning roses"), ("", "Shop")
    )  # fmt: skip
    rows = [
        {"url": f"https://{SITE}/{path}", "domain": SITE, "status": 200, "title": title,
         "text": title, "fetched_at": now, "reporter": "crawl", "evidence": "crawl@1"}
        for path, title in told
    ]  # fmt: skip
    batch = pa.RecordBatch.from_pylist(rows, schema=columns.page_facts())
    with workspace.index.begin() as draft:
        draft.add(Facts(FactKind.PAGES, batch))
        draft.publish(now)


def said(page: Page) -> str:
    return page.get_by_role("status").first.inner_text()


def test_a_page_is_suggested_taken_and_approved(app_with_pages: Served, open_page: Open) -> None:
    page, seen = open_page(app_with_pages.address)
    first = list_prospects(app_with_pages.root, SITE).prospects[0]
    page.goto(f"{AT}/prospects/{first.number}")
    page.get_by_text("the dead one had the address “/how-to-make-compost”").wait_for()
    page.get_by_role("button", name="Ask for this one").click()
    assert f"{first.organisation} is asked for {COMPOST}." in said(page)
    page.get_by_text("It is asked for this one.").wait_for()

    page.goto(TABLE)
    for one in list_prospects(app_with_pages.root, SITE).prospects[1:]:
        page.locator(f'input[name="pick"][value="{one.number}"]').check()
    page.get_by_label("Page of yours that they are asked to link").fill(GUIDE)
    page.get_by_role("button", name="Ask for it").click()
    assert f"2 prospects are asked for {GUIDE}." in said(page)

    page.goto(f"{AT}/approval")
    asked = [line.inner_text() for line in page.get_by_text("Asks for").locator("..").all()]
    assert sorted(asked) == sorted(f"Asks for {one}" for one in (COMPOST, GUIDE, GUIDE))
    page.get_by_role("button", name="Approve the ticked messages").click()
    assert "3 messages are approved" in said(page)

    page.goto(f"{AT}/prospects/{first.number}")
    page.get_by_label(f"Another page of {SITE}").fill("")
    page.get_by_role("button", name="Keep", exact=True).click()
    assert "1 message was approved before and has not gone: it keeps its words." in said(page)
    assert seen.complaints == []


def test_its_pages_can_be_used_by_everybody(app_with_pages: Served, open_page: Open) -> None:
    from axe_playwright_python.sync_playwright import Axe

    number = list_prospects(app_with_pages.root, SITE).prospects[0].number
    for scheme, width in LOOKS:
        page, seen = open_page(app_with_pages.address, color_scheme=scheme, width=width)
        for address in (f"{AT}/prospects/{number}", TABLE, f"{AT}/approval"):
            page.goto(address)
            found = Axe().run(page).response["violations"]
            grave = [one["id"] for one in found if one["impact"] in {"serious", "critical"}]
            assert grave == [], f"{address} {scheme} {width}"
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{address} at {width} is {wide} wide"
        assert seen.complaints == []
