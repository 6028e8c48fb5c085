"""The commands of template, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main

TEXT = 'Subject: A dead link\n\nHi {{ first_name | default: "there" }},\n\n{{ sender_name }}\n'


def test_a_template_is_kept_shown_and_filled_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(tmp_path / "w")]
    file = tmp_path / "letter.txt"
    file.write_text(TEXT, "utf-8")
    assert main([*place, "template", "list"]) == 0
    assert main([*place, "template", "add", "dead", str(file), "--language", "en"]) == 0
    assert "version 1" in capsys.readouterr().err
    assert main([*place, "template", "show", "dead", "--version", "1"]) == 0
    assert capsys.readouterr().out == TEXT
    assert main([*place, "template", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["name"] == "dead"
    assert main([*place, "site", "add", "shop.example"]) == 0
    assert main([*place, "prospect", "add", "shop.example", "https://news.example/a"]) == 0
    assert main([*place, "prospect", "contact", "1", "ann@news.example"]) == 0
    asked = [
        *place, "template", "preview", "dead", "--prospect", "1", "--sender", "Bo",
        "--postal-address", "1 High Street", "--organisation", "Shop", "--country", "DE",
        "--set", "name=Ann Lee", "--set", "found_on=https://news.example/contact",
    ]  # fmt: skip
    capsys.readouterr()
    assert main(asked) == 0
    told = capsys.readouterr()
    assert "Hi Ann," in told.out
    assert "Germany asks for consent" in told.err
    assert main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["refused"]["rule"] == "law"
    assert main([*asked, "--set", "name"]) == 2
    assert main([*place, "template", "show", "none"]) == 3


def test_what_is_wrong_with_the_words_is_told_when_they_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ["--workspace", str(tmp_path / "w"), "template", "add"]
    file = tmp_path / "letter.txt"
    file.write_text(
        "Subject: Re: {{ about }}\n\nHi {{ first_name }},\n\nas we discussed, [Name]: "
        "https://bit.ly/abc\n", "utf-8"
    )  # fmt: skip
    assert main([*add, "bad", str(file)]) == 0
    told = capsys.readouterr().err
    assert "Stops it: " in told
    assert "(placeholder)" in told
    assert "(shortener)" in told
    assert "As a first message: " in told
    assert "(deceptive-reply)" in told
    assert "without a fallback: about, first_name." in told
    assert main([*add, "bad", str(file), "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)
    assert (kept["version"], kept["holes"]) == (1, ["about", "first_name"])
    assert {"placeholder", "shortener"} <= {one["rule"] for one in kept["flaws"]}
    file.write_text(TEXT, "utf-8")
    assert main([*add, "good", str(file)]) == 0
    assert capsys.readouterr().err == "good is kept in version 1\n"
