"""Who sits at the machine is called by one name, also where the machine has none for him."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.core.access import LOCAL
from backlinkbot.interfaces.cli import options
from backlinkbot.interfaces.cli.main import main


@pytest.mark.parametrize("error", [KeyError("getpwuid(): uid not found: 1234"), OSError("no name")])
def test_in_a_container_without_names_everything_can_be_done(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def nobody() -> str:
        raise error

    monkeypatch.setattr(options, "getuser", nobody)
    place = ["--workspace", str(tmp_path / "w")]
    letter = tmp_path / "letter.txt"
    letter.write_text("Subject: A link\n\nHi there,\n\nwould it serve?\n", "utf-8")
    assert main([*place, "template", "add", "first", str(letter), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["by"] == LOCAL.name
    assert main([*place, "suppress", "add", "ann@news.example"]) == 0
    assert main([*place, "prospect", "add", "shop.example", "news.example"]) == 0


def test_one_person_has_one_name_in_all_that_he_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "getuser", lambda: "olga")
    place = ["--workspace", str(tmp_path / "w")]
    assert main([*place, "site", "add", "shop.example"]) == 0
    assert main([*place, "goal", "set", "shop.example", "visits", "10", "--json"]) == 0
    told = capsys.readouterr().out
    assert json.loads(told)["by"] == "olga"
    assert main([*place, "prospect", "add", "shop.example", "news.example"]) == 0
    capsys.readouterr()
    assert main([*place, "prospect", "show", "1", "--json"]) == 0
    assert [line["by"] for line in json.loads(capsys.readouterr().out)["history"]] == ["olga"]
