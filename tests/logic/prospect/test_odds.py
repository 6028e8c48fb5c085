"""Odds of a reply and a placement: published at first, the user's own later, and calibrated."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.core.chances import Tactic
from backlinkbot.core.prospects import ContactKind
from backlinkbot.logic.prospect.odds import Odds, learnt_odds, published_odds
from backlinkbot.logic.prospect.priors import BASE, FACTORS, TACTICS, Step

SITE_TYPES = ["industry blog", "news", "shop", "personal"]


def rows(tactic: str = "link intersect", many: int = 1, **more: object) -> pa.Table:
    return pa.table(
        {"tactic": [tactic] * many, **{name: [one] * many for name, one in more.items()}}
    )


def outcomes(tactic: str, asked: int, replied: int, placed: int = 0, **more: object) -> pa.Table:
    found = rows(tactic, asked, **more)
    for name, many in (("replied", replied), ("placed", placed), ("settled", asked)):
        found = found.append_column(name, pa.array([at < many for at in range(asked)]))
    return found


def reply(odds: Odds, tactic: str = "link intersect", **more: object) -> float:
    return float(odds.of(Step.REPLY, rows(tactic, **more)).expected[0])


def test_without_outcomes_a_plain_request_is_expected_to_be_answered_as_published() -> None:
    likely = published_odds().of(Step.REPLY, rows("never heard of", contact="x", site_type="x"))
    assert likely.expected[0] == pytest.approx(0.085, abs=0.01)
    assert likely.low[0] < 0.02
    assert likely.high[0] > 0.2


def test_every_prior_says_where_it_is_from_and_how_sure_it_is() -> None:
    told = [*BASE.values()]
    for _, by_step in FACTORS.values():
        told.extend(prior for levels in by_step.values() for prior in levels.values())
    assert all(prior.source and prior.spread > 0 for prior in told)
    assert set(TACTICS[Step.REPLY]) == set(TACTICS[Step.PLACEMENT]) == set(Tactic)


def test_outcomes_move_the_odds_of_their_own_tactic_most_and_of_others_less() -> None:
    before = published_odds()
    after = learnt_odds(outcomes("guest post", 200, 80))
    own = reply(after, "guest post") / reply(before, "guest post")
    other = reply(after, "resource page") / reply(before, "resource page")
    assert own > other > 1


def test_few_outcomes_move_little_and_many_move_nearly_all_the_way() -> None:
    rates = [
        reply(learnt_odds(outcomes("digital PR", many, many // 2)), "digital PR")
        for many in (2, 20, 200, 2_000)
    ]
    assert all(less < more for less, more in pairwise(rates))
    assert rates[0] < 0.2
    assert rates[-1] == pytest.approx(0.5, abs=0.03)


def test_intervals_grow_narrow_with_outcomes() -> None:
    def width(odds: Odds) -> float:
        likely = odds.of(Step.REPLY, rows("guest post"))
        return float(likely.high[0] - likely.low[0])

    assert width(learnt_odds(outcomes("guest post", 1_000, 100))) < width(published_odds()) / 2


def test_a_link_set_without_a_word_counts_as_an_answer() -> None:
    silent = learnt_odds(outcomes("broken link", 100, 0, 60))
    assert reply(silent, "broken link") > 0.3


def test_a_placement_is_learnt_from_settled_replies_alone() -> None:
    young = outcomes("guest post", 100, 100, 0)
    young = young.set_column(
        young.schema.get_field_index("settled"), "settled", pa.array([False] * 100)
    )
    before, after = published_odds(), learnt_odds(young)
    for_it = rows("guest post")
    assert after.of(Step.PLACEMENT, for_it).expected == pytest.approx(
        before.of(Step.PLACEMENT, for_it).expected
    )


def test_the_order_of_outcomes_does_not_matter() -> None:
    both = pa.concat_tables([outcomes("guest post", 50, 10), outcomes("digital PR", 70, 3)])
    turned = both.take(pa.array(np.random.default_rng(1).permutation(both.num_rows)))
    first, second = (learnt_odds(one).steps[Step.REPLY] for one in (both, turned))
    assert first.mean == pytest.approx(second.mean)
    assert first.counts == second.counts


def test_draws_scatter_around_what_is_expected() -> None:
    odds = learnt_odds(outcomes("guest post", 100, 20, relevance=0.9))
    generator = np.random.default_rng(7)
    for_it = rows("guest post", relevance=0.9)
    drawn = [float(odds.drawn(Step.REPLY, for_it, generator)[0]) for _ in range(3_000)]
    likely = odds.of(Step.REPLY, for_it)
    assert np.mean(drawn) == pytest.approx(likely.expected[0], abs=0.01)
    inside = np.mean([likely.low[0] <= one <= likely.high[0] for one in drawn])
    assert inside == pytest.approx(0.9, abs=0.03)


def test_no_rows_give_no_odds() -> None:
    assert len(published_odds().of(Step.REPLY, rows(many=0)).expected) == 0


class Users:
    """A made-up user whose true odds are not those of the priors."""

    def __init__(self, seed: int, base: float) -> None:
        self.draw = np.random.default_rng(seed)
        self.base = np.log(base / (1 - base))
        self.mix = self.draw.dirichlet(np.ones(len(Tactic)))
        self.tactic = self.draw.normal(0, 0.7, len(Tactic))
        self.contact = self.draw.normal(0, 0.5, len(ContactKind))
        self.kind = self.draw.normal(0, 0.5, len(SITE_TYPES))
        self.cells: dict[tuple[int, ...], float] = {}

    def asked(self, many: int) -> tuple[pa.Table, np.ndarray]:
        """Requests, and the true odds of a reply to each."""
        draw = self.draw
        tactic = draw.choice(len(Tactic), many, p=self.mix)
        contact = draw.integers(len(ContactKind), size=many)
        kind = draw.integers(len(SITE_TYPES), size=many)
        relevance = draw.random(many)
        near = np.digitize(relevance, [0.3, 0.7])
        log_odds = self.base + self.tactic[tactic] + self.contact[contact] + self.kind[kind]
        mean = 1 / (1 + np.exp(-(log_odds + np.array([-0.6, 0.0, 0.5])[near])))
        keys = list(
            zip(tactic.tolist(), contact.tolist(), kind.tolist(), near.tolist(), strict=True)
        )
        for key, one in zip(keys, mean, strict=True):
            if key not in self.cells:
                self.cells[key] = draw.beta(30 * one, 30 * (1 - one))
        told = {
            "tactic": [str(list(Tactic)[at]) for at in tactic],
            "contact": [list(ContactKind)[at].value for at in contact],
            "site_type": [SITE_TYPES[at] for at in kind],
            "relevance": relevance,
        }
        return pa.table(told), np.array([self.cells[key] for key in keys])


def calibration_error(said: np.ndarray, true: np.ndarray) -> float:
    tenths = np.array_split(np.argsort(said), 10)
    return float(np.mean([abs(said[one].mean() - true[one].mean()) for one in tenths]))


@pytest.mark.parametrize("base", [0.03, 0.085, 0.2])
def test_after_600_outcomes_odds_are_calibrated_whatever_the_truth_is(base: float) -> None:
    errors, inside = [], []
    for seed in range(6):
        user = Users(seed, base)
        told, true = user.asked(600)
        replied = user.draw.random(600) < true
        nothing = pa.array([False] * 600)
        for name, column in (("replied", pa.array(replied)), ("placed", nothing)):
            told = told.append_column(name, column)
        odds = learnt_odds(told.append_column("settled", nothing))
        fresh, chance = user.asked(4_000)
        likely = odds.of(Step.REPLY, fresh)
        errors.append(calibration_error(likely.expected, chance))
        inside.append(np.mean((likely.low <= chance) & (chance <= likely.high)))
    assert np.mean(errors) <= 0.03
    assert np.mean(inside) >= 0.8
