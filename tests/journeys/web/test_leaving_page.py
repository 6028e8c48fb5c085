"""The page on which a recipient says that he wants no more, in a browser of a stranger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sent_messages import MAILBOX, sent_to

from backlinkbot.app.pitch.leaving import unsubscribe_url
from backlinkbot.app.suppress import list_suppressions

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.journeys.web.conftest import Seen, Served

LOOKS = (("light", 1440), ("dark", 390))
SERIOUS = {"serious", "critical", "moderate"}


def path_of(app: Served) -> str:
    root = app.root
    root.settings = replace(root.settings, public_url=app.address)
    sent = sent_to(root, "ann@news.example")
    return unsubscribe_url(root, sent.first, MAILBOX).removeprefix(app.address)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_one_press_of_a_button_that_everybody_can_find_is_enough(
    empty_app: Served, open_page: Callable[..., tuple[Page, Seen]], scheme: str, width: int
) -> None:
    path = path_of(empty_app)
    page, seen = open_page(
        empty_app.address, color_scheme=scheme, width=width, java_script_enabled=True
    )
    page.goto(path)
    need_accessible(page)
    assert list_suppressions(empty_app.root) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the brand, then the button
    page.get_by_role("status").wait_for()
    assert "You get no more messages" in page.inner_text("h1")
    need_accessible(page)
    assert [one.value for one in list_suppressions(empty_app.root)] == ["ann@news.example"]
    assert page.context.cookies() == []
    assert all(url.startswith((empty_app.address, "data:")) for url in seen.requests)
    assert seen.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def need_accessible(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in SERIOUS] == []
