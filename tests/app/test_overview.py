"""Main numbers of a site: as in the profile, as in the rows behind them, and of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from databases import Databases
from tests.app.test_link_rows import TARGET, fill
from tests.app.test_releases import ladder, put

from backlinkbot.app.profile import (
    RowQuestion,
    View,
    anchor_rows,
    courses,
    domain_rows,
    link_rows,
    overview,
    profile,
)
from backlinkbot.app.standings import standings
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock, FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import Site, Strength
from backlinkbot.core.settings import Settings
from backlinkbot.logic.judge.quality import MEDIUM_FROM, STRONG_FROM
from backlinkbot.logic.reports import page_charts

ALL = "all of it"


@pytest.fixture(scope="module")
def filled(
    all_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """Links of thirty sites to one domain; for questions that change nothing."""
    folder = tmp_path_factory.mktemp("overview") / "workspace"
    settings = all_databases.settings(folder, workers=1)
    with Workspace(settings, DatedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))) as opened:
        fill(opened)
        yield opened


def test_the_numbers_are_those_of_the_profile(filled: Workspace) -> None:
    told, known = overview(filled, TARGET).overview, profile(filled, TARGET)
    now = told.now
    assert now.backlinks == known.backlinks
    assert now.referring_domains == known.referring_domains
    assert now.followed_share == pytest.approx(known.followed_share)
    assert (now.strong, now.medium, now.weak, now.unjudged) == (
        known.quality.strong, known.quality.medium, known.quality.weak, known.quality.unjudged,
    )  # fmt: skip
    assert told.histogram == known.quality.histogram
    assert told.weeks == known.weeks
    assert (told.won, told.lost) == (known.new_30d, known.lost_30d)
    assert told.start_unknown == known.start_unknown
    assert set(told.placements) == set(known.placements)


def test_the_thirty_days_end_when_links_were_read_last(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))
    with Workspace(Settings(workspace=tmp_path / "late", workers=1), clock) as late:
        fill(late)
        clock.sleep(60 * 24 * 3600)
        told, known = overview(late, TARGET).overview, profile(late, TARGET)
        assert (told.as_of, told.recent_until) == (date(2026, 12, 31), date(2026, 10, 30))
        assert (told.won, told.lost) == (known.new_30d, known.lost_30d)
        assert told.lost > 0
        for recent, number in (("won", told.won), ("lost", told.lost)):
            question = RowQuestion(limit=0, recent=recent, basis="pages")
            assert domain_rows(late, TARGET, question).total == number
        (one,) = standings(late, [Site(TARGET)])
        assert (one.new_30d, one.lost_30d) == (told.won, told.lost)
        assert any("up to 2026-10-30, when links were read last" in s for s in known.findings)
        then = overview(late, TARGET, View(as_of=date(2026, 10, 15))).overview
        assert then.recent_until == then.as_of == date(2026, 10, 15)


def test_every_number_has_as_many_rows(filled: Workspace) -> None:
    told = overview(filled, TARGET).overview

    def links(**wishes: Any) -> int:
        return link_rows(filled, TARGET, RowQuestion(limit=0, **wishes)).total

    def sites(**wishes: Any) -> int:
        return domain_rows(filled, TARGET, RowQuestion(limit=0, **wishes)).total

    assert links(status=("live",)) == told.now.backlinks
    assert sites(status=("live",), basis="pages") == told.now.referring_domains
    assert sites(recent="won") == told.won
    assert sites(recent="lost") == told.lost
    assert links(recent="lost") == told.links_lost > 0
    for word in Strength:
        assert links(status=("live",), quality=(word,)) == getattr(told.now, word)
    for one in told.placements:
        placed = {"status": ("live",), "placements": (one.name,)}
        assert links(**placed) == one.links
        assert links(**placed, one_per_domain=True) == one.domains


def test_an_earlier_day_is_what_was_known_then(filled: Workspace) -> None:
    view = View(as_of=date(2026, 10, 15))
    then = overview(filled, TARGET, view).overview
    known = profile(filled, TARGET, as_of=date(2026, 10, 15))
    assert (then.now.backlinks, then.now.referring_domains) == (
        known.backlinks, known.referring_domains,
    )  # fmt: skip
    assert then.now.backlinks < overview(filled, TARGET).overview.now.backlinks
    rows = link_rows(filled, TARGET, RowQuestion(view=view, limit=500)).table
    assert set(rows["state"].to_pylist()) == {"live"}
    assert set(rows["lost_on"].to_pylist()) == {None}


@pytest.mark.parametrize(
    ("view", "part"),
    [
        (View("domain"), ALL),
        (View("subdomains", f"www.{TARGET}"), ALL),
        (View("url", f"http://www.{TARGET}"), ALL),
        (View("prefix", f"{TARGET}/"), ALL),
        (View("prefix", f"{TARGET}/blog"), "nothing"),
        (View("subdomains", f"shop.{TARGET}"), "nothing"),
    ],
)
def test_a_part_has_its_own_links_domains_and_anchors(
    filled: Workspace, view: View, part: str
) -> None:
    ask, whole = RowQuestion(view=view, limit=0), RowQuestion(limit=0)
    for verb in (link_rows, domain_rows, anchor_rows):
        every = verb(filled, TARGET, whole).total
        assert verb(filled, TARGET, ask).total == (every if part == ALL else 0)
    assert overview(filled, TARGET, view).overview.now.backlinks == (
        overview(filled, TARGET).overview.now.backlinks if part == ALL else 0
    )


@pytest.mark.parametrize(
    "view", [View("everything"), View("url", "rival.example/a"), View(target="no name")]
)
def test_a_part_of_something_else_is_refused(filled: Workspace, view: View) -> None:
    with pytest.raises(BadInput):
        overview(filled, TARGET, view)


def test_who_is_not_linked_to_is_not_found(filled: Workspace, workspace: Workspace) -> None:
    for one in (filled, workspace):
        with pytest.raises(NotFound):
            overview(one, "nobody.example")


def test_similar_links_are_one_row_that_counts_them(filled: Workspace) -> None:
    every = link_rows(filled, TARGET, RowQuestion(limit=500)).table.to_pylist()
    rows = link_rows(filled, TARGET, RowQuestion(limit=500, similar=True)).table.to_pylist()
    kinds = {(one["source_domain"], one["target_url"], one["anchor"]) for one in every}
    assert len(rows) == len(kinds) < len(every)
    assert sum(one["similar"] for one in rows) == len(every)


def test_courses_end_at_what_stands_now(filled: Workspace) -> None:
    until = filled.clock.today()
    ours, nobody = courses(filled, [TARGET, "nobody.example"], until)
    told = overview(filled, TARGET).overview
    assert ours.weeks == told.weeks
    assert ours.referring_domains == told.now.referring_domains
    assert ours.start_unknown == told.start_unknown
    assert (nobody.weeks, nobody.referring_domains, nobody.start_unknown) == ((), 0, 0)


def test_authority_of_a_past_day_is_that_of_the_release_then(workspace: Workspace) -> None:
    def told(day: date | None) -> Any:
        return overview(workspace, TARGET, View(as_of=day)).authority

    fill(workspace)
    put(workspace, 8, ladder() | {TARGET: 20.0})
    put(workspace, 9, ladder() | {TARGET: 30.0})
    put(workspace, 10, ladder() | {TARGET: 40.0})
    assert told(None).points == 40
    assert told(date(2026, 10, 1)).points == 40
    assert (told(date(2026, 9, 30)).points, told(date(2026, 9, 1)).points) == (30, 30)
    then = told(date(2026, 8, 31))
    assert (then.points, then.low, then.high, then.note) == (20, 19, 21, "")


def test_before_the_first_measurement_nothing_is_told_but_when_it_was(
    workspace: Workspace,
) -> None:
    fill(workspace)
    put(workspace, 9, ladder())
    put(workspace, 10, ladder() | {TARGET: 40.0})
    day = View(as_of=date(2026, 8, 31))
    then = overview(workspace, TARGET, day).authority
    assert (then.points, then.low, then.high, then.inflated_share) == (None, None, None, None)
    assert then.note == "not measured then; measured first on 2026-09-01"
    unknown = overview(workspace, TARGET, View(as_of=date(2026, 9, 30))).authority
    assert unknown.points is None
    assert "measured first" not in unknown.note


def test_strength_begins_at_the_same_points_in_charts() -> None:
    assert (page_charts.STRONG_FROM, page_charts.MEDIUM_FROM) == (STRONG_FROM, MEDIUM_FROM)
