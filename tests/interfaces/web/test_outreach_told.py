"""Pages of outreach say what stands in the way, what to do next, and of which day they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from campaign_world import SITE
from outreach_world import Lively, lively

from backlinkbot.app.jobs import list_jobs
from backlinkbot.app.pitch.approving import look
from backlinkbot.interfaces.gate.desk import is_of_today

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.interfaces.conftest import Browser

AT = f"/c/home/s/{SITE}"
ONE = f"{AT}/campaigns/1"
OTHER_DAY = date(2026, 7, 31)


@pytest.fixture
def made(empty: Browser) -> Lively:
    return lively(empty.root)


def test_outreach_goes_by_the_real_day_where_the_app_is_looked_at_as_on_another(
    open_browser: Callable[..., Browser],
) -> None:
    browser = open_browser(as_of=OTHER_DAY)
    lively(browser.root)
    today = browser.root.clock.today()
    assert today != OTHER_DAY
    seen = look(browser.root, 1, most=20)
    text = browser.get(f"{AT}/approval").text
    assert f'name="digest" value="{seen.digest}"' in text
    assert "1 would go" in text
    assert "31 July 2026, 23:00" not in text
    assert "outreach is of the real day" in text
    browser.send(f"{ONE}/switch", ONE, what="pause", why="holiday")
    assert "31 July 2026, 23:00" not in browser.get(ONE).text
    assert browser.get("/api/v1/campaigns").json()["as_of"] == today.isoformat()
    other = browser.get(f"{AT}/overview").text
    assert "outreach is of the real day" not in other
    answer = browser.get(f"/api/v1/domains/{SITE}/prospects").json()
    assert answer["as_of"] == OTHER_DAY.isoformat()
    assert "outreach is of the real day" in browser.get("/c/home/inbox").text


@pytest.mark.parametrize(
    ("path", "is_so"),
    [
        ("/c/contacts/sites", False), ("/c/acme/contacts/x.example", True),
        ("/c/acme/s/inbox.example/overview", False), ("/c/acme/s/x.example/growth", True),
        ("/api/v1/mailboxes/a", True), ("/api/v1/domains/templates/profile", False),
        ("/", False),
    ],
)  # fmt: skip
def test_only_what_is_about_outreach_is_of_the_real_day(path: str, *, is_so: bool) -> None:
    assert is_of_today(path) == is_so
