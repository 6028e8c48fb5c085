"""The commands of contacts, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main

PAGE = (
    "<!doctype html><html lang=en><body><p>Jane Smith, editor: jane@tea.example</p></body></html>"
)


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """A workspace that has read one page."""
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    place = ["--workspace", str(tmp_path / "w")]
    url = "https://tea.example/contact"
    assert main([*place, "ingest", str(tmp_path / "page.html"), "--base-url", url]) == 0
    capsys.readouterr()
    return place


def test_contacts_are_found_listed_set_exported_and_erased(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    find = [*place, "contacts", "find", "tea.example", "--offline"]
    assert main([*find, "--json"]) == 0
    (tea,) = json.loads(capsys.readouterr().out)
    assert [(one["address"], one["person"], one["role"]) for one in tea["contacts"]] == [
        ("jane@tea.example", "Jane Smith", "editor")
    ]
    assert tea["country"] is None
    assert main(find) == 0
    assert "contacts set tea.example --country" in capsys.readouterr().err
    assert main([*place, "contacts", "set", "tea.example", "--country", "GB"]) == 0
    capsys.readouterr()
    assert main([*place, "contacts", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["country"] == "GB"
    assert main([*place, "contacts", "export", "jane@tea.example"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["clients"]["home"]["contacts"][0]["address"] == "jane@tea.example"
    assert main([*place, "contacts", "erase", "jane@tea.example", "--dry-run"]) == 0
    assert "would be forgotten" in capsys.readouterr().err
    assert main([*place, "contacts", "erase", "jane@tea.example", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == {
        "home": {"contacts": 1, "prospects": 0, "changes": 0, "messages": 0, "mails": 0}
    }
    assert main(find) == 0
    assert "asked to be forgotten" in capsys.readouterr().err


def test_what_a_user_found_himself_is_kept(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--address", "Bo <bo@tea.example>", "--found-on", "https://tea.example/team"]
    more = ["--person", "Bo Lee", "--role", "Publisher", "--consent", "mail of 2026-10-02"]
    assert main([*place, "contacts", "set", "tea.example", *words, *more, "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)[0]["contacts"]
    assert (one["address"], one["how"]) == ("bo@tea.example", "told by a user")
    assert (one["person"], one["role"], one["consent"]) == (
        "Bo Lee", "Publisher", "mail of 2026-10-02",
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ["find"],
        ["find", "co.uk", "--offline"],
        ["find", "--page", "nothing", "--offline"],
        ["set", "tea.example"],
        ["set", "tea.example", "--country", "Germany"],
        ["set", "tea.example", "--address", "nobody"],
        ["export", "nobody"],
        ["erase", "nobody"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    place: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*place, "contacts", *words]) == 2
    assert capsys.readouterr().err.strip()


def test_the_country_of_several_is_told_at_once_and_must_be_one(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    both = [*place, "contacts", "set", "tea.example", "cup.example"]
    assert main([*both, "--country", "gb"]) == 0
    told = capsys.readouterr().err
    assert "tea.example: no contact is known yet; its country is GB" in told
    assert main([*both, "--country", "gb", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["domain"], one["country"]) for one in found] == [
        ("cup.example", "GB"),
        ("tea.example", "GB"),
    ]
    assert main([*both, "--country", "XX"]) == 2
    assert main([*both, "--country", "UK"]) == 2
    assert "did you mean GB?" in capsys.readouterr().err
    assert main([*both, "--address", "ann@tea.example"]) == 2


def test_contacts_are_looked_for_of_all_prospects_that_have_none(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (
        ["site", "add", "shop.example"],
        *(["prospect", "add", "shop.example", f"https://{one}.example/a"]
          for one in ("tea", "cup", "known", "lost")),
        ["prospect", "move", "4", "lost"],
        ["contacts", "set", "known.example", "--address", "bo@known.example"],
    ):  # fmt: skip
        assert main([*place, *words]) == 0, (words, capsys.readouterr().err)
    capsys.readouterr()
    find = [*place, "contacts", "find", "--offline", "--prospects-of"]
    assert main([*find, "shop.example", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["domain"] for one in found] == ["tea.example", "cup.example"]
    assert main([*find, "shop.example"]) == 0
    assert capsys.readouterr().err.count("not known, so nothing may be sent") == 1
    assert main([*find, "shpo.example"]) == 3
    assert "did you mean shop.example?" in capsys.readouterr().err
    assert main([*place, "contacts", "set", "cup.example", "--address", "a@cup.example"]) == 0
    assert main([*find, "shop.example"]) == 2
    assert "Every open prospect of shop.example has a contact" in capsys.readouterr().err
    assert main([*place, "contacts", "list"]) == 0
    told = capsys.readouterr().err
    assert "The countries of 3 are not known" in told
    assert "contacts set cup.example known.example tea.example --country CODE" in told


def test_an_address_of_nobody_known_is_an_address_and_the_law_goes_by_it_alone(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = {
        "x@one.example": ("unknown", "named"), "info@two.example": ("role address", "office"),
        "bo@gmail.com": ("unknown", "private"),
    }  # fmt: skip
    for number, (address, (kind, _)) in enumerate(told.items()):
        words = ["contacts", "set", f"site{number}.example", "--address", address, "--json"]
        assert main([*place, *words]) == 0
        (one,) = json.loads(capsys.readouterr().out)[0]["contacts"]
        assert (one["address"], one["kind"]) == (address, kind)
    assert main([*place, "contacts", "set", "p.example", "--address", "bo@p.example",
                 "--person", "Bo Lee", "--json"]) == 0  # fmt: skip
    assert json.loads(capsys.readouterr().out)[0]["contacts"][0]["kind"] == "named person"
    assert main([*place, "contacts", "list"]) == 0
    table = capsys.readouterr().out
    for address, (_, column) in told.items():
        (row,) = [line for line in table.splitlines() if address in line]
        assert f" {column} " in row
        assert "named person" not in row
