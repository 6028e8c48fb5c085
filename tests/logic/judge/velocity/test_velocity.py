"""The whole velocity of a site: weeks with their band, alarms with their kind, plain sentences."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from backlinkbot.core.velocity import SpikeKind, Velocity
from backlinkbot.logic.judge.velocity import Composition, WeeklySeries, velocity_of

FIRST = date(2025, 1, 6)
TODAY = date(2026, 11, 21)


def series(new: np.ndarray, start_unknown: int = 0) -> WeeklySeries:
    return WeeklySeries("acme.example", TODAY, FIRST, new, np.zeros(len(new)), start_unknown)


def quiet(weeks: int = 80) -> np.ndarray:
    return np.random.default_rng(2).poisson(20, weeks).astype(float)


def spike_of(*, spam: int) -> Velocity:
    new = quiet()
    sources = np.random.default_rng(3).binomial(new.astype(int), 0.1).astype(float)
    new[60] += 100
    sources[60] += spam
    return velocity_of(series(new), Composition(new, sources))


def test_a_quiet_site_gets_one_reassuring_sentence() -> None:
    found = velocity_of(series(quiet()))
    assert found.alarms == ()
    assert found.sentence == "In all 72 judged weeks growth stayed within the site's own band."


def test_what_a_spike_is_made_of_tells_bought_from_viral() -> None:
    (bought,) = spike_of(spam=70).alarms
    (viral,) = spike_of(spam=12).alarms
    assert (bought.kind, viral.kind) == (SpikeKind.BOUGHT, SpikeKind.VIRAL)
    assert bought.first == bought.last == date(2026, 3, 2)
    assert any("look like spam" in reason for reason in bought.reasons)
    assert "look like the site's usual ones" in viral.reasons[-1]
    assert "look at these links first" in spike_of(spam=70).sentence
    assert "no action needed" in spike_of(spam=12).sentence


def test_without_composition_the_cause_stays_unclear() -> None:
    new = quiet()
    new[60] += 100
    found = velocity_of(series(new))
    assert found.alarms[0].kind is SpikeKind.UNCLEAR
    assert found.alarms[0].probability is None
    assert any("cannot be told from" in line for line in found.blind_spots)


def test_the_first_weeks_have_no_band_and_the_others_one_around_the_expectation() -> None:
    weeks = velocity_of(series(quiet())).weeks
    assert all(week.expected is None for week in weeks[:8])
    for week in weeks[8:]:
        assert week.low is not None
        assert week.high is not None
        assert week.expected is not None
        assert week.low <= week.expected <= week.high
    assert [week.week.weekday() for week in weeks] == [0] * 80


def test_a_site_without_dated_links_says_so() -> None:
    found = velocity_of(series(np.zeros(0), start_unknown=12))
    assert found.weeks == ()
    assert found.sentence.startswith("Not enough history: no link is dated")
    assert "When 12 of the referring domains began to link is not known" in found.sentence


def test_the_document_has_the_names_of_the_contract() -> None:
    document = spike_of(spam=70).as_document()
    assert set(document) >= {
        "domain", "as_of", "weeks", "alarms", "blind_spots", "sentence", "start_unknown",
    }  # fmt: skip
    assert set(document["weeks"][0]) == {"week", "new", "lost", "expected", "low", "high"}
    assert set(document["alarms"][0]) >= {
        "from", "to", "new", "expected", "kind", "probability", "reasons",
    }  # fmt: skip
    assert document["alarms"][0]["kind"] == "bought"


def test_the_same_series_gives_the_same_answer() -> None:
    assert spike_of(spam=40).as_document() == spike_of(spam=40).as_document()


@pytest.mark.parametrize(
    "new",
    [[0] * 60, [1e7] * 60, [0] * 59 + [1e7], [1, 1e7] * 30, [1e7] * 30 + [0] * 30],
    ids=["nothing", "always huge", "huge at last", "by turns", "nothing any more"],
)
def test_the_wildest_series_gets_an_answer(new: list[float]) -> None:
    counts = np.array(new, float)
    found = velocity_of(series(counts), Composition(counts, counts * 0.5, counts * 0.2))
    assert len(found.weeks) == 60
    assert len(found.alarms) <= 30
    assert found.sentence
