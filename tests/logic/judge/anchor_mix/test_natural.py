"""Natural shares: laws of the beta-binomial, and learning from other sites."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.judge.anchor_mix.natural import (
    STARTING,
    WIDEST,
    PeerMix,
    Share,
    natural_of,
)

EXACT = AnchorClass.EXACT.value
NAMES = list(STARTING)


def peer(domains: int = 100, **counts: int) -> PeerMix:
    told = {name.replace("_", " "): count for name, count in counts.items()}
    return PeerMix(domains, tuple(told.get(name, 0) for name in NAMES))


@given(st.integers(1, 400), st.floats(0.01, 0.9), st.floats(0.01, 0.3))
def test_the_law_is_a_beta_binomial(domains: int, mean: float, sd: float) -> None:
    spread = min(sd**2, 0.9 * mean * (1 - mean))
    precision = mean * (1 - mean) / spread - 1
    law = betabinom(domains, mean * precision, (1 - mean) * precision)
    found = Share(mean, sd).law(domains)
    assert found.sum() == pytest.approx(1)
    np.testing.assert_allclose(found, law.pmf(np.arange(domains + 1)), rtol=1e-5, atol=1e-12)


@pytest.mark.parametrize(("domains", "share"), [(20, 0.25), (100, 0.14), (500, 0.12)])
def test_the_alarm_share_of_exact_matches_at_one_false_alarm_in_a_hundred(
    domains: int, share: float
) -> None:
    assert Share(0.03, 0.025).limit(domains, 0.01) == pytest.approx(share, abs=0.011)


@given(st.integers(1, 300), st.floats(0.001, 0.2))
def test_a_share_at_the_limit_is_as_rare_as_asked_and_one_below_is_not(
    domains: int, chance: float
) -> None:
    share = Share(0.05, 0.04)
    count = round(share.limit(domains, chance) * domains)
    assert share.tail(count, domains) <= chance or count == domains
    assert share.tail(count - 1, domains) > chance


def test_without_peers_the_starting_mix_holds() -> None:
    found = natural_of()
    assert found.shares == STARTING
    assert (found.peers, found.odd) == (0, 0)


def test_many_peers_say_what_is_natural() -> None:
    draw = np.random.default_rng(4)
    shares = draw.beta(5, 95, 60)
    peers = [peer(200, **{"exact match": int(draw.binomial(200, one))}) for one in shares]
    found = natural_of(peers).shares[EXACT]
    assert found.mean == pytest.approx(0.05, abs=0.012)
    assert found.sd == pytest.approx(shares.std(), rel=0.4)


def test_peers_with_bought_anchors_are_no_model_and_never_make_them_natural() -> None:
    fair = [peer(100, **{"exact match": 3}) for _ in range(8)]
    bought = [peer(100, **{"exact match": 60}) for _ in range(3)]
    found = natural_of([*fair, *bought])
    assert (found.peers, found.odd) == (8, 3)
    assert found.shares[EXACT].mean < 0.05
    all_bought = natural_of([peer(100, **{"exact match": 12 + n}) for n in range(9)])
    assert all_bought.shares[EXACT].sd <= WIDEST * STARTING[EXACT].sd


def test_small_profiles_teach_nothing() -> None:
    assert natural_of([peer(19, **{"exact match": 19})]).shares == STARTING


def test_a_profile_of_a_billion_domains_is_judged_at_once() -> None:
    share = Share(0.03, 0.025)
    assert share.limit(10**9, 0.01) == pytest.approx(share.limit(50_000, 0.01))
    assert share.tail(10**8, 10**9) == pytest.approx(share.tail(5_000, 50_000))
