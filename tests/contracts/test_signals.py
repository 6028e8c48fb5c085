"""The same hard questions to every signal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.core import columns
from backlinkbot.core.nouns import LinkKind, Placement
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, Factor, LinkInputs
from backlinkbot.logic.judge.quality import FACTORS
from backlinkbot.logic.judge.signals import signals

NAMES = list(signals)
LEAST: dict[str, Any] = {
    "source_url": "https://blog.example/post",
    "source_domain": "blog.example",
    "target_url": "https://acme.example/",
    "target_domain": "acme.example",
    "occurrence": 0,
}


def table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([LEAST | row for row in rows], schema=columns.links())


def full_row(number: int) -> dict[str, Any]:
    """A link of which everything is told, different for each number."""
    return {
        "source_url": f"https://s{number}.example/page",
        "source_domain": f"s{number}.example",
        "anchor": ["Acme", "shoes", "click here", "", "https://acme.example/"][number % 5],
        "kind": list(LinkKind)[number % len(LinkKind)].value,
        "placement": list(Placement)[number % len(Placement)].value,
        "placement_probability": (number % 10) / 10,
        "sitewide": number % 3 == 0,
        "nofollow": number % 2 == 0,
        "followed": number % 2 == 1,
        "external_links": number * 7 % 500,
        "left": "words before",
        "right": "words after",
        "source_language": "en",
        "seen_at": datetime(2026, 10, 1, tzinfo=UTC),
        "state": "live",
    }


def known(count: int) -> LinkInputs:
    names = pa.array([f"s{number}.example" for number in range(count)], pa.string())
    rng = np.random.default_rng(7)
    return LinkInputs(
        words=anchor_words("acme.example", brand_words=["Acme"], topic_words=["shoes"]),
        authority=pa.table(
            {
                "node": names,
                "authority": rng.uniform(0, 100, count),
                "authority_low": np.zeros(count),
                "authority_high": np.full(count, 100.0),
            }
        ),
        ranks=pa.table(
            {
                "domain": names,
                "list": pa.array(["tranco"] * count, pa.string()),
                "rank": rng.integers(1, 10**7, count),
            }
        ),
        ranked_sites=1_000_000,
        relevance=rng.uniform(0, 1, count).astype(np.float32),
    )


def nothing_known() -> LinkInputs:
    return LinkInputs(words=anchor_words("acme.example"))


def check(factor: Factor, rows: int, name: str) -> None:
    """What every factor promises, whatever it was given."""
    assert factor.score.shape == factor.value.shape == (rows,)
    assert factor.score.dtype == factor.value.dtype == np.float32
    told = factor.score[~np.isnan(factor.score)]
    assert ((told >= 0) & (told <= 1)).all()
    for row in range(rows):
        reading = factor.reading(name, row)
        assert reading.signal == name
        assert reading.sentence[0].isprintable()
        assert reading.sentence.endswith((".", "?", "!", "”"))
        assert isinstance(reading.evidence, tuple)
        assert all(isinstance(one, str) for one in reading.evidence)
        assert (reading.score is None) == bool(np.isnan(factor.score[row]))


def test_every_factor_of_quality_is_a_signal() -> None:
    assert set(FACTORS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_links_give_no_readings(name: str) -> None:
    for inputs in (nothing_known(), known(0)):
        check(signals[name](Evidence(table(), inputs)), 0, name)


@pytest.mark.parametrize("name", NAMES)
def test_of_a_link_that_nobody_describes_the_score_is_unknown_and_said_so(name: str) -> None:
    factor = signals[name](Evidence(table({}), nothing_known()))
    check(factor, 1, name)
    assert np.isnan(factor.score[0])
    assert "not known" in factor.say(0) or "unknown" in factor.say(0)


@pytest.mark.parametrize("name", NAMES)
def test_links_of_which_all_is_told_are_scored(name: str) -> None:
    rows = 120
    links = table(*(full_row(number) for number in range(rows)))
    factor = signals[name](Evidence(links, known(rows)))
    check(factor, rows, name)
    assert factor.known.mean() > 0.5
    assert len(np.unique(factor.score[factor.known])) > 1


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_links_changes_no_score(name: str) -> None:
    rows = 60
    links = table(*(full_row(number) for number in range(rows)))
    inputs = known(rows)
    assert inputs.relevance is not None
    order = np.random.default_rng(1).permutation(rows)
    shuffled = LinkInputs(
        inputs.words, inputs.authority, inputs.ranks, inputs.ranked_sites, inputs.relevance[order]
    )
    straight = signals[name](Evidence(links, inputs)).score
    mixed = signals[name](Evidence(links.take(pa.array(order)), shuffled)).score
    np.testing.assert_array_equal(straight[order], mixed)


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_is_judged_and_quoted_without_harm(
    name: str, hostile_texts: tuple[str, ...]
) -> None:
    fields = ("anchor", "left", "right", "source_title", "source_language", "placement", "kind")
    rows = [dict.fromkeys(fields, text) for text in hostile_texts]
    domains = [{"source_domain": text, "source_url": text} for text in hostile_texts]
    links = table(*rows, *domains)
    for inputs in (nothing_known(), known(links.num_rows)):
        factor = signals[name](Evidence(links, inputs))
        told = factor.score[factor.known]
        assert ((told >= 0) & (told <= 1)).all()
        for row in range(links.num_rows):
            assert 0 < len(factor.reading(name, row).sentence) < 1_000_000


@pytest.mark.parametrize("name", NAMES)
def test_a_signal_explains_itself_to_a_client(name: str) -> None:
    said = signals[name].__doc__ or ""
    assert len(said.split()) >= 8
    assert said.strip().splitlines()[0].endswith(".")
