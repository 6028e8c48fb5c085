"""The command find: what it prints, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.app.find.kept import kept_find
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import NotFound
from backlinkbot.interfaces.cli.find import _points
from backlinkbot.interfaces.cli.main import main

PAGE = """<!doctype html><html lang="en"><head><title>Spring - Site {n}</title></head><body>
<main><article><h1>Spring</h1><p>The beds were dug early this year and the rain came late, so that
the seedlings had to be watered by hand for weeks before they stood by themselves.</p>
<p>All of it came from {name}, she said, and it held well through the whole of the season.</p>
</article></main></body></html>"""


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--workspace", str(tmp_path / "w"), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    for n in range(2):
        saved = tmp_path / f"page-{n}.html"
        saved.write_text(PAGE.format(n=n, name="Acme Tents"), "utf-8")
        run("ingest", str(saved), "--base-url", f"https://site-{n}.example/spring")
    run("site", "add", "acme.example", "--name", "Acme Tents")
    return run


def test_the_document_is_a_list_in_the_words_of_the_contract(ask: Any) -> None:
    code, out, _ = ask("find", "acme.example", "--tactic", "Unlinked-Mention", "--json")
    rows = json.loads(out)
    assert code == 0
    assert [row["prospect"] for row in rows] == ["site-0.example", "site-1.example"]
    assert rows[0]["tactic"] == "unlinked mention"
    assert rows[0]["worth_points"] is None
    assert {"p_reply", "p_placement", "minutes", "reasons", "evidence"} <= set(rows[0])


def test_what_it_found_is_what_the_pages_show(ask: Any, tmp_path: Path) -> None:
    ask("find", "acme.example", "--all-phases")
    ask("find", "acme.example", "--tactic", "unlinked mention", "--top", "1")  # a look, no list
    ask("find", "nosuch.example")
    with Workspace.open(tmp_path / "w") as workspace:
        rows = kept_find(workspace, "acme.example").rows
        assert [row["prospect"] for row in rows] == ["site-0.example", "site-1.example"]
        with pytest.raises(NotFound):
            kept_find(workspace, "nosuch.example")


def test_one_opportunity_is_a_list_too(ask: Any) -> None:
    code, out, _ = ask(
        "find", "acme.example", "--tactic", "unlinked mention", "--top", "1", "--json"
    )
    assert code == 0
    assert len(json.loads(out)) == 1


def test_the_screen_has_the_page_the_reason_and_what_is_missing(ask: Any) -> None:
    code, out, said = ask("find", "acme.example", "--tactic", "unlinked mention", "--top", "1")
    assert code == 0
    assert "unlinked mention" in out
    assert "Names Acme Tents" in " ".join(out.split())
    assert "1 of 2 opportunities" in said
    assert "Nothing is priced" in said


def test_nothing_found_says_what_would_help(ask: Any) -> None:
    code, _, said = ask("find", "acme.example", "--tactic", "link intersect")
    assert code == 0
    assert "Nothing was found" in said
    assert "--competitor RIVAL" in said


def test_a_tactic_that_is_none_names_those_there_are(ask: Any) -> None:
    code, _, said = ask("find", "acme.example", "--tactic", "magic")
    assert code == 3
    assert "broken link" in said


def test_kept_ones_are_prospects(ask: Any) -> None:
    words = ("find", "acme.example", "--tactic", "unlinked mention", "--keep", "2")
    assert "2 new prospects, 0 known before" in ask(*words)[2]
    assert "0 new prospects, 2 known before" in ask(*words)[2]


def test_a_mistyped_site_is_told_and_nothing_is_looked_for(ask: Any, tmp_path: Path) -> None:
    code, out, err = ask("find", "acmee.example", "--keep", "5")
    assert (code, out) == (3, "")
    assert "acmee.example is no site of yours; did you mean acme.example?" in err
    code, _, err = ask("find", "wholly-other.example")
    assert code == 3
    assert "add it: " in err
    assert "site add wholly-other.example" in err
    with Workspace.open(tmp_path / "w") as workspace, pytest.raises(NotFound):
        kept_find(workspace, "acmee.example")


def test_the_columns_are_explained_and_points_can_be_compared(ask: Any) -> None:
    _, _, err = ask("find", "acme.example", "--tactic", "unlinked mention")
    assert "points/h: points of authority that an hour of asking is expected to bring" in err
    assert [_points(value) for value in (None, 0.00085, 6.9)] == [None, 0.0, 6.9]
