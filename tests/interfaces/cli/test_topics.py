"""The command topics, on a page that was saved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main

PAGE = """<html lang="en"><head><title>Dough for beginners - Baker Wiki</title></head><body>
<main><p>Bread wants flour, water, salt and time. The dough rests for an hour, and the yeast works
while the oven gets hot. Fold the dough twice, and dust the table with flour again before baking.
</p></main></body></html>"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("topics")
    page = folder / "page.html"
    page.write_text(PAGE, "utf-8")
    words = ["--workspace", str(folder / "w"), "ingest", str(page)]
    assert main([*words, "--base-url", "https://baker.example.com/wiki/dough"]) == 0
    return folder / "w"


def test_a_person_reads_the_type_and_why(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--workspace", str(workspace), "topics", "example.com"]) == 0
    told = capsys.readouterr()
    assert "example.com: wiki" in told.out
    assert "its titles say wiki" in " ".join(told.out.split())
    assert "No topics were learnt yet" in told.err


def test_a_program_reads_one_document(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--workspace", str(workspace), "topics", "example.com", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {
        "domain", "type", "probability", "reasons", "pages", "languages", "topics", "evidence",
        "note",
    }  # fmt: skip
    assert document["type"] == "wiki"
    assert 0 < document["probability"] <= 1
    assert document["evidence"][0].startswith("https://baker.example.com/wiki/dough (")


def test_an_empty_index_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--workspace", str(tmp_path), "topics", "example.com"]) == 3
    assert "ingest" in capsys.readouterr().err


def test_what_is_no_domain_is_refused(workspace: Path) -> None:
    assert main(["--workspace", str(workspace), "topics", "not a domain"]) == 2
