"""The pages of outreach lead to what their numbers mean, and the page Methods has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from campaign_world import SITE
from outreach_world import lively

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

AT = f"/c/home/s/{SITE}"
LEADS = {
    f"{AT}/growth": "room-for-links",
    f"{AT}/approval": "why-a-message-waits",
    f"{AT}/outcomes": "links-per-prospect-asked",
    "/c/home/inbox": "what-an-answer-means",
    "/c/home/mailboxes": "messages-a-day",
    "/c/home/contacts": "contact",
}


@pytest.fixture
def made(empty: Browser) -> Browser:
    lively(empty.root)
    return empty


def test_each_page_leads_to_what_it_counts(made: Browser) -> None:
    methods = made.get("/c/home/methods").text
    for address, metric in LEADS.items():
        assert f'href="/c/home/methods#{metric}"' in made.get(address).text, address
        assert f'id="{metric}"' in methods


def test_the_reference_of_outreach_is_read_from_there(made: Browser) -> None:
    methods = made.get("/c/home/methods").text
    for name in ("campaigns", "firewall", "law", "sending", "pacing", "mail", "incoming",
                 "contacts", "templates"):  # fmt: skip
        assert f'href="/c/home/methods/reference/{name}' in methods, name
        assert made.get(f"/c/home/methods/reference/{name}").status_code == 200
