"""Facts of a report: what counts as won, where each number is from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

from backlinkbot.core.client_report import ClientReport
from backlinkbot.core.goals import GoalKind

Make = Callable[..., ClientReport]


def test_what_is_doubtful_counts_nowhere_as_won(make: Make) -> None:
    report = make()
    assert (report.value("won.all"), report.value("won.earned")) == (2, 1)
    assert report.value("won.doubtful") == 1
    assert [one.domain for one in report.won] == ["good.example", "doubtful.example"]
    reached = {one.kind: one.actual for one in report.goals}
    assert reached[GoalKind.REFERRING_DOMAINS] == 1


def test_authority_is_that_of_the_time(make: Make) -> None:
    (won, _) = make().won
    assert (won.authority_then, won.measured_on) == (50.0, "2026-09-15")
    assert won.authority_now == 60.0


def test_before_the_first_release_the_first_one_after_is_told_with_its_day(
    make: Make, tables: SimpleNamespace
) -> None:
    rows = tables.authority_rows(("good.example", "2026-10-20", 44.0, None, None))
    (won, _) = make(authority=rows).won
    assert (won.authority_then, won.measured_on) == (44.0, "2026-10-20")


def test_a_change_of_authority_is_that_of_the_releases_of_the_period(make: Make) -> None:
    report = make()
    assert report.value("authority.change") == 3.5
    assert report.value("authority.verdict") == "up"
    assert make(since=date(2026, 10, 16)).value("authority.change") is None


def test_without_releases_nothing_is_known_of_authority(make: Make) -> None:
    report = make(authority=None)
    assert report.value("authority.now") is None
    goals = {one.kind: one.is_met for one in report.goals}
    assert goals[GoalKind.AUTHORITY] is None


def test_goals_are_held_against_what_was_reached(make: Make) -> None:
    goals = {one.kind: one.is_met for one in make().goals}
    assert goals == {GoalKind.REFERRING_DOMAINS: False, GoalKind.AUTHORITY: True}


def test_a_loss_on_the_last_day_is_in_and_one_on_the_day_after_is_not(
    make: Make, tables: SimpleNamespace
) -> None:
    rows = tables.rows_of(
        tables.row("last.example", lost_on=tables.moment(10, 31), lost_reason="host_gone"),
        tables.row("after.example", lost_on=tables.moment(11, 1), lost_reason="host_gone"),
    )
    report = make(domains=rows)
    assert [one.domain for one in report.lost] == ["last.example"]
    assert report.value("lost.may-return") == 0


def test_a_loss_that_an_owner_can_undo_may_return(make: Make) -> None:
    (lost,) = make().lost
    assert lost.may_return
    assert make().lost_reasons == (("page_gone", 1),)


def test_levels_of_the_field_are_those_of_the_last_day(make: Make) -> None:
    own, rival = make().rivals
    assert (own.domain, own.referring_domains, own.won, own.lost) == ("shop.example", 3, 2, 1)
    assert (rival.domain, rival.referring_domains, rival.won) == ("rival.example", 2, 1)
    assert make().value("rivals.place") == 1


def test_domains_known_from_graphs_alone_are_neither_won_nor_counted(
    make: Make, tables: SimpleNamespace
) -> None:
    rows = tables.rows_of(
        tables.row("graph.example", started_on=tables.moment(10, 3), basis="domain")
    )
    report = make(domains=rows, field={"shop.example": rows})
    assert report.value("won.all") == 0
    assert report.rivals[0].referring_domains == 0


def test_every_fact_says_where_it_is_from(make: Make) -> None:
    for name, fact in make().facts.items():
        assert fact.name == name
        assert fact.source


def test_the_document_tells_facts_and_rows(make: Make) -> None:
    told = make().as_document()
    facts = {one["fact"]: one["value"] for one in told["facts"]}
    assert facts["now.referring-domains"] == 3
    assert facts["period.since"] == "2026-10-01"
    assert told["won"][0]["began_on"] == "2026-10-03"
    assert told["competitors"][0]["domain"] == "shop.example"
