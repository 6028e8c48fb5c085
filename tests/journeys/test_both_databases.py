"""The same way through the product with SQLite and with PostgreSQL gives the same answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from postgresql_server import PostgreSQL

Run = Callable[..., Any]

LINKS = """source_url,target_url,anchor,first_seen
https://blog.hartby.example/a,https://fernhill.example/,Fernhill,2026-08-01
https://news.glenrow.example/b,https://fernhill.example/spade,a spade,2026-09-01
https://farm.example/c,https://fernhill.example/,cheap spades,2026-09-02
"""
WAY = (
    ("client", "add", "acme", "--name", "Acme"),
    ("--client", "acme", "site", "add", "fernhill.example", "--brand", "Fernhill"),
    ("--client", "acme", "site", "edit", "fernhill.example", "--competitor", "rival.example"),
    ("--client", "acme", "ingest", "links.csv"),
    ("--client", "acme", "decide", "fernhill.example", "farm.example", "disavow", "--by", "Ann"),
    ("--client", "acme", "decide", "fernhill.example", "farm.example", "undo", "--by", "Ann"),
    ("--client", "acme", "decide", "fernhill.example", "farm.example", "keep", "--by", "Bo"),
    ("site", "add", "other.example"),
    ("job", "add", "ingest", "--client", "acme", "--with", '{"places": ["links.csv"]}'),
    ("work", "--once"),
)
ASKED = (
    ("client", "list"),
    ("site", "list"),
    ("--client", "acme", "site", "list"),
    ("--client", "acme", "decide", "fernhill.example", "--list"),
    ("--client", "acme", "links", "fernhill.example"),
    ("job", "list", "--client", "acme"),
    ("job", "list"),
)
OF_THE_MOMENT = ("id", "at", "queued_at", "started_at", "ended_at", "seconds", "snapshot", "file")


def gone(cli: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, Any]:
    """The answers at the end of the way, without what differs from moment to moment."""
    folder.mkdir()
    (folder / "links.csv").write_text(LINKS, "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("BACKLINKBOT_DATABASE_URL", url)
    for words in WAY:
        answer = cli("--workspace", folder / "w", *words)
        assert answer.code == 0, (words, answer.err)
    asked = {" ".join(words): cli("--workspace", folder / "w", *words, "--json") for words in ASKED}
    return {
        words: _timeless(json.loads(answer.out), str(folder)) for words, answer in asked.items()
    }


def _timeless(value: Any, folder: str) -> Any:
    if isinstance(value, dict):
        return {
            name: _timeless(part, folder)
            for name, part in value.items()
            if name not in OF_THE_MOMENT
        }
    if isinstance(value, list):
        return [_timeless(part, folder) for part in value]
    return value.replace(folder, "") if isinstance(value, str) else value


def test_both_databases_give_the_same_answers(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql_server: PostgreSQL
) -> None:
    on_sqlite = gone(cli, tmp_path / "sqlite", monkeypatch, "")
    on_postgresql = gone(cli, tmp_path / "postgresql", monkeypatch, postgresql_server.emptied())
    assert on_postgresql == on_sqlite
    assert len(on_sqlite["--client acme links fernhill.example"]) > 0
    assert [one["state"] for one in on_sqlite["job list --client acme"]] == ["done"]
    assert on_sqlite["job list"] == []
    assert not (tmp_path / "postgresql" / "w" / "state" / "app.db").exists()
