"""What the commands that take an import back ask and answer."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.interfaces.cli.main import main

EXPORT = (
    "Page ascore,Source title,Source url,Target url,Anchor,Nofollow,First seen,Last seen\n"
    "1,T,https://a.example/,https://our.example/,a,false,2026-01-02,2026-10-02\n"
)


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """A command line in a workspace that has read one export; its code, result and messages."""
    export = tmp_path / "wrong.csv"
    export.write_text(EXPORT, "utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--workspace", str(tmp_path / "w"), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    run("ingest", str(export))
    return run


def test_forgetting_says_how_many_links_went(ask: Any) -> None:
    code, _, said = ask("index", "forget", "wrong.csv", "--yes")
    assert code == 0
    assert "wrong.csv (1 link told)" in said
    assert "1 link went; the index has 0" in said


def test_a_dry_run_changes_nothing(ask: Any) -> None:
    code, out, _ = ask("index", "forget", "wrong.csv", "--dry-run", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["dry_run"] is True
    assert [Path(name).name for name in document["forgotten"]] == ["wrong.csv"]
    assert json.loads(ask("index", "info", "--json")[1])["rows"]["links"] == 1


def test_nothing_goes_where_nobody_can_be_asked(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    code, _, said = ask("index", "forget", "wrong.csv")
    assert code == 2
    assert "--yes" in said
    assert json.loads(ask("index", "info", "--json")[1])["rows"]["links"] == 1


def test_undo_of_the_first_import_is_answered_with_the_other_way(ask: Any) -> None:
    code, _, said = ask("index", "undo", "--yes")
    assert code == 3
    assert "index forget" in said


def test_undo_goes_back_and_says_so_in_json(ask: Any) -> None:
    ask("index", "forget", "wrong.csv", "--yes")
    code, out, _ = ask("index", "undo", "--yes", "--json")
    assert code == 0
    document = json.loads(out)
    assert (document["links_before"], document["links_after"]) == (0, 1)


def test_undo_says_what_changes_in_live_links_even_where_it_changes_nothing(
    ask: Any, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.csv"
    whole.write_text(EXPORT.replace("a.example", "b.example"), "utf-8")
    ask("ingest", str(whole), "--complete")
    _, out, said = ask("index", "undo", "--dry-run", "--json")
    assert "1 link is live again; 1 link is not any more; the import of" in " ".join(said.split())
    assert "whole.csv is taken back; 1 link is live in all" in " ".join(said.split())
    document = json.loads(out)
    assert (document["live_again"], document["live_no_longer"]) == (1, 1)
    assert [Path(name).name for name in document["taken_back"]] == ["whole.csv"]
    assert json.loads(ask("index", "info", "--json")[1])["rows"]["links"] == 2
    assert "is taken back" in " ".join(ask("index", "undo", "--yes")[2].split())


def test_links_that_are_kept_and_links_that_were_told_have_names_of_their_own(ask: Any) -> None:
    _, out, _ = ask("index", "info")
    assert "rows kept" in out
    assert "links told" in out
    assert not any(line.split()[-1:] == ["links"] for line in out.splitlines())
