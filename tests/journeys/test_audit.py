"""The audit on the command line: look, decide, write the file, judge again."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.io.samples.write import write_all
from backlinkbot.logic.tiny_web.truth import SiteKind, World
from backlinkbot.logic.tiny_web.world import make_world

Ask = Callable[..., Any]


SITES = 150  # so that the wave against the client is large enough to be one


@pytest.fixture(scope="module")
def attacked() -> World:
    return make_world(seed=7, sites=SITES)


@pytest.fixture(scope="module")
def read(attacked: World, cli: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that has read the little web's archives, with the client's site, measured."""
    folder = tmp_path_factory.mktemp("attacked")
    files = [file.path for file in write_all(attacked, folder / "web") if file.format == "warc"]
    seeds = folder / "trusted.txt"
    seeds.write_text("\n".join(attacked.trusted), "utf-8")
    rivals = [word for name in attacked.competitors for word in ("--competitor", name)]
    for words in (
        ("site", "add", attacked.client, "--brand", attacked.brand, *rivals),
        ("ingest", *files),
        ("measure", "--seeds", seeds),
    ):
        done = cli("--workspace", folder / "workspace", *words)
        assert done.code == 0, done.err
    return folder / "workspace"


@pytest.fixture
def mine(read: Path, cli: Any, tmp_path: Path) -> Ask:
    """The command line on a copy of that workspace, in which a test may decide."""
    shutil.copytree(read, tmp_path / "workspace")
    return lambda *words: cli("--workspace", tmp_path / "workspace", *words)


@pytest.fixture
def client(attacked: World) -> str:
    return attacked.client


def flagged(document: dict[str, Any], verdict: str) -> list[str]:
    return [row["unit"] for row in document["domains"] if row["verdict"] == verdict]


def test_the_document_has_the_names_of_the_contract(mine: Ask, client: str) -> None:
    document = mine("audit", client, "--json").document
    assert {"domain", "as_of", "summary", "groups", "domains", "anchors", "velocity"} <= set(
        document
    )
    assert {"links", "keep", "review", "disavow", "action", "sentence"} == set(document["summary"])
    assert document["domain"] == client
    assert (
        sum(document["summary"][word] for word in ("keep", "review", "disavow"))
        == (document["summary"]["links"])
    )


def test_people_get_one_sentence_first(mine: Ask, client: str) -> None:
    answer = mine("audit", client)
    assert answer.code == 0
    sentence = mine("audit", client, "--json").document["summary"]["sentence"]
    assert " ".join(answer.out.split()).startswith(sentence)
    assert "Decide: " in answer.err


def test_findings_give_code_6_and_a_clean_site_0(mine: Ask, attacked: World, client: str) -> None:
    assert mine("audit", client, "--fail-on", "disavow").code == 6
    assert mine("audit", client, "--fail-on", "review").code == 6
    news = [site.domain for site in attacked.sites if site.kind is SiteKind.NEWS]
    clean = next(name for name in news if mine("audit", name).out.startswith("No action needed"))
    assert mine("audit", clean, "--fail-on", "review").code == 0
    assert mine("audit", client, "--fail-on", "keep").code == 2


def test_from_the_look_to_the_file_and_back(mine: Ask, client: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    advised = flagged(mine("audit", client, "--json").document, "disavow")
    assert len(advised) > 5
    friend, farm = advised[:2]
    kept = mine("decide", client, friend, "keep", "--note", "our supplier", "--by", "Ann", "--json")
    assert (kept.document["decision"], kept.document["by"]) == ("keep", "Ann")
    assert mine("audit", client, "--disavow", first).code == 0
    lines = first.read_text("utf-8").splitlines()
    assert f"domain:{friend}" not in lines
    assert f"domain:{farm}" in lines
    assert mine("disavow", "lint", first, "--site", client).code == 0
    assert mine("decide", client, friend, "undo", "--by", "Ann").code == 0
    assert mine("decide", client, friend, "undo", "--by", "Ann").code == 3
    again = mine("audit", client, "--current", first, "--disavow", second)
    assert again.code == 0
    assert second.read_text("utf-8").startswith(first.read_text("utf-8"))
    assert f"domain:{friend}" in second.read_text("utf-8").splitlines()
    done = mine("audit", client, "--current", second, "--fail-on", "disavow")
    assert done.code == 0
    told = mine("decide", client, "--json").document
    assert [row["decision"] for row in told] == ["keep", "undo"]


def test_letters_are_written_and_nothing_is_sent(mine: Ask, client: str, tmp_path: Path) -> None:
    farm = flagged(mine("audit", client, "--json").document, "disavow")[0]
    assert mine("decide", client, "--removals", tmp_path / "l.txt").code == 3
    assert mine("decide", client, farm, "remove", "--by", "Ann").code == 0
    answer = mine("decide", client, "--removals", tmp_path / "l.txt")
    assert "Nothing was sent" in answer.err
    assert f"==== {farm} (decided on " in (tmp_path / "l.txt").read_text("utf-8")


def test_a_protected_site_is_refused_and_a_wrong_word_is_bad_input(mine: Ask, client: str) -> None:
    assert mine("decide", client, "wordpress.com", "disavow", "--by", "Ann").code == 4
    assert mine("decide", client, client, "disavow", "--by", "Ann").code == 4
    assert mine("decide", client, "farm.example", "delete", "--by", "Ann").code == 2
    assert mine("decide", client, "farm.example").code == 2
    assert mine("decide", client, "--list", "--json").document == []


def test_kept_audits_come_out_the_same_again(mine: Ask, client: str) -> None:
    assert mine("audit", client, "--rebuild").code == 3
    mine("audit", client)
    answer = mine("audit", client, "--rebuild", "--json")
    assert answer.document["differences"] == 0
    assert len(answer.document["entries"]) == 1
    assert "no difference" in mine("audit", client, "--rebuild").out


def test_rows_are_written_and_formulas_disarmed(mine: Ask, client: str, tmp_path: Path) -> None:
    farm = flagged(mine("audit", client, "--json").document, "disavow")[0]
    note = '=HYPERLINK("http://evil.example")'
    mine("decide", client, farm, "disavow", "--by", "Ann", "--note", note)
    out = tmp_path / "units.csv"
    assert mine("audit", client, "-o", out).code == 0
    with out.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {"unit", "verdict", "probability", "reasons", "decision"} <= set(rows[0])
    assert not [v for row in rows for v in row.values() if v.startswith(("=", "+", "@"))]
    json_out = tmp_path / "audit.json"
    assert mine("audit", client, "-o", json_out).code == 0
    assert json.loads(json_out.read_text("utf-8"))["domain"] == client
    file = tmp_path / "d.txt"
    assert mine("audit", client, "--disavow", file).code == 0
    assert [line for line in file.read_text("utf-8").splitlines() if line[0] not in "#d"] == []


def test_the_page_needs_no_network_and_no_script(mine: Ask, client: str, tmp_path: Path) -> None:
    page = tmp_path / "audit.html"
    assert mine("audit", client, "--html", page).code == 0
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert 'src="' not in text
    assert "prefers-color-scheme: dark" in text
    assert "To disavow" in text


def test_the_engines_own_list_is_told(mine: Ask, client: str, tmp_path: Path) -> None:
    listed = tmp_path / "latest.csv"
    spam = flagged(mine("audit", client, "--json").document, "disavow")
    rows = "".join(f"https://{name}/page,2026-09-28\n" for name in spam[:2])
    listed.write_text(f"Linking page,Last crawled\n{rows}", "utf-8")
    document = mine("audit", client, "--search-console", listed, "--json").document
    shown = {row["unit"] for row in document["domains"] if row["in_search_console"]}
    assert shown == set(spam[:2])
    assert mine("audit", client, "--search-console", tmp_path / "none.csv").code == 3
    own = tmp_path / "own.csv"
    own.write_text("Target page,Incoming links,Linking sites\nhttps://a.com/,3,2\n", "utf-8")
    assert mine("audit", client, "--search-console", own).code == 2


def test_a_whole_group_is_decided_in_one_step_and_undone(mine: Ask, client: str) -> None:
    assert mine("decide", client, "some farm", "disavow", "--by", "Ann").code == 3
    group = mine("audit", client, "--json").document["groups"][0]
    made = mine("decide", client, group["name"], "disavow", "--by", "Ann", "--json").document
    assert [row["unit"] for row in made] == group["members"]
    undone = mine("decide", client, group["name"], "undo", "--by", "Ann")
    assert undone.code == 0
    assert f"{len(group['members'])} sites" in undone.err
    wrong = mine("decide", client, "some farm", "keep", "--by", "Ann")
    assert wrong.code == 3
    assert group["name"] in wrong.err
