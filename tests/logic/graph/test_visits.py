from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from small_graphs import Edges, edge_lists, graph, steps

from backlinkbot.logic.graph.visits import (
    Precision,
    Row,
    visits_anywhere,
    visits_from,
    visits_to,
)
from backlinkbot.logic.graph.weights import shares

DAMPING = 0.85
FINE = Precision(threshold=1e-12)


def exactly(edges: Edges, nodes: int) -> NDArray[np.float64]:
    """G = (1 - damping · P)⁻¹: expected visits of a walk from each row's node to each column's."""
    return np.asarray(
        np.linalg.inv(np.eye(nodes) - DAMPING * steps(graph(edges, nodes))), np.float64
    )


@settings(max_examples=60, deadline=None)
@given(edge_lists(), st.data())
def test_pushes_give_the_column_and_the_row_of_the_inverse(
    made: tuple[Edges, int], data: st.DataObject
) -> None:
    edges, nodes = made
    node = data.draw(st.integers(0, nodes - 1))
    web = graph(edges, nodes)
    share = shares(web, floor=0)
    exact = exactly(edges, nodes)
    to_it = visits_to(web.incoming, share, DAMPING, node, precision=FINE)
    from_it = visits_from(web.outgoing(), share, DAMPING, node, precision=FINE)
    assert to_it.values == pytest.approx(exact[:, node], abs=1e-9)
    assert from_it.values == pytest.approx(exact[node], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(edge_lists(), st.data())
def test_a_coarse_push_is_too_low_by_no_more_than_it_says(
    made: tuple[Edges, int], data: st.DataObject
) -> None:
    edges, nodes = made
    node = data.draw(st.integers(0, nodes - 1))
    web = graph(edges, nodes)
    coarse = Precision(threshold=data.draw(st.sampled_from([0.3, 0.03, 0.003])))
    found = visits_to(web.incoming, shares(web, floor=0), DAMPING, node, precision=coarse)
    lacks = exactly(edges, nodes)[:, node] - found.values
    assert (lacks >= -1e-12).all()
    assert lacks.max() <= found.left + 1e-12


def test_a_row_that_is_to_be_is_taken_instead_of_the_one_that_is() -> None:
    edges = [(0, 1), (1, 2), (2, 0), (3, 1)]
    web, changed = graph(edges, 4), graph([*edges, (3, 2)], 4)
    found = visits_to(
        web.incoming,
        shares(changed, floor=0),
        DAMPING,
        2,
        row=Row(np.array([1, 3]), np.ones(2)),
        precision=FINE,
    )
    assert found.values == pytest.approx(exactly([*edges, (3, 2)], 4)[:, 2], abs=1e-9)


def test_a_push_that_may_not_read_on_stops() -> None:
    random = np.random.default_rng(1)
    edges = [(int(s), int(t)) for s, t in random.integers(0, 200, (2000, 2)) if s != t]
    web = graph(edges, 200)
    few = Precision(threshold=1e-9, most_edges=50)
    short = visits_to(web.incoming, shares(web, floor=0), DAMPING, 3, precision=few)
    whole = visits_to(web.incoming, shares(web, floor=0), DAMPING, 3, precision=FINE)
    assert short.edges < whole.edges / 10
    assert short.left > whole.left
    assert (short.values <= whole.values + 1e-12).all()


@settings(max_examples=40, deadline=None)
@given(edge_lists())
def test_visits_anywhere_are_the_sums_of_the_rows(made: tuple[Edges, int]) -> None:
    edges, nodes = made
    found = visits_anywhere(graph(edges, nodes).outgoing(), DAMPING)
    assert found == pytest.approx(exactly(edges, nodes).sum(axis=1), rel=1e-5)
