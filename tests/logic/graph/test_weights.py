from __future__ import annotations

import pyarrow as pa
import pytest
from small_graphs import graph

from backlinkbot.core.nouns import Placement
from backlinkbot.logic.graph.weights import (
    PLACEMENT_WEIGHT,
    edge_weights,
    has_placements,
    shares,
)


def weigh(*, placed: bool = True, **columns: list[object]) -> list[float]:
    return [round(w, 4) for w in edge_weights(pa.table(columns), placed=placed).tolist()]


def test_every_placement_has_a_weight() -> None:
    assert set(PLACEMENT_WEIGHT) == set(Placement)


def test_a_link_in_the_text_weighs_more_than_one_in_the_frame_or_a_comment() -> None:
    assert weigh(placement=["content", "footer", "comment"]) == [1.0, 0.05, 0.0]


def test_what_was_not_recognised_weighs_like_what_nobody_looked_at() -> None:
    assert weigh(placement=["unknown", None, "margin"]) == [0.2, 0.2, 0.2]


def test_what_was_not_recognised_on_a_page_with_comments_counts_as_a_comment() -> None:
    found = weigh(placement=["unknown", None, "content"], takes_comments=[True, True, True])
    assert found == [0.0, 0.0, 1.0]


def test_rel_lowers_the_weight() -> None:
    found = weigh(
        placement=["content"] * 5,
        followed=[True, False, False, False, None],
        sponsored=[False, False, True, None, None],
        ugc=[False, False, False, True, None],
    )
    assert found == [1.0, 0.3, 0.1, 0.0, 1.0]


def test_a_sitewide_link_weighs_no_more_than_navigation() -> None:
    assert weigh(placement=["content", "footer"], sitewide=[True, True]) == [0.1, 0.05]


def test_the_end_of_a_page_weighs_less_than_its_top() -> None:
    found = weigh(placement=["content"] * 4, position=[0.0, 0.5, 1.0, None])
    assert found == [1.0, 0.85, 0.7, 1.0]


def test_a_graph_without_placements_weighs_every_edge_alike() -> None:
    edges = pa.table({"placement": ["unknown", None]})
    assert not has_placements(edges)
    assert weigh(placed=False, placement=["unknown", None]) == [1.0, 1.0]
    assert has_placements(pa.table({"placement": [None, "footer"]}))


def test_a_node_with_few_links_does_not_pass_all_of_itself_on() -> None:
    one = graph([(0, 1)], 2)
    assert shares(one).tolist() == [1 / 20, 0]
    many = graph([(0, i) for i in range(1, 41)], 41)
    assert shares(many)[0] == pytest.approx(1 / 40)
    assert shares(one, floor=0)[0] == 1


def test_shares_follow_the_sum_of_weights() -> None:
    made = graph([(0, 1), (0, 2), (3, 1)], 4, [30.0, 20.0, 0.0])
    assert shares(made) == pytest.approx([1 / 50, 0, 0, 0])
