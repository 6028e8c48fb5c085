"""What a report says of days that the index does not know, and of goals that still run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from backlinkbot.core.client_report import Brand, ClientReport, Edition
from backlinkbot.core.goals import Goal, GoalKind
from backlinkbot.logic.reports.client.telling import LANGUAGES
from backlinkbot.logic.reports.client.writing import told_in
from backlinkbot.logic.reports.document import Cards

Make = Callable[..., ClientReport]
BEFORE, AMID = date(2026, 9, 30), date(2026, 10, 21)


def said(report: ClientReport, edition: Edition, language: str = "en") -> dict[str, str]:
    return {one.id: one.text for one in told_in(report, language, edition, Brand()).sentences}


@pytest.fixture
def silent(make: Make, tables: SimpleNamespace) -> Make:
    """A report of October of an index that ends before it."""
    old = tables.rows_of(tables.row("old.example", started_on=tables.moment(2, 1)))
    return lambda **changes: make(domains=old, known_until=BEFORE, **changes)


@pytest.mark.parametrize("edition", Edition)
def test_an_index_that_ends_before_the_period_tells_of_no_stillness(
    silent: Make, edition: Edition
) -> None:
    told = said(silent(goals=()), edition)
    assert told["headline.not-known"] == (
        "What moved cannot be told: the index knows nothing after 30 September 2026."
    )
    assert not {"headline.still", "won.none", "lost.none", "competitors.pace"} & set(told)
    assert {"won.not-known", "lost.not-known", "card.referring-domains-only"} <= set(told)
    assert "summary.known-until" not in told  # the headline has said it


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_cards_have_no_zeros_for_what_nobody_knows(silent: Make, language: str) -> None:
    document = told_in(silent(goals=()), language, Edition.MANAGER, Brand()).document
    (cards,) = (one for one in document.sections[0].blocks if isinstance(one, Cards))
    assert [card.value for card in cards.cards[2:4]] == ["?", "?"]


def test_a_goal_of_won_domains_cannot_be_told_there(silent: Make) -> None:
    report = silent()
    assert [one.is_met for one in report.goals if one.kind == "referring-domains"] == [None]
    told = said(report, Edition.MANAGER)
    assert told["goals.said-not-known:goal.referring-domains"] == (
        "Referring domains won: the index knows nothing after 30 September 2026, so nobody can "
        "tell yet."
    )


def test_an_index_that_ends_amid_the_period_is_said_to(make: Make) -> None:
    told = said(make(known_until=AMID), Edition.MANAGER)
    assert told["summary.known-until"].startswith("The index knows nothing after 21 October 2026;")
    assert "won.lead" in told
    assert "summary.known-until" not in said(make(known_until=date(2026, 10, 31)), Edition.MANAGER)


@pytest.mark.parametrize("changes", [{"as_of": AMID}, {"known_until": AMID}])
def test_a_goal_is_not_missed_before_its_time_is_over(make: Make, changes: dict[str, date]) -> None:
    told = said(make(**changes), Edition.SPECIALIST)
    assert told["goals.said-running:goal.referring-domains"].endswith(
        "1 so far, where 2 is wanted by 31 October 2026."
    )
    assert "goals.said-met:goal.authority" in told
    assert told["headline.goals-yes"] == "It is working: the goal was met."
    missed = said(make(), Edition.SPECIALIST)
    assert "goals.said-missed:goal.referring-domains" in missed


def test_no_headline_and_no_advice_judges_a_goal_that_still_runs(make: Make) -> None:
    at = datetime(2026, 9, 1, tzinfo=UTC)
    wanted = (Goal("shop.example", GoalKind.REFERRING_DOMAINS, 9, date(2026, 9, 1), "ada", at),)
    told = said(make(as_of=AMID, goals=wanted), Edition.MANAGER)
    assert not {"headline.goals-no", "next.short:goal.referring-domains"} & set(told)
    assert "headline.goals-no" in said(make(goals=wanted), Edition.MANAGER)
