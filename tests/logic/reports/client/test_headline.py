"""Whether it is working: said of reached goals and of good links, never of mere numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from backlinkbot.core.client_report import Brand, ClientReport, Edition
from backlinkbot.core.goals import Goal, GoalKind
from backlinkbot.logic.reports.client.telling import LANGUAGES
from backlinkbot.logic.reports.client.writing import told_in

Make = Callable[..., ClientReport]
WORKING = {"en": "It is working", "de": "Es wirkt:"}


@pytest.fixture
def won(make: Make, tables: SimpleNamespace) -> Callable[..., ClientReport]:
    """A report without goals of two lost sites and of won ones, by their strength."""

    def report(*strengths: str) -> ClientReport:
        lost = [
            tables.row(f"gone{n}.example", lost_on=tables.moment(10, 20), lost_reason="page_gone",
                       state="lost", links=0)
            for n in range(2)
        ]  # fmt: skip
        new = [
            tables.row(f"new{n}.example", started_on=tables.moment(10, 4), strength=strength,
                       quality=None if strength == "unjudged" else 50.0)
            for n, strength in enumerate(strengths)
        ]  # fmt: skip
        return make(goals=(), audit=None, domains=tables.rows_of(*new, *lost))

    return report


def said(report: ClientReport, language: str = "en", edition: Any = Edition.MANAGER) -> str:
    brand = Brand()
    sentences = told_in(report, language, edition, brand).sentences
    return next(one.text for one in sentences if one.id.startswith("headline."))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("strength", ["unjudged", "weak"])
def test_many_links_that_are_not_good_do_not_work(
    won: Callable[..., ClientReport], language: str, strength: str
) -> None:
    text = said(won(*[strength] * 8), language)
    assert WORKING[language] not in text
    assert "8" in text


def test_what_is_missing_for_an_answer_is_said(won: Callable[..., ClientReport]) -> None:
    assert said(won(*["unjudged"] * 8)) == (
        "Whether it is working cannot be told yet: 8 sites began to link to The Shop and 2 were "
        "lost, but none of the new links could be judged."
    )
    assert said(won(*["weak"] * 2, *["unjudged"] * 6)) == (
        "Whether it is working cannot be told yet: 8 sites began to link to The Shop, 2 of them "
        "judged, and 2 were lost; no new link is strong or medium."
    )
    assert said(won(*["weak"] * 8)) == (
        "More sites were won than lost (8 against 2), but none with a strong or medium link: "
        "that is not working yet."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("strength", ["strong", "medium"])
def test_one_good_link_among_more_won_than_lost_works(
    won: Callable[..., ClientReport], language: str, strength: str
) -> None:
    assert said(won(strength, "weak", "weak"), language).startswith(WORKING[language])


def test_won_sites_that_nobody_could_judge_are_told_apart(won: Callable[..., ClientReport]) -> None:
    report = won("strong", "weak", *["unjudged"] * 6)
    assert said(report) == (
        "It is working: 8 sites began to link to The Shop, 2 of them judged, and 2 were lost."
    )
    assert said(report, "de") == (
        "Es wirkt: 8 Websites verweisen neu auf The Shop, 2 davon bewertet, 2 gingen verloren."
    )
    assert report.value("won.judged") == 2
    assert "2 of them judged, 1 strong" in str(
        told_in(report, "en", Edition.MANAGER, Brand()).document.sections[0]
    )


@pytest.mark.parametrize(
    ("count", "language", "text"),
    [
        (1, "en", "It is not working yet: the goal was not met."),
        (1, "de", "Es wirkt noch nicht: das Ziel wurde nicht erreicht."),
        (2, "en", "It is not working yet: none of the 2 goals was met."),
        (2, "de", "Es wirkt noch nicht: keines der 2 Ziele wurde erreicht."),
    ],
)
def test_missed_goals_are_said_to_be_missed(
    make: Make, count: int, language: str, text: str
) -> None:
    kinds = (GoalKind.REFERRING_DOMAINS, GoalKind.AUTHORITY)[:count]
    since, at = date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)
    goals = tuple(Goal("shop.example", kind, 999, since, "me", at) for kind in kinds)
    assert said(make(goals=goals), language) == text
