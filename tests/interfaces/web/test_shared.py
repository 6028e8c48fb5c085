"""Links to reports: whoever has one reads that report until it expires, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.report import remove_report, share_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.interfaces.conftest import Browser

NAME = "fernhill.example-report-2026-10-manager-en.html"
DAY_S = 86_400


@pytest.fixture
def address(small: Browser) -> str:
    """The link to a kept report, for two days."""
    folder = small.root.reports_folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text("<!doctype html><title>t</title><style>p{}</style>it works", "utf-8")
    return f"/shared/{share_report(small.root, NAME, days=2)}"


def test_a_stranger_with_the_link_reads_the_report_and_runs_nothing(
    small: Browser, address: str, open_browser: Callable[..., Browser]
) -> None:
    stranger = open_browser(small.root.folder, address="192.0.2.7")
    answer = stranger.get(address)
    assert answer.status_code == 200
    assert "it works" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "sandbox" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert stranger.get("/c/home/sites").status_code == 401


def test_a_link_ends_by_itself_and_with_its_report(small: Browser, address: str) -> None:
    small.root.clock.sleep(2 * DAY_S - 1)
    assert small.get(address).status_code == 200
    small.root.clock.sleep(1)
    assert small.get(address).status_code == 404
    again = f"/shared/{share_report(small.root, NAME, days=1)}"
    remove_report(small.root, NAME)
    assert small.get(again).status_code == 404


def test_no_other_token_opens_anything(small: Browser, address: str) -> None:
    parts = address.rpartition("/")[2].split(".")
    for wrong in (
        ".".join([*parts[:3], parts[3][::-1]]),
        ".".join([parts[0], str(int(parts[1]) + 1), *parts[2:]]),
        ".".join(["elsewhere", *parts[1:]]),
        "x", "...", "a.b.c.d", "home.99999999999999999999.YQ.x", "é.1.1.1",
    ):  # fmt: skip
        assert small.get(f"/shared/{wrong}").status_code == 404
