"""What the screen and the JSON say of competitors: rivals, compare, plays, gap, unseen."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.interfaces.cli.main import main

HEADER = "source_url,target_url,anchor,first_seen"
WE, RIVAL, OTHER = "we.com", "rival.com", "unlike.com"


def rows() -> Iterator[str]:
    """Thirty sites that link; most of ours link to the rival as well, few to the other."""
    for n in range(30):
        day = f"2026-{1 + n % 9:02d}-1{n % 9}"
        if n < 20:
            yield f"https://site{n}.com/a,https://{WE}/,we,{day}"
        if 4 <= n < 26:
            yield f"https://site{n}.com/b,https://{RIVAL}/guide,rival,{day}"
        if n == 3 or n > 26:
            yield f"https://site{n}.com/c,https://{OTHER}/,other,{day}"


@dataclass(frozen=True)
class Asked:
    code: int
    out: str
    said: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="module")
def told_by_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with links that two sources told, of which one knows most of them."""
    folder, every = tmp_path_factory.mktemp("two"), list(rows())
    for name, lines in (("first", every), ("second", every[12:])):
        path = folder / f"{name}.csv"
        path.write_text("\n".join([HEADER, *lines, ""]), "utf-8")
        words = ["--workspace", str(folder / "w"), "ingest", str(path), "--source", name]
        assert main(words) == 0
    return folder / "w"


@pytest.fixture
def ask(told_by_two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """A command line over a copy of that workspace."""
    shutil.copytree(told_by_two, tmp_path / "w")

    def run(*words: str) -> Asked:
        code = main(["--workspace", str(tmp_path / "w"), *words])
        told = capsys.readouterr()
        return Asked(code, told.out, told.err)

    return run


def test_who_shares_most_is_suggested_with_evidence_and_the_command_to_take_it_over(
    ask: Any,
) -> None:
    told = ask("rivals", WE, "--json").document
    assert [one["domain"] for one in told["rivals"]] == [RIVAL]
    assert told["rivals"][0]["shared"] == 16
    assert told["rivals"][0]["examples"][0].startswith("site")
    _, *words = told["rivals"][0]["take"].split()
    assert ask(*words).code == 0
    again = ask("rivals", WE, "--json").document
    assert again["rivals"][0]["is_known"]
    shown = ask("rivals", WE)
    assert (shown.code, "(known)" in shown.out) == (0, True)


def test_sites_side_by_side_and_one_that_nobody_links_to_is_named(ask: Any) -> None:
    told = ask("compare", WE, RIVAL, "nobody.com", "--json").document
    assert [site["domain"] for site in told["sites"]] == [WE, RIVAL]
    assert [site["referring_domains"] for site in told["sites"]] == [20, 22]
    assert told["overlap"] == [{"one": WE, "other": RIVAL, "shared": 16, "share": 0.6154}]
    assert "nobody.com" in told["unknown"][0]
    shown = ask("compare", WE, RIVAL)
    assert "referring domains" in shown.out
    assert "link to both" in shown.said


def test_a_site_alone_is_compared_with_its_competitors_or_told_how_to_find_some(ask: Any) -> None:
    alone = ask("compare", WE)
    assert (alone.code, "rivals we.com" in alone.said) == (3, True)
    ask("site", "add", WE, "--competitor", RIVAL)
    assert len(ask("compare", WE, "--json").document["sites"]) == 2


def test_the_matrix_of_the_gap_and_its_kinds(ask: Any) -> None:
    told = ask("gap", WE, RIVAL, OTHER, "--kind", "all", "--json").document
    matrix = told["matrix"]
    assert matrix["domains"] == [WE, RIVAL, OTHER]
    assert matrix["counts"] == {
        "best": 0, "weak": 0, "strong": 3, "shared": 0, "unique": 12, "all": 29,
    }  # fmt: skip
    assert len(matrix["rows"]) == 29
    assert told["total"] == 9
    assert ask("gap", WE, RIVAL, "--kind", "best", "--csv").out.startswith("source_domain")
    wrong = ask("gap", WE, RIVAL, "--kind", "worst")
    assert (wrong.code, "no kind of the matrix" in wrong.said) == (2, True)


def test_plays_tell_what_is_in_none(ask: Any) -> None:
    told = ask("plays", RIVAL, "--json").document
    assert (told["plays"], told["trickle"]["referring_domains"]) == ([], 22)
    assert "22 of 22 referring domains are in no play" in ask("plays", RIVAL).said
    assert ask("plays", RIVAL, "--links", "--since", "2026-05-01").code == 0
    nobody = ask("plays", "nobody.com")
    assert (nobody.code, "ingest" in nobody.said) == (3, True)


def test_how_many_are_unseen_and_where_the_two_sources_stand(ask: Any) -> None:
    told = ask("unseen", WE, "--json").document
    domains = told["referring_domains"]
    assert domains["seen"] == 20
    assert (domains["total"], domains["interval"]) == (None, None)
    assert "one may be made from the other" in domains["why_not"]
    assert [(one["source"], one["seen"]) for one in domains["sources"]] == [
        ("first", 20), ("second", 12),
    ]  # fmt: skip
    assert any("one may be made from the other" in doubt for doubt in domains["doubts"])
    assert ask("unseen", WE).code == 0
    assert ask("unseen", "nobody.com").code == 3


@pytest.mark.parametrize("verb", ["rivals", "compare", "plays", "unseen"])
def test_an_empty_index_says_how_to_begin(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [verb, WE, RIVAL] if verb == "compare" else [verb, WE]
    assert main(["--workspace", str(tmp_path / "none"), *words]) == 3
    assert "ingest" in capsys.readouterr().err
