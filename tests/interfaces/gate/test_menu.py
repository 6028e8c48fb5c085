"""Who only reads is led to nothing that he may not do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.clients import client_workspace
from backlinkbot.app.sites import add_site
from backlinkbot.core.nouns import Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.interfaces.conftest import Browser

LED = re.compile(r'<a [^>]*href="(/c/[^"#]+)"')
START = "/c/acme/sites"


def refusals(browser: Browser) -> list[str]:
    """The pages that a link leads to, from anywhere, and that are answered with a refusal."""
    seen, ahead, refused = {START}, [START], []
    while ahead:
        answer = browser.get(path := ahead.pop())
        if answer.status_code == 403:
            refused.append(path)
        led = {one.replace("&amp;", "&").partition("?")[0] for one in LED.findall(answer.text)}
        ahead += sorted(led - seen)
        seen |= led
    assert len(seen) > 10
    return refused


@pytest.mark.parametrize("name", ["reader", "member"])
def test_no_link_leads_to_a_refusal(signed_in: Callable[[str], Browser], name: str) -> None:
    browser = signed_in(name)
    with client_workspace(browser.root, "acme") as acme:
        add_site(acme, Site("acme.example", "Acme"))
    assert refusals(browser) == []


def test_only_who_may_change_something_is_offered_an_import(
    signed_in: Callable[[str], Browser],
) -> None:
    offered = 'href="/c/acme/import"'
    assert offered in signed_in("member").get(START).text
    assert offered not in signed_in("reader").get(START).text
