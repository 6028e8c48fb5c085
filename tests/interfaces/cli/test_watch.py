"""watch and notify as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main

EXPORT = "source_url,target_url,anchor,first_seen,last_seen\n"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    place = str(tmp_path / "w")
    (tmp_path / "one.csv").write_text(
        EXPORT + "https://a.example/1,https://we.example/,old,2025-01-20,2026-10-01\n", "utf-8"
    )
    (tmp_path / "two.csv").write_text(
        EXPORT
        + "https://b.example/1,https://we.example/,new [bold],2026-10-02,2026-10-03\n"
        + "https://c.example/1,https://we.example/,long there,2020-10-02,2026-10-03\n",
        "utf-8",
    )
    assert main(["--workspace", place, "site", "add", "we.example"]) == 0
    assert main(["--workspace", place, "ingest", str(tmp_path / "one.csv"), "--source", "me"]) == 0
    return place


def ran(folder: str, *words: str) -> int:
    return main(["--workspace", folder, *words])


def second_look(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(folder, "watch") == 0
    two = Path(folder).parent / "two.csv"
    assert ran(folder, "ingest", str(two), "--source", "me") == 0
    capsys.readouterr()


def test_a_look_tells_new_links_and_names_what_only_the_index_learnt(
    folder: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    second_look(folder, capsys)
    assert ran(folder, "watch", "--index-only") == 0
    told = capsys.readouterr()
    assert "we.example: 1 new" in told.out
    assert "(newly known)" in told.out
    assert "Only the index changed for 1 referring domain" in told.err
    assert "two.csv" in told.err
    assert max(map(len, told.out.splitlines())) <= 80
    assert ran(folder, "watch") == 0
    assert "nothing new since snapshot" in capsys.readouterr().err


def test_json_is_one_document_and_alerts_are_listed_and_seen(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    second_look(folder, capsys)
    assert ran(folder, "watch", "we.example", "--json") == 0
    (site,) = json.loads(capsys.readouterr().out)["sites"]
    assert [(one["change"], one["index_only"]) for one in site["changes"]] == [
        ("new", False),
        ("newly known", True),
    ]
    assert ran(folder, "watch", "--alerts", "--json") == 0
    (alert,) = json.loads(capsys.readouterr().out)
    assert alert["about"] == "b.example"
    assert ran(folder, "watch", "--seen", alert["id"]) == 0
    assert "Undo: " in capsys.readouterr().err
    assert ran(folder, "watch", "--alerts", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert ran(folder, "watch", "--unseen", alert["id"]) == 0
    assert ran(folder, "watch", "--seen", "nothing") == 3


def test_since_a_day_shows_and_a_day_that_is_none_is_said(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    second_look(folder, capsys)
    assert ran(folder, "watch", "--since", "2026-10-01") == 0
    assert "1 new domain since 2026-10-01" in capsys.readouterr().out
    assert ran(folder, "watch", "--since", "soon") == 2


def test_a_notifier_is_added_tried_ruled_and_removed(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    address = "https://hooks.example/services/T0/B0/s3cr3t"
    assert ran(folder, "notify", "add", "slack", address, "--critical", "--json") == 0
    assert ran(folder, "notify", "add", "file", "told.jsonl", "--json") == 0
    told = capsys.readouterr().out
    assert "s3cr3t" not in told
    assert ran(folder, "notify", "list", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(one["kind"], one["wants"]) for one in listed] == [
        ("slack", "critical"),
        ("file", "all"),
    ]
    file = listed[1]["id"]
    assert ran(folder, "notify", "test", file, "--json") == 0
    assert json.loads(capsys.readouterr().out)["state"] == "delivered"
    assert ran(folder, "notify", "show", file) == 0
    assert ran(folder, "notify", "remove", file) == 0
    assert ran(folder, "notify", "remove", file) == 3
    assert ran(folder, "notify", "rules", "we.example", "--quiet", "lost", "--digest", "week") == 0
    capsys.readouterr()
    assert ran(folder, "notify", "rules", "we.example", "--json") == 0
    rules = json.loads(capsys.readouterr().out)
    assert (rules["quiet"], rules["digest"]) == (["lost"], "week")
    assert ran(folder, "notify", "rules", "we.example", "--quiet", "none") == 0
    assert ran(folder, "notify", "add", "pigeon", "x") == 2
