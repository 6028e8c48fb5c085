"""The commands account, client and token, and --client before other verbs."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.app.accounts import principal_of_token
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import Scope
from backlinkbot.interfaces.cli.main import main

PASSWORD = "seven wooden spoons"  # noqa: S105 - of nobody
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """One command line in a fresh workspace; gives exit code, result and messages."""
    if database_url:
        monkeypatch.setenv("BACKLINKBOT_DATABASE_URL", database_url)

    def ran(*words: str, typed: str = PASSWORD + "\n") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["--workspace", str(tmp_path / "w"), *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


def document(run: Run, *words: str) -> Any:
    code, out, err = run(*words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_the_first_account_is_an_owner_and_the_next_one_a_member(run: Run) -> None:
    assert document(run, "account", "add", "ann@example.com", "--name", "Ann")["role"] == "owner"
    made = document(run, "account", "add", "ben@example.com", "--client", "home")
    assert (made["role"], made["clients"]) == ("member", ["home"])
    assert [one["email"] for one in document(run, "account", "list")] == [
        "ann@example.com",
        "ben@example.com",
    ]


def test_a_weak_password_is_refused_with_a_reason(run: Run) -> None:
    code, _, err = run("account", "add", "ann@example.com", typed="short\n")
    assert code == 2
    assert "12 characters at least" in err


def test_an_account_is_edited_deactivated_and_its_password_changed(run: Run) -> None:
    run("account", "add", "ann@example.com")
    assert run("account", "edit", "ann@example.com", "--inactive")[0] == 4
    run("account", "add", "ben@example.com", "--client", "home")
    changed = document(run, "account", "edit", "ben@example.com", "--role", "owner", "--name", "B")
    assert (changed["role"], changed["name"]) == ("owner", "B")
    assert document(run, "account", "edit", "ann@example.com", "--inactive")["is_active"] is False
    assert run("account", "password", "ben@example.com", typed="green glass marbles\n")[0] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("account", "edit", "nobody@example.com", "--name", "x"), 3),
        (("account", "add", "x@example.com", "--role", "king"), 2),
        (("token", "new", "x"), 2),
        (("token", "revoke", "x"), 3),
        (("client", "add", "../x"), 2),
        (("--client", "nobody", "site", "list"), 3),
        (("--client", "nobody", "token", "list"), 3),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(run: Run, words: tuple[str, ...], code: int) -> None:
    told = run(*words)
    assert told[0] == code
    assert told[2].strip().endswith(".")
    assert "Traceback" not in told[2]


def test_a_token_is_made_listed_and_revoked(run: Run, tmp_path: Path) -> None:
    run("account", "add", "ann@example.com")
    code, secret, err = run("token", "new", "sheet", "--scope", "write")
    assert code == 0
    assert "not shown again" in err
    with Workspace.open(tmp_path / "w") as root:
        principal = principal_of_token(root, secret.strip())
        assert principal is not None
        assert principal.scope is Scope.WRITE
        (token,) = document(run, "token", "list")
        assert "secret" not in token
        assert run("token", "revoke", token["id"])[0] == 0
        assert principal_of_token(root, secret.strip()) is None


def test_a_client_is_worked_in_by_its_name_before_the_verb(run: Run) -> None:
    assert document(run, "client", "add", "acme", "--name", "Acme")["slug"] == "acme"
    assert run("--client", "acme", "site", "add", "acme.example")[0] == 0
    assert [one["domain"] for one in document(run, "--client", "acme", "site", "list")] == [
        "acme.example"
    ]
    assert document(run, "site", "list") == []
    assert [one["slug"] for one in document(run, "client", "list")] == ["home", "acme"]
    code, _, err = run("--client", "acme", "account", "list")
    assert code == 2
    assert "leave --client away" in err


def test_the_log_tells_who_at_the_command_line_did_what(run: Run) -> None:
    run("account", "add", "ann@example.com")
    run("client", "add", "acme")
    log = document(run, "account", "log", "--limit", "10")
    assert [(line["who"], line["action"]) for line in log] == [
        ("local user", "client.add"),
        ("local user", "account.add"),
    ]
    assert log[0]["address"].startswith("command line of ")
    assert document(run, "account", "log", "--client", "acme")[0]["object"] == "acme"
