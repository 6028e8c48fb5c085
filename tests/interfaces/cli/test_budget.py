"""The commands budget, pitch plan and pitch simulate, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    told = ["--workspace", str(tmp_path / "w")]
    assert main([*told, "site", "add", "shop.example"]) == 0
    assert main([*told, "prospect", "add", "shop.example", "https://news.example/a"]) == 0
    capsys.readouterr()
    return told


def test_a_budget_is_told_in_words_and_as_json(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*place, "budget", "shop.example"]) == 0
    told = capsys.readouterr()
    assert "week of" in told.out
    assert "links a week" in told.err
    asked = ["budget", "shop.example", "--json", "--weeks", "3", "--holiday", "2026-12-08"]
    assert main([*place, *asked]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["weeks"]) == 3
    assert {"band", "landed", "pledged", "room"} <= set(found["weeks"][0])


def test_a_budget_of_nobody_is_not_found(place: list[str]) -> None:
    assert main([*place, "budget", "other.example"]) == 3
    assert main([*place, "budget", "no domain"]) == 2


def test_a_plan_keeps_hours_money_and_languages(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["pitch", "plan", "shop.example"]
    said = ["--hours", "8", "--budget", "200", "--language", "en", "--language", "de"]
    assert main([*place, *asked, *said]) == 0
    told = capsys.readouterr()
    assert "Plan for shop.example" in told.out
    assert "never a link" in told.err
    assert main([*place, *asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["resources"] == {"hours": 8, "budget": 200, "languages": ["en", "de"]}
    assert found["tactics"][0]["asks"] == 1
    assert main([*place, *asked, "--hours", "-1"]) == 2


def test_a_plan_is_tried_out(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["pitch", "simulate", "shop.example", "--links", "4", "--runs", "50", "--weeks", "30"]
    assert main([*place, *asked]) == 0
    assert "4 links at the natural pace" in capsys.readouterr().err
    assert main([*place, *asked, "--json", "--chance", "0.2", "--seed", "2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["bands"]) == 30
    assert len(found["paced"]["weeks_above_99"]) == 3
    assert main([*place, *asked, "--chance", "2"]) == 2
