"""Every page of the menu: accessible, within its width, without complaint, asking nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backlinkbot.interfaces.web.places import places

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.journeys.conftest import Trip
    from tests.journeys.web.conftest import Seen, Served

MORE = (  # pages that are not in the menu
    "/c/home/sites/new",
    "/c/home/settings/people",
    "/c/home/settings/tokens",
    "/c/home/settings/schedules",
    "/c/home/settings/hooks",
    "/c/home/settings/log",
    "/c/home/settings/notifications",
    "/c/home/s/{site}/competitors/links",
    "/c/home/s/{site}/competitors/suggested",
    "/c/home/s/{site}/competitors/unseen",
    "/c/home/s/{site}/prospects?view=table",
    "/c/home/methods/reference/velocity",
    "/c/home/no-such-page",
)
LOOKS = (("light", 1440), ("dark", 1440), ("light", 390))
SERIOUS = {"serious", "critical"}
Opened = tuple["Page", "Seen"]


@pytest.mark.parametrize(
    "name", [*(one.name for one in places()), *MORE], ids=lambda name: name.rpartition("/")[2]
)
def test_a_page_can_be_used_by_everybody(
    app: Served, open_page: Callable[..., Opened], trip: Trip, name: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    known = {one.name: one for one in places()}
    site = trip.world.client
    path = known[name].address("home", site) if name in known else name.format(site=site)
    for scheme, width in LOOKS:
        page, seen = open_page(app.address, color_scheme=scheme, width=width)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == (404 if "no-such" in path else 200), page.inner_text("body")
        found = Axe().run(page).response["violations"]
        serious = [
            (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
            for one in found
            if one["impact"] in SERIOUS
        ]
        assert serious == [], f"{scheme} {width}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{width}: the page is {wide} wide"
        assert all(url.startswith((app.address, "data:")) for url in seen.requests)
        assert [c for c in seen.complaints if "404" not in c] == []
