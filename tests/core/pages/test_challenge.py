"""A firewall's page is told from a page."""

from __future__ import annotations

import pytest

from backlinkbot.core.facts import RawPage
from backlinkbot.core.pages.challenge import is_challenge
from backlinkbot.core.pages.extract import extract


@pytest.mark.parametrize(
    "text",
    [
        "Just a moment... Checking your browser before accessing good.example",
        "Attention Required! | Cloudflare",
        "Verify you are human by completing the action below.",
    ],
)
def test_a_check_of_the_browser_is_no_page(text: str) -> None:
    assert is_challenge(text)


def test_an_article_about_firewalls_is_a_page() -> None:
    assert not is_challenge("Why sites say: checking your browser. " + "A word on that. " * 200)


def test_a_reading_of_a_firewall_page_cannot_lose_links() -> None:
    html = b"<html><title>Just a moment...</title><p>Checking your browser before accessing.</p>"
    page = RawPage(
        "https://a.example/", 200, (("content-type", "text/html"),), html, None, "x@0", "warc"
    )
    assert extract([page]).pages["cut"].to_pylist() == [True]
