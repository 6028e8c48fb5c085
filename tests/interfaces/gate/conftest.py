"""Accounts with their sessions and tokens, and browsers of people who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from databases import Databases

from backlinkbot.app.accounts import add_account
from backlinkbot.app.clients import add_client
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL, Account, Role
from backlinkbot.core.clock import FixedClock

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

PASSWORD = "correct horse battery staple"  # noqa: S105 - of nobody
PEOPLE = (
    Account("owner@agency.example", "Olga", Role.OWNER),
    Account("member@agency.example", "Max", Role.MEMBER, ("acme",)),
    Account("reader@acme.example", "Rita", Role.CLIENT, ("acme",)),
    Account("other@zenith.example", "Zoe", Role.MEMBER, ("zenith",)),
)


@pytest.fixture(scope="session")
def team_template(all_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two clients, an owner, two members and a reader; made once, then copied."""
    folder = tmp_path_factory.mktemp("template") / "team"
    clock = FixedClock(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    with Workspace(all_databases.settings(folder, workers=1), clock) as root:
        for slug in ("acme", "zenith"):
            add_client(root, slug, slug.title(), by=LOCAL)
        for account in PEOPLE:
            add_account(root, account, PASSWORD, by=LOCAL)
    return folder


@pytest.fixture
def team_folder(team_template: Path, databases: Databases, tmp_path: Path) -> Path:
    """The same, to change as one likes."""
    return databases.copied(team_template, tmp_path / "team")


@pytest.fixture
def signed_in(team_folder: Path, open_browser: Callable[..., Browser]) -> Callable[[str], Browser]:
    """A browser of somebody who signed in, by the name before the @."""

    def browser(name: str) -> Browser:
        email = next(one.email for one in PEOPLE if one.email.startswith(name))
        found = open_browser(team_folder)
        answer = found.send("/sign-in", email=email, password=PASSWORD, next="/")
        assert answer.status_code == 303, answer.text
        return found

    return browser
