from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from small_graphs import Edges, edge_lists, graph, steps

from backlinkbot.logic.graph.returns import visits_per_start
from backlinkbot.logic.graph.weights import shares


def test_two_nodes_that_link_to_each_other_by_hand() -> None:
    made = graph([(0, 1), (1, 0)], 2)
    # Back after two steps with probability 0.49, so 1 / (1 - 0.49) visits in all.
    assert visits_per_start(made, shares(made, floor=0), 0.7) == pytest.approx([1 / 0.51] * 2)


def test_a_star_that_links_back_is_exact() -> None:
    made = graph([(0, i) for i in range(1, 9)] + [(i, 0) for i in range(1, 9)], 9)
    exact = np.diag(np.linalg.inv(np.eye(9) - 0.7 * steps(made)))
    assert visits_per_start(made, shares(made, floor=0), 0.7)[0] == pytest.approx(exact[0])


@given(edge_lists())
def test_it_is_never_below_one_nor_above_the_truth(case: tuple[Edges, int]) -> None:
    made = graph(*case)
    found = visits_per_start(made, shares(made, floor=0), 0.7)
    exact = np.diag(np.linalg.inv(np.eye(made.nodes) - 0.7 * steps(made)))
    assert (found >= 1).all()
    assert (found <= exact + 1e-12).all()


def test_weights_count_in_both_directions() -> None:
    made = graph([(0, 1), (1, 0), (1, 2)], 3, [0.5, 0.25, 1.0])
    share = np.array([1 / 2, 1 / 4, 0])
    found = visits_per_start(made, share, 0.8)
    assert found[0] == pytest.approx(1 / (1 - 0.64 * (0.5 / 2) * (0.25 / 4)))
    assert found[2] == 1
