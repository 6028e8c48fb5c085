"""Plans tried out: what the rule keeps inside the band, and what asking at once does."""

from __future__ import annotations

import pytest

from backlinkbot.logic.outreach.forecast import Forecast, History, forecast
from backlinkbot.logic.outreach.landing import LANDS
from backlinkbot.logic.outreach.simulate import Try, pace_of, simulate

WEEKS = 52


def ahead(level: float) -> Forecast:
    own = History(500, 150, (level,) * 4, 0.15, 0.1, 0.005)
    return forecast(own, [], WEEKS + len(LANDS))


@pytest.fixture(scope="module", params=[0.5, 5.0, 40.0])
def level(request: pytest.FixtureRequest) -> float:
    return float(request.param)


def test_a_plan_at_the_pace_told_is_placed(level: float) -> None:
    links = max(1, round(pace_of(ahead(level)) * (WEEKS - len(LANDS))))
    found = simulate("a.example", ahead(level), Try(links, WEEKS, runs=200))
    assert found.paced.placed[0] >= 0.9
    assert found.paced.weeks


def test_the_weeks_without_a_plan_are_rarely_above_the_band(level: float) -> None:
    found = simulate("a.example", ahead(level), Try(10, WEEKS, runs=400))
    assert found.organic.above[0] < 0.02
    assert found.organic.placed == (0.0, 0.0, 0.0)


def test_asking_at_once_leaves_the_band_more_often_than_pacing() -> None:
    links = round(pace_of(ahead(20.0)) * 40)
    found = simulate("a.example", ahead(20.0), Try(links, WEEKS))
    assert found.greedy.above[1] > found.paced.above[2]
    assert found.paced.above[0] < found.organic.above[0] + 0.02


def test_too_many_links_are_not_squeezed_in() -> None:
    found = simulate("a.example", ahead(5.0), Try(5_000, WEEKS))
    assert found.paced.placed[0] < 0.1
    assert found.paced.weeks is None
    assert "do not stand after 52 weeks" in found.sentence


def test_the_hours_of_a_week_bound_both_ways() -> None:
    found = simulate("a.example", ahead(40.0), Try(200, WEEKS, chance=0.1, a_week=10))
    most = 10 * 0.1 * WEEKS
    assert found.greedy.placed[0] * 200 == pytest.approx(most, rel=0.1)


def test_the_same_seed_tells_the_same() -> None:
    one, other = (simulate("a.example", ahead(5.0), Try(20, 30, seed=3)) for _ in range(2))
    assert one == other
    assert one != simulate("a.example", ahead(5.0), Try(20, 30, seed=4))


def test_a_pace_grows_with_the_level_and_stays_below_it() -> None:
    paces = [pace_of(ahead(level)) for level in (0.1, 1.0, 10.0, 100.0)]
    assert paces == sorted(paces)
    assert 0 < paces[0] < 0.1
    assert paces[-1] < 50.0


def test_too_few_links_to_tell_the_ways_apart_are_said() -> None:
    few, many = (simulate("a.example", ahead(5.0), Try(links, 8, runs=20)) for links in (1, 9))
    assert "1 link: too few to tell the ways apart. Try more with --links." in few.notes
    assert not any("too few" in one for one in many.notes)
    assert any("above 100 %" in one for one in many.notes)
