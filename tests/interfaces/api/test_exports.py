"""Addresses for spreadsheets and feed readers: a token of their own kind, and nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backlinkbot.app.accounts import add_account, new_token, revoke_token
from backlinkbot.core.access import LOCAL, Account, Role, Scope

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

OWNER = "owner@agency.example"
CSV = "/api/v1/export/links.csv?domain=fernhill.example"


@pytest.fixture
def afar(small: Browser, open_browser: Callable[..., Browser]) -> Browser:
    """A spreadsheet's server somewhere, which nobody knows, once there are accounts."""
    add_account(small.root, Account(OWNER, "Owner", Role.OWNER), "correct horse battery", by=LOCAL)
    return open_browser(Path(small.root.folder), address="203.0.113.9")


def token(browser: Browser, scope: Scope) -> Any:
    return new_token(browser.root, OWNER, "sheet", by=LOCAL, scope=scope)


def test_an_address_with_its_token_is_the_whole_table(afar: Browser) -> None:
    secret = token(afar, Scope.EXPORT).secret
    answer = afar.get(f"{CSV}&token={secret}")
    assert answer.status_code == 200
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == 3
    one = afar.get(f"{CSV}&followed=false&token={secret}")
    assert len(list(csv.DictReader(io.StringIO(one.text)))) == 1


def test_the_feed_does_not_tell_the_token_on(afar: Browser) -> None:
    secret = token(afar, Scope.EXPORT).secret
    answer = afar.get(f"/api/v1/export/feed.atom?domain=fernhill.example&token={secret}")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "hartby.example" in answer.text
    assert secret not in answer.text


@pytest.mark.parametrize("scope", [Scope.READ, Scope.WRITE])
def test_a_token_for_programs_is_not_taken_from_an_address(afar: Browser, scope: Scope) -> None:
    assert afar.get(f"{CSV}&token={token(afar, scope).secret}").status_code == 401


def test_a_token_for_exports_opens_nothing_else(afar: Browser) -> None:
    secret = token(afar, Scope.EXPORT).secret
    for path in ("/api/v1/sites", "/api/v1/domains/fernhill.example/links"):
        assert afar.get(path, authorization=f"Bearer {secret}").status_code == 401
        assert afar.get(f"{path}?token={secret}").status_code in {400, 401}


def test_a_revoked_one_opens_nothing(afar: Browser) -> None:
    made = token(afar, Scope.EXPORT)
    revoke_token(afar.root, made.token.id, by=LOCAL)
    assert afar.get(f"{CSV}&token={made.secret}").status_code == 401
