from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from backlinkbot.core.pages.trees import LEAVES, Forest, first, part

Node = dict[str, Any]


def grown(rng: np.random.Generator, leaves: int) -> Node:
    """A random binary tree with that many leaves; thresholds repeat, as trained ones do."""
    if leaves == 1:
        return {"value": float(rng.normal())}
    left = int(rng.integers(1, leaves))
    return {
        "feature": int(rng.integers(0, 5)),
        "threshold": np.float32(rng.integers(0, 9) / 2),
        "left": grown(rng, left),
        "right": grown(rng, leaves - left),
    }


def walked(node: Node, row: NDArray[np.float32]) -> float:
    while "value" not in node:
        node = node["left"] if row[node["feature"]] <= node["threshold"] else node["right"]
    return float(node["value"])


def stored(trees: list[Node], outputs: list[int]) -> dict[str, NDArray[Any]]:
    nodes: list[tuple[int, int, np.float32, int]] = []
    values: list[list[float]] = []

    def visit(node: Node, tree: int, found: list[float]) -> int:
        if "value" in node:
            found.append(node["value"])
            return 1 << (len(found) - 1)
        left = visit(node["left"], tree, found)
        nodes.append((tree, node["feature"], node["threshold"], left))
        return left | visit(node["right"], tree, found)

    for number, tree in enumerate(trees):
        found: list[float] = []
        visit(tree, number, found)
        values.append(found + [0.0] * (LEAVES - len(found)))
    columns = list(zip(*nodes, strict=True)) or [(), (), (), ()]
    return {
        "node_tree": np.array(columns[0], np.uint16),
        "node_feature": np.array(columns[1], np.uint16),
        "node_threshold": np.array(columns[2], np.float32),
        "node_left": np.array(columns[3], np.uint16),
        "leaf_values": np.array(values, np.float32),
        "tree_output": np.array(outputs, np.uint8),
        "base": np.array([0.5, -0.25], np.float32),
    }


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 12), rows=st.integers(0, 700))
def test_the_scores_are_those_of_walking_every_tree(seed: int, count: int, rows: int) -> None:
    rng = np.random.default_rng(seed)
    trees = [grown(rng, int(rng.integers(2, LEAVES + 1))) for _ in range(count)]
    outputs = [int(rng.integers(0, 2)) for _ in trees]
    features = (rng.integers(-2, 12, (rows, 5)) / 2).astype(np.float32)
    expected = np.tile(np.array([0.5, -0.25]), (rows, 1))
    for tree, output in zip(trees, outputs, strict=True):
        expected[:, output] += [walked(tree, row) for row in features]
    scores = Forest.of(stored(trees, outputs)).scores(features)
    assert scores.shape == (rows, 2)
    np.testing.assert_allclose(scores, expected, atol=1e-4)


def test_a_part_gives_the_scores_of_its_outputs_alone() -> None:
    rng = np.random.default_rng(3)
    arrays = stored([grown(rng, LEAVES) for _ in range(6)], [0, 1, 0, 1, 1, 0])
    features = rng.normal(1, 2, (50, 5)).astype(np.float32)
    both = Forest.of(arrays).scores(features)
    np.testing.assert_allclose(
        Forest.of(part(arrays, range(1, 2))).scores(features)[:, 0], both[:, 1], atol=1e-5
    )


def test_the_first_trees_alone_give_what_they_add_to_the_whole() -> None:
    rng = np.random.default_rng(5)
    arrays = stored([grown(rng, 8) for _ in range(6)], [0, 0, 1, 0, 1, 1])
    rows = rng.integers(0, 9, (40, 5)).astype(np.float32) / 2
    alone = {**first(arrays, 3), "base": arrays["base"]}
    rest = {**arrays, "leaf_values": arrays["leaf_values"].copy()}
    rest["leaf_values"][3:] = 0
    np.testing.assert_allclose(Forest.of(alone).scores(rows), Forest.of(rest).scores(rows))
