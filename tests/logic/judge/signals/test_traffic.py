"""The traffic signal."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from backlinkbot.logic.judge.evidence import Evidence
from backlinkbot.logic.judge.signals.traffic import most_ranked_sites, traffic

Make = Callable[..., Evidence]
ROWS = ({"source_domain": "big.example"}, {"source_domain": "small.example"})


def ranks(*rows: tuple[str, str, int]) -> pa.Table:
    domain, name, rank = zip(*rows, strict=True)
    return pa.table({"domain": domain, "list": name, "rank": rank})


def test_the_best_place_of_all_lists_counts(evidence: Make) -> None:
    given = ranks(("big.example", "tranco", 90_000), ("big.example", "umbrella", 900))
    found = traffic(evidence(*ROWS, ranks=given))
    assert found.value[0] == 900
    assert found.score[0] == 1
    assert found.say(0) == "big.example is number 900 in a list of the most visited sites."


def test_lists_made_of_links_say_nothing_of_visits(evidence: Make) -> None:
    given = ranks(("big.example", "majestic-million", 3), ("small.example", "CC-main-2025", 5))
    assert not traffic(evidence(*ROWS, ranks=given)).known.any()


def test_absence_from_a_long_list_is_a_low_score_and_from_a_short_one_unknown(
    evidence: Make,
) -> None:
    given = ranks(("big.example", "tranco", 1_000))
    long = traffic(evidence(*ROWS, ranks=given, ranked_sites=1_000_000))
    assert 0 < long.score[1] < 0.3
    assert np.isnan(long.value[1])
    assert "not among the 1,000,000 most visited" in long.say(1)
    short = traffic(evidence(*ROWS, ranks=given, ranked_sites=5_000))
    assert np.isnan(short.score[1])
    assert "not known" in short.say(1)


def test_a_thousand_times_worse_rank_scores_lower_but_never_below_0(evidence: Make) -> None:
    given = ranks(("big.example", "tranco", 10_000), ("small.example", "tranco", 90_000_000))
    score = traffic(evidence(*ROWS, ranks=given)).score
    assert 1 > score[0] > score[1] == 0


def test_the_longest_list_of_visits_is_what_absence_is_measured_by() -> None:
    lists = pa.table({"list": ["crux", "Majestic million", "tranco"], "sites": [5, 9_000, 700]})
    assert most_ranked_sites(lists) == 700
    assert most_ranked_sites(lists.slice(1, 1)) == 0
    assert most_ranked_sites(lists.slice(0, 0)) == 0
