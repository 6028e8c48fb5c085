"""Sites by the command line: nothing that a user told is lost without being asked for."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def site(cli: Any, tmp_path: Path) -> Any:
    def run(*words: str) -> Any:
        return cli("--workspace", tmp_path / "w", "site", *words)

    added = run(
        "add", "acme.example", "--name", "Acme Inc.", "--brand", "Acme", "--topic", "garden tools",
        "--competitor", "rival.example",
    )  # fmt: skip
    assert "acme.example is known now." in added.err
    return run


def known(site: Any) -> dict[str, Any]:
    return site("show", "acme.example", "--json").document  # type: ignore[no-any-return]


def test_adding_again_keeps_what_was_told_and_says_what_is_new(site: Any) -> None:
    answer = site("add", "acme.example", "--brand", "Ace", "--competitor", "other.example")
    assert answer.code == 0
    *changed, note = answer.err.splitlines()
    assert changed == ["acme.example:", "+ brand word Ace", "+ competitor other.example"]
    assert note.startswith("Short brand words match by chance: Ace.")
    assert "by chance" not in site("add", "acme.example", "--brand", "Ace").err
    assert known(site)["brand_words"] == ["Ace", "Acme"]
    assert known(site)["competitors"] == ["other.example", "rival.example"]
    assert known(site)["topic_words"] == ["garden tools"]


def test_replacing_is_asked_for_and_says_what_went(site: Any) -> None:
    answer = site("add", "acme.example", "--brand", "Ace", "--replace")
    assert "- competitor rival.example" in answer.err
    assert known(site)["brand_words"] == ["Ace"]
    assert known(site)["competitors"] == []


def test_a_word_and_a_rival_can_be_taken_away(site: Any) -> None:
    answer = site("edit", "acme.example", "--no-topic", "garden tools", "--no-competitor",
                  "rival.example", "--brand", "Ace")  # fmt: skip
    assert answer.code == 0
    assert known(site)["topic_words"] == known(site)["competitors"] == []
    assert site("edit", "acme.example", "--no-brand", "Nobody").code == 3
    assert known(site)["brand_words"] == ["Ace", "Acme"]


def test_removing_prints_the_command_that_undoes_it(site: Any) -> None:
    before = known(site)
    answer = site("remove", "acme.example")
    undo = shlex.split(answer.err.split("To undo it: ", 1)[1])
    assert site("list", "--json").document == []
    site(*undo[undo.index("site") + 1 :])
    assert known(site) == before
