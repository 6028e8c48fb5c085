"""The guard: headers on every answer, bodies and floods within bounds, files kept for good."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from backlinkbot.interfaces.gate.guard import BURST, MOST_BODY_BYTES
from backlinkbot.interfaces.serve import MOST_UPLOAD_BYTES, upload_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.interfaces.conftest import Browser

PATHS = ("/", "/c/home/sites", "/c/home/no-such", "/static/no.css", "/sign-in", "/nowhere/at/all")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_headers(empty: Browser, path: str) -> None:
    headers = empty.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_pages_hold_nothing_that_the_policy_forbids(small: Browser) -> None:
    for path in ("/c/home/sites", "/c/home/sites/new", "/c/home/import", "/c/home/methods"):
        text = small.get(path).text
        assert not re.search(r"\sstyle=|\son\w+=|<script(?! src=)|javascript:", text), path
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text), path


def test_pages_are_not_kept_and_files_are_kept_for_good(small: Browser) -> None:
    page = small.get("/c/home/sites")
    assert page.headers["cache-control"] == "no-store"
    sheet = re.search(r'href="(/static/app\.[0-9a-f]{12}\.css)"', page.text)
    assert sheet
    assert "immutable" in small.get(sheet.group(1)).headers["cache-control"]
    assert small.get("/static/app.000000000000.css").status_code == 404


def test_answers_are_compressed(small: Browser) -> None:
    for path in ("/c/home/sites", "/c/home/methods"):
        assert small.get(path).headers["content-encoding"] == "gzip"


def test_a_body_that_is_too_long_is_turned_away_unread(empty: Browser) -> None:
    answer = empty.client.post(
        "/c/home/sites/new", content=b"x", headers={"content-length": str(MOST_BODY_BYTES + 1)}
    )
    assert answer.status_code == 413


def test_a_body_of_unknown_length_is_cut_off(empty: Browser) -> None:
    def endless() -> object:
        for _ in range(MOST_BODY_BYTES // 1_000_000 + 2):
            yield b"x" * 1_000_000

    answer = empty.client.post(
        "/c/home/sites/new",
        content=endless(),  # type: ignore[arg-type]  # an iterable of bytes is content too
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413


def test_files_may_be_larger_where_files_are_taken() -> None:
    assert upload_bytes("/c/home/import") == MOST_UPLOAD_BYTES
    assert upload_bytes("/c/home/sites/new") is None


def test_a_flood_from_one_address_has_to_wait(
    team_folder: Path, open_browser: Callable[..., Browser]
) -> None:
    browser = open_browser(team_folder, address="192.0.2.7")
    codes = [browser.get("/sign-in").status_code for _ in range(int(BURST) + 5)]
    assert codes[0] == 200
    assert codes[-1] == 429
    browser.root.clock.sleep(2)
    assert browser.get("/sign-in").status_code == 200
