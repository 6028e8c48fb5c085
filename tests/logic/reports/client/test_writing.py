"""The report in words: both editions, both languages, whatever is known or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from backlinkbot.core.client_report import Brand, ClientReport, Edition
from backlinkbot.core.results import Effect, Results, SourceResult, Sums, Worked
from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.client.telling import LANGUAGES
from backlinkbot.logic.reports.client.writing import ORDER, Told, told_in
from backlinkbot.logic.reports.document import Table
from backlinkbot.logic.reports.html import html_page

Make = Callable[..., ClientReport]
BRAND = Brand(agency="Northlight & Sons", contact="ada@northlight.example")
EVERY = [(language, edition) for language in LANGUAGES for edition in Edition]
SINCE, UNTIL = date(2026, 10, 1), date(2026, 10, 31)


def results(visits: float, days: int = 31) -> Results:
    effect = Effect(Worked.LIKELY, "", change=0.2, low=0.1, high=0.3, gained=4)
    return Results(
        domain="shop.example", since=SINCE, until=UNTIL, sentence="",
        total=Sums(visits, 12, {"EUR": 1_050.5, "": 3}), before=Sums(90), channels={},
        search_clicks=None, search_impressions=None, search_clicks_before=None, by_domain=(),
        by_link=(), unplaced=0, weeks=(),
        sources=(SourceResult("ga4", days, SINCE, UNTIL, visits, 1, True),),  # noqa: FBT003
        left_out={}, effect=effect, imports=(),
    )  # fmt: skip


def said(told: Told) -> dict[str, str]:
    return {one.id: one.text for one in told.sentences}


def english(report: ClientReport, edition: Edition = Edition.SPECIALIST) -> dict[str, str]:
    return said(told_in(report, "en", edition, BRAND))


@pytest.mark.parametrize(("language", "edition"), EVERY)
def test_every_edition_is_written_in_every_language(
    make: Make, language: str, edition: Edition
) -> None:
    told = told_in(make(results=results(200)), language, edition, BRAND)
    names = [section.name for section in told.document.sections]
    assert names == [name for name in ORDER[edition] if name in names]
    assert told.document.language == language
    assert "Northlight & Sons" in told.document.footer


@pytest.mark.parametrize(("language", "edition"), EVERY)
def test_nothing_known_is_written_too(make: Make, language: str, edition: Edition) -> None:
    empty = make().quality_now
    nothing = replace(empty, strong=0, medium=0, weak=0, histogram=(0,) * 10)
    now = make().level
    assert now
    told = make(
        authority=None, audit=None, velocity=None, goals=(), gap={}, then=None, results=None
    )
    written = told_in(replace(told, weeks=(), quality_now=nothing), language, edition, BRAND)
    assert written.document.sections


@pytest.mark.parametrize(("language", "edition"), EVERY)
def test_each_sentence_names_facts_that_there_are(
    make: Make, language: str, edition: Edition
) -> None:
    report = make(results=results(200))
    for one in told_in(report, language, edition, BRAND).sentences:
        assert set(one.facts) <= report.facts.keys()


def test_no_number_gets_into_a_sentence_but_by_a_fact(make: Make) -> None:
    """Each sentence again without its facts' values holds no digit, but for the scale of 100."""
    report = make(results=results(200))
    blank = replace(
        report, facts={name: replace(fact, value=None) for name, fact in report.facts.items()}
    )
    from backlinkbot.logic.reports.client.telling import Teller

    say = Teller(blank, "en", Edition.SPECIALIST)
    for one in told_in(report, "en", Edition.SPECIALIST, BRAND).sentences:
        key, _, of = one.id.partition(":")
        left = say(key, of=of).replace("out of 100", "").replace("(0 to 100)", "")
        assert not any(letter.isdigit() for letter in left.replace("0 to 100", "")), left


def test_the_headline_goes_by_the_goals_where_there_are_some(make: Make) -> None:
    assert english(make())["headline.partly"].startswith("It is working in part: 1 of 2")


def test_without_goals_the_headline_goes_by_what_was_won_and_lost(make: Make) -> None:
    assert "headline.quiet" in english(make(goals=()))
    assert "headline.yes" in english(make(goals=(), audit=None))
    assert "headline.no" in english(make(goals=(), until=UNTIL, since=date(2026, 10, 10)))


def test_where_nobody_knows_when_links_began_nobody_says_that_nothing_moved(
    make: Make,
) -> None:
    quiet = make(goals=(), since=date(2026, 10, 25))
    assert "headline.still" in english(quiet)
    fact = replace(quiet.facts["now.start-unknown"], value=2)
    undated = replace(quiet, facts={**quiet.facts, fact.name: fact})
    assert "headline.unknown" in english(undated)


def test_domains_that_only_graphs_name_are_told_as_such(
    make: Make, tables: SimpleNamespace
) -> None:
    now = replace(
        tables.now, referring_domains=0, backlinks=0, only_domains=2, quality=tables.split(0, 0, 0)
    )
    told = english(make(goals=(), now=now, domains=tables.rows_of(), audit=None))
    assert "headline.undated" in told
    assert told["summary.only-domains"].startswith("2 more domains link to it")
    assert "risks.none" in told


def test_an_authority_that_was_measured_later_says_so(make: Make, tables: SimpleNamespace) -> None:
    rows = tables.authority_rows(("shop.example", "2026-11-20", 30.0, None, None))
    told = english(make(authority=rows))
    assert "on 20 November 2026: 30 out of 100" in told["summary.authority-later"]


def test_a_period_that_is_not_over_is_told_as_such(make: Make) -> None:
    told = english(make(as_of=date(2026, 10, 21)))
    assert told["summary.running"].endswith("on 21 October 2026.")


def test_visits_are_told_with_each_currency_by_itself(make: Make) -> None:
    told = english(make(results=results(200)))
    assert told["results.visits"].startswith("200 visits")
    worth = [text for key, text in told.items() if key.startswith("results.revenue")]
    assert worth == [
        "They were worth 3.00 (currency not told).",
        "They were worth 1,050.50 EUR.",
    ]
    assert told["results.effect"].startswith("Did the links work? Likely: the 4 pages")


def test_visits_of_days_that_no_file_tells_of_are_not_known(make: Make) -> None:
    assert "results.visits" not in english(make(results=results(0, days=0)))


def test_the_brief_edition_lists_few_rows(make: Make, tables: object) -> None:
    del tables
    document = told_in(make(), "en", Edition.MANAGER, BRAND).document
    rows = [b.rows for s in document.sections for b in s.blocks if isinstance(b, Table)]
    assert all(len(one) <= 3 for one in rows)


def test_the_same_report_gives_the_same_page(make: Make) -> None:
    pages = {
        html_page(told_in(make(), "de", Edition.SPECIALIST, BRAND).document, locale="de")
        for _ in range(2)
    }
    assert len(pages) == 1


def test_how_often_a_verdict_is_wrong_stands_beside_it(make: Make) -> None:
    told = english(make())
    assert told["risks.error-none:error.disavow"].startswith("Of 6,678 verdicts “disavow”")
    assert "risks.error-some:error.review" not in told  # nobody is told to look at anything
    assert "risks.error-none:error.disavow" in english(make(), Edition.MANAGER)
    assert not any("error" in key for key in english(make(audit=None)))


def test_every_section_stands_in_the_whole_edition() -> None:
    assert set(sections) == set(ORDER[Edition.SPECIALIST])
