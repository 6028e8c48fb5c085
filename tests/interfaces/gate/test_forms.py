"""Forms: only our own pages can make a browser change something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.app.sites import list_sites
from backlinkbot.interfaces.gate.forms import FORM_COOKIE
from backlinkbot.interfaces.web.page import own_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.interfaces.conftest import Browser

SITE = {"domain": "acme.example"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
    ],
)
def test_a_page_of_somebody_else_changes_nothing(empty: Browser, headers: dict[str, str]) -> None:
    token = empty.token("/c/home/sites/new")
    answer = empty.client.post(
        "/c/home/sites/new", data={"_form": token, **SITE}, headers=headers, follow_redirects=False
    )
    assert answer.status_code == 403
    assert list_sites(empty.root) == []


@pytest.mark.parametrize("token", ["", "0" * 80, "x", "é" * 80, "0" * 16])
def test_a_form_without_our_token_changes_nothing(empty: Browser, token: str) -> None:
    empty.get("/c/home/sites/new")
    answer = empty.client.post("/c/home/sites/new", data={"_form": token, **SITE})
    assert answer.status_code == 403
    assert list_sites(empty.root) == []


def test_a_token_of_another_browser_changes_nothing(
    empty: Browser, open_browser: Callable[..., Browser]
) -> None:
    other = open_browser(empty.root.folder)
    answer = empty.client.post(
        "/c/home/sites/new", data={"_form": other.token("/c/home/sites/new"), **SITE}
    )
    assert answer.status_code == 403
    empty.client.cookies.clear()
    token = empty.token("/c/home/sites/new")
    empty.client.cookies.clear()
    answer = empty.client.post("/c/home/sites/new", data={"_form": token, **SITE})
    assert answer.status_code == 403


def test_a_form_is_signed_anew_each_time(empty: Browser) -> None:
    assert empty.token("/c/home/sites/new") != empty.token("/c/home/sites/new")


def test_open_forms_outlive_a_restart(empty: Browser, open_browser: Callable[..., Browser]) -> None:
    token = empty.token("/c/home/sites/new")
    after = open_browser(empty.root.folder)
    after.client.cookies.set(FORM_COOKIE, empty.client.cookies[FORM_COOKIE])
    answer = after.client.post(
        "/c/home/sites/new", data={"_form": token, **SITE}, follow_redirects=False
    )
    assert answer.status_code == 303


@given(st.text())
def test_going_back_never_leaves_this_server(address: str) -> None:
    path = own_path(address)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isprintable()
