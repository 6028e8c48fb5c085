"""Whatever goes wrong on the way to a program is a problem, never a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/nothing", 404),
        ("/api/v1/sites/a%0Ab", 404),
        ("/api/v1/sites/nobody.example", 404),
        ("/api/v1/sites?limit=0", 422),
        ("/api/v1/sites?client=strange", 404),
        ("/api/v1/domains/-/profile", 400),
    ],
)
def test_what_cannot_be_answered_says_why_and_what_to_do(
    empty: Browser, path: str, status: int
) -> None:
    answer = empty.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["what_to_do"]
    assert empty.get(told["type"]).json()["status"] == status


def test_who_is_not_known_asks_from_elsewhere_or_under_a_strange_name_is_told(
    open_browser: Callable[..., Browser],
) -> None:
    afar = open_browser(address="203.0.113.9")
    assert afar.get("/api/v1/sites").json()["status"] == 401
    strange = afar.get("/api/v1/sites", host="rebound.example")
    assert strange.status_code == 421
    assert strange.headers["content-type"] == "application/problem+json"


def test_a_body_that_is_endless_is_not_read(empty: Browser) -> None:
    answer = empty.client.post("/api/v1/disavow/lint", content=b"x" * 5_000_000)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"domain": 5}', b'{"domain": "a\\ud800"}'])
def test_a_body_that_is_none_is_told_field_by_field(empty: Browser, body: bytes) -> None:
    answer = empty.client.post(
        "/api/v1/sites", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"]
