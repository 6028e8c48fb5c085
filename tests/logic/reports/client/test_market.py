"""What competitors did, and the best next links: which are told, and in which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from backlinkbot.core.chances import Tactic
from backlinkbot.core.client_report import Brand, ClientReport, Edition
from backlinkbot.core.plays import Advice, Allowed, Cost, Play, PlayKind, PlayLink
from backlinkbot.logic.reports.client.telling import LANGUAGES, texts
from backlinkbot.logic.reports.client.writing import told_in

Make = Callable[..., ClientReport]


def play(kind: PlayKind, *days: date, allowed: Allowed = Allowed.YES) -> Play:
    links = tuple(
        PlayLink(f"s{n}.example", f"https://s{n}.example/", "https://rival.example/study", "a",
                 "content", day, True, True, None, ())  # noqa: FBT003
        for n, day in enumerate(days)
    )  # fmt: skip
    advice = Advice(Cost.MEDIUM, "", allowed, "", allowed is Allowed.YES, "")
    return Play(
        kind, "", min(days), max(days), "https://rival.example/study", 1.0, (), len(days), 1.0,
        None, 0.9, advice, (), links, open_to_us=1,
    )  # fmt: skip


def chance(name: str, **told: Any) -> dict[str, Any]:
    return {
        "prospect": name, "page": f"https://{name}/links", "tactic": "resource page",
        "worth_points": 1.84, "relevance": 0.91, "p_reply": 0.09, "minutes": 20.0,
        "value_per_hour": 0.3, "reasons": ["lists 30 sites"], "sells": None, **told,
    }  # fmt: skip


IN, BEFORE = date(2026, 10, 10), date(2026, 9, 10)
PLAYS = (
    play(PlayKind.ASSET, IN, allowed=Allowed.NO),
    play(PlayKind.DIGITAL_PR, BEFORE, IN, IN),
    play(PlayKind.RESOURCES, BEFORE),
    play(PlayKind.TRICKLE, IN, IN, IN),
)


@pytest.fixture
def report(make: Make) -> ClientReport:
    chances = (chance("sells.example", sells=True), chance("good.example"), chance("b.example"))
    return make(plays=(("rival.example", PLAYS),), chances=chances, chances_on=date(2026, 10, 30))


def said(report: ClientReport, edition: Edition, language: str = "en") -> dict[str, str]:
    return {one.id: one.text for one in told_in(report, language, edition, Brand()).sentences}


def test_plays_count_what_they_won_in_the_period_the_most_first(report: ClientReport) -> None:
    told = [(one.kind, one.won, one.open_to_us) for one in report.plays]
    assert told == [("digital-PR burst", 2, 1), ("data or tool asset", 1, None)]


def test_who_sells_links_is_no_advice_for_next_month(report: ClientReport) -> None:
    assert [one.prospect for one in report.chances] == ["good.example", "b.example"]


def test_a_manager_reads_a_sentence_of_each(report: ClientReport) -> None:
    told = said(report, Edition.MANAGER)
    assert told["competitors.play"] == (
        "rival.example won 2 domains with a digital-PR burst: medium cost, allowed."
    )
    assert told["next.chance"] == (
        "Earn the best next link: good.example, which lists sites like this one."
    )
    assert "next.why:chance.1" not in told


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "good.example lists sites like this one: same niche 91 %, worth 1.8 points of "
            "authority, typical reply 9 %.",
        ),
        (
            "de",
            "good.example führt Websites wie diese auf: gleiche Nische 91 %, Wert 1,8 Punkte "
            "Autorität, übliche Antwortquote 9 %.",
        ),
    ],
)
def test_a_specialist_reads_why_in_words(
    report: ClientReport, language: str, expected: str
) -> None:
    text = said(report, Edition.SPECIALIST, language)["next.why:chance.1"]
    assert (
        text.replace("\u00a0", " ").replace("\u202f", " ").replace("%", " %").replace("  ", " ")
        == expected
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tactic_and_play_has_its_words(language: str) -> None:
    words = texts(language)["word"]
    wanted = [f"{part}-{one}" for one in Tactic for part in ("tactic", "why")]
    wanted += [f"play-{one}" for one in PlayKind]
    wanted += [f"cost-{one}" for one in Cost] + [f"rules-{one}" for one in Allowed]
    assert [one for one in wanted if one not in words] == []


def test_without_a_find_the_gap_is_what_to_go_after(make: Make) -> None:
    told = said(make(), Edition.SPECIALIST)
    assert "next.gap" in told
    assert "competitors.plays" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "missing", [{"worth_points"}, {"relevance"}, {"worth_points", "relevance"}]
)
def test_what_is_not_known_of_an_opportunity_is_passed_over(
    make: Make, language: str, missing: set[str]
) -> None:
    one = chance("good.example", **dict.fromkeys(missing))
    report = make(chances=(one,), chances_on=date(2026, 10, 30))
    told = said(report, Edition.SPECIALIST, language)
    (text,) = [text for name, text in told.items() if name.startswith("next.why")]
    assert texts(language)["word"]["unknown"] not in text
