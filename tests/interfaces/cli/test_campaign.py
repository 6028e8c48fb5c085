"""The commands of sequence, campaign and pitch, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main

LETTER = 'Subject: A dead link\n\nHi {{ first_name | default: "there" }},\n\non {{ page_url }}?\n'
MAILBOX = "bo@shop.example"


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """A site with a prospect that can be reached, a letter, a mailbox."""
    place = ["--workspace", str(tmp_path / "w")]
    file = tmp_path / "letter.txt"
    file.write_text(LETTER, "utf-8")
    for words in (
        ["template", "add", "first", str(file)],
        ["template", "add", "second", str(file)],
        ["site", "add", "shop.example"],
        ["prospect", "add", "shop.example", "https://news.example/a", "--tactic", "broken link"],
        ["contacts", "set", "news.example", "--address", "ann@news.example", "--country", "US",
         "--found-on", "https://news.example/contact"],
        ["mailbox", "add", MAILBOX, "--smtp", "127.0.0.1:1", "--smtp-security", "none",
         "--user", "none"],
    ):  # fmt: skip
        assert main([*place, *words]) == 0, (words, capsys.readouterr().err)
    capsys.readouterr()
    return place


def campaign(place: list[str], *more: str) -> list[str]:
    return [
        *place, "campaign", "add", "shop.example", "spring", "--sequence", "two",
        "--mailbox", MAILBOX, "--sender", "Bo Lind", "--postal-address", "1 High Street", *more,
    ]  # fmt: skip


def test_a_sequence_is_kept_listed_and_withdrawn(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*place, "sequence", "list"]) == 0
    assert "no sequences yet" in capsys.readouterr().err
    add = [*place, "sequence", "add", "two", "first|second", "3:second", "--hours", "8-18"]
    assert main([*add, "--days", "Mon,tuesday", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["steps"] == [
        {"templates": ["first", "second"], "after_days": 0},
        {"templates": ["second"], "after_days": 3},
    ]
    assert (told["hours"], told["days"], told["version"]) == ([8, 18], ["mon", "tue"], 1)
    assert main(add) == 0
    assert "version 2" in capsys.readouterr().err
    for wrong in (["no step"], ["first", "3:third"], ["first", "second", "3:first", "4:second"],
                  ["first", "--hours", "noon"], ["first", "--days", "someday"]):  # fmt: skip
        assert main([*place, "sequence", "add", "two", *wrong]) == 2
    assert main([*place, "sequence", "withdraw", "two"]) == 0
    assert main([*place, "sequence", "withdraw", "three"]) == 3
    capsys.readouterr()
    assert main([*place, "sequence", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_campaign_from_making_it_to_its_approval(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*place, "pitch", "status"]) == 0
    assert "no campaigns yet" in capsys.readouterr().err
    assert main(campaign(place)) == 2
    assert "here is no sequence two" in capsys.readouterr().err
    assert main([*place, "sequence", "add", "two", "first", "3:second"]) == 0
    assert main(campaign(place, "--json")) == 0
    assert json.loads(capsys.readouterr().out.strip())["number"] == 1
    assert main(campaign(place)) == 2  # the name is taken
    assert main([*place, "campaign", "enrol", "1"]) == 0
    assert "1 put in" in capsys.readouterr().err
    assert main([*place, "pitch", "approve", "1"]) == 0
    shown = capsys.readouterr()
    assert "ann@news.example" in shown.out
    assert "Nothing has gone." in shown.err
    assert main([*place, "pitch", "approve", "1", "--json"]) == 0
    digest = json.loads(capsys.readouterr().out)["digest"]
    assert main([*place, "pitch", "status"]) == 0
    assert "To see what would go next: " in capsys.readouterr().err
    assert main([*place, "pitch", "approve", "1", "--yes", "0" * 16]) == 4
    assert "has changed since you looked" in capsys.readouterr().err
    assert main([*place, "pitch", "approve", "1", "--yes", digest]) == 0
    assert "1 approved" in capsys.readouterr().err
    assert main([*place, "pitch", "status"]) == 0
    assert "What is approved goes when it is due: " in capsys.readouterr().err
    assert main([*place, "mailbox", "list"]) == 0
    assert "nothing sent yet" in capsys.readouterr().out
    assert main([*place, "pitch", "status", "--json"]) == 0
    (standing,) = json.loads(capsys.readouterr().out)
    assert standing["messages"] == {"approved": 1}
    assert main([*place, "pitch", "send", "--dry-run", "--json"]) == 0
    seen = json.loads(capsys.readouterr().out)
    assert len(seen["would_go"]) + len(seen["waiting"]) <= 1  # it goes in the recipient's day
    assert main([*place, "pitch", "results"]) == 0
    assert "Nobody was asked yet" in capsys.readouterr().err


def test_a_campaign_rests_changes_its_rule_and_lets_prospects_go(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*place, "sequence", "add", "two", "first", "3:second"]) == 0
    assert main(campaign(place)) == 0
    assert main([*place, "campaign", "enrol", "1", "1"]) == 0
    assert main([*place, "campaign", "pause", "1", "--why", "a holiday"]) == 0
    assert main([*place, "campaign", "rule", "1", "--approve-follow-ups"]) == 0
    capsys.readouterr()
    assert main([*place, "campaign", "list", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["is_paused"], told["paused_why"], told["approves_follow_ups"]) == (
        True, "a holiday", True,
    )  # fmt: skip
    assert main([*place, "campaign", "resume", "1"]) == 0
    assert main([*place, "campaign", "take-out", "1", "1"]) == 0
    assert "Ended for 1" in capsys.readouterr().err
    assert main([*place, "campaign", "enrol", "1", "9"]) == 3
    assert main([*place, "campaign", "enrol-removals", "1"]) == 2
    assert main([*place, "campaign", "pause", "7"]) == 3
    assert main([*place, "pitch", "decide", "<x@y>", "--gone"]) == 3
    assert main([*place, "pitch", "suggest", "1"]) == 2
    assert "o model is set" in capsys.readouterr().err


def test_what_is_empty_says_how_to_go_on(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = ["--workspace", str(tmp_path / "new")]
    for words, said in (
        (["mailbox", "list"], "mailbox add ADDRESS"),
        (["contacts", "list"], "contacts find DOMAIN"),
        (["pitch", "inbox", "--waiting"], "Nothing waits for you."),
        (["pitch", "inbox"], "Nothing came back yet."),
    ):
        assert main([*new, *words]) == 0
        assert said in capsys.readouterr().err
    assert main([*place, "sequence", "add", "two", "first"]) == 0
    assert main(campaign(place)) == 0
    capsys.readouterr()
    assert main([*place, "pitch", "approve", "1"]) == 0
    assert "Put prospects in" in capsys.readouterr().err
    assert main([*place, "campaign", "enrol", "1"]) == 0
    assert main([*place, "campaign", "enrol", "1"]) == 0
    assert "1 in it already." in capsys.readouterr().err
    assert main([*place, "pitch", "status"]) == 0
    assert "sent" in capsys.readouterr().out


def test_a_campaign_for_a_site_that_is_mistyped_is_refused(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*place, "sequence", "add", "two", "first"]) == 0
    wrong = ["shopp.example" if word == "shop.example" else word for word in campaign(place)]
    assert main(wrong) == 3
    assert "no site of yours; did you mean shop.example?" in capsys.readouterr().err


@pytest.mark.parametrize(("wrong", "said"), [
    (["--country", "XX"], "'XX' is no country; give its code of two letters, like DE or GB"),
    (["--country", "uk"], "did you mean GB?"),
    (["--target", "https://other.example/guide"], "is no page of shop.example"),
])  # fmt: skip
def test_a_campaign_of_a_country_or_page_that_is_none_is_refused(
    place: list[str], capsys: pytest.CaptureFixture[str], wrong: list[str], said: str
) -> None:
    assert main([*place, "sequence", "add", "two", "first"]) == 0
    assert main(campaign(place, *wrong)) == 2
    assert said in capsys.readouterr().err
    assert main(campaign(place, "--country", "gb")) == 0


def test_a_preview_for_a_country_that_is_none_is_refused(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*place, "template", "preview", "first", "--prospect", "1", "--country"]
    assert main([*words, "ZZ"]) == 2
    assert "'ZZ' is no country" in capsys.readouterr().err
    assert main([*words, "de"]) == 0


def test_who_has_no_address_yet_is_counted_when_prospects_are_put_in(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*place, "sequence", "add", "two", "first"]) == 0
    assert main(campaign(place)) == 0
    assert main([*place, "campaign", "enrol", "1"]) == 0
    assert "no address yet" not in capsys.readouterr().err
    assert main([*place, "prospect", "add", "shop.example", "other.example"]) == 0
    assert main([*place, "campaign", "enrol", "1"]) == 0
    told = capsys.readouterr().err
    assert "Of shop.example 1 open prospect has no address yet, so nothing goes there: " in told
    assert "contacts find --prospects-of shop.example" in told


def test_a_campaign_may_have_any_name_once(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*place, "sequence", "add", "two", "first"]) == 0

    def named(name: str) -> list[str]:
        return [name if word == "spring" else word for word in campaign(place)]

    for name in ("Autumn 2026: Bücher & “Gärten”", "日本 — spring", "x" * 60):
        assert main(named(name)) == 0
        assert name in capsys.readouterr().err
    assert main(named("autumn 2026:  bücher & “gärten”\n")) == 2
    assert "has a campaign autumn 2026: bücher" in capsys.readouterr().err
    for name in ("", " \u200b", "x" * 61):
        assert main(named(name)) == 2
        assert "1 to 60 characters" in capsys.readouterr().err


@pytest.mark.parametrize("words", [
    ["pitch", "status"], ["pitch", "results"], ["pitch", "landed"], ["pitch", "plan"],
    ["campaign", "list"], ["prospect", "list"], ["prospect", "refresh"], ["budget"],
], ids=" ".join)  # fmt: skip
def test_a_mistyped_site_is_no_empty_one(
    place: list[str], capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main([*place, *words, "shpo.example"]) == 3
    said = capsys.readouterr().err
    assert "shpo.example is no site of yours; did you mean shop.example?" in said
