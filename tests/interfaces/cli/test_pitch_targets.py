"""The command pitch targets, as it is typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main

Run = Callable[..., tuple[int, str, str]]
LINKS = (
    "source_url,target_url,anchor,first_seen\n"
    "https://a.example/1,https://shop.example/guides/compost,compost,2026-10-01\n"
)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def asked(*words: str) -> tuple[int, str, str]:
        code = main(["--workspace", str(tmp_path / "w"), *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return asked


def test_pages_are_suggested_and_none_is_set(run: Run, tmp_path: Path) -> None:
    code, _, err = run("pitch", "targets", "shop.example")
    assert code == 0
    assert "shop.example has no prospects with a page of theirs" in err
    run("prospect", "add", "shop.example", "https://b.example/links")
    code, _, err = run("pitch", "targets", "shop.example", "1")
    assert code == 0
    assert "1 b.example: Nothing was read in yet" in err
    path = tmp_path / "links.csv"
    path.write_text(LINKS, "utf-8")
    assert run("ingest", str(path), "--target", "shop.example")[0] == 0
    code, out, err = run("pitch", "targets", "shop.example", "1", "--json")
    assert code == 0, err
    (row,) = json.loads(out)["rows"]
    assert (row["prospect"], row["suggested"], row["target"]) == (1, [], "")
    assert "Nobody knows what it is about" in row["says"]
    _, _, err = run("pitch", "targets", "shop.example")
    assert "No page of shop.example was read, only links to it" in err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("shop.example", "x"), 2, "is no number of a prospect"),
        (("shop.example", "9"), 3, "no prospect 9"),
        (("other.example", "1"), 2, "is one of shop.example, not of other.example"),
    ],
)
def test_bad_words_get_one_sentence_and_a_code(
    run: Run, words: tuple[str, ...], code: int, says: str
) -> None:
    run("prospect", "add", "shop.example", "https://b.example/links")
    found, _, err = run("pitch", "targets", *words)
    assert found == code
    assert says in err
