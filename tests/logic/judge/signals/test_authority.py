"""The authority signal."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.logic.judge.evidence import Evidence
from backlinkbot.logic.judge.signals.authority import authority

Make = Callable[..., Evidence]
ROWS = tuple({"source_domain": f"{name}.example"} for name in ("big", "small", "new"))
MEASURED = pa.table(
    {
        "node": ["small.example", "big.example"],
        "authority": [5.0, 80.0],
        "authority_low": [1.0, 76.0],
        "authority_high": [9.0, 84.0],
    }
)


def test_stronger_sites_score_higher_and_unmeasured_ones_are_unknown(evidence: Make) -> None:
    found = authority(evidence(*ROWS, authority=MEASURED))
    assert found.value[:2].tolist() == [80.0, 5.0]
    assert found.score[0] > 0.9
    assert 0.1 < found.score[1] < 0.3
    assert found.known.tolist() == [True, True, False]


def test_the_sentence_tells_the_number_and_its_interval(evidence: Make) -> None:
    found = authority(evidence(*ROWS, authority=MEASURED))
    assert found.say(0) == "big.example has an authority of 80 out of 100 (between 76 and 84)."
    assert "not known" in found.say(2)
    bare = authority(evidence(*ROWS, authority=MEASURED.select(["node", "authority"])))
    assert bare.say(1) == "small.example has an authority of 5 out of 100."


def test_a_site_that_nobody_links_to_scores_little_and_the_sentence_says_why(
    evidence: Make,
) -> None:
    table = pa.table({"node": ["big.example"], "authority": [0.0], "referring_domains": [0]})
    found = authority(evidence(ROWS[0], authority=table))
    assert found.score[0] == pytest.approx(0.1)
    assert found.say(0).startswith("No site in the measured link graph links to big.example")


def test_without_a_measurement_nothing_is_known(evidence: Make) -> None:
    assert not authority(evidence(*ROWS)).known.any()


@pytest.mark.parametrize("value", [-3.0, 0.0, 100.0, 1e9])
def test_no_value_leaves_the_range_of_scores(evidence: Make, value: float) -> None:
    table = pa.table({"node": ["big.example"], "authority": [value]})
    score = authority(evidence(ROWS[0], authority=table)).score
    assert np.all((score >= 0) & (score <= 1))
