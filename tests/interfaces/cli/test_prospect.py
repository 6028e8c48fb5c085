"""The commands of prospect, as they are typed."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.interfaces.cli.main import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def asked(*words: str) -> tuple[int, str, str]:
        code = main(["--workspace", str(tmp_path / "w"), "prospect", *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return asked


def document(run: Run, *words: str) -> Any:
    code, out, err = run(*words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_a_prospect_on_its_way(run: Run) -> None:
    added = document(run, "add", "shop.example", "https://blog.example/links", "--tag", "hot")
    assert added["added"] == [1]
    moved = document(run, "move", "1", "contacted", "--on", "2026-01-05", "--by", "ann")
    assert moved["stages"] == {"1": "Contacted"}
    shown = document(run, "show", "1")
    assert shown["outcome"]["contacted_at"] == "2026-01-05T00:00:00Z"
    assert [line["by"] for line in shown["history"]][-1] == "ann"
    (listed,) = document(run, "list", "shop.example", "--stage", "Contacted", "--tag", "hot")
    assert (listed["number"], listed["prospect"]) == (1, "blog.example")
    assert document(run, "list", "shop.example", "--stage", "won") == []
    document(run, "undo", "1")
    assert document(run, "show", "1")["stage"] == "New"


def test_several_are_named_by_a_range(run: Run) -> None:
    for name in "abcd":
        run("add", "shop.example", f"{name}.example")
    assert document(run, "tag", "1,3-4", "x")["changed"] == [1, 3, 4]
    done = document(run, "move", "1-3", "Qualified")
    assert document(run, "undo", "--step", str(done["step"]))["changed"] == [1, 2, 3]
    assert document(run, "assign", "2", "ann@agency.example")["changed"] == [2]
    page = "https://shop.example/guide"
    assert document(run, "target", "1-2", page)["changed"] == [1, 2]
    assert document(run, "target", "1", "--clear")["changed"] == [1]
    assert [document(run, "show", one)["target"] for one in "12"] == ["", page]
    assert document(run, "note", "2", "hello")["changed"] == [2]
    assert document(run, "contact", "2", "ed@b.example", "--kind", "role")["stages"] == {
        "2": "Contact found"
    }


def test_an_empty_list_says_what_to_do_next(run: Run) -> None:
    code, _, err = run("list", "shop.example")
    assert code == 0
    assert "find shop.example --keep 20" in err


def test_lists_are_tables_of_at_most_80_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run("add", "shop.example", "a-domain-name-of-quite-some-length.example", "--owner", "ann")
    for words in (("list", "shop.example"), ("show", "1")):
        code, out, _ = run(*words)
        assert code == 0
        assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("move", "1", "Wonn"), 2, "is no stage; there are: New"),
        (("move", "x", "Won"), 2, "'x' is no number of a prospect"),
        (("move", "5-3", "Won"), 2, "the lower first"),
        (("move", "9", "Won"), 3, "there is no prospect 9"),
        (("move", "1", "Replied"), 2, "it can become: Qualified"),
        (("move", "1", "Won", "--on", "today"), 2, "is no day"),
        (("show", "9"), 3, "there is no prospect 9"),
        (("undo",), 2, "say what to undo"),
        (("undo", "--step", "99"), 3, "there is no step 99"),
        (("add", "shop.example", "www.shop.example"), 4, "belongs to the site itself"),
        (("target", "1"), 2, "which page of yours"),
        (("target", "1", "https://shop.example/", "--clear"), 2, "or --clear"),
        (("target", "1", "https://b.example/"), 2, "is no page of shop.example"),
        (("add", "shop.example", "nowhere"), 2, "names no site"),
        (("import", "shop.example", "nothing.csv"), 2, "nothing.csv cannot be read"),
        (("export", "shop.example", "out.doc"), 2, "say the form by its ending"),
        (("import", "shop.example", "x.csv", "--map", "y"), 2, "OURS=THEIRS"),
        (("refresh", "shop.example"), 3, "nothing was read in yet"),
    ],
)
def test_bad_words_get_one_sentence_and_a_code(
    run: Run, words: tuple[str, ...], code: int, sentence: str
) -> None:
    run("add", "shop.example", "blog.example")
    found, out, err = run(*words)
    assert found == code
    assert sentence.casefold() in err.casefold()
    assert out == ""
    assert len(err.strip().splitlines()) == 1


def test_who_is_not_to_be_contacted_is_refused(run: Run) -> None:
    run("add", "shop.example", "blog.example")
    run("move", "1", "Do not contact")
    code, _, err = run("move", "1", "Contacted")
    assert code == 4
    assert "only an owner" in err


def test_an_export_comes_back_by_import(run: Run, tmp_path: Path) -> None:
    run("add", "shop.example", "https://blog.example/a", "--tactic", "guest post", "--tag", "=x")
    run("move", "1", "Contacted", "--on", "2026-02-03")
    path = tmp_path / "out.csv"
    assert run("export", "shop.example", str(path))[0] == 0
    with path.open(newline="") as file:
        header, row = list(csv.reader(file))
    assert dict(zip(header, row, strict=True))["tags"] == "'=x"
    done = document(run, "import", "other.example", str(path))
    assert done["added"] == [2]
    assert document(run, "show", "2")["tags"] == ["=x"]
    assert document(run, "show", "2")["outcome"]["contacted_at"] == "2026-02-03T00:00:00Z"
    for ending in (".xlsx", ".json", ".nl"):
        assert run("export", "shop.example", str(tmp_path / f"out{ending}"))[0] == 0


def test_a_mistyped_site_gets_no_prospects(run: Run, tmp_path: Path) -> None:
    assert run("add", "shop.example", "a.example")[0] == 0  # no site was added: any may be meant
    main(["--workspace", str(tmp_path / "w"), "site", "add", "tools.example"])
    code, _, err = run("add", "tolls.example", "b.example")
    assert code != 0
    assert "tolls.example is no site of yours; did you mean tools.example?" in err
    listed = tmp_path / "list.csv"
    listed.write_text("domain\nc.example\n", "utf-8")
    code, _, err = run("import", "tool.example", str(listed))
    assert code != 0
    assert "did you mean tools.example?" in err
    assert run("add", "shop.example", "b.example")[0] == 0  # it has prospects
    assert run("add", "tools.example", "b.example")[0] == 0


@pytest.mark.parametrize("wrong", ["not an address", "ann@", "a@b@c", "sales", "ftp://a.example/",
                                   "@a.example", "+49 30 1234"])  # fmt: skip
def test_a_contact_that_is_no_address_and_no_page_is_refused(run: Run, wrong: str) -> None:
    run("add", "shop.example", "a.example")
    code, _, err = run("contact", "1", wrong)
    assert code != 0
    assert "mail address" in err
    assert document(run, "show", "1")["contact"] == ""


def test_a_contact_may_be_a_page_or_the_name_of_a_profile(run: Run) -> None:
    run("add", "shop.example", "a.example")
    told = {"https://a.example/contact": "form", "a.example/about": "unknown",
            "@ann": "social profile", "Ann Lee <ann@A.example>": "named"}  # fmt: skip
    for place, kind in told.items():
        assert run("contact", "1", place, "--kind", kind)[0] == 0
    assert document(run, "show", "1")["contact"] == "ann@a.example"


def test_an_address_for_the_board_is_told_apart_from_one_that_campaigns_write_to(
    run: Run, tmp_path: Path
) -> None:
    run("add", "shop.example", "a.example")
    hint = "contacts set a.example --address ed@a.example --found-on URL"
    assert hint in run("contact", "1", "ed@a.example")[2]
    main(["--workspace", str(tmp_path / "w"), "contacts", "set", "a.example", "--address",
          "ed@a.example"])  # fmt: skip
    assert "for the board" not in run("contact", "1", "ed@a.example")[2]
    assert "for the board" not in run("contact", "1", "https://a.example/contact")[2]
