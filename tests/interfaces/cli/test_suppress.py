"""The commands of suppress, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main


def test_who_is_suppressed_is_listed_in_every_client(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(tmp_path)]
    assert main([*place, "client", "add", "second"]) == 0
    listed = tmp_path / "list.txt"
    listed.write_text("bob@b.example\nnobody\n", "utf-8")
    capsys.readouterr()
    added = [*place, "--client", "second", "suppress", "add", "Ann+x@a.example", "--json"]
    assert main(added) == 0
    assert json.loads(capsys.readouterr().out)["added"] == 1
    assert main([*place, "suppress", "import", str(listed)]) == 0
    assert "list.txt:2" in capsys.readouterr().err
    assert main([*place, "suppress", "list", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["value"], one["client"]) for one in found] == [
        ("ann@a.example", "second"),
        ("bob@b.example", "home"),
    ]
    assert main([*place, "suppress", "list", "--search", "bob"]) == 0
    told = capsys.readouterr().out
    assert "bob@b.example" in told
    assert "ann@a.example" not in told


def test_what_is_no_address_and_no_reason_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(tmp_path), "suppress"]
    assert main([*place, "add", "ann@a.example", "co.uk"]) == 2
    assert main([*place, "add", "ann@a.example", "--reason", "erased"]) == 2
    assert main([*place, "import", str(tmp_path / "none.csv")]) == 2
    assert main([*place, "list", "--kind", "thing"]) == 2
    capsys.readouterr()
    assert main([*place, "list"]) == 0
    assert "Nobody is suppressed" in capsys.readouterr().err
