"""A question is answered in a real browser: by keyboard, without a script, on a dark phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from databases import Databases
from outreach_world import Lively, lively

from backlinkbot.app.pitch.deciding import mail_thread
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.outreach import MessageState

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.journeys.web.conftest import Seen, Served

    Serve = Callable[..., "AbstractContextManager[Served]"]
    Open = Callable[..., tuple[Page, Seen]]
    from contextlib import AbstractContextManager

WORDS = "Thank you, Ann. The second page, please."


@pytest.fixture
def made(
    databases: Databases, tmp_path: Path, serve_folder: Serve
) -> Iterator[tuple[Served, Lively]]:
    folder = databases.told(tmp_path / "workspace")
    with Workspace.open(folder) as workspace:
        there = lively(workspace)
    with serve_folder(folder) as served:
        yield served, there


def serious(page: Page) -> list[object]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in {"serious", "critical"}]


def test_an_answer_is_written_by_keyboard_and_stands_in_the_thread(
    made: tuple[Served, Lively], open_page: Open
) -> None:
    served, there = made
    number = there.mails[0]
    page, seen = open_page(served.address, color_scheme="dark", width=390)
    page.goto(f"/c/home/inbox/{number}")
    page.get_by_label("Your answer").focus()
    page.keyboard.type(WORDS)
    assert serious(page) == []
    while page.evaluate("document.activeElement.innerText") != "Send answer":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Our answer", exact=True).wait_for()
    assert "goes with the next round" in page.get_by_role("status").first.inner_text()
    assert WORDS in page.get_by_role("group", name="Our answer").inner_text()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ours = mail_thread(served.root, number).answer_to(number)
    assert ours
    assert ours.approved_by == "local user"
    assert seen.complaints == []


def test_without_a_script_an_answer_is_sent_and_a_wrong_one_keeps_its_words(
    made: tuple[Served, Lively], open_page: Open
) -> None:
    served, there = made
    number = there.mails[0]
    page, _ = open_page(served.address, java_script_enabled=False)
    page.goto(f"/c/home/inbox/{number}")
    page.get_by_label("Subject").fill("Re: what you asked")
    page.get_by_role("button", name="Send answer").click()
    assert "needs words" in page.locator("#e-text").inner_text()
    assert page.get_by_label("Subject").input_value() == "Re: what you asked"
    page.get_by_label("Your answer").fill(WORDS)
    page.get_by_role("button", name="Send answer").click()
    page.get_by_text("Our answer", exact=True).wait_for()
    ours = mail_thread(served.root, number).answer_to(number)
    assert ours
    assert ours.message.subject == "Re: what you asked"
    assert ours.state is not MessageState.CANCELLED
